"""Mail, keys, long lets, turns and calendars through the API: what the team and each person may do with them."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from cantine.booking.testing import a_domiciliation, a_key, an_occupation
from cantine.core.actor import system
from cantine.people import commands as people
from cantine.people.rules.organisations import OrganisationDraft
from cantine.people.testing import an_organisation
from cantine.places.testing import a_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(three: Any) -> str:
    return f"/places/{three.place.slug}"


def test_letters_come_are_seen_by_whom_they_are_for_and_leave_with_a_trace(
    three: Any, api: Any, path: str, now: datetime
) -> None:
    address = a_domiciliation(three.place, an_organisation("Oxamyne"), now=now, contacts=[three.member])
    manager, member = api(three.manager), api(three.member)
    letters = f"{path}/domiciliations/{address}/mail"
    status, made = manager.post(
        letters, {"kind": "parcel", "count": 2, "sender": "La Poste"}, **{"Idempotency-Key": "p"}
    )
    assert manager.post(letters, {"kind": "parcel", "count": 2, "sender": "La Poste"}, **{"Idempotency-Key": "p"}) == (
        status, made,
    )  # fmt: skip
    assert (status, len(made["items"])) == (201, 2)
    assert manager.get(f"{path}/domiciliations")[1]["items"] == [
        {
            "id": str(address), "organisation": "Oxamyne", "since": "2026-03-10", "until": None, "contacts": 1,
            "waiting": {"letter": 0, "parcel": 2, "registered": 0},
        }
    ]  # fmt: skip
    assert [each["state"] for each in member.get("/me/mail")[1]["items"]] == ["waiting", "waiting"]
    handed = {"items": made["items"][:1], "person": str(three.member.uuid)}
    assert manager.post(f"{path}/domiciliations/{address}/handovers", handed) == (200, {"handed": 1})
    waiting, left = member.get("/me/mail")[1]["items"]
    assert (waiting["state"], left["state"], left["left_at"], left["sender"]) == (
        "waiting", "handed", "2026-03-10T11:00:00Z", "La Poste",
    )  # fmt: skip
    again = manager.post(f"{path}/domiciliations/{address}/handovers", handed)
    assert (again[0], again[1]["refusals"][0]["code"]) == (422, "mail_gone")


def test_a_key_is_lent_once_and_comes_home(three: Any, api: Any, path: str, now: datetime) -> None:
    key = a_key(three.place, now=now, label="Badge 7")
    manager = api(three.manager)
    lent = manager.post(f"{path}/keys/{key}/loan", {"person": str(three.member.uuid), "due": "2026-03-20"})
    assert (lent[0], lent[1]["state"], lent[1]["due"]) == (201, "lent", "2026-03-20")
    twice = manager.post(f"{path}/keys/{key}/loan", {"person": str(three.member.uuid)})
    assert (twice[0], twice[1]["refusals"][0]["code"]) == (422, "key_lent")
    assert [(each["label"], each["state"]) for each in manager.get(f"{path}/keys")[1]["items"]] == [("Badge 7", "lent")]
    assert manager.delete(f"{path}/keys/{key}/loan")[1]["state"] == "home"
    wrong = manager.post(f"{path}/keys/{key}/loan", {"person": str(three.member.uuid), "due": "2026-02-30"})
    assert (wrong[0], wrong[1]["refusals"][0]["code"]) == (422, "input_not_a_day")


def test_long_lets_and_turns_are_read_by_the_team(three: Any, api: Any, path: str, now: datetime) -> None:
    office = a_room(three.place, "Bureau Nord", long_term=True)
    an_occupation(three.place, office, person=three.member, now=now)
    manager = api(three.manager)
    assert [(each["resource"], each["state"], each["ends_on"]) for each in manager.get(f"{path}/occupations")[1]["items"]] == [
        ("bureau-nord", "running", None)
    ]  # fmt: skip
    assert manager.get(f"{path}/occupation-wishes")[1] == {"items": [], "next": None}
    assert manager.get(f"{path}/shifts")[1] == {"items": [], "next": None, "unopened": []}
    status, body = manager.get(f"{path}/shifts", first_day="2026-03-10", last_day="2027-03-10")
    assert (status, body["refusals"][0]["code"]) == (422, "window_too_long")


@pytest.mark.parametrize(
    "address", ["domiciliations", "keys", "occupations", "occupation-wishes", "shifts", "persons", "organisations"]
)
def test_what_is_the_team_s_is_the_team_s(three: Any, api: Any, path: str, address: str) -> None:
    asked = [api(person).get(f"{path}/{address}")[0] for person in (None, three.stranger, three.member, three.manager)]
    assert asked == [401, 403, 403, 200]


def test_an_id_of_nothing_is_answered_404(three: Any, api: Any, path: str) -> None:
    manager, nothing = api(three.manager), uuid4()
    assert manager.get(f"{path}/domiciliations/{nothing}/mail")[0] == 404
    assert manager.post(f"{path}/domiciliations/{nothing}/mail", {})[0] == 404
    assert manager.post(f"{path}/keys/{nothing}/loan", {"person": str(three.member.uuid)})[0] == 404
    assert manager.delete(f"{path}/keys/{nothing}/loan")[0] == 404
    assert manager.delete(f"/me/feeds/{nothing}")[0] == 404


def test_a_calendar_address_is_made_read_and_closed(three: Any, api: Any, client: Any) -> None:
    member = api(three.member)
    status, made = member.post("/me/feeds", {"detail": "busy", "name": "Mon téléphone"})
    address = "/" + made["address"].split("/", 3)[3]
    assert (status, client.get(address).status_code) == (201, 200)
    assert [(each["name"], each["detail"]) for each in member.get("/me/feeds")[1]["items"]] == [
        ("Mon téléphone", "busy")
    ]
    assert api(three.stranger).delete(f"/me/feeds/{made['id']}")[0] == 404
    assert member.delete(f"/me/feeds/{made['id']}") == (200, {"items": [], "next": None})
    assert client.get(address).status_code == 404


def test_an_organisation_says_its_papers(three: Any, api: Any, path: str, now: datetime) -> None:
    draft = OrganisationDraft(name="Oxamyne", kind="company", siren="552100554", commune="Paris")
    entered = people.enter_organisation(actor=system("test"), now=now, draft=draft)
    a_domiciliation(three.place, SimpleNamespace(pk=entered), now=now)
    (found,) = api(three.manager).get(f"{path}/organisations")[1]["items"]
    assert (found["name"], found["siren"], found["address"]["commune"]) == ("Oxamyne", "552100554", "Paris")

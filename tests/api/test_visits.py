"""Visits over the API: read by the team, written by whoever comes or by a machine of the place."""

from datetime import timedelta
from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(three: Any) -> str:
    return f"/places/{three.place.slug}"


def test_somebody_comes_and_leaves(three: Any, api: Any, path: str, at: Any, now: Any) -> None:
    member = api(three.member)
    status, made = member.post(f"{path}/visits", {})
    visit = made["visit"]
    assert (status, made["guests"], visit["person"]["id"], visit["left_at"]) == (201, 0, str(three.member.uuid), None)
    assert visit["arrived_at"] == "2026-03-10T11:00:00Z"
    at(now + timedelta(hours=2))
    status, left = member.post(f"{path}/visits/{visit['id']}/departure", None)
    assert (status, left["left_at"]) == (200, "2026-03-10T13:00:00Z")


def test_arriving_twice_is_one_visit(three: Any, api: Any, path: str) -> None:
    member = api(three.member)
    first, second = member.post(f"{path}/visits", {})[1], member.post(f"{path}/visits", {})[1]
    assert first == second


def test_an_arrival_sent_again_with_its_key_is_counted_once(three: Any, api: Any, path: str) -> None:
    manager = api(three.manager)
    for _ in range(2):
        answer = manager.post(f"{path}/visits", {"guests": 3}, **{"Idempotency-Key": "door-1"})
        assert answer == (201, {"visit": None, "guests": 3})
    status, here = manager.get(f"{path}/here")
    assert (status, here["count"]) == (200, 3)


def test_the_team_reads_who_is_here_and_who_came(three: Any, api: Any, path: str) -> None:
    manager = api(three.manager)
    manager.post(f"{path}/visits", {"for_person": str(three.member.uuid)})
    manager.post(f"{path}/visits", {"guests": 2})
    here = manager.get(f"{path}/here")[1]
    assert (here["count"], [item["count"] for item in here["items"]]) == (3, [2, 1])
    window = {"starts_at": "2026-03-10T00:00:00Z", "ends_at": "2026-03-11T00:00:00Z"}
    first = manager.get(f"{path}/visits", **window, limit=1)[1]
    second = manager.get(first["next"])[1]
    assert [item["person"] and item["person"]["id"] for item in first["items"] + second["items"]] == [
        str(three.member.uuid), None,
    ]  # fmt: skip
    assert second["next"] is None


def test_guests_leave(three: Any, api: Any, path: str, at: Any, now: Any) -> None:
    manager = api(three.manager)
    manager.post(f"{path}/visits", {"guests": 2})
    guests = manager.get(f"{path}/here")[1]["items"][0]
    at(now + timedelta(hours=1))
    assert manager.post(f"{path}/visits/{guests['id']}/departure", None)[1]["left_at"] == "2026-03-10T12:00:00Z"
    assert manager.get(f"{path}/here")[1] == {"count": 0, "items": []}


@pytest.mark.parametrize("address", ["here", "visits?starts_at=2026-03-10T00:00:00Z&ends_at=2026-03-11T00:00:00Z"])
def test_who_is_here_is_for_the_team(three: Any, api: Any, path: str, address: str) -> None:
    asked = [api(person).get(f"{path}/{address}")[0] for person in (None, three.stranger, three.member, three.manager)]
    assert asked == [401, 403, 403, 200]


def test_a_member_notes_nobody_else(three: Any, api: Any, path: str) -> None:
    member = api(three.member)
    assert member.post(f"{path}/visits", {"for_person": str(three.manager.uuid)})[0] == 403
    assert member.post(f"{path}/visits", {"guests": 1})[0] == 403
    visit = api(three.manager).post(f"{path}/visits", {})[1]["visit"]
    unknown = member.post(f"{path}/visits/00000000-0000-0000-0000-000000000000/departure", None)
    assert member.post(f"{path}/visits/{visit['id']}/departure", None) == unknown
    assert unknown[0] == 404


def test_a_visit_that_makes_no_sense_is_refused_in_words(three: Any, api: Any, path: str) -> None:
    manager = api(three.manager)
    both = manager.post(f"{path}/visits", {"for_person": str(three.member.uuid), "guests": 1})
    unknown = manager.post(f"{path}/visits", {"for_person": "00000000-0000-0000-0000-000000000000"})
    assert [(status, body["refusals"][0]["code"]) for status, body in (both, unknown)] == [
        (422, "visit_of_one_or_of_guests"),
        (422, "person_unknown"),
    ]
    assert manager.post(f"{path}/visits/00000000-0000-0000-0000-000000000000/departure", None)[0] == 404


def test_the_visits_of_a_day_cost_the_same_whatever_their_number(
    three: Any, api: Any, path: str, statements: Any
) -> None:
    manager = api(three.manager)
    manager.post(f"{path}/visits", {})
    manager.get(f"{path}/here")
    with statements() as one:
        manager.get(f"{path}/here")
    for person in (three.member, three.stranger):
        manager.post(f"{path}/visits", {"for_person": str(person.uuid)})
    with statements() as three_of_them:
        manager.get(f"{path}/here")
    assert len(one) == len(three_of_them) <= 6

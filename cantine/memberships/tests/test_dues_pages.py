"""The pages of dues: settings, register, a member's card, the counter, joining without an account, my membership."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.accounting.testing import a_legal_entity
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.testing import letters
from cantine.memberships import commands
from cantine.memberships.models import Dues, DuesGate, Paper
from cantine.memberships.queries import dues as queries
from cantine.memberships.rules.dues import DuesPeriod
from cantine.memberships.testing import ROBOT, a_kind_of_dues, paid_dues
from cantine.people.testing import Person, a_person
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import ref_of
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
    at(now)
    a_legal_entity(three.place, now=now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        place_commands.note_contact(actor=system("test"), now=now, place=place, person_id=three.member.pk)
        yield place


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"memberships:{name}", args=args)


KIND = {
    "name_fr": "Adhésion", "who": "person", "period": "civil", "next_from": "10", "cents": "20", "free": "on",
    "suggested": "50 100", "first_day": "2026-01-01", "online": "on",
}  # fmt: skip


def test_the_manager_sets_dues_changes_them_and_asks_them_no_more(here, three) -> None:
    manager, address = as_(three.manager), page("dues_kinds", here.slug)
    assert manager.post(address, KIND).status_code == 302
    (kind,) = queries.dues_kinds_of(here.organisation_id)
    (terms,) = kind.versions
    assert (kind.code, kind.next_from, terms.cents, terms.free, terms.suggested) == (
        "adhesion",
        10,
        2_000,
        True,
        (5_000, 10_000),
    )
    assert manager.post(f"{address}?cotisation=adhesion", {**KIND, "cents": "25"}).status_code == 302
    assert [each.versions[0].cents for each in queries.dues_kinds_of(here.organisation_id)] == [2_500]
    wrong = manager.post(address, {**KIND, "suggested": "5"})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"suggested"})
    manager.post(page("retire_dues_kind", here.slug), {"cotisation": "adhesion"})
    assert queries.dues_kinds_of(here.organisation_id) == []


def test_the_manager_says_what_dues_open(here, three, now) -> None:
    a_price_list(three.place, now=now)
    said = {"category": "membre", "grace_days": "45", "resources": [str(three.room.pk)]}
    assert as_(three.manager).post(page("dues_gate", here.slug), said).status_code == 302
    gate = queries.gate_of(here)
    assert (gate.category, gate.grace_days, gate.everything, gate.resources) == (
        "membre",
        45,
        False,
        frozenset({three.room.pk}),
    )
    wrong = as_(three.manager).post(page("dues_gate", here.slug), {**said, "grace_days": "900"})
    assert (wrong.status_code, DuesGate.objects.count()) == (422, 1)


def test_the_counter_asks_takes_and_gives_the_receipt(here, three, now) -> None:
    a_kind_of_dues(three.place, now=now)
    contact = places.contact_of(here, person_id=three.member.pk)
    manager = as_(three.manager)
    assert manager.post(page("dues_of", here.slug, contact), {"kind": "adhesion"}).status_code == 302
    again = manager.get(page("dues_of", here.slug, contact))
    assert again.context["form"] is None
    dues = Dues.objects.get()
    one = page("dues_one", here.slug, dues.uuid)
    low = manager.post(one, {"act": "take", "method": "cash", "cents": "5", "received_on": "2026-03-10"})
    assert (low.status_code, set(low.context["take"].errors)) == (422, {"cents"})
    assert (
        manager.post(one, {"act": "take", "method": "cash", "cents": "20", "received_on": "2026-03-10"}).status_code
        == 302
    )
    call, receipt = Paper.objects.order_by("pk")
    file = manager.get(page("paper", here.slug, receipt.uuid))
    receipt.refresh_from_db()
    assert (file["Content-Type"], file["ETag"]) == ("application/pdf", f'"{receipt.sha256}"')
    assert [letter.attachment for letter in letters()[-2:]] == [f"paper:{call.uuid}", f"paper:{receipt.uuid}"]
    mine = as_(three.member)
    assert mine.get(page("my_paper", receipt.uuid)).status_code == 200
    assert as_(three.stranger).get(page("my_paper", receipt.uuid)).status_code == 404
    assert "Member since" in mine.get(page("my_dues")).content.decode()
    register = manager.get(page("dues", here.slug))
    assert [(row.name, row.state) for row in register.context["rows"]] == [("Member", "up to date")]
    table = manager.get(page("dues_csv", here.slug)).content.decode("utf-8-sig").splitlines()
    assert table[1].startswith("Member;Membership;10/03/2026;31/12/2026;20,00")
    assert manager.post(one, {"act": "drop", "why": "erreur"}).status_code == 302
    assert manager.get(page("dues", here.slug)).context["rows"] == []


@pytest.mark.parametrize(
    "name", ["dues", "dues_csv", "bring_members_in", "call_organisation", "dues_kinds", "dues_gate"]
)
def test_others_read_no_register(here, three, name) -> None:
    for who in (three.member, three.stranger):
        assert as_(who).get(page(name, here.slug)).status_code == 403


def test_one_joins_by_a_letter_and_nothing_is_kept_before(here, three, now) -> None:
    a_kind_of_dues(three.place, now=now)
    visitor, address = Client(headers={"accept-language": "en"}), page("join", here.slug)
    known = Person.objects.count()
    said = {"kind": "adhesion", "name": "Ana Paz", "email": "ana@exemple.fr"}
    assert visitor.post(address, said).status_code == 200
    assert (Person.objects.count(), Dues.objects.count()) == (known, 0)
    found = re.search(r"(/adherer/\S+/)", letters()[-1].text)
    assert found is not None
    assert "Ana Paz" in visitor.get(found[1]).content.decode()
    for _ in range(2):
        assert visitor.post(found[1]).context["done"] is True
    dues = Dues.objects.get()
    assert dues.person is not None
    assert (dues.person.email, dues.state) == ("ana@exemple.fr", "called")
    assert visitor.post(found[1][:-2] + "/").status_code == 404


def test_a_link_lasts_a_week(here, three, now, at, monkeypatch) -> None:
    from cantine.memberships.commands.dues import joining

    a_kind_of_dues(three.place, now=now)
    Client().post(page("join", here.slug), {"kind": "adhesion", "name": "Ana", "email": "ana@exemple.fr"})
    found = re.search(r"(/adherer/\S+/)", letters()[-1].text)
    assert found is not None
    monkeypatch.setattr(joining, "LASTS", timedelta(seconds=-1))
    assert Client().get(found[1]).status_code == 404


def test_who_is_signed_in_joins_at_once(here, three, now) -> None:
    a_kind_of_dues(three.place, now=now)
    client = as_(three.stranger)
    assert client.post(page("join", here.slug), {"kind": "adhesion"})["location"] == page("my_dues")
    (house,) = client.get(page("my_dues")).context["houses"]
    assert (house["called"]["amount"], house["holds"]) == ("€20.00", False)
    twice = client.post(page("join", here.slug), {"kind": "adhesion"})
    assert twice.status_code == 422


def test_a_file_of_members_is_shown_then_written(here, three, now) -> None:
    a_kind_of_dues(three.place, now=now)
    manager, address = as_(three.manager), page("bring_members_in", here.slug)
    lines = "E-mail;Nom;Du;Au\nana@exemple.fr;Ana;01/01/2026;31/12/2026"
    shown = manager.post(address, {"lines": lines, "act": "show"})
    assert ([each.email for each in shown.context["shown"]], Dues.objects.count()) == (["ana@exemple.fr"], 0)
    wrong = manager.post(address, {"lines": f"{lines}\nbo;Bo;x;y", "act": "write"})
    assert ([line for line, _why in wrong.context["wrong"]], Dues.objects.count()) == ([3], 0)
    assert manager.post(address, {"lines": lines, "act": "write"}).status_code == 302
    assert Dues.objects.count() == 1


def test_the_renewals_leave_in_one_press(here, three, now, at) -> None:
    paid_dues(three.place, three.member, kind=a_kind_of_dues(three.place, now=now, period=DuesPeriod.MONTHS), now=now)
    at(now + timedelta(days=330))
    as_(three.manager).post(page("renew_dues", here.slug))
    assert list(Dues.objects.order_by("pk").values_list("state", flat=True)) == ["paid", "called"]


def test_lists_cost_the_same_at_one_member_and_at_three(here, three, now, statements) -> None:
    kind = a_kind_of_dues(three.place, now=now)
    contact = places.contact_of(here, person_id=three.member.pk)
    dues = paid_dues(three.place, three.member, kind=kind, now=now)
    pages = [
        (as_(three.manager), page("dues", here.slug)), (as_(three.manager), page("dues_csv", here.slug)),
        (as_(three.manager), page("dues_kinds", here.slug)), (as_(three.manager), page("dues_of", here.slug, contact)),
        (as_(three.manager), page("dues_one", here.slug, dues)), (as_(three.member), page("my_dues")),
        (Client(), page("join", here.slug)), (as_(three.manager), page("dues_gate", here.slug)),
    ]  # fmt: skip
    counts: list[list[int]] = [[] for _ in pages]
    for more in (0, 2):
        for number in range(more):
            a_kind_of_dues(three.place, now=now, name_fr=f"Autre {number}")
            paid_dues(three.place, a_person(f"Autre {number}"), kind=kind, now=now)
        for (client, address), seen in zip(pages, counts, strict=True):
            with statements() as said:
                assert client.get(address).status_code == 200
            seen.append(len([each for each in said if "mfa_authenticator" not in each]))
    assert [one for one, _three in counts] == [three_rows for _one, three_rows in counts], counts
    assert max(one for one, _three in counts) <= 6, counts


def test_dues_are_read_by_machine(here, three, now) -> None:
    paid_dues(three.place, three.member, kind=a_kind_of_dues(three.place, now=now), now=now)
    (kind,) = Client().get(f"/api/v1/places/{here.slug}/dues-kinds").json()["items"]
    assert (kind["code"], kind["period"], kind["cents"]) == ("adhesion", "civil", 2_000)
    (mine,) = as_(three.member).get("/api/v1/me/dues").json()["items"]
    assert (mine["place"], mine["last_day"], mine["state"], mine["cents"]) == (here.slug, "2026-12-31", "paid", 2_000)


def test_my_dues_say_until_when_they_are_paid_and_the_days_of_grace_after(here, three, now) -> None:
    kind = a_kind_of_dues(three.place, now=now)
    paid_dues(three.place, three.member, kind=kind, now=now)
    commands.set_dues_gate(actor=ROBOT, now=now, place=here, category="", grace_days=30, everything=True)
    (house,) = as_(three.member).get(page("my_dues")).context["houses"]
    assert (house["paid"], house["grace"], house["until"]) == ("31 December 2026", 30, "30 January 2027")

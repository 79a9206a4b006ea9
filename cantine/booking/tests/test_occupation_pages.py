"""Spaces let for months, on pages: let, moved, ended, waited for, seen at entry and exit; and one's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cantine.booking import commands, queries
from cantine.booking.testing import TESTS, an_occupation, ref_of
from cantine.core import scoping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any, now: Any, at: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False
    at(now)


@pytest.fixture
def office(three: Any) -> Any:
    from cantine.places.testing import a_room

    return a_room(three.place, name="Bureau Nord", long_term=True)


def address(name: str, three: Any, *args: Any) -> str:
    return reverse(f"booking:{name}", args=[three.place.slug, *args])


def cards(three: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        return queries.occupations_of(ref_of(three.place))


def test_a_space_is_let_from_the_page_and_the_planning_shows_it_taken(
    three: Any, client: Any, office: Any, now: Any
) -> None:
    client.force_login(three.manager)
    url = address("let", three)
    said = {"resource": office.slug, "who": three.member.email, "starts_on": str(now.date()), "ends_on": ""}
    assert client.post(url, {**said, "who": ""}).status_code == 422
    assert client.post(url, {**said, "who": "personne@cantine.example"}).status_code == 422
    made = client.post(url, said)
    assert made.status_code == 302
    assert three.member.name in client.get(made.url).content.decode()
    assert three.member.name in client.get(address("occupations", three)).content.decode()
    again = client.post(url, said)
    assert (again.status_code, "déjà pris" in again.content.decode()) == (422, True)
    planning = client.get(address("planning", three)).content.decode()
    assert "Bureau Nord" in planning


def test_the_waiting_list_is_answered_by_letting(three: Any, client: Any, office: Any, now: Any) -> None:
    client.force_login(three.member)
    client.post(address("ask_space", three), {"what": office.slug, "from_day": str(now.date()), "note": "Deux postes"})
    assert "Bureau Nord" in client.get("/moi/espaces/").content.decode()
    client.force_login(three.manager)
    register = client.get(address("occupations", three)).content.decode()
    assert "Deux postes" in register
    with scoping.scope([three.place.organisation_id]):
        [wish] = queries.wishes_of(ref_of(three.place))
    url = f"{address('let', three)}?souhait={wish.uuid}"
    assert three.member.email in client.get(url).content.decode()
    client.post(url, {"resource": office.slug, "who": three.member.email, "starts_on": str(now.date())})
    assert "Deux postes" not in client.get(address("occupations", three)).content.decode()


def test_somebody_is_written_down_and_taken_off(three: Any, client: Any, office: Any, now: Any) -> None:
    client.force_login(three.manager)
    said = {"what": office.slug, "who": three.member.email, "from_day": str(now.date()), "note": "Après l’été"}
    assert client.post(address("occupation_wait", three), {**said, "who": ""}).status_code == 422
    client.post(address("occupation_wait", three), said)
    with scoping.scope([three.place.organisation_id]):
        [wish] = queries.wishes_of(ref_of(three.place))
    assert client.post(address("occupations", three), {"wish": "x"}).status_code == 404
    client.post(address("occupations", three), {"wish": wish.uuid})
    client.post(address("occupations", three), {"wish": wish.uuid})
    assert "Après l’été" not in client.get(address("occupations", three)).content.decode()


def test_one_leaves_the_list_oneself_and_nobody_elses_place_in_it(
    three: Any, client: Any, office: Any, now: Any
) -> None:
    with scoping.scope([three.place.organisation_id]):
        wish = commands.wish_occupation(
            actor=TESTS, now=now, place=ref_of(three.place), from_day=now.date(), resource_id=office.pk,
            person_id=three.member.pk,
        )  # fmt: skip
    leave = reverse("booking:leave_wish", args=[wish])
    client.force_login(three.stranger)
    assert client.post(leave).status_code == 404
    client.force_login(three.member)
    assert client.post(leave).status_code == 302
    assert client.post(leave).status_code == 404


def test_an_occupation_moves_ends_and_is_looked_at_twice(three: Any, client: Any, office: Any, now: Any) -> None:
    from cantine.places.testing import a_room

    south = a_room(three.place, name="Bureau Sud", long_term=True)
    made = an_occupation(three.place, office, person=three.member, now=now)
    client.force_login(three.manager)
    url = address("occupation", three, made)
    entry = {"action": "entry", "signed_for_place": "Camille", "signed_for_occupant": "Nadia"}
    conditions = {f"condition_{n}": "good" for n in range(8)}
    assert client.post(url, {**entry, **conditions}).status_code == 422
    client.post(url, {**entry, **conditions, "item_0": "Murs", "condition_0": "worn", "said_0": "un trou"})
    assert "un trou" in client.get(url).content.decode()
    assert client.post(url, {"action": "move", "resource": south.slug, "on": str(now.date())}).status_code == 422
    there = client.post(url, {"action": "move", "resource": south.slug, "on": str(now.date() + timedelta(days=30))})
    assert "Bureau Sud" in client.get(there.url).content.decode()
    assert client.post(there.url, {"action": "end", "ends_on": "2026-03-01"}).status_code == 422
    client.post(there.url, {"action": "end", "ends_on": str(now.date() + timedelta(days=60))})
    assert [card.ends_on for card in cards(three)] == [
        now.date() + timedelta(days=29), now.date() + timedelta(days=60)
    ]  # fmt: skip
    assert client.post(url, {"action": "burn"}).status_code == 404
    client.force_login(three.member)
    mine = client.get("/moi/espaces/").content.decode()
    assert ("Bureau Nord" in mine, "Bureau Sud" in mine, "un trou" in mine) == (True, True, True)


def test_who_may_see_and_let(three: Any, client: Any, office: Any, now: Any) -> None:
    made = an_occupation(three.place, office, person=three.member, now=now)
    for person in (three.member, three.stranger):
        client.force_login(person)
        for url in (address("occupations", three), address("let", three), address("occupation", three, made)):
            assert client.get(url).status_code == 403
    client.force_login(three.stranger)
    assert "Bureau Nord" not in client.get("/moi/espaces/").content.decode()


def test_a_space_of_the_team_is_not_asked_for_by_others(three: Any, client: Any) -> None:
    from cantine.places.testing import a_room

    a_room(three.place, name="Cagibi", long_term=True, see="staff", ask="staff", book="staff")
    client.force_login(three.stranger)
    assert "Cagibi" not in client.get(address("ask_space", three)).content.decode()


def test_the_pages_cost_the_same_for_one_occupation_and_three(
    three: Any, client: Any, office: Any, now: Any, statements: Any
) -> None:
    from cantine.places.testing import a_room

    counts = []
    for number in range(3):
        room = a_room(three.place, name=f"Bureau {number}", long_term=True)
        made = an_occupation(three.place, room, person=three.member, now=now)
        with scoping.scope([three.place.organisation_id]):
            commands.wish_occupation(
                actor=TESTS, now=now, place=ref_of(three.place), from_day=now.date(), resource_id=office.pk,
                person_id=three.member.pk,
            )  # fmt: skip
        client.force_login(three.manager)
        with statements() as register:
            client.get(address("occupations", three))
        with statements() as one:
            client.get(address("occupation", three, made))
        client.force_login(three.member)
        with statements() as mine:
            client.get("/moi/espaces/")
        counts.append((len(register), len(one), len(mine)))
    assert counts[0] == counts[2]
    assert max(counts[0]) <= 6

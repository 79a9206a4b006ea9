"""Lets count towards the legal capacity; the counter and the tablet say when the house is full, and refuse nobody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cantine.booking import commands, queries, rules
from cantine.booking.testing import TESTS, a_tablet, an_occupation
from cantine.booking.tests.test_date_pages import plain
from cantine.core import scoping
from cantine.core.testing import journal
from cantine.kernel import Refused
from cantine.places.testing import a_room, furnish, ref_of

Book = Callable[..., Any]


@pytest.fixture
def house(three: Any, settings: Any, now: datetime, at: Any) -> Any:
    """Ten people by law, and an office that is let by the month."""
    settings.CANTINE_MFA_REQUIRED = False  # what a manager's second factor guards is tested with the accounts
    at(now)
    furnish(three.place, legal_capacity=10)
    furnish(three.room, capacity=20)
    return three


@pytest.fixture
def office(house: Any) -> Any:
    return a_room(house.place, "Bureau", long_term=True)


def do(house: Any, now: datetime, command: Any, **said: Any) -> Any:
    with scoping.scope([house.place.organisation_id]):
        return command(actor=TESTS, now=now, place=ref_of(house.place), **said)


def crowd(house: Any, now: datetime) -> rules.Crowd | None:
    with scoping.scope([house.place.organisation_id]):
        return queries.crowd_now(ref_of(house.place), now=now)


@pytest.mark.django_db
def test_the_people_of_a_let_leave_fewer_to_bookings(house: Any, office: Any, now: datetime, book: Book) -> None:
    an_occupation(house.place, office, person=house.manager, now=now, people=6)
    book(guests=3)
    with pytest.raises(Refused, match="over_legal_capacity"):
        book(day=8, guests=4)


@pytest.mark.django_db
def test_a_let_that_would_pass_the_capacity_beside_what_is_booked_is_refused(
    house: Any, office: Any, now: datetime, book: Book
) -> None:
    book(guests=5)
    with pytest.raises(Refused) as refused:
        an_occupation(house.place, office, person=house.manager, now=now, people=5)
    [refusal] = refused.value.refusals
    assert (refusal.code, refusal.field, refusal.context["left"]) == ("over_legal_capacity", "people", 4)
    an_occupation(house.place, office, person=house.manager, now=now, people=4)


@pytest.mark.django_db
def test_a_locker_brings_nobody(house: Any, office: Any, now: datetime, book: Book) -> None:
    an_occupation(house.place, office, person=house.manager, now=now, people=0)
    book(guests=9)


@pytest.mark.django_db
def test_a_let_that_has_ended_counts_no_more(house: Any, office: Any, now: datetime, book: Book) -> None:
    an_occupation(house.place, office, person=house.manager, now=now, people=6, ends_on=now.date() + timedelta(days=2))
    book(day=7, guests=7)


@pytest.mark.django_db
def test_the_number_of_people_is_corrected_and_the_law_still_holds(
    house: Any, office: Any, now: datetime, book: Book
) -> None:
    let = an_occupation(house.place, office, person=house.manager, now=now)
    book(guests=5)
    do(house, now, commands.count_occupants, occupation=let, people=4)
    assert [each.data["people"] for each in journal() if each.name == "booking.OccupantsCounted"] == [4]
    with pytest.raises(Refused, match="over_legal_capacity"):
        do(house, now, commands.count_occupants, occupation=let, people=5)


@pytest.mark.django_db
def test_moving_inside_the_place_keeps_the_people(house: Any, office: Any, now: datetime) -> None:
    let = an_occupation(house.place, office, person=house.manager, now=now, people=6)
    a_room(house.place, "Atelier", long_term=True)
    with scoping.scope([house.place.organisation_id]):
        from cantine.places import queries as places

        card = places.find_resource(place_id=house.place.pk, slug="atelier")
        moved = commands.move_occupation(
            actor=TESTS, now=now, place=ref_of(house.place), occupation=let, resource=card,
            on=now.date() + timedelta(days=5),
        )  # fmt: skip
        found = queries.occupation_by_uuid(ref_of(house.place), moved)
    assert found is not None
    assert found.people == 6


@pytest.mark.django_db
def test_the_team_says_how_many_people_on_the_page_of_the_let(
    house: Any, office: Any, now: datetime, client: Client
) -> None:
    let = an_occupation(house.place, office, person=house.manager, now=now)
    page = reverse("booking:occupation", args=[house.place.slug, let])
    client.force_login(house.manager)
    answer = client.post(page, {"action": "people", "people": "4"}, follow=True)
    assert "4 personnes à la fois" in plain(answer.content.decode())
    refused = client.post(page, {"action": "people", "people": "11"})
    assert refused.status_code == 422
    client.force_login(house.member)
    assert client.post(page, {"action": "people", "people": "2"}).status_code == 403


@pytest.mark.django_db
def test_walk_ins_past_the_capacity_are_noted_and_said_on_the_counter_the_day_and_the_tablet(
    house: Any, office: Any, now: datetime, client: Client, book: Book
) -> None:
    an_occupation(house.place, office, person=house.manager, now=now, people=6)
    client.force_login(house.manager)
    pages = [reverse(f"booking:{name}", args=[house.place.slug]) for name in ("presences", "today")]
    assert ["La maison est pleine" in client.get(page).content.decode() for page in pages] == [False, False]
    do(house, now, commands.count_guests, count=5)
    assert [
        "11 personnes peuvent être à l’intérieur" in plain(client.get(page).content.decode()) for page in pages
    ] == [
        True,
        True,
    ]
    from cantine.booking.policies import COOKIE

    client.cookies[COOKIE] = a_tablet(house.place, now=now)
    assert "La maison est pleine" in client.get(reverse("booking:kiosk")).content.decode()


@pytest.mark.django_db
def test_a_place_without_a_limit_counts_nobody(three: Any, now: datetime) -> None:
    assert crowd(three, now) is None


@pytest.mark.django_db
def test_counting_the_house_costs_one_statement(house: Any, office: Any, now: datetime, statements: Any) -> None:
    an_occupation(house.place, office, person=house.manager, now=now)
    do(house, now, commands.count_guests, count=3)
    place = ref_of(house.place)
    with scoping.scope([house.place.organisation_id]), statements() as seen:
        queries.crowd_now(place, now=now)
    assert len(seen) == 1


def test_whoever_came_for_their_own_booking_is_counted_once() -> None:
    found = rules.crowd_of(here=[(1, 1), (2, 1), (None, 3)], expected=[(1, 4), (None, 2)], limit=9)
    assert (found.here, found.inside, found.is_over) == (5, 10, True)


def test_a_let_and_a_date_of_one_person_bring_that_person_once() -> None:
    assert rules.crowd_of(here=[], expected=[(1, 2), (1, 3)], limit=9).inside == 4


parties = st.lists(st.tuples(st.none() | st.integers(1, 5), st.integers(1, 9)), max_size=8)


@given(here=parties, expected=parties)
def test_a_crowd_is_never_fewer_than_the_walk_ins_nor_more_than_everybody_added_up(here: Any, expected: Any) -> None:
    found = rules.crowd_of(here=here, expected=expected, limit=1)
    known = {person for person, _ in expected if person is not None}
    assert found.inside >= sum(count for person, count in here if person not in known)
    assert found.inside <= sum(count for _, count in [*here, *expected])
    assert found.here == sum(count for _, count in here)

"""Hours of room that a plan or a pass gives pay for the first hours of a booking; moved or given up, they come back."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cantine.billing import queries as billing
from cantine.booking import commands
from cantine.booking.queries.prices import source_of
from cantine.booking.testing import ref_of
from cantine.core import scoping
from cantine.kernel import Interval
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.rules import Included, Use
from cantine.memberships.testing import ROBOT, a_pass, a_plan
from cantine.people.testing import an_organisation, belong
from cantine.places.testing import actor_for
from cantine.pricing.commands.price_wording import price_lines
from cantine.pricing.rules import ANYTHING, Rate, Unit
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def hours(three: Any, now: Any) -> Any:
    """Three hours of room for the member; a room at 40 € an hour."""
    a_price_list(three.place, now=now)
    return a_pass(
        three.place,
        three.member,
        now=now,
        name_fr="3 heures de salle",
        use=Use.ROOM,
        unit=Unit.HOUR,
        quantity=D(3),
        cents=0,
    )


def charge(three: Any, made: Any, number: int = 0) -> Any:
    with scoping.scope([three.place.organisation_id]):
        source = source_of(made.dates[number].uuid)
        return billing.charges_of(organisation_id=three.place.organisation_id, sources=[source]).get(source)


def left(three: Any, now: Any) -> Decimal:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        lines = rights.allowances_of(
            organisation_ids=[place.organisation_id], person_id=three.member.pk, day=place.today(now)
        )
    return sum((line.balance for line in lines), D(0))


def act(three: Any, now: Any, command: Callable[..., Any], *, who: Any = None, **said: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        actor = actor_for(who or three.member, now=now)
        return command(actor=actor, now=now, place=ref_of(three.place), **said)


def test_the_first_hours_are_paid_for_and_the_price_says_so(three: Any, book: Any, hours: Any, now: Any) -> None:
    line = charge(three, book(hours=2))
    assert (line.asked.net_cents, left(three, now)) == (0, D(1))
    with translation.override("fr"):
        (row,) = price_lines(line.price)
    assert [change.words for change in row.changes] == ["2\u00a0h comprises dans «\u202f3 heures de salle\u202f»"]


def test_what_is_free_uses_nothing(three: Any, book: Any, now: Any) -> None:
    free = Rate(ANYTHING, "tpe-pme", Unit.HOUR, 0)
    a_price_list(three.place, now=now, rates=(free,))
    a_pass(three.place, three.member, now=now, use=Use.ROOM, unit=Unit.HOUR, quantity=D(3), cents=0)
    line = charge(three, book(hours=2))
    assert (line.price.net_cents, line.price.drawn, left(three, now)) == (0, (), D(3))


def test_the_page_of_a_date_says_what_it_took(three: Any, book: Any, hours: Any, now: Any, at: Any) -> None:
    at(now)
    made = book(hours=2)
    client = Client(headers={"accept-language": "en"})
    client.force_login(three.member)
    seen = client.get(reverse("booking:date", args=[three.place.slug, made.dates[0].uuid])).content.decode()
    assert "2\u00a0h included in “Pass of 10 days”</b>" in seen


def test_what_is_past_them_is_charged(three: Any, book: Any, hours: Any, now: Any) -> None:
    book(hours=2)
    line = charge(three, book(day=8, hours=2))
    assert (line.asked.net_cents, left(three, now)) == (4_000, D(0))
    assert charge(three, book(day=9, hours=1)).asked.net_cents == 4_000


def test_the_dates_of_a_series_use_them_in_turn(three: Any, book: Any, hours: Any, now: Any) -> None:
    made = book(days=[7, 8, 9], hours=2)
    assert [charge(three, made, number).asked.net_cents for number in range(3)] == [0, 4_000, 8_000]
    assert left(three, now) == 0


def test_given_up_in_time_they_come_back_and_taken_back_they_are_used_again(
    three: Any, book: Any, hours: Any, now: Any
) -> None:
    made = book(hours=2)
    act(three, now, commands.cancel_dates, dates=[made.dates[0].uuid])
    assert left(three, now) == 3
    act(three, now, commands.undo_cancel, date=made.dates[0].uuid)
    assert (left(three, now), charge(three, made).asked.net_cents) == (D(1), 0)


def test_used_by_another_since_they_are_charged_when_it_is_taken_back(
    three: Any, book: Any, hours: Any, now: Any
) -> None:
    made = book(hours=2)
    act(three, now, commands.cancel_dates, dates=[made.dates[0].uuid])
    book(day=9, hours=2)
    act(three, now, commands.undo_cancel, date=made.dates[0].uuid)
    assert (left(three, now), charge(three, made).asked.net_cents) == (D(0), 4_000)


def test_given_up_late_they_stay_used(three: Any, book: Any, hours: Any, now: Any) -> None:
    made = book(day=1, hours=2)
    late = made.dates[0].starts_at - timedelta(hours=1)
    act(three, late, commands.cancel_dates, dates=[made.dates[0].uuid])
    assert left(three, now) == 1


def test_moved_to_be_longer_it_uses_more(three: Any, book: Any, hours: Any, now: Any) -> None:
    made = book(hours=1)
    starts_at = made.dates[0].starts_at + timedelta(days=1)
    interval = Interval(starts_at, starts_at + timedelta(hours=3))
    act(three, now, commands.move_date, date=made.dates[0].uuid, interval=interval)
    assert (left(three, now), charge(three, made).asked.net_cents) == (D(0), 0)
    with scoping.scope([three.place.organisation_id]):
        lines = rights.statement_of(
            organisation_ids=[three.place.organisation_id], person_id=three.member.pk,
            day=now.date() + timedelta(days=30),
        )  # fmt: skip
    assert [(line.kind.value, line.quantity, line.name) for line in sorted(lines, key=lambda line: line.id)][1:] == [
        ("draw", D(-1), "Salle Rouge"), ("give_back", D(1), "Salle Rouge"), ("draw", D(-3), "Salle Rouge"),
    ]  # fmt: skip


def test_a_team_pays_for_rooms_in_its_name_and_a_room_for_oneself_takes_one_s_own(
    three: Any, book: Any, hours: Any, now: Any
) -> None:
    acme, place = an_organisation("Acme"), ref_of(three.place)
    belong(three.member, acme)
    pool = (Included(Use.ROOM, Unit.HOUR, D(20)),)
    code = a_plan(three.place, now=now, name_fr="Équipe de 5", people_max=5, included=pool)
    said = {"actor": ROBOT, "now": now, "place": place}
    with scoping.scope([place.organisation_id]):
        team = memberships.subscribe(**said, plan=code, since=now.date().replace(day=1), customer_id=acme.pk)
        memberships.add_right_user(**said, right=f"subscription:{team}", person_id=three.member.pk)
    mine, ours = book(hours=2), book(day=8, hours=2, customer_id=acme.pk)
    assert [charge(three, each).price.net_cents for each in (mine, ours)] == [0, 0]
    assert left(three, now) == D(1) + D(18)
    assert charge(three, book(day=9, hours=2)).price.net_cents == 4_000
    next_month = book(day=28, hours=2)
    assert charge(three, next_month).price.net_cents == 8_000


def test_desk_days_of_a_team_serve_where_nothing_else_is_said(three: Any, now: Any) -> None:
    acme, place = an_organisation("Acme"), ref_of(three.place)
    days = (Included(Use.SEAT, Unit.DAY, D(20)), Included(Use.ROOM, Unit.HOUR, D(5)))
    code = a_plan(three.place, now=now, people_max=5, included=days)
    said = {"actor": ROBOT, "now": now, "place": place}
    with scoping.scope([place.organisation_id]):
        team = memberships.subscribe(**said, plan=code, since=now.date().replace(day=1), customer_id=acme.pk)
        memberships.add_right_user(**said, right=f"subscription:{team}", person_id=three.member.pk)
        found = {
            (use, customer): len(
                rights.purses_of(place, person_id=three.member.pk, use=use, day=now.date(), customer_id=customer)
            )
            for use in (Use.SEAT, Use.ROOM)
            for customer in (None, acme.pk)
        }
    assert found == {(Use.SEAT, None): 1, (Use.SEAT, acme.pk): 1, (Use.ROOM, None): 0, (Use.ROOM, acme.pk): 1}


def test_they_are_for_their_person_and_not_for_an_organisation_that_pays_itself(
    three: Any, book: Any, hours: Any, now: Any
) -> None:
    acme = an_organisation("Acme")
    belong(three.member, acme)
    assert charge(three, book(hours=1, customer_id=acme.pk)).asked.net_cents == 4_000
    assert left(three, now) == 3


def test_past_their_last_day_they_pay_for_nothing(three: Any, book: Any, now: Any) -> None:
    a_price_list(three.place, now=now)
    a_pass(three.place, three.member, now=now, use=Use.ROOM, unit=Unit.HOUR, quantity=D(3), cents=0, valid_days=3)
    assert charge(three, book(day=7, hours=1)).asked.net_cents == 4_000

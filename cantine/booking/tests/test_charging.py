"""The price of a date is frozen when it is booked; what is asked follows what becomes of the date."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cantine.billing import queries as billing
from cantine.billing.rules import Standing, State
from cantine.booking import commands
from cantine.booking.queries.prices import source_of
from cantine.booking.testing import TESTS, ref_of
from cantine.core import scoping
from cantine.kernel import Interval
from cantine.places.testing import actor_for
from cantine.pricing import commands as pricing
from cantine.pricing.rules import ANYTHING, RateKey, Unit
from cantine.pricing.testing import ROBOT, a_price_list

pytestmark = pytest.mark.django_db
DUE, DROPPED, EXPECTED = Standing(State.DUE), Standing(State.DROPPED), Standing(State.EXPECTED)


@pytest.fixture
def priced(three: Any, now: Any) -> Any:
    return a_price_list(three.place, now=now)


def charge(three: Any, made: Any, number: int = 0) -> Any:
    with scoping.scope([three.place.organisation_id]):
        uuid = made.dates[number].uuid
        found = billing.charges_of(organisation_id=three.place.organisation_id, sources=[source_of(uuid)])
        return found.get(source_of(uuid))


def act(three: Any, now: Any, command: Callable[..., Any], *, who: Any = None, **said: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        actor = actor_for(who or three.member, now=now)
        return command(actor=actor, now=now, place=ref_of(three.place), **said)


def test_a_booking_is_charged_at_the_price_of_the_list(three: Any, book: Any, priced: Any) -> None:
    line = charge(three, book(hours=2))
    assert (line.name, line.asked.net_cents, line.asked.gross_cents) == (three.room.name, 8000, 9600)
    assert (line.standing, line.payer) == (DUE, ("person", three.member.pk))


def test_each_date_of_a_series_has_its_charge(three: Any, book: Any, priced: Any) -> None:
    made = book(days=[7, 8, 9], hours=2)
    assert [charge(three, made, number).asked.net_cents for number in range(3)] == [8000, 8000, 8000]


def test_where_nothing_has_a_price_nothing_is_charged(three: Any, book: Any) -> None:
    assert charge(three, book()) is None


def test_a_day_before_the_first_list_has_no_price(three: Any, book: Any, now: Any) -> None:
    a_price_list(three.place, now=now, first_day=now.date() + timedelta(days=30))
    assert charge(three, book()) is None


def test_a_later_price_never_moves_it(three: Any, book: Any, priced: Any, now: Any) -> None:
    made = book(hours=2)
    with scoping.scope([three.place.organisation_id]):
        key = RateKey(ANYTHING, "tpe-pme", Unit.HOUR)
        pricing.set_prices(actor=ROBOT, now=now, place=priced.place, price_list=priced.uuid, prices={key: 5000})
    assert charge(three, made).asked.net_cents == 8000
    assert charge(three, book(hours=2, day=8)).asked.net_cents == 10000


def test_given_up_in_time_nothing_is_asked_and_taken_back_it_is_due_again(
    three: Any, book: Any, priced: Any, now: Any
) -> None:
    made = book()
    act(three, now, commands.cancel_dates, dates=[made.dates[0].uuid])
    assert charge(three, made).standing == DROPPED
    act(three, now, commands.undo_cancel, date=made.dates[0].uuid)
    assert charge(three, made).standing == DUE


def test_given_up_late_its_price_stays_due(three: Any, book: Any, priced: Any, now: Any) -> None:
    made = book(day=1)
    late = made.dates[0].starts_at - timedelta(hours=1)
    act(three, late, commands.cancel_dates, dates=[made.dates[0].uuid])
    assert charge(three, made).standing == DUE


def test_what_the_place_gives_up_is_never_asked(three: Any, book: Any, priced: Any, now: Any) -> None:
    made = book(day=1)
    late = made.dates[0].starts_at - timedelta(hours=1)
    act(three, late, commands.cancel_dates, who=three.manager, dates=[made.dates[0].uuid])
    assert charge(three, made).standing == DROPPED


def test_moved_it_has_the_price_of_where_it_goes(three: Any, book: Any, priced: Any, now: Any) -> None:
    made = book(hours=1)
    starts_at = made.dates[0].starts_at + timedelta(days=1)
    act(
        three,
        now,
        commands.move_date,
        date=made.dates[0].uuid,
        interval=Interval(starts_at, starts_at + timedelta(hours=3)),
    )
    line = charge(three, made)
    assert (line.asked.net_cents, line.interval.starts_at, line.standing) == (12000, starts_at, DUE)


def test_moved_to_where_nothing_has_a_price_nothing_is_asked(three: Any, book: Any, now: Any) -> None:
    a_price_list(three.place, now=now, first_day=now.date() + timedelta(days=7))
    made = book(day=8)
    assert charge(three, made).standing == DUE
    earlier = made.dates[0].starts_at - timedelta(days=3)
    act(
        three,
        now,
        commands.move_date,
        date=made.dates[0].uuid,
        interval=Interval(earlier, earlier + timedelta(hours=1)),
    )
    assert charge(three, made) is None


def test_an_option_is_expected_until_it_is_confirmed(three: Any, priced: Any, now: Any) -> None:
    from cantine.places import queries as places

    with scoping.scope([three.place.organisation_id]):
        starts_at = (now + timedelta(days=7)).replace(hour=10, minute=0)
        card = places.resource_by_id(three.room.pk)
        assert card is not None
        made = commands.hold_resource(
            actor=TESTS, now=now, place=ref_of(three.place), resource=card, person_id=three.member.pk,
            dates=[commands.DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=1)))],
            expires_at=now + timedelta(days=1),
        )  # fmt: skip
    assert charge(three, made).standing == EXPECTED
    act(three, now, commands.approve_dates, who=three.manager, dates=[made.dates[0].uuid])
    assert charge(three, made).standing == DUE


def test_a_member_pays_the_price_of_their_category(three: Any, book: Any, priced: Any, now: Any) -> None:
    act(three, now, pricing.put_in_category, who=three.manager, category="membre", person_id=three.member.pk)
    line = charge(three, book(hours=2))
    assert (line.asked.net_cents, line.price.category) == (5600, "membre")
    act(three, now, pricing.put_in_category, who=three.manager, category="", person_id=three.member.pk)
    assert charge(three, book(hours=2, day=8)).asked.net_cents == 8000


def test_a_booking_in_a_place_without_prices_costs_one_read_more(three: Any, book: Any, statements: Any) -> None:
    book()
    with statements() as said:
        book(day=8)
    assert [each.split()[0] for each in said if "pricing_" in each or "billing_" in each] == ["SELECT"]

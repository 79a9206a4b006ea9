"""A desk that is booked uses days and half-days that its person, their team or the organisation that pays has in advance."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from cantine.billing import queries as billing
from cantine.booking import commands, queries, rules
from cantine.booking.queries.prices import source_of
from cantine.booking.testing import TESTS, ref_of
from cantine.core import scoping
from cantine.kernel import Interval
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.rules import Included, Use
from cantine.memberships.testing import ROBOT, a_pass, a_plan
from cantine.people.testing import an_organisation, belong
from cantine.places import commands as places
from cantine.places.testing import a_pool, actor_for, furnish
from cantine.pricing.commands.price_wording import price_lines
from cantine.pricing.rules import Rate, Scope, Thing, Unit
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
D = Decimal
DESK = Thing(Scope.KIND, "desk")


@pytest.fixture
def desks(three: Any, now: Any) -> Any:
    """Twelve desks at 20 € a day, 12 € a half-day."""
    pool = a_pool(three.place, seats=12)
    furnish(pool, longest_minutes=720)
    a_price_list(
        three.place, now=now,
        rates=(Rate(DESK, "tpe-pme", Unit.HALF_DAY, 1_200), Rate(DESK, "tpe-pme", Unit.DAY, 2_000)),
    )  # fmt: skip
    return pool


def asked(three: Any, made: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        source = source_of(made.dates[0].uuid)
        return billing.charges_of(organisation_id=three.place.organisation_id, sources=[source])[source]


def left(three: Any, now: Any, *, days: int = 0) -> list[Decimal]:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        lines = rights.allowances_of(
            organisation_ids=[place.organisation_id], person_id=three.member.pk,
            day=place.today(now) + timedelta(days=days),
        )  # fmt: skip
    return [line.balance for line in lines]


def words(price: Any) -> list[str]:
    with translation.override("fr"):
        return [change.words for row in price_lines(price) for change in row.changes]


@pytest.mark.parametrize(("hours", "used"), [(3, "0.5"), (4, "0.5"), (8, "1")])
def test_a_booked_desk_uses_half_a_day_or_a_day_and_is_not_charged(three, desks, book, now, hours, used) -> None:
    a_pass(three.place, three.member, now=now, cents=0)
    line = asked(three, book(room=desks, hour=7, hours=hours))
    assert (line.asked.net_cents, left(three, now)) == (0, [D(10) - D(used)])
    said = {"0.5": "0,5 jour compris", "1": "1 jour compris"}[used]
    assert words(line.price) == [f"{said} dans «\u202fCarnet de 10 jours\u202f»"]


def test_it_says_so_before_one_says_yes(three, desks, now) -> None:
    a_pass(three.place, three.member, now=now, cents=0)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        from cantine.places import queries as resources

        card = resources.resource_by_id(desks.pk)
        assert card is not None
        at = now + timedelta(days=7)
        period = Interval(at, at + timedelta(hours=6))
        lists = queries.PriceLists(place, person_id=three.member.pk)
        wallet = queries.wallet_for(lists, card, [period], today=place.today(now))
        price = queries.price_for(lists, card, period, wallet=wallet)
    assert price is not None
    assert (price.gross_cents, [(each.quantity) for each in price.drawn]) == (0, [D(1)])
    assert left(three, now) == [D(10)]


def test_what_no_day_pays_for_is_charged_in_part(three, desks, book, now) -> None:
    a_pass(three.place, three.member, now=now, cents=0, quantity=D("0.5"))
    line = asked(three, book(room=desks, hour=7, hours=8))
    assert (line.asked.net_cents, left(three, now)) == (1_000, [D(0)])


def test_past_what_a_plan_includes_the_plan_says_the_price_where_it_is_less(three, desks, book, now) -> None:
    day = Included(Use.SEAT, Unit.DAY, D(1), overage_cents=1_500)
    code = a_plan(three.place, now=now, included=(day,))
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        memberships.subscribe(
            actor=ROBOT, now=now, place=place, plan=code, since=place.today(now).replace(day=1),
            person_id=three.member.pk,
        )  # fmt: skip
    assert asked(three, book(room=desks, day=1, hour=7, hours=8)).asked.net_cents == 0
    second = asked(three, book(room=desks, day=2, hour=7, hours=8))
    assert second.asked.net_cents == 1_500
    assert words(second.price) == [
        "1 jour au-delà de «\u202fRésident\u202f»\u202f: 15,00\u00a0€ au lieu de 20,00\u00a0€"
    ]


def test_what_expires_first_is_used_first(three, desks, book, now) -> None:
    a_pass(three.place, three.member, now=now, cents=0, valid_days=300)
    a_pass(
        three.place, three.member, now=now, cents=0, name_fr="Demi-journées", unit=Unit.HALF_DAY, valid_days=30
    )  # fmt: skip
    book(room=desks, hour=7, hours=8)
    assert sorted(left(three, now)) == [D(8), D(10)]


def test_given_up_in_time_the_days_come_back_and_taken_back_they_are_used_again(three, desks, book, now) -> None:
    a_pass(three.place, three.member, now=now, cents=0)
    made = book(room=desks, hour=7, hours=8)
    with scoping.scope([three.place.organisation_id]):
        said: dict[str, Any] = {"actor": actor_for(three.member, now=now), "now": now, "place": ref_of(three.place)}
        commands.cancel_dates(**said, dates=[made.dates[0].uuid])
        assert left(three, now) == [D(10)]
        commands.undo_cancel(**said, date=made.dates[0].uuid)
    assert (left(three, now), asked(three, made).asked.net_cents) == ([D(9)], 0)


def test_next_month_is_paid_for_by_what_the_plan_will_include(three, desks, book, now) -> None:
    code = a_plan(three.place, now=now, included=(Included(Use.SEAT, Unit.DAY, D(3)),))
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        memberships.subscribe(
            actor=ROBOT, now=now, place=place, plan=code, since=place.today(now), person_id=three.member.pk
        )
    made = book(room=desks, day=35, hour=7, hours=8)
    assert (asked(three, made).asked.net_cents, left(three, now, days=35)) == (0, [D(2)])


def test_days_that_an_organisation_bought_pay_for_what_is_booked_in_its_name(three, desks, book, now) -> None:
    acme = an_organisation("Acme")
    belong(three.member, acme)
    with scoping.scope([three.place.organisation_id]):
        places.note_customer(actor=ROBOT, now=now, place=ref_of(three.place), customer_id=acme.pk)
        allowance = memberships.grant_days(
            actor=ROBOT, now=now, place=ref_of(three.place), customer_id=acme.pk, unit=Unit.DAY, quantity=D(20),
            unit_cents=1_400, valid_days=365,
        )  # fmt: skip
    assert asked(three, book(room=desks, hour=7, hours=8)).asked.net_cents == 2_000
    mine = asked(three, book(room=desks, day=8, hour=7, hours=8, customer_id=acme.pk))
    assert mine.asked.net_cents == 0
    with scoping.scope([three.place.organisation_id]):
        (line,) = rights.allowances_of_right(
            ref_of(three.place), right=f"bulk:{allowance}", day=ref_of(three.place).today(now)
        )  # fmt: skip
    assert line.balance == D(19)


@pytest.mark.parametrize("arrives", [7, 11])
def test_a_visit_of_that_day_counts_once(three, desks, book, now, arrives) -> None:
    """Tied to the booking, or too early to be: what the booking used is not used again."""
    a_pass(three.place, three.member, now=now, cents=0)
    made = book(room=desks, day=1, hour=12, hours=3)
    day = made.dates[0].starts_at
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        came, gone = day.replace(hour=arrives), day.replace(hour=15)
        commands.check_in(actor=TESTS, now=came, place=place, person_id=three.member.pk)
        commands.check_out(actor=TESTS, now=gone, place=place, person_id=three.member.pk)
        commands.count_presence(actor=TESTS, now=gone, place=place, day=place.today(day))
    used = {7: D(9), 11: D("9.5")}[arrives]  # eight hours are a day: half of it was booked
    assert left(three, now) == [used]


def test_a_night_at_a_desk_is_two_days(now) -> None:
    from zoneinfo import ZoneInfo

    evening = now.astimezone(ZoneInfo("Europe/Paris")).replace(hour=18, minute=0)
    taken = rules.seats_taken(Interval(evening, evening + timedelta(hours=10)), timezone="Europe/Paris", quantity=2)
    assert (taken.half_days, taken.hours) == (4 + 2, D(20))

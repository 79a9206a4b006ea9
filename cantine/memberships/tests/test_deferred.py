"""What was paid for a pass, for a year of a plan or for a booking to come, told to the books at the end of a month."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cantine.accounting import queries as books
from cantine.accounting.testing import a_legal_entity
from cantine.billing.testing import a_payer, an_invoice
from cantine.core import scoping
from cantine.memberships import commands, rules
from cantine.memberships.commands import Act
from cantine.memberships.rules import Use, seat_need
from cantine.memberships.testing import ROBOT, a_pass, a_plan
from cantine.places.testing import ref_of
from cantine.pricing.testing import a_price_list

D = Decimal


@pytest.fixture
def here(three: Any, now: Any, db: Any, at: Any) -> Iterator[Any]:
    at(now)
    place = ref_of(three.place)
    entity = a_legal_entity(three.place, now=now)
    a_price_list(three.place, now=now)
    a_payer(three.place, ("person", three.member.pk), now=now)
    with scoping.scope([place.organisation_id]):
        yield place, entity, now


def told(place: Any, entity: Any, day: date) -> list[tuple[str, int]]:
    found = books.deferrals_at(organisation_id=place.organisation_id, entity_id=entity.id, day=day)
    return [(each.why, each.cents) for each in found]


def test_a_pass_of_ten_days_of_which_three_served(here: Any, three: Any) -> None:
    place, entity, now = here
    a_pass(three.place, three.member, now=now)
    an_invoice(three.place, ("person", three.member.pk), now=now)
    today = place.today(now)
    assert told(place, entity, today) == [("reste 10 jours sur 10 jours", 18_000)]
    for number in range(3):
        act = Act(source=f"v{number}", person_id=three.member.pk, use=Use.SEAT, day=today, name="")
        commands.draw(actor=ROBOT, now=now, place=place, act=act, need=seat_need(half_days=2, hours=D(8)))
    assert told(place, entity, today) == [("reste 7 jours sur 10 jours", 12_600)]
    assert told(place, entity, today + timedelta(days=400)) == []


def test_nothing_waits_of_a_pass_that_no_invoice_billed(here: Any, three: Any) -> None:
    place, entity, now = here
    a_pass(three.place, three.member, now=now)
    assert told(place, entity, place.today(now)) == []


def test_a_year_of_a_plan_by_its_days(here: Any, three: Any) -> None:
    place, entity, now = here
    code = a_plan(three.place, now=now, cents=36_500, period=rules.Period.YEAR, included=())
    today = place.today(now)
    commands.subscribe(actor=ROBOT, now=now, place=place, plan=code, person_id=three.member.pk, since=today)
    commands.charge_month(actor=ROBOT, now=now, place=place, month=today)
    an_invoice(three.place, ("person", three.member.pk), now=now)
    ((why, cents),) = told(place, entity, today)
    assert (why, cents) == ("364 jours restants sur 365", 36_400)

"""Dates to come follow the plans of who comes: what a plan that ended had paid for is paid for anew, or asked for."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.billing import commands as invoicing
from cantine.billing import queries as billing
from cantine.booking import commands
from cantine.booking.models import Occurrence
from cantine.booking.queries.prices import source_of
from cantine.core import scoping
from cantine.core.testing import react_again
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.rules import Included, Use
from cantine.memberships.testing import ROBOT, a_pass, a_plan
from cantine.places.testing import ref_of
from cantine.pricing.rules import Unit
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
D = Decimal
HOURS = (Included(Use.ROOM, Unit.HOUR, D(20)),)


@pytest.fixture
def here(three: Any, now: datetime, at: Any) -> Iterator[Any]:
    """A room at 40 € an hour; a plan of twenty hours of room a month."""
    at(now)
    a_price_list(three.place, now=now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        yield place


@pytest.fixture
def plan(here: Any, three: Any, now: datetime) -> Any:
    code = a_plan(three.place, now=now, included=HOURS)
    return memberships.subscribe(
        actor=ROBOT, now=now, place=here, plan=code, since=date(2026, 3, 1), person_id=three.member.pk
    )


def asked(place: Any) -> list[int]:
    """What each date to come asks for, in their order."""
    sources = [source_of(uuid) for uuid in Occurrence.objects.order_by("starts_at").values_list("uuid", flat=True)]
    found = billing.charges_of(organisation_id=place.organisation_id, sources=sources)
    return [found[source].asked.net_cents for source in sources]


def left(place: Any, three: Any, day: date) -> list[Decimal]:
    found = rights.purses_of(place, person_id=three.member.pk, use=Use.ROOM, day=day)
    return [each.purse.left for each in found if each.serves and each.purse.left]


def test_dates_after_the_end_of_a_plan_are_asked_for(here, three, plan, book, now) -> None:
    book(days=[7, 28], hours=2)
    assert asked(here) == [0, 0]
    memberships.give_notice(actor=ROBOT, now=now, place=here, subscription=plan)
    react_again()
    assert asked(here) == [0, 8_000]
    assert left(here, three, date(2026, 4, 7)) == []
    memberships.keep_subscription(actor=ROBOT, now=now, place=here, subscription=plan)
    react_again()
    assert asked(here) == [0, 0]


def test_dates_of_a_plan_that_is_left_are_paid_for_by_the_next_one(here, three, plan, book, now) -> None:
    book(days=[7, 28], hours=2)
    other = a_plan(three.place, now=now, name_fr="Bureau", cents=30_000, included=HOURS)
    memberships.change_plan(actor=ROBOT, now=now, place=here, subscription=plan, plan=other, at_once=True)
    react_again()
    assert asked(here) == [0, 0]
    assert left(here, three, date(2026, 4, 7)) == [D(18)]


def test_a_plan_that_begins_pays_before_a_pass_does(here, three, book, now) -> None:
    a_pass(three.place, three.member, now=now, use=Use.ROOM, unit=Unit.HOUR, quantity=D(10), cents=0)
    book(days=[7, 8, 28], hours=2)
    assert left(here, three, date(2026, 3, 17)) == [D(4)]
    code = a_plan(three.place, now=now, included=HOURS)
    memberships.subscribe(
        actor=ROBOT, now=now, place=here, plan=code, since=date(2026, 3, 1), person_id=three.member.pk
    )
    react_again()
    assert sorted(left(here, three, date(2026, 3, 17))) == [D(10), D(16)]
    assert asked(here) == [0, 0, 0]


def test_what_is_asked_stands_where_nothing_in_advance_moves(here, three, book, now) -> None:
    book(days=[7], hours=2)
    seats = (Included(Use.SEAT, Unit.DAY, D(5)),)
    code = a_plan(three.place, now=now, included=seats)
    memberships.subscribe(actor=ROBOT, now=now, place=here, plan=code, since=here.today(now), person_id=three.member.pk)
    before = billing.due_charges(here, first_day=date(2026, 3, 1), last_day=date(2026, 4, 30))
    react_again()
    assert billing.due_charges(here, first_day=date(2026, 3, 1), last_day=date(2026, 4, 30)) == before


def test_what_a_document_took_stands(here, three, book, now) -> None:
    from cantine.accounting.testing import a_legal_entity

    book(days=[7], hours=2)
    a_legal_entity(three.place, now=now)
    invoicing.prepare_invoices(actor=ROBOT, now=now, place=here, last_day=date(2026, 3, 31))
    code = a_plan(three.place, now=now, included=HOURS)
    memberships.subscribe(actor=ROBOT, now=now, place=here, plan=code, since=here.today(now), person_id=three.member.pk)
    react_again()
    assert asked(here) == [8_000]


def test_said_again_it_changes_nothing(here, three, plan, book, now) -> None:
    book(days=[7, 28], hours=2)
    before = (asked(here), left(here, three, date(2026, 3, 17)), left(here, three, date(2026, 4, 7)))
    for _ in range(2):
        commands.redraw_coming(actor=ROBOT, now=now, place=here, person_ids=[three.member.pk])
        after = (asked(here), left(here, three, date(2026, 3, 17)), left(here, three, date(2026, 4, 7)))
        assert after == before


def test_the_page_says_which_dates_move_before_the_yes(here, three, plan, book, now, at, settings) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    book(days=[7, 28, 29], hours=2)
    client = Client(headers={"accept-language": "en"})
    client.force_login(three.member)
    address = reverse("memberships:my_subscription", args=[plan])
    seen = client.get(address, {"stop": "1"}).context["stopping"]
    assert seen["coming"] == (
        "2 dates after that day use it (4\u00a0h): they are counted anew at once, by what is held then, or else at their price."
    )

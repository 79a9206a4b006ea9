"""What is rung at the counter is told to the tax office once: with its day, or by the invoice that was made of it."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from cantine.accounting import queries as books
from cantine.billing import commands as billing
from cantine.billing.commands import counter as commands
from cantine.billing.commands import reporting
from cantine.billing.models import ReportFile
from cantine.billing.queries import reporting as queries
from cantine.billing.queries.counter import counter_closings_of
from cantine.billing.queries.counter.frozen import means_from
from cantine.billing.rules import Nature
from cantine.billing.rules.counter import Means, Reason
from cantine.billing.rules.reporting import Category, Kind, Payments, Period, Sales
from cantine.billing.testing import a_customer, a_payer
from cantine.billing.tests.test_counter import Till, execute
from cantine.billing.tests.test_reporting import AFTER, PAYMENTS, SALES, SEPTEMBER, TERMS
from cantine.places import commands as places

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


@pytest.fixture
def now() -> datetime:
    return SEPTEMBER


@pytest.fixture
def till(house: Any) -> Till:
    """Of a house that reports by the month since September 2026."""
    reporting.say_terms(**house.said, terms=TERMS)
    places.note_contact(**house.said, person_id=house.three.member.pk)
    return Till(house)


def told(till: Till) -> tuple[Sales, Payments]:
    which = {"organisation_id": till.place.organisation_id, "entity_id": till.drawer.entity_id}
    sales = queries.sums_of(Period(Kind.SALES, FIRST, LAST), **which)
    payments = queries.sums_of(Period(Kind.PAYMENTS, FIRST, LAST), **which)
    assert isinstance(sales, Sales)
    assert isinstance(payments, Payments)
    return sales, payments


def by_rate(sales: Sales) -> dict[Decimal, tuple[int, int]]:
    nets, vats = Counter[Decimal](), Counter[Decimal]()
    for rate in (rate for day in sales.days for rate in day.rates):
        nets[rate.rate] += rate.net_cents
        vats[rate.rate] += rate.vat_cents
    return {rate: (nets[rate], vats[rate]) for rate in nets}


def closed_by_rate(till: Till) -> dict[Decimal, tuple[int, int]]:
    """What the closings of the drawer say of the days of the month, added up by hand."""
    nets, vats = Counter[Decimal](), Counter[Decimal]()
    for closing in books.all_closings(till.drawer.id):
        for rate, net, vat in json.loads(closing.vat):
            nets[Decimal(rate)] += net
            vats[Decimal(rate)] += vat
    return {rate: (nets[rate], vats[rate]) for rate in nets}


def counted(till: Till, day: date) -> int:
    cash = sum(each.cents for each in books.open_sums(till.drawer) if each.day == day and each.method == "cash")
    return till.drawer.opening_cents + cash


def a_month(till: Till) -> UUID:
    """Three days: coffees and day passes, one offered, a tab that is paid two days later, one taken back at once and one the day after;
    each day closed. Answers a day pass that was paid on the first."""
    passes = []
    for day in range(3):
        at = SEPTEMBER + timedelta(days=day)
        said = {"now": at}
        till.ring(("coffee", 3), ("day", 1), **said)
        till.ring(("coffee", 1), means=Means.OFFERED, reason=Reason.WELCOME, **said)
        passes.append(till.ring(("day", 2), means=Means.CARD, **said))
        wrong = till.ring(("coffee", 2), means=Means.CARD, **said)
        commands.reverse_sale(**{**till.said, "now": at}, sale=wrong)
        if day == 0:
            till.ring(("coffee", 2), ("day", 1), means=Means.TAB, who=till.house.member, **said)
        if day == 1:
            commands.reverse_sale(**{**till.said, "now": at}, sale=passes[0])
        if day == 2:
            till.settle(Means.CARD, **said)
        commands.close_counter_day(
            **{**till.said, "now": at}, drawer=till.drawer.uuid, day=till.place.today(at),
            counted_cents=counted(till, till.place.today(at)),
        )  # fmt: skip
    return passes[2]


def test_a_month_with_invoices_and_a_till_tells_what_the_closings_and_the_invoices_say(till: Till) -> None:
    till.house.issued(hours=2)
    a_month(till)
    sales, payments = told(till)
    closed = closed_by_rate(till)
    assert by_rate(sales) == {**closed, Decimal(20): (closed[Decimal(20)][0] + 8_000, closed[Decimal(20)][1] + 1_600)}
    means = [each for closing in counter_closings_of(till.drawer.id) for each in means_from(closing.by_means)]
    money = sum(sold + settled for kind, sold, settled in means if kind.is_money)
    assert sales.net_cents + sales.vat_cents == money + 9_600
    assert payments.gross_cents == sum(closed[Decimal(20)])
    days = {(each.day.day, each.category): (each.count, each.net_cents) for each in sales.days}
    assert days == {
        (8, Category.SERVICES): (3, 8_000 + 4_500), (8, Category.GOODS): (1, 409),
        (9, Category.SERVICES): (3, 4_500 - 3_000), (9, Category.GOODS): (1, 409),
        (10, Category.SERVICES): (3, 4_500 + 1_500), (10, Category.GOODS): (2, 409 + 273),
    }  # fmt: skip


def test_its_files_are_valid_and_the_board_says_the_same(till: Till) -> None:
    a_month(till)
    said = {**till.said, "now": AFTER}
    sales, payments = told(till)
    for period, cents in ((SALES, sales.net_cents), (PAYMENTS, payments.gross_cents)):
        file = ReportFile.objects.get(uuid=reporting.make_report(**said, period=period))
        assert file.net_cents == cents
    assert b"TLB1" in bytes(ReportFile.objects.get(kind="sales").content)


def test_the_board_reads_tickets_too(till: Till) -> None:
    till.ring(("coffee", 3), ("day", 1))
    which = {"organisation_id": till.place.organisation_id, "entity_id": till.drawer.entity_id}
    board = queries.board_of(queries.setting_of(**which), **which, today=till.place.today(AFTER))
    counts = {each.due.period.kind.value: (each.net_cents, each.count) for each in board.lines if each.count}
    assert counts == {"sales": (1_909, 2), "payments": (1_800, 1)}


def test_the_invoice_of_a_sale_tells_it_and_its_money_once(till: Till) -> None:
    till.ring(("day", 1))
    before = told(till)
    commands.invoice_sale(**till.said, sale=till.ring(("coffee", 1), ("day", 1)), who=till.house.member)
    sales, payments = told(till)
    assert (sales.net_cents + sales.vat_cents) - (before[0].net_cents + before[0].vat_cents) == 1_950
    assert payments.gross_cents - before[1].gross_cents == 1_800


def test_a_tab_that_waits_is_told_by_nobody_then_by_its_invoice(till: Till) -> None:
    till.ring(("day", 1), means=Means.TAB, who=till.house.member)
    assert told(till)[0].count == 0
    draft = till.house.prepared()
    billing.issue_invoice(**till.said, invoice=draft)
    assert (told(till)[0].count, told(till)[0].net_cents, told(till)[1].count) == (1, 1_500, 0)


def test_what_a_business_bought_waits_for_its_invoice_and_the_page_says_so(till: Till, at: Any) -> None:
    who = ("organisation", a_customer(till.house.three.place, now=SEPTEMBER))
    till.ring(("day", 1), who=who)
    till.ring(
        ("coffee", 1),
        who=("organisation", a_customer(till.house.three.place, "Amis", now=SEPTEMBER, kind="association")),
    )
    assert (told(till)[0].count, told(till)[0].net_cents) == (1, 136)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(till.house.three.manager)
    page = client.get(f"/{till.place.slug}/comptes/facture-electronique/periode/{SALES}/")
    assert page.context["to_invoice"] == 1
    a_payer(till.house.three.place, who, now=SEPTEMBER, name="Acme", nature=Nature.NON_TAXABLE)
    assert told(till)[0].count == 2


def test_vat_on_debits_tells_the_sale_and_no_money(till: Till) -> None:
    till.ring(("day", 1), key=str(uuid4()))
    execute("UPDATE accounting_legalentity SET vat_on_debits = true")
    sales, payments = told(till)
    assert (sales.count, payments.count) == (1, 0)

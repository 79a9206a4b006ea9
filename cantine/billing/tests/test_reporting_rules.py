"""What the reform asks, decided from values: roads, calendars, sums."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing.documents.endpoints import Road, road_of
from cantine.billing.rules import Document, Kind, Reference, deposit_lines, draft
from cantine.billing.rules import reporting as rules
from cantine.billing.rules.counter import reversed_lines
from cantine.billing.rules.reporting import (
    Category,
    Duty,
    FlowState,
    PaidPart,
    Period,
    Regime,
    Size,
    Standing,
    Terms,
    Ticket,
)
from cantine.billing.rules.reporting.sums import Payments, parts_of
from cantine.billing.tests.facturx_documents import ODILE, TEN, TOWN, TWENTY, VALID, document, line
from cantine.billing.tests.test_rules_counter import NONE, sales

DAY = date(2026, 9, 1)
ROADS = {
    Road.BUSINESS: {Duty.INVOICE, Duty.PUBLIC}, Road.BUSINESS_ABROAD: {Duty.REPORT_INVOICE},
    Road.CONSUMER: {Duty.REPORT_DAY}, Road.CONSUMER_ABROAD: {Duty.REPORT_DAY}, Road.OUT_OF_SCOPE: {Duty.NONE, Duty.PUBLIC},
}  # fmt: skip
days = st.dates(date(2026, 9, 1), date(2031, 12, 31))
reporting = st.sampled_from([each for each in Regime if each is not Regime.OUTSIDE])
amounts = st.integers(1, 500_000)


@st.composite
def documents(draw: Any, kind: Kind = Kind.INVOICE) -> Document:
    """To a person: services and goods at two rates."""
    lines = draw(
        st.lists(
            st.tuples(amounts, st.sampled_from([TWENTY, TEN]), st.sampled_from(["letting", "catering"])),
            min_size=1,
            max_size=6,
        )
    )
    made = (line(cents=str(cents), quantity="1", vat=vat, activity=activity) for cents, vat, activity in lines)
    return document(*made, kind=kind, buyer=ODILE, issued_on=draw(days))


@pytest.mark.parametrize("name", VALID)
def test_the_duty_of_a_document_is_the_road_that_its_file_says(name: str) -> None:
    assert rules.duty_of(VALID[name]) in ROADS[road_of(VALID[name])]


@given(reporting, st.sampled_from(list(Size)), days)
def test_periods_follow_each_other_without_a_hole_and_each_is_due_after_its_end(
    regime: Regime, size: Size, today: date
) -> None:
    terms = Terms(regime=regime, size=size)
    start = rules.reports_from(terms)
    found = rules.periods_due(terms, today=today, most=999)
    assert start is not None
    for kind in rules.Kind:
        mine = sorted((each for each in found if each.period.kind is kind), key=lambda each: each.period.first_day)
        if today < start:
            assert mine == []
            continue
        assert mine[0].period.first_day == start
        assert mine[-1].period.first_day <= today <= mine[-1].period.last_day
        for before, after in pairwise(mine):
            assert after.period.first_day == before.period.last_day + timedelta(days=1)
        assert all(each.on > each.period.last_day for each in mine)


@pytest.mark.parametrize(
    ("regime", "kind", "first", "last", "due"),
    [
        (Regime.MONTHLY, "sales", (9, 1), (9, 10), (9, 20)), (Regime.MONTHLY, "sales", (9, 11), (9, 20), (9, 30)),
        (Regime.MONTHLY, "sales", (9, 21), (9, 30), (10, 10)), (Regime.MONTHLY, "payments", (9, 1), (9, 30), (10, 10)),
        (Regime.QUARTERLY, "sales", (9, 1), (9, 30), (10, 10)), (Regime.SIMPLIFIED, "payments", (9, 1), (9, 30), (10, 31)),
        (Regime.FRANCHISE, "sales", (9, 1), (10, 31), (11, 30)),
    ],
)  # fmt: skip
def test_each_regime_has_its_calendar(regime: Regime, kind: str, first: Any, last: Any, due: Any) -> None:
    terms = Terms(regime=regime, size=Size.LARGE)
    period = Period(rules.Kind(kind), date(2026, *first), date(2026, *last))
    found = {each.period: each.on for each in rules.periods_due(terms, today=date(2026, 10, 31))}
    assert found[period] == date(2026, *due)


def test_who_is_outside_reports_nothing_and_a_small_one_begins_a_year_later_or_when_it_chooses() -> None:
    assert rules.reports_from(Terms()) is None
    assert rules.periods_due(Terms(), today=date(2030, 1, 1)) == []
    assert rules.reports_from(Terms(regime=Regime.QUARTERLY)) == date(2027, 9, 1)
    early = Terms(regime=Regime.QUARTERLY, starts_on=DAY)
    assert rules.reports_from(early) == DAY
    assert list(rules.check_terms(early)) == []


def test_a_start_out_of_the_reform_and_a_code_of_five_signs_are_refused() -> None:
    wrong = Terms(regime=Regime.QUARTERLY, starts_on=date(2026, 8, 31), platform_code="12345")
    assert [each.code for each in rules.check_terms(wrong)] == ["reporting_starts_out_of_range", "platform_code_wrong"]


@given(st.integers(0, 60), st.booleans(), st.booleans())
def test_a_period_is_open_then_told_empty_due_or_late(after: int, told: bool, empty: bool) -> None:
    due = rules.Due(Period(rules.Kind.SALES, DAY, date(2026, 9, 30)), date(2026, 10, 10))
    today = date(2026, 9, 20) + timedelta(days=after)
    standing = rules.standing_of(due, today=today, told=told, empty=empty)
    assert (standing is Standing.OPEN) == (today <= date(2026, 9, 30))
    assert (standing is Standing.LATE) == (today > due.on and not told and not empty)


@given(st.lists(documents(), max_size=6), st.lists(documents(Kind.CREDIT_NOTE), max_size=2))
def test_sums_of_a_period_are_those_of_its_documents_to_the_cent(sold: list[Document], back: list[Document]) -> None:
    sales = rules.sales_of([*sold, *back])
    assert sales.vat_cents == sum(each.vat_cents for each in sold) - sum(each.vat_cents for each in back)
    assert sales.net_cents == sum(each.net_cents for each in sold) - sum(each.net_cents for each in back)


@given(documents(), st.integers(1, 100))
def test_a_deposit_and_its_final_invoice_tell_the_whole_once(whole: Document, percent: int) -> None:
    lines = deposit_lines(whole, percent=percent, name="Acompte")
    if not lines:
        return
    deposit = document(*lines, kind=Kind.DEPOSIT, buyer=ODILE, number="FA2026-000001", issued_on=DAY)
    taken = Reference(deposit.number, DAY, deposit.gross_cents, deposit.groups)
    told = rules.sales_of([deposit, replace(whole, deposits=(taken,))])
    assert (told.net_cents, told.vat_cents) == (whole.net_cents, whole.vat_cents)


@given(documents(), st.lists(st.integers(1, 100_000), min_size=1, max_size=5))
def test_payments_in_parts_tell_the_services_of_the_document_once(paid: Document, parts: list[int]) -> None:
    told: dict[Decimal, int] = {}
    before, left = 0, paid.gross_cents
    for asked in (*parts, left):
        cents = min(asked, paid.gross_cents - before)
        for rate, share in rules.paid_parts(PaidPart(paid, DAY, before, cents)).items():
            told[rate] = told.get(rate, 0) + share
        before += cents
    services = {
        each.rate: each.net_cents + each.vat_cents for each in parts_of(paid) if each.category.name == "SERVICES"
    }
    assert {rate: cents for rate, cents in told.items() if cents} == services


def test_vat_on_debits_goods_and_electronic_invoices_tell_no_payment() -> None:
    on_debits = replace(document(buyer=ODILE), terms=VALID["on debits"].terms)
    goods = document(line(activity="catering"), buyer=ODILE)
    for each in (on_debits, goods, document()):
        assert rules.payments_of([PaidPart(each, DAY, 0, each.gross_cents)]).count == 0


def test_a_town_needs_its_siret_and_the_state_its_service_and_engagement() -> None:
    assert list(rules.check_public_buyer(document(buyer=TOWN))) == []
    wrong = rules.check_public_buyer(document(buyer=replace(TOWN, siret=""), engagement="1" * 51))
    assert [each.code for each in wrong] == ["public_siret_missing", "public_field_too_long"]
    state = replace(TOWN, siren="110002011", siret="11000201100044")
    assert [each.code for each in rules.check_public_buyer(document(buyer=state))] == [
        "public_service_missing", "public_engagement_missing",
    ]  # fmt: skip
    assert list(rules.check_public_buyer(document(buyer=state, service_code="S1", engagement="EJ1"))) == []
    assert list(rules.check_public_buyer(draft(kind=Kind.INVOICE, seller=TOWN, buyer=ODILE, lines=()))) == []


@given(st.sampled_from(list(FlowState)), st.sampled_from(list(FlowState)))
def test_a_flow_never_goes_back_and_what_is_over_stays(now: FlowState, told: FlowState) -> None:
    moved = rules.moved_by(now, told)
    assert moved in {now, told}
    assert rules.moved_by(moved, now) == moved or now in rules.OVER
    if now in rules.OVER:
        assert moved is now


def test_statuses_of_platforms_are_states() -> None:
    told = ["Pending", "Ok", "Error", "200", "205", "210", "212", "213", "999"]
    assert [rules.state_of_status(each) for each in told] == [
        FlowState.SENT, FlowState.DEPOSITED, FlowState.REJECTED, FlowState.DEPOSITED, FlowState.APPROVED, FlowState.REFUSED,
        FlowState.PAID, FlowState.REJECTED, None,
    ]  # fmt: skip


@given(st.lists(st.tuples(days, sales()), max_size=5), st.lists(documents(), max_size=3))
def test_tickets_join_the_sums_of_their_day_to_the_cent(rung: list[Any], sold: list[Document]) -> None:
    tickets = [Ticket(day, tuple(lines)) for day, lines in rung]
    told = rules.sales_with(rules.sales_of(sold), tickets)
    taxed = [line for each in tickets for line in each.lines if line.vat != NONE]
    assert told.net_cents == sum(each.net_cents for each in sold) + sum(line.net_cents for line in taxed)
    assert told.net_cents + told.vat_cents == sum(each.gross_cents for each in sold) + sum(line.cents for line in taxed)
    paid = rules.payments_with(Payments((), ()), tickets)
    services = {
        (each.day, part.rate): 0 for each in tickets for part in rules.parts_of_ticket(each) if part.category is Category.SERVICES
    }  # fmt: skip
    for each in tickets:
        for part in rules.parts_of_ticket(each):
            if part.category is Category.SERVICES:
                services[each.day, part.rate] += part.net_cents + part.vat_cents
    assert {(each.day, rate): cents for each in paid.days for rate, cents in each.rates} == services


@given(days, sales())
def test_a_ticket_and_what_takes_it_back_come_to_nothing(day: date, lines: list[Any]) -> None:
    both = [Ticket(day, tuple(lines)), Ticket(day, tuple(reversed_lines(lines)))]
    told = rules.sales_with(rules.sales_of([]), both)
    assert (told.net_cents, told.vat_cents) == (0, 0)
    assert rules.payments_with(Payments((), ()), both).count == 0


@given(days, sales())
def test_what_a_business_bought_is_told_by_its_invoice_and_vat_on_debits_tells_no_payment(
    day: date, lines: list[Any]
) -> None:
    business = Ticket(day, tuple(lines), business=True)
    assert (rules.sales_with(rules.sales_of([]), [business]).count, rules.to_invoice([business])) == (0, 1)
    assert rules.payments_with(Payments((), ()), [Ticket(day, tuple(lines), on_debits=True)]).count == 0

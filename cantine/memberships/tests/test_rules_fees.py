"""What one pays for a plan or a pass: the price of one’s category, whatever the order in which prices and terms were entered; never
more than what was said yes to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.memberships.rules import (
    CategoryPrice,
    Fee,
    PassKind,
    Period,
    Plan,
    Running,
    Span,
    Terms,
    Use,
    asked_terms,
    check_plan,
    due_in,
    fee_of,
    held_fee,
    held_terms,
    next_period,
    reasons_of,
)
from cantine.memberships.rules.passes import check_pass_kind
from cantine.pricing.rules import Unit, Why

CENTS = st.integers(0, 100_000)
CODES = st.sampled_from(["etudiant", "tpe", "membre", "contributif"])
PRICES = st.lists(st.builds(CategoryPrice, CODES, CENTS), max_size=4, unique_by=lambda each: each.category)
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 31))
VERSIONS = st.lists(
    st.builds(Terms, DAYS, CENTS, st.just(()), PRICES.map(tuple)), min_size=1, max_size=5, unique_by=lambda each: each.first_day
)  # fmt: skip
WHO = CODES | st.just("")
STUDENT = CategoryPrice("etudiant", 12_000, "Étudiant", "Student")
FIRM = CategoryPrice("tpe", 26_000, "TPE/PME", "Small business")
RESIDENT = Terms(date(2026, 1, 1), 22_000, (), (STUDENT, FIRM))
DAY = date(2026, 4, 14)


def test_a_category_pays_its_price_and_everybody_else_that_of_the_plan() -> None:
    asked = [(fee.cents, fee.usual_cents, fee.is_own) for fee in map(RESIDENT.fee, ("etudiant", "tpe", "membre", ""))]
    assert asked == [(12_000, 22_000, True), (26_000, 22_000, True), (22_000, 22_000, False), (22_000, 22_000, False)]


@given(CENTS, PRICES, WHO, st.randoms())
def test_the_order_of_the_prices_changes_nothing(cents, prices, category, chance) -> None:
    shuffled = list(prices)
    chance.shuffle(shuffled)
    assert fee_of(cents, prices, category=category) == fee_of(cents, shuffled, category=category)


@given(VERSIONS, CENTS, DAYS, WHO, st.randoms())
def test_the_order_of_the_terms_changes_nothing(versions, consented, day, category, chance) -> None:
    shuffled = list(versions)
    chance.shuffle(shuffled)
    said = {"consented_cents": consented, "category": category}
    assert held_fee(versions, day=day, **said) == held_fee(shuffled, day=day, **said)
    assert held_terms(versions, day=day, **said) == held_terms(shuffled, day=day, **said)
    assert asked_terms(versions, **said) == asked_terms(shuffled, **said)


@given(VERSIONS, CENTS, DAYS, WHO)
def test_nobody_ever_pays_more_than_they_said_yes_to(versions, consented, day, category) -> None:
    fee = held_fee(versions, consented_cents=consented, day=day, category=category)
    begun = any(each.first_day <= day for each in versions)
    assert (fee is not None) == begun
    assert fee is None or fee.cents <= consented


@given(VERSIONS, CENTS, DAYS, WHO)
def test_saying_yes_to_what_is_asked_leaves_nothing_asked(versions, consented, day, category) -> None:
    asked = asked_terms(versions, consented_cents=consented, category=category)
    agreed = asked.fee(category).cents if asked else consented
    assert asked_terms(versions, consented_cents=agreed, category=category) is None
    assert agreed >= consented


@given(PRICES, CENTS, WHO)
def test_the_reasons_of_a_price_make_it(prices, cents, category) -> None:
    fee = fee_of(cents, prices, category=category)
    assert fee.usual_cents + sum(reason.cents for reason in reasons_of(fee)) == fee.cents


def test_what_is_offered_is_said_by_the_category_and_what_is_free_is_always_offered() -> None:
    free, given_up = CategoryPrice("a", 0), CategoryPrice("b", 9_000, offered=True)
    dearer = CategoryPrice("c", 30_000, offered=True)
    fees = [fee_of(22_000, [free, given_up, dearer, STUDENT], category=code) for code in ("a", "b", "c", "etudiant")]
    assert [fee.offered for fee in fees] == [True, True, False, False]


def test_the_reason_says_the_category_and_both_prices() -> None:
    (reason,) = reasons_of(RESIDENT.fee("etudiant"))
    said = (reason.why, reason.code, reason.cents, reason.unit_cents, reason.name_fr, reason.name_en)
    assert said == (Why.CATEGORY, "etudiant", -10_000, 12_000, "Étudiant", "Student")
    assert reasons_of(RESIDENT.fee()) == ()


def test_a_category_that_ends_keeps_its_price_until_a_yes() -> None:
    versions = [RESIDENT, Terms(date(2026, 6, 1), 24_000, (), (CategoryPrice("etudiant", 13_000),))]
    assert held_fee(versions, consented_cents=12_000, day=DAY) == Fee(12_000, 12_000)
    later = date(2026, 7, 1)
    assert held_terms(versions, consented_cents=12_000, day=later) == RESIDENT
    assert held_fee(versions, consented_cents=12_000, day=later, category="etudiant") == RESIDENT.fee("etudiant")
    asked = asked_terms(versions, consented_cents=12_000)
    assert asked is not None
    assert asked.cents == 24_000
    assert held_fee(versions, consented_cents=24_000, day=DAY) == Fee(22_000, 22_000)


def test_a_part_of_a_month_is_a_part_of_the_price_of_the_category() -> None:
    due = due_in(DAY, period=Period.MONTH, cents=RESIDENT.fee("etudiant").cents, running=Running(date(2026, 4, 16)))
    assert due is not None
    assert (due.days, due.cents) == (15, 6_000)


@pytest.mark.parametrize(
    ("period", "running", "day"),
    [
        (Period.MONTH, Running(date(2026, 1, 5)), date(2026, 5, 1)),
        (Period.YEAR, Running(date(2026, 1, 5)), date(2027, 1, 5)),
        (Period.MONTH, Running(date(2026, 4, 20)), date(2026, 4, 20)),
        (Period.MONTH, Running(date(2026, 1, 5), None, (Span(date(2026, 4, 1)),)), date(2026, 5, 1)),
    ],
)
def test_the_next_period_begins_after_that_of_today(period, running, day) -> None:
    assert next_period(period, running, today=DAY) == day


def test_a_category_has_one_price() -> None:
    twice = (STUDENT, STUDENT)
    plan = check_plan(Plan("", "Résident", ""), Terms(DAY, 22_000, (), twice))
    kind = check_pass_kind(PassKind("", "Carnet", "", Use.SEAT, Unit.DAY, Decimal(10), 15_000, prices=twice))
    found = [(refusal.code, refusal.field) for refusal in (*plan, *kind)]
    assert found == [("category_priced_twice", "price_etudiant")] * 2

"""Dues: which days a payment covers, and where a member stands, whatever the order of what was paid."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.memberships.rules.dues import (
    Covered,
    DuesKind,
    DuesPeriod,
    DuesTerms,
    MemberState,
    check_amount,
    check_dues_kind,
    days_covered,
    days_paid,
    dues_terms_on,
    held_until,
    split_amount,
    standing_of,
)

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
KINDS = st.builds(
    DuesKind, st.just("k"), st.just("Cotisation"), period=st.sampled_from(DuesPeriod),
    next_from=st.none() | st.integers(1, 12),
)  # fmt: skip
A_DAY = timedelta(days=1)
CIVIL, MONTHS, SCHOOL = (DuesKind("k", "Cotisation", period=period) for period in DuesPeriod)


def covered(first: str, last: str) -> Covered:
    return Covered(date.fromisoformat(first), date.fromisoformat(last))


def on(kind: DuesKind, day: str, held: str = "") -> Covered:
    return days_covered(kind, on=date.fromisoformat(day), held_until=date.fromisoformat(held) if held else None)


def test_a_year_of_dues_ends_with_its_calendar() -> None:
    assert on(CIVIL, "2026-03-05") == covered("2026-03-05", "2026-12-31")
    assert on(SCHOOL, "2026-03-05") == covered("2026-03-05", "2026-08-31")
    assert on(SCHOOL, "2026-09-01") == covered("2026-09-01", "2027-08-31")
    assert on(MONTHS, "2026-03-05") == covered("2026-03-05", "2027-03-04")


def test_twelve_months_from_a_leap_day_are_a_whole_year() -> None:
    assert on(MONTHS, "2028-02-29") == covered("2028-02-29", "2029-02-28")
    assert on(MONTHS, "2027-03-01") == covered("2027-03-01", "2028-02-29")
    assert on(MONTHS, "2029-02-10", "2029-02-28") == covered("2029-03-01", "2030-02-28")


def test_a_newcomer_at_the_end_of_the_year_has_the_next_one_too() -> None:
    civil = DuesKind("k", "Cotisation", next_from=10)
    school = DuesKind("k", "Cotisation", period=DuesPeriod.SCHOOL, next_from=6)
    assert on(civil, "2026-09-30") == covered("2026-09-30", "2026-12-31")
    assert on(civil, "2026-10-01") == covered("2026-10-01", "2027-12-31")
    assert on(school, "2026-07-01") == covered("2026-07-01", "2027-08-31")
    assert on(school, "2026-11-01") == covered("2026-11-01", "2027-08-31")
    assert on(civil, "2026-11-01", "2026-12-31") == covered(
        "2027-01-01", "2027-12-31"
    )  # who renews early gains nothing


def test_twelve_months_run_from_a_late_payment_and_a_year_does_not_move() -> None:
    called = on(MONTHS, "2026-03-01", "2026-03-31")
    assert days_paid(MONTHS, called, paid_on=date(2026, 3, 20), held_until=date(2026, 3, 31)) == called
    late = days_paid(MONTHS, called, paid_on=date(2026, 6, 2), held_until=date(2026, 3, 31))
    assert late == covered("2026-06-02", "2027-06-01")
    year = on(CIVIL, "2026-01-01")
    assert days_paid(CIVIL, year, paid_on=date(2026, 6, 2), held_until=None) == year


def test_a_member_stands_in_grace_then_lapses_then_comes_back() -> None:
    paid = [covered("2025-01-10", "2025-12-31")]

    def states(*days: str) -> list[str]:
        return [standing_of(paid, today=date.fromisoformat(day), grace_days=30).state.value for day in days]

    assert states("2025-01-09", "2025-01-10", "2025-12-31", "2026-01-01", "2026-01-30", "2026-01-31") == [
        "coming", "current", "current", "grace", "grace", "lapsed",
    ]  # fmt: skip
    paid.append(covered("2026-03-01", "2026-12-31"))
    assert states("2026-02-15", "2026-03-01") == ["lapsed", "current"]
    back = standing_of(paid, today=date(2026, 4, 1), grace_days=30)
    assert (back.since, back.until, back.holds_until) == (date(2026, 3, 1), date(2026, 12, 31), date(2027, 1, 30))


def test_nobody_is_a_member_of_what_they_never_paid() -> None:
    assert standing_of([], today=date(2026, 1, 1), grace_days=30).state is MemberState.NEVER


@given(KINDS, DAYS, st.none() | DAYS)
def test_what_is_covered_follows_what_is_held_and_lasts_two_years_at_most(
    kind: DuesKind, day: date, held: date | None
) -> None:
    found = days_covered(kind, on=day, held_until=held)
    assert held is None or found.first_day > held
    assert found.first_day >= day
    assert found.first_day <= found.last_day < found.first_day + timedelta(days=2 * 366)


@given(KINDS, DAYS, st.integers(1, 4))
def test_renewals_follow_each_other_without_a_hole(kind: DuesKind, day: date, times: int) -> None:
    spans: list[Covered] = []
    for _ in range(times):
        spans.append(days_covered(kind, on=day, held_until=held_until(spans)))
    assert [b.first_day - a.last_day for a, b in pairwise(spans)] == [A_DAY] * (times - 1)
    assert standing_of(spans, today=spans[-1].last_day, grace_days=0).since == day


SPANS = st.lists(st.builds(lambda day, length: Covered(day, day + timedelta(days=length)), DAYS, st.integers(0, 500)))


@given(SPANS, DAYS, st.integers(0, 60), st.randoms())
def test_the_order_of_payments_never_matters(spans: list[Covered], today: date, grace: int, random: Any) -> None:
    mixed = list(spans)
    random.shuffle(mixed)
    assert standing_of(mixed, today=today, grace_days=grace) == standing_of(spans, today=today, grace_days=grace)


@given(SPANS, DAYS, st.integers(0, 60))
def test_who_is_covered_today_is_a_member_and_one_payment_more_never_takes_that_away(
    spans: list[Covered], today: date, grace: int
) -> None:
    stands = standing_of(spans, today=today, grace_days=grace)
    inside = any(each.first_day <= today <= each.last_day + timedelta(days=grace) for each in spans)
    assert inside <= stands.holds
    more = standing_of([*spans, Covered(today, today)], today=today, grace_days=grace)
    assert more.state is MemberState.CURRENT


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
def test_what_is_paid_is_dues_and_gift_to_the_cent(asked: int, more: int, free: bool) -> None:
    terms = DuesTerms(date(2026, 1, 1), asked, free)
    dues, gift = split_amount(terms, asked + more)
    assert (dues + gift, gift) == (asked + more, 0 if free else more)


def test_amounts_and_kinds_are_checked() -> None:
    terms = DuesTerms(date(2026, 1, 1), 2_000, True, (2_000, 5_000))
    assert [each.code for each in check_amount(terms, 1_999)] == ["dues_too_little"]
    assert [each.code for each in check_amount(terms, 10**9)] == ["dues_too_much"]
    assert list(check_amount(terms, 2_000)) == []
    wrong = DuesKind("", " ", next_from=13)
    assert [each.code for each in check_dues_kind(wrong, DuesTerms(date(2026, 1, 1), -1, True, (-5,)))] == [
        "dues_name_missing", "dues_month_wrong", "dues_too_much", "dues_suggestion_low",
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "cents"), [("2025-12-31", None), ("2026-01-01", 1), ("2027-06-01", 2)])
def test_terms_are_those_of_the_day(day: str, cents: int | None) -> None:
    versions = [DuesTerms(date(2027, 1, 1), 2), DuesTerms(date(2026, 1, 1), 1)]
    found = dues_terms_on(versions, date.fromisoformat(day))
    assert (found.cents if found else None) == cents

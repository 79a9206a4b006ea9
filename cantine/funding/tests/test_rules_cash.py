"""Twelve months of cash from values alone; the gauge of the threshold."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.funding.rules import Activity, Heading, Mix, Side
from cantine.funding.rules.cash import MONTHS, Flow, Kind, cash_plan, first_below, first_below_sure, lowest
from cantine.funding.rules.threshold import gauge_of

TODAY = date(2026, 11, 28)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
flows = st.lists(st.builds(Flow, days, st.sampled_from(Kind), st.integers(-(10**8), 10**8)), max_size=30)


@given(st.integers(-(10**9), 10**9), flows, st.integers(0, 12))
def test_each_month_closes_with_what_it_opened_with_and_its_flows(opening: int, said: list[Flow], late: int) -> None:
    months = cash_plan(opening, said, today=TODAY, grants_late=late)
    assert len(months) == MONTHS
    assert months[0].opening_cents == opening
    for before, after in pairwise(months):
        assert after.opening_cents == before.closing_cents
    for each in months:
        assert each.closing_cents == each.opening_cents + each.in_cents + each.out_cents


@given(flows)
def test_a_plan_counts_each_flow_of_its_months_once(said: list[Flow]) -> None:
    months = cash_plan(0, said, today=TODAY)
    assert months[-1].closing_cents == sum(each.cents for each in said if each.day < date(2027, 11, 1))


@given(flows)
def test_what_is_sure_leaves_out_what_is_hoped_for(said: list[Flow]) -> None:
    with_hope, without = (
        cash_plan(0, found, today=TODAY) for found in (said, [each for each in said if each.kind is not Kind.HOPED])
    )
    assert [each.sure_cents for each in with_hope] == [each.closing_cents for each in without]


def test_a_grant_that_comes_three_months_late_moves_three_months() -> None:
    said = [Flow(date(2026, 12, 10), Kind.GRANTS, 500), Flow(date(2026, 12, 10), Kind.USUAL_OUT, -900)]
    months = cash_plan(1_000, said, today=TODAY, grants_late=3)
    assert [each.closing_cents for each in months[:5]] == [1_000, 100, 100, 100, 600]
    assert lowest(months).first_day == date(2026, 12, 1)


def test_the_first_month_below_nothing_comes_before_the_lowest() -> None:
    said = [
        Flow(date(2027, 3, 10), Kind.USUAL_OUT, -1_500), Flow(date(2027, 4, 10), Kind.HOPED, 1_000),
        Flow(date(2027, 7, 10), Kind.USUAL_OUT, -3_000),
    ]  # fmt: skip
    months = cash_plan(1_000, said, today=TODAY)
    first, sure = first_below(months), first_below_sure(months)
    assert first is not None
    assert sure is not None
    assert (first.first_day, lowest(months).first_day) == (date(2027, 3, 1), date(2027, 7, 1))
    assert sure.first_day == date(2027, 3, 1)
    assert first_below(cash_plan(1_000, [], today=TODAY)) is None


@given(st.integers(-(10**9), 10**9), flows)
def test_no_month_before_the_first_below_nothing_is(opening: int, said: list[Flow]) -> None:
    months = cash_plan(opening, said, today=TODAY)
    first = first_below(months)
    assert first in months or all(each.closing_cents >= 0 for each in months)
    assert [each for each in months if each.closing_cents < 0][:1] == ([first] if first else [])


def test_what_should_have_come_is_expected_this_month() -> None:
    assert cash_plan(0, [Flow(date(2026, 3, 1), Kind.GRANTS, 500)], today=TODAY)[0].closing_cents == 500


@pytest.mark.parametrize(
    ("sold", "near", "passed"),
    [(60_000_00, False, False), (64_008_80, True, False), (80_011_00, True, False), (80_011_01, False, True)],
)
def test_the_gauge_warns_at_four_fifths_and_says_when_it_is_passed(sold: int, near: bool, passed: bool) -> None:
    gauge = gauge_of(Mix(activities={Activity.LETTING: sold, Activity.DUES: 10**9}), year=2026)
    assert gauge is not None
    assert (gauge.receipts_cents, gauge.near, gauge.passed) == (sold, near, passed)


def test_sponsorship_is_sold_and_gifts_are_not() -> None:
    supports = {Heading(Side.PRIVATE, "sponsorship"): 500, Heading(Side.PRIVATE, "patronage"): 9_000}
    gauge = gauge_of(Mix(supports=supports), year=2026)
    assert gauge is not None
    assert gauge.receipts_cents == 500


def test_a_year_whose_threshold_is_not_known_has_no_gauge() -> None:
    assert gauge_of(Mix(activities={Activity.LETTING: 1}), year=2009) is None

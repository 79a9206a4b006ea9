"""Plans and subscriptions: parts of a month add up to it, pauses and notices end where they should, only a higher price asks."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.memberships.rules import (
    A_DAY,
    Every,
    Included,
    Period,
    Plan,
    Running,
    Span,
    State,
    Terms,
    Use,
    active_spans,
    asked_terms,
    change_of,
    check_pause,
    check_plan,
    due_in,
    grants_in,
    held_terms,
    last_day_by_notice,
    last_of,
    later,
    month_of,
    next_month,
    prorated,
    state_of,
    year_of,
)
from cantine.pricing.rules import Unit

D = Decimal
APRIL = month_of(date(2026, 4, 1))
YEAR = TERMS = Terms(date(2026, 1, 1), 20_000)
DAYS = st.dates(date(2025, 12, 1), date(2027, 2, 1))
CENTS = st.integers(0, 1_000_000)


def running(since: date = date(2026, 1, 1), until: date | None = None, *pauses: Span) -> Running:
    return Running(since, until, pauses)


# -- parts of a month --------------------------------------------------------------------------------------------------


@given(DAYS, CENTS, st.lists(st.integers(1, 30), max_size=5))
def test_the_parts_of_a_month_cut_anywhere_add_up_to_its_price(day, cents, cuts) -> None:
    month = month_of(day)
    firsts = sorted({month.first_day, *(month.first_day + timedelta(days=cut) for cut in cuts if cut < month.days)})
    lasts = [*(first - A_DAY for first in firsts[1:]), month.last_day]
    spans = [Span(first, last) for first, last in zip(firsts, lasts, strict=True)]
    assert sum(prorated(cents, [span], month=month) for span in spans) == cents == prorated(cents, spans, month=month)


@given(DAYS, CENTS, st.integers(0, 27), st.integers(0, 27))
def test_a_part_is_its_share_of_the_days_within_a_cent(day, cents, first, length) -> None:
    month = month_of(day)
    span = Span(month.first_day + first * A_DAY, month.first_day + min(first + length, 27) * A_DAY)
    assert abs(prorated(cents, [span], month=month) - D(cents) * span.days / month.days) <= 1


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=4), st.randoms())
def test_the_order_in_which_pauses_were_entered_changes_nothing(said, chance) -> None:
    pauses = [Span(APRIL.first_day + first * A_DAY, APRIL.first_day + (first + long) * A_DAY) for first, long in said]
    shuffled = list(pauses)
    chance.shuffle(shuffled)
    one, other = running(date(2026, 1, 1), None, *pauses), running(date(2026, 1, 1), None, *shuffled)
    due = [due_in(APRIL.first_day, period=Period.MONTH, cents=TERMS.cents, running=each) for each in (one, other)]
    assert due[0] == due[1]


@pytest.mark.parametrize(
    ("when", "days", "cents"),
    [
        (running(), 30, 20_000),
        (running(date(2026, 4, 19)), 12, 8_000),
        (running(until=date(2026, 4, 10)), 10, 6_667),
        (running(date(2026, 1, 1), None, Span(date(2026, 4, 11), date(2026, 4, 20))), 20, 13_334),
        (running(date(2026, 1, 1), None, Span(date(2026, 4, 16))), 15, 10_000),
        (running(date(2026, 5, 1)), None, None),
        (running(date(2026, 1, 1), None, Span(date(2026, 3, 1), date(2026, 6, 1))), None, None),
    ],
)
def test_a_month_is_charged_by_the_days_that_count(when, days, cents) -> None:
    due = due_in(date(2026, 4, 9), period=Period.MONTH, cents=TERMS.cents, running=when)
    assert (due and (due.days, due.cents)) == (days and (days, cents))


def test_a_year_is_charged_at_once_in_the_month_in_which_it_begins() -> None:
    when = running(date(2025, 4, 19))
    due = due_in(date(2026, 4, 1), period=Period.YEAR, cents=TERMS.cents, running=when)
    assert due is not None
    assert (due.first_day, due.last_day, due.cents) == (date(2026, 4, 19), date(2027, 4, 18), 20_000)
    assert due_in(date(2026, 5, 1), period=Period.YEAR, cents=TERMS.cents, running=when) is None
    ended = replace(when, until=date(2026, 4, 18))
    assert due_in(date(2026, 4, 1), period=Period.YEAR, cents=TERMS.cents, running=ended) is None


@given(DAYS, st.integers(0, 900))
def test_the_years_of_a_subscription_follow_each_other(since, after) -> None:
    day = since + after * A_DAY
    year = year_of(running(since), day)
    assert year.first_day <= day <= (year.last_day or day)
    assert year.last_day is not None
    assert year_of(running(since), year.last_day + A_DAY).first_day == year.last_day + A_DAY


def test_the_thirty_first_comes_back_on_the_last_day_of_a_shorter_month() -> None:
    assert later(date(2026, 1, 31), months=1) == date(2026, 2, 28)
    assert later(date(2024, 2, 29), months=12) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 11, 29), 3, date(2027, 2, 28)), (date(2026, 11, 28), 3, date(2027, 2, 27)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 1), 3, date(2027, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 3, 31), 3, date(2026, 6, 30)),
    ],
)  # fmt: skip
def test_so_many_months_end_on_the_eve_or_with_a_month_that_has_not_that_day(
    first: date, months: int, last: date
) -> None:
    assert last_of(first, months=months) == last


@given(first=st.dates(date(2000, 1, 1), date(2080, 1, 1)), months=st.integers(1, 60))
def test_months_end_within_the_month_where_the_same_day_would_be(first: date, months: int) -> None:
    last, same = last_of(first, months=months), later(first, months=months)
    assert same - A_DAY <= last <= same
    assert (last == same) is (same.day < first.day)


# -- states, pauses, notices -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "state"),
    [
        (running(date(2026, 4, 15)), State.COMING),
        (running(), State.RUNNING),
        (running(date(2026, 1, 1), None, Span(date(2026, 4, 14), date(2026, 4, 14))), State.PAUSED),
        (running(until=date(2026, 4, 14)), State.ENDING),
        (running(until=date(2026, 4, 13)), State.OVER),
    ],
)
def test_a_state_is_read_from_days(when, state) -> None:
    assert state_of(when, today=date(2026, 4, 14)) is state


@pytest.mark.parametrize(
    ("pause", "codes"),
    [
        (Span(date(2026, 4, 20)), []),
        (Span(date(2026, 4, 13)), ["pause_past"]),
        (Span(date(2026, 4, 20), date(2026, 4, 19)), ["pause_reversed"]),
        (Span(date(2026, 4, 20), date(2027, 9, 1)), ["pause_too_long", "pause_twice"]),
        (Span(date(2026, 7, 10)), ["pause_outside"]),
        (Span(date(2026, 6, 2), date(2026, 6, 3)), ["pause_twice"]),
    ],
)
def test_a_pause_is_checked_whole(pause, codes) -> None:
    when = running(date(2026, 1, 1), date(2026, 6, 30), Span(date(2026, 6, 1), date(2026, 6, 5)))
    found = check_pause(when, pause, today=date(2026, 4, 14), period=Period.MONTH)
    assert [refusal.code for refusal in found if pause.last_day or refusal.code != "pause_twice"] == codes


def test_a_year_has_no_pause() -> None:
    found = check_pause(running(), Span(date(2026, 4, 20)), today=date(2026, 4, 14), period=Period.YEAR)
    assert [refusal.code for refusal in found] == ["pause_of_a_year"]


@pytest.mark.parametrize(
    ("plan", "given_on", "last_day"),
    [
        (Plan("", "x", ""), date(2026, 4, 14), date(2026, 4, 30)),
        (Plan("", "x", "", notice_days=30), date(2026, 4, 14), date(2026, 5, 31)),
        (Plan("", "x", "", commitment_months=12), date(2026, 4, 14), date(2026, 12, 31)),
        (Plan("", "x", "", period=Period.YEAR), date(2026, 4, 14), date(2026, 12, 31)),
        (Plan("", "x", "", period=Period.YEAR, notice_days=60), date(2026, 11, 14), date(2027, 12, 31)),
    ],
)
def test_a_notice_ends_with_the_month_or_the_year_in_which_it_runs_out(plan, given_on, last_day) -> None:
    assert last_day_by_notice(plan, running(), given_on=given_on) == last_day


# -- consent -----------------------------------------------------------------------------------------------------------

OLD, CHEAPER, DEARER = Terms(date(2026, 1, 1), 20_000), Terms(date(2026, 3, 1), 18_000), Terms(date(2026, 4, 1), 22_000)


def test_what_costs_no_more_holds_by_itself_and_a_higher_price_waits_for_a_yes() -> None:
    said = {"consented_cents": 20_000, "day": date(2026, 4, 14)}
    assert held_terms([OLD, CHEAPER, DEARER], **said) == CHEAPER
    assert asked_terms([OLD, CHEAPER, DEARER], consented_cents=20_000) == DEARER
    assert held_terms([OLD, CHEAPER, DEARER], consented_cents=22_000, day=date(2026, 4, 14)) == DEARER
    assert asked_terms([OLD, CHEAPER, DEARER], consented_cents=22_000) is None
    assert asked_terms([OLD, CHEAPER], consented_cents=20_000) is None


@given(st.lists(st.builds(Terms, DAYS, CENTS), min_size=1, max_size=5, unique_by=lambda each: each.first_day), CENTS)
def test_nobody_pays_more_than_they_said_yes_to(versions, consented) -> None:
    if any(each.cents <= consented and each.first_day <= date(2027, 2, 1) for each in versions):
        held = held_terms(versions, consented_cents=consented, day=date(2027, 2, 1))
        assert held is not None
        assert held.cents <= consented


# -- what is given -----------------------------------------------------------------------------------------------------


def given_in(each: Included, when: Running, month: date = APRIL.first_day) -> list[tuple[Decimal, date, date]]:
    return [(g.quantity, g.begins_on, g.expires_on) for g in grants_in(month, included=[each], running=when)]


def test_a_month_gives_its_units_and_a_part_of_it_its_part_rounded_up() -> None:
    hours = Included(Use.ROOM, Unit.HOUR, D(10))
    assert given_in(hours, running()) == [(D(10), date(2026, 4, 1), date(2026, 4, 30))]
    assert given_in(hours, running(date(2026, 4, 20))) == [(D("3.75"), date(2026, 4, 20), date(2026, 4, 30))]
    assert given_in(hours, running(date(2026, 5, 1))) == []


def test_what_rolls_over_serves_during_the_next_month_too() -> None:
    hours = Included(Use.ROOM, Unit.HOUR, D(10), rolls_over=True)
    assert given_in(hours, running()) == [(D(10), date(2026, 4, 1), date(2026, 5, 31))]


def test_a_week_gives_its_days_from_monday_to_sunday_the_first_week_too() -> None:
    three = Included(Use.SEAT, Unit.DAY, D(3), every=Every.WEEK)
    assert [first for _q, first, _l in given_in(three, running())] == [
        date(2026, 4, 6), date(2026, 4, 13), date(2026, 4, 20), date(2026, 4, 27),
    ]  # fmt: skip
    began = given_in(three, running(date(2026, 4, 2)))
    assert began[0] == (D(3), date(2026, 4, 2), date(2026, 4, 5))
    assert len(began) == 5


@given(DAYS, st.integers(0, 60))
def test_every_day_of_a_subscription_is_in_one_week_of_it(since, after) -> None:
    three, day = Included(Use.SEAT, Unit.DAY, D(3), every=Every.WEEK), since + after * A_DAY
    months = {since, next_month(since), month_of(day).first_day, day - timedelta(days=day.weekday())}
    found = {
        g.key: g for month in months for g in grants_in(max(month, since), included=[three], running=running(since))
    }
    assert sum(g.begins_on <= day <= g.expires_on for g in found.values()) == 1


# -- changing ----------------------------------------------------------------------------------------------------------


def change(at_once: bool, when: Running | None = None, old: Period = Period.MONTH) -> tuple[date, date, int, int]:
    found = change_of(
        old_cents=15_000, new_cents=TERMS.cents, old_period=old, new_period=Period.MONTH, running=when or running(),
        today=date(2026, 4, 19), at_once=at_once,
    )  # fmt: skip
    return found.last_day, found.first_day, found.credited_cents, found.owed_cents


def test_a_change_waits_for_the_next_period_or_is_counted_by_the_day() -> None:
    assert change(False) == (date(2026, 4, 30), date(2026, 5, 1), 0, 0)
    assert change(True) == (date(2026, 4, 18), date(2026, 4, 19), 6_000, 8_000)
    assert change(True, old=Period.YEAR) == (date(2026, 12, 31), date(2027, 1, 1), 0, 0)


def test_a_plan_is_checked_whole() -> None:
    wrong = Plan("", " ", "", notice_days=-1, commitment_months=99, people_max=0)
    terms = Terms(date(2026, 1, 1), 1, (Included(Use.ROOM, Unit.DAY, D(1)), Included(Use.SEAT, Unit.DAY, D("0.3"))))
    assert [refusal.code for refusal in check_plan(wrong, terms)] == [
        "plan_name_missing", "notice_out_of_range", "commitment_out_of_range", "people_out_of_range", "allowance_unit_unfit",
        "allowance_out_of_range",
    ]  # fmt: skip
    assert list(check_plan(Plan("", "Résident", ""), TERMS)) == []


def test_days_that_count_leave_pauses_out() -> None:
    when = running(date(2026, 4, 5), date(2026, 4, 25), Span(date(2026, 4, 10), date(2026, 4, 12)))
    assert active_spans(when, first_day=APRIL.first_day, last_day=date(2026, 4, 30)) == [
        Span(date(2026, 4, 5), date(2026, 4, 9)), Span(date(2026, 4, 13), date(2026, 4, 25)),
    ]  # fmt: skip

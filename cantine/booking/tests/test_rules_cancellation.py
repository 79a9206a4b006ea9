"""Cancelling, lapsing, waiting: the terms told before are the ones applied after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import (
    Busy,
    CancellationKind,
    CancellationRules,
    ResourceRules,
    State,
    Waiting,
    check_no_show,
    has_lapsed,
    lapses_at,
    next_offer,
    outcome_of,
    terms_of,
)
from cantine.kernel.interval import Interval

HOUR = timedelta(hours=1)
BOOKED = datetime(2026, 4, 1, 9, tzinfo=UTC)
START = datetime(2026, 4, 14, 12, tzinfo=UTC)
SLOT = Interval(START, START + 2 * HOUR)
RULES = CancellationRules(free_until_hours=24, late_fee_percent=50)


def cancelled(now, *, booked_at=BOOKED, rules=RULES):
    outcome = outcome_of(terms=terms_of(rules=rules, starts_at=START, booked_at=booked_at), now=now)
    return outcome.kind, outcome.fee_percent, [refusal.code for refusal in outcome.refusals]


def test_the_terms_are_dates_that_can_be_shown():
    terms = terms_of(rules=RULES, starts_at=START, booked_at=BOOKED)
    assert (terms.free_until, terms.grace_until) == (START - 24 * HOUR, BOOKED + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (START - 25 * HOUR, (CancellationKind.FREE, 0, [])),
        (START - 24 * HOUR, (CancellationKind.LATE, 50, [])),
        (START - timedelta(seconds=1), (CancellationKind.LATE, 50, [])),
        (START, (CancellationKind.STARTED, 50, ["already_started"])),
    ],
)
def test_cancelling_is_free_then_late_then_over(now, expected):
    assert cancelled(now) == expected


def test_ten_minutes_after_booking_a_slip_can_be_undone_even_once_begun():
    booked_at = START - timedelta(minutes=2)
    assert cancelled(booked_at + timedelta(minutes=9), booked_at=booked_at)[0] is CancellationKind.GRACE
    assert cancelled(booked_at + timedelta(minutes=10), booked_at=booked_at)[0] is CancellationKind.STARTED


def test_free_to_the_last_minute():
    assert (
        cancelled(START - timedelta(seconds=1), rules=CancellationRules(free_until_hours=0))[0] is CancellationKind.FREE
    )


@given(minutes=st.integers(-3000, 300), later=st.integers(0, 3000), notice=st.integers(0, 48))
def test_waiting_never_makes_cancelling_cheaper(minutes, later, notice):
    rules = CancellationRules(free_until_hours=notice, late_fee_percent=30)
    now = START + timedelta(minutes=minutes)
    assert cancelled(now, rules=rules)[1] <= cancelled(now + timedelta(minutes=later), rules=rules)[1]


def no_show(now=START + HOUR, *, state=State.CONFIRMED, came=False):
    return [each.code for each in check_no_show(state=state, interval=SLOT, now=now, came=came)]


def test_a_no_show_is_marked_once_patience_is_over():
    assert no_show(START + timedelta(minutes=14)) == ["too_early_for_no_show"]
    assert no_show(START + timedelta(minutes=15)) == []


def test_a_no_show_hears_every_reason_at_once():
    assert no_show(START, state=State.CANCELLED, came=True) == ["wrong_state", "too_early_for_no_show", "came"]


def test_a_hold_lapses_at_its_hour_and_at_its_start_at_the_latest():
    assert lapses_at(asked_at=BOOKED, patience=48 * HOUR, starts_at=START) == BOOKED + 48 * HOUR
    assert lapses_at(asked_at=START - HOUR, patience=48 * HOUR, starts_at=START) == START


def test_a_hold_expires_at_its_hour():
    assert not has_lapsed(expires_at=START, now=START - timedelta(seconds=1))
    assert has_lapsed(expires_at=START, now=START)


def test_a_hold_kept_by_a_quote_never_lapses_by_itself():
    assert not has_lapsed(expires_at=None, now=START)


FIRST = Waiting(reference="a", asked_at=BOOKED, interval=SLOT)
SECOND = Waiting(reference="b", asked_at=BOOKED + HOUR, interval=SLOT)
OPENED = [Interval(START - 3 * HOUR, START + 5 * HOUR)]


def offered(*queue, rules=None, busy=(), now=BOOKED + 24 * HOUR):
    offer = next_offer(
        queue=queue, rules=rules or ResourceRules(), open_intervals=OPENED, busy=busy, now=now, patience=4 * HOUR
    )
    return (offer.waiting.reference, offer.expires_at) if offer else None


def test_the_first_who_asked_is_offered_first_and_for_so_long():
    assert offered(SECOND, FIRST) == ("a", BOOKED + 28 * HOUR)


def test_an_offer_ends_at_the_start_at_the_latest():
    assert offered(FIRST, now=START - HOUR) == ("a", START)


def test_who_had_an_offer_leaves_the_turn_to_the_next():
    assert offered(replace(FIRST, offered_at=BOOKED), SECOND) == ("b", BOOKED + 28 * HOUR)


def test_nobody_is_offered_what_is_taken_closed_or_begun():
    assert offered(FIRST, busy=[Busy(interval=SLOT)]) is None
    assert offered(replace(FIRST, interval=Interval(START, START + 9 * HOUR))) is None
    assert offered(FIRST, now=START) is None


def test_who_needs_more_seats_than_are_free_does_not_hold_up_the_next():
    pool, busy = ResourceRules(seats=5), [Busy(interval=SLOT, quantity=3)]
    assert offered(replace(FIRST, quantity=3), SECOND, rules=pool, busy=busy) == ("b", BOOKED + 28 * HOUR)

"""The life of a date, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from cantine.booking.rules import (
    FINAL,
    TAKING,
    TRANSITIONS,
    Act,
    State,
    acts_from,
    check_transition,
    is_over,
    next_state,
)
from cantine.kernel.interval import Interval


def test_every_state_but_the_first_comes_from_another():
    reached = {after for (before, _), after in TRANSITIONS.items() if after is not before}
    assert set(State) - reached == {State.HELD}


@pytest.mark.parametrize("state", sorted(FINAL))
def test_nothing_leads_out_of_a_final_state(state):
    assert acts_from(state) == ()


@pytest.mark.parametrize("state", sorted(set(State) - FINAL))
def test_every_other_state_can_be_left(state):
    assert acts_from(state) != ()


def test_a_request_is_confirmed_or_refused():
    assert next_state(State.REQUESTED, Act.CONFIRM) is State.CONFIRMED
    assert next_state(State.REQUESTED, Act.REFUSE) is State.REFUSED


def test_a_skipped_date_is_taken_back():
    assert next_state(State.SKIPPED, Act.TAKE_BACK) is State.CONFIRMED
    assert next_state(State.SKIPPED, Act.ASK_BACK) is State.REQUESTED


def test_a_wrong_act_is_refused_with_those_allowed():
    refusal = check_transition(state=State.SKIPPED, act=Act.MOVE)[0]
    assert (refusal.code, refusal.context["allowed"]) == ("wrong_state", (Act.TAKE_BACK, Act.ASK_BACK, Act.CANCEL))
    assert check_transition(state=State.CONFIRMED, act=Act.MOVE) == ()


def test_a_request_takes_its_slot_while_it_waits():
    assert {State.HELD, State.REQUESTED, State.CONFIRMED} == TAKING


def test_a_confirmed_date_is_over_at_its_end():
    start = datetime(2026, 4, 14, 12, tzinfo=UTC)
    slot = Interval(start, start + timedelta(hours=1))
    assert is_over(state=State.CONFIRMED, interval=slot, now=slot.ends_at)
    assert not is_over(state=State.CONFIRMED, interval=slot, now=start)
    assert not is_over(state=State.NO_SHOW, interval=slot, now=slot.ends_at)

"""What the page of a date offers: the acts that the commands would not refuse."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import (
    Act,
    CancellationRules,
    Dated,
    State,
    acts_from,
    acts_offered,
    check_change,
    terms_of,
)
from cantine.kernel import Interval

START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
SLOT = Interval(START, START + timedelta(hours=2))
BEFORE, DURING, AFTER = START - timedelta(days=2), START + timedelta(minutes=20), START + timedelta(hours=3)
BOOKED = START - timedelta(days=10)


def dated(state=State.CONFIRMED, **said):
    terms = terms_of(rules=CancellationRules(), starts_at=START, booked_at=BOOKED)
    return Dated(state=state, interval=SLOT, terms=terms, **{"changed_at": BOOKED, **said})


def offered(state=State.CONFIRMED, *, now=BEFORE, owner=False, team=False, **said):
    return sorted(acts_offered(dated(state, **said), owner=owner, team=team, now=now))


def test_its_person_moves_or_cancels_a_date_to_come():
    assert offered(owner=True) == [Act.CANCEL, Act.MOVE]


def test_a_date_of_a_series_can_be_left_out_too():
    assert offered(owner=True, recurs=True) == [Act.CANCEL, Act.MOVE, Act.SKIP]


def test_nothing_is_offered_to_anybody_else():
    assert offered(recurs=True) == []


def test_what_has_begun_is_the_teams():
    assert offered(owner=True, now=DURING) == []
    assert offered(team=True, now=DURING) == [Act.CANCEL, Act.MARK_NO_SHOW, Act.MOVE]


def test_the_team_is_held_to_the_same_for_its_own_dates():
    assert offered(owner=True, team=True, now=DURING) == []


def test_a_slip_made_for_right_now_can_be_cancelled_within_the_grace():
    terms = terms_of(rules=CancellationRules(), starts_at=START, booked_at=START)
    date = Dated(state=State.CONFIRMED, interval=SLOT, terms=terms, changed_at=START)
    assert acts_offered(date, owner=True, team=False, now=START + timedelta(minutes=5)) == {Act.CANCEL}


def test_nobody_came_is_offered_only_when_nobody_was_seen():
    assert Act.MARK_NO_SHOW not in offered(team=True, now=DURING, came=True)


def test_what_is_over_is_told_about_and_no_more():
    assert offered(owner=True, now=AFTER) == []
    assert offered(team=True, now=AFTER) == [Act.MARK_NO_SHOW]


def test_a_request_is_answered_by_the_team_and_withdrawn_by_its_person():
    assert offered(State.REQUESTED, team=True) == [Act.CANCEL, Act.CONFIRM, Act.MOVE, Act.REFUSE]
    assert offered(State.REQUESTED, owner=True) == [Act.CANCEL, Act.MOVE]


def test_an_option_is_confirmed_or_given_up_and_never_refused():
    assert offered(State.HELD, team=True) == [Act.CANCEL, Act.CONFIRM, Act.MOVE]


def test_a_date_left_out_is_taken_back_until_it_begins():
    assert offered(State.SKIPPED, owner=True, recurs=True) == [Act.ASK_BACK, Act.TAKE_BACK]
    assert offered(State.SKIPPED, owner=True, recurs=True, now=DURING) == []


def test_a_cancellation_is_undone_by_who_made_it_within_ten_minutes():
    just_now = {"before": State.CONFIRMED, "changed_at": BEFORE, "own_cancellation": True}
    soon, late = BEFORE + timedelta(minutes=9), BEFORE + timedelta(minutes=10)
    assert offered(State.CANCELLED, owner=True, now=soon, **just_now) == [Act.ASK_AGAIN, Act.UNDO_CANCEL]
    assert offered(State.CANCELLED, owner=True, now=late, **just_now) == []
    assert offered(State.CANCELLED, owner=True, now=soon, **{**just_now, "own_cancellation": False}) == []


def test_a_no_show_marked_by_mistake_is_undone_by_the_team():
    assert offered(State.NO_SHOW, team=True, now=AFTER) == [Act.UNDO_NO_SHOW]
    assert offered(State.NO_SHOW, owner=True, now=AFTER) == []


@given(
    state=st.sampled_from(State), minutes=st.integers(-5000, 5000), owner=st.booleans(), team=st.booleans(),
    recurs=st.booleans(), came=st.booleans(), before=st.sampled_from([None, *State]), own=st.booleans(),
)  # fmt: skip
def test_no_act_is_offered_that_the_state_does_not_allow(state, minutes, owner, team, recurs, came, before, own):
    date = dated(state, recurs=recurs, came=came, before=before, own_cancellation=own)
    found = acts_offered(date, owner=owner, team=team, now=START + timedelta(minutes=minutes))
    assert found <= set(acts_from(state))


@pytest.mark.parametrize(
    ("state", "by_place", "now", "codes"),
    [
        (State.CONFIRMED, False, BEFORE, []),
        (State.CONFIRMED, False, DURING, ["begun"]),
        (State.CONFIRMED, True, DURING, []),
        (State.CONFIRMED, False, AFTER, ["over"]),
        (State.CONFIRMED, True, AFTER, ["over"]),
        (State.CANCELLED, True, AFTER, []),
    ],
)
def test_a_date_is_put_off_until_it_begins_by_the_team_until_it_ends(state, by_place, now, codes):
    refusals = check_change(state=state, interval=SLOT, by_place=by_place, now=now)
    assert [refusal.code for refusal in refusals] == codes

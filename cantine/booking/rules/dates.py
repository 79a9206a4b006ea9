"""What can be done with one date at an instant: what its page offers, by the same reasons as the commands refuse by.

The *owner* is whose date it is, the *team* acts for the place; somebody can be both: for their own dates they are held
to what holds for anybody.
"""

from dataclasses import dataclass
from datetime import datetime

from cantine.booking.rules.cancellation import CancellationTerms, check_no_show, check_undo, outcome_of
from cantine.booking.rules.states import TAKING, Act, State, acts_from
from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One date as it stands. ``recurs``: of a series; ``came``: a visit is known; ``promised``: of a quote; ``before``,
    ``changed_at`` and ``own_cancellation`` tell of a cancellation: what the date was, since when it is not, and whether
    the asker did it.
    """

    state: State
    interval: Interval
    terms: CancellationTerms
    changed_at: datetime
    recurs: bool = False
    came: bool = False
    before: State | None = None
    own_cancellation: bool = False
    promised: bool = False


def acts_offered(date: Dated, *, owner: bool, team: bool, now: datetime) -> frozenset[Act]:
    """The acts that would not be refused, so far as the date itself tells; somebody may still be in the room."""
    found = _undoing(date, now)
    if (owner or team) and not check_promise(promised=date.promised, team=team):
        found |= _changing(date, now, by_place=not owner)
    if team:
        found |= _answering(date, now) - ({Act.MARK_NO_SHOW} if owner else set())
    if date.promised:  # its quote is answered, not its option
        found -= {Act.CONFIRM, Act.REFUSE}
    return frozenset(found & set(acts_from(date.state)))


def check_change(*, state: State, interval: Interval, by_place: bool, now: datetime) -> tuple[Refusal, ...]:
    """May this date be given another time? ``over`` once it has ended; ``begun`` for its person once it has begun: a
    date that is being used, or missed, is not put off.
    """
    if state in TAKING and interval.ends_at <= now:
        return (Refusal("over", {"ends_at": interval.ends_at}),)
    if state in TAKING and interval.starts_at <= now and not by_place:
        return (Refusal("begun", {"starts_at": interval.starts_at}),)
    return ()


def check_promise(*, promised: bool, team: bool) -> tuple[Refusal, ...]:
    """May this date be given up, or put off, as others are? What a quote promises is undone by the team alone, who sees
    what it undoes with it; the refusal is ``promised_by_quote``.
    """
    return (Refusal("promised_by_quote"),) if promised and not team else ()


def _changing(date: Dated, now: datetime, *, by_place: bool) -> set[Act]:
    found = set()
    if not check_change(state=date.state, interval=date.interval, by_place=by_place, now=now):
        found.add(Act.MOVE)
    if date.interval.ends_at > now and (by_place or not outcome_of(terms=date.terms, now=now).refusals):
        found |= {Act.CANCEL, Act.SKIP} if date.recurs else {Act.CANCEL}
    if date.interval.starts_at > now:
        found |= {Act.TAKE_BACK, Act.ASK_BACK}
    return found if date.state is not State.SKIPPED else found - {Act.CANCEL}


def _answering(date: Dated, now: datetime) -> set[Act]:
    found = {Act.UNDO_NO_SHOW}
    if date.interval.ends_at > now:
        found |= {Act.CONFIRM, Act.REFUSE}
    if not check_no_show(state=date.state, interval=date.interval, now=now, came=date.came):
        found.add(Act.MARK_NO_SHOW)
    return found


def _undoing(date: Dated, now: datetime) -> set[Act]:
    before = date.before if date.own_cancellation else None
    late = check_undo(before=before, cancelled_at=date.changed_at, starts_at=date.interval.starts_at, now=now)
    return set() if late else {Act.UNDO_CANCEL, Act.ASK_AGAIN}

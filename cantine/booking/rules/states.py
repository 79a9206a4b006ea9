"""The life of one dated occurrence, as a table: which act leads from which state to which.

There is no state for what the clock alone says: a confirmed date whose end has passed is simply over
(``is_over``).
"""

from datetime import datetime
from enum import StrEnum

from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal


class State(StrEnum):
    """The value is stored."""

    HELD = "held"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


class Act(StrEnum):
    CONFIRM = "confirm"
    REQUEST = "request"
    REFUSE = "refuse"
    EXPIRE = "expire"
    CANCEL = "cancel"
    UNDO_CANCEL = "undo_cancel"
    ASK_AGAIN = "ask_again"
    MOVE = "move"
    SKIP = "skip"
    TAKE_BACK = "take_back"
    ASK_BACK = "ask_back"
    MARK_NO_SHOW = "mark_no_show"
    UNDO_NO_SHOW = "undo_no_show"


TRANSITIONS: dict[tuple[State, Act], State] = {
    (State.HELD, Act.CONFIRM): State.CONFIRMED,
    (State.HELD, Act.REQUEST): State.REQUESTED,
    (State.HELD, Act.EXPIRE): State.EXPIRED,
    (State.HELD, Act.CANCEL): State.CANCELLED,
    (State.HELD, Act.MOVE): State.HELD,
    (State.REQUESTED, Act.CONFIRM): State.CONFIRMED,
    (State.REQUESTED, Act.REFUSE): State.REFUSED,
    (State.REQUESTED, Act.EXPIRE): State.EXPIRED,
    (State.REQUESTED, Act.CANCEL): State.CANCELLED,
    (State.REQUESTED, Act.MOVE): State.REQUESTED,
    (State.REQUESTED, Act.SKIP): State.SKIPPED,
    (State.CONFIRMED, Act.CANCEL): State.CANCELLED,
    (State.CONFIRMED, Act.MOVE): State.CONFIRMED,
    (State.CONFIRMED, Act.SKIP): State.SKIPPED,
    (State.CONFIRMED, Act.MARK_NO_SHOW): State.NO_SHOW,
    (State.SKIPPED, Act.TAKE_BACK): State.CONFIRMED,
    (State.SKIPPED, Act.ASK_BACK): State.REQUESTED,
    (State.SKIPPED, Act.CANCEL): State.CANCELLED,
    (State.CANCELLED, Act.UNDO_CANCEL): State.CONFIRMED,
    (State.CANCELLED, Act.ASK_AGAIN): State.REQUESTED,
    (State.NO_SHOW, Act.UNDO_NO_SHOW): State.CONFIRMED,
}

# A request takes its slot while it waits, so that approving it can never clash and never pushes anyone out. A no-show
# gives the rest of its time back: undoing it asks for the slot again, and may be refused as taken.
TAKING: frozenset[State] = frozenset({State.HELD, State.REQUESTED, State.CONFIRMED})

# A cancellation can be undone for a few minutes, by who made it (``check_undo``).
FINAL: frozenset[State] = frozenset({State.REFUSED, State.EXPIRED})


def next_state(state: State, act: Act) -> State | None:
    return TRANSITIONS.get((state, act))


def check_transition(*, state: State, act: Act) -> tuple[Refusal, ...]:
    """``wrong_state`` with the acts that ``state`` does allow."""
    if (state, act) in TRANSITIONS:
        return ()
    return (Refusal("wrong_state", {"state": state, "act": act, "allowed": acts_from(state)}),)


def acts_from(state: State) -> tuple[Act, ...]:
    return tuple(act for (origin, act) in TRANSITIONS if origin is state)


def is_over(*, state: State, interval: Interval, now: datetime) -> bool:
    """A confirmed date that took place, or was at least not marked otherwise."""
    return state is State.CONFIRMED and interval.ends_at <= now

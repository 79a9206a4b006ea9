"""What is asked for a date, by what became of it."""

from cantine.billing.rules import Standing
from cantine.billing.rules import State as Asked
from cantine.booking.rules.states import State

_EXPECTED = frozenset({State.HELD, State.REQUESTED})
_DUE = frozenset({State.CONFIRMED, State.NO_SHOW})


def standing_of(*, state: State, late: bool) -> Standing:
    """All of its price when it stands, when nobody came and when it was given up past the free delay; nothing yet while
    it may be refused or lapse; nothing for what was given up in time, refused, or left out."""
    if state in _DUE or (late and state in {State.CANCELLED, State.SKIPPED}):
        return Standing(Asked.DUE)
    return Standing(Asked.EXPECTED if state in _EXPECTED else Asked.DROPPED)


def is_charged(*, state: State, trial: bool) -> bool:
    """A trial day is free, and a date left out of a series takes nothing."""
    return not trial and state is not State.SKIPPED

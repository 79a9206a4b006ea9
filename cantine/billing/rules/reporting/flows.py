"""Where what was sent is, read from what its platform says of it."""

from collections.abc import Mapping
from enum import StrEnum


class FlowState(StrEnum):
    """``UNSURE``: the line broke while it left, so nobody knows, and it is not sent again by itself. ``HANDED``: by hand."""

    WAITING = "waiting"
    LEAVING = "leaving"
    UNSURE = "unsure"
    HANDED = "handed"
    SENT = "sent"
    DEPOSITED = "deposited"
    REJECTED = "rejected"
    RECEIVED = "received"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


# Acknowledgements of the common API (AFNOR XP Z12-013), then the codes of the life of an invoice (XP Z12-012).
ACKNOWLEDGED: Mapping[str, FlowState] = {
    "Pending": FlowState.SENT, "Ok": FlowState.DEPOSITED, "Error": FlowState.REJECTED,
}  # fmt: skip
STATUSES: Mapping[str, FlowState] = {
    "200": FlowState.DEPOSITED, "201": FlowState.DEPOSITED, "202": FlowState.RECEIVED, "203": FlowState.RECEIVED,
    "204": FlowState.RECEIVED, "205": FlowState.APPROVED, "206": FlowState.APPROVED, "207": FlowState.REFUSED,
    "210": FlowState.REFUSED, "211": FlowState.PAID, "212": FlowState.PAID, "213": FlowState.REJECTED,
}  # fmt: skip
_ORDER = (
    FlowState.WAITING, FlowState.LEAVING, FlowState.UNSURE, FlowState.HANDED, FlowState.SENT, FlowState.DEPOSITED,
    FlowState.RECEIVED, FlowState.APPROVED, FlowState.PAID,
)  # fmt: skip
OVER = frozenset({FlowState.REJECTED, FlowState.REFUSED, FlowState.PAID})
MOVES = frozenset({FlowState.SENT, FlowState.DEPOSITED, FlowState.RECEIVED, FlowState.APPROVED})


def state_of_status(code: str) -> FlowState | None:
    """Of an acknowledgement or of a status; None for what says nothing of where it is."""
    return ACKNOWLEDGED.get(code) or STATUSES.get(code)


def moved_by(now: FlowState, told: FlowState) -> FlowState:
    """What was told late never takes it back, and what is over stays so."""
    if now in OVER:
        return now
    if told in OVER:
        return told
    return told if _ORDER.index(told) > _ORDER.index(now) else now

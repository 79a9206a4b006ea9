"""What one is entitled to, decided from values: what is drawn from which allowance, what a pass gives. No clock, no disk, no
words, no float."""

from cantine.memberships.rules.allowances import (
    STEPS,
    Drawing,
    EntryKind,
    Need,
    Purse,
    Take,
    Use,
    drawn_from,
    first_used,
    seat_need,
)
from cantine.memberships.rules.passes import MOST_UNITS, UNITS_OF, PassKind, check_pass_kind, last_day_of

__all__ = [
    "MOST_UNITS",
    "STEPS",
    "UNITS_OF",
    "Drawing",
    "EntryKind",
    "Need",
    "PassKind",
    "Purse",
    "Take",
    "Use",
    "check_pass_kind",
    "drawn_from",
    "first_used",
    "last_day_of",
    "seat_need",
]

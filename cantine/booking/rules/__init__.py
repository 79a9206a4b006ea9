"""The pure rules of booking: requests, recurrences, free time, series, cancellations, states, occupancy. No
clock, no database.
"""

from cantine.booking.rules.calendar import check_dates
from cantine.booking.rules.recurrence import MOST_OCCURRENCES, Expansion, describe, expand
from cantine.booking.rules.request import NEVER_LIFTED, check_wish, earliest_start
from cantine.booking.rules.rrule_text import Frequency, Reading, Recurrence, Weekday, read_rrule
from cantine.booking.rules.seats import busy_with_pool, conflicts_with, full_intervals, seats_left
from cantine.booking.rules.states import (
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
from cantine.booking.rules.values import (
    Asker,
    Busy,
    BusyKind,
    HeldCertification,
    ResourceRules,
    Verdict,
    Wish,
)

__all__ = [
    "FINAL",
    "MOST_OCCURRENCES",
    "NEVER_LIFTED",
    "TAKING",
    "TRANSITIONS",
    "Act",
    "Asker",
    "Busy",
    "BusyKind",
    "Expansion",
    "Frequency",
    "HeldCertification",
    "Reading",
    "Recurrence",
    "ResourceRules",
    "State",
    "Verdict",
    "Weekday",
    "Wish",
    "acts_from",
    "busy_with_pool",
    "check_dates",
    "check_transition",
    "check_wish",
    "conflicts_with",
    "describe",
    "earliest_start",
    "expand",
    "full_intervals",
    "is_over",
    "next_state",
    "read_rrule",
    "seats_left",
]

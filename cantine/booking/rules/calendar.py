"""The dates that make sense to a booking at all: what lies outside is refused before anything is computed
from it.
"""

from datetime import timedelta

from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal

FIRST_YEAR, LAST_YEAR = 1970, 2199
LONGEST_BOOKING = timedelta(days=14)


def check_dates(interval: Interval) -> tuple[Refusal, ...]:
    """``date_out_of_range`` outside 1970–2199; ``too_long`` past a fortnight in one piece: that is an occupation,
    not a booking, and reads count on it.
    """
    refusals: list[Refusal] = []
    if not FIRST_YEAR <= interval.starts_at.year <= interval.ends_at.year <= LAST_YEAR:
        refusals.append(Refusal("date_out_of_range", {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}, "starts_at"))
    if interval.length > LONGEST_BOOKING:
        refusals.append(Refusal("too_long", {"longest": LONGEST_BOOKING, "asked": interval.length}, "ends_at"))
    return tuple(refusals)

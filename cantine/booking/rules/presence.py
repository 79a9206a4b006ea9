"""How much of a day somebody was here, for what they pay: a half-day from the first minute, two past its length, or hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from cantine.kernel import Interval, merged

HALF_DAY = timedelta(minutes=240)
HALF_HOUR = timedelta(minutes=30)
A_MINUTE = timedelta(minutes=1)
AN_HOUR = Decimal(1)


@dataclass(frozen=True)
class DayHere:
    """``half_days`` is 0 for who did not come, 1, or 2; ``hours`` by started half-hours, one at least."""

    half_days: int
    hours: Decimal


def day_here(stays: Iterable[Interval], *, half_day: timedelta) -> DayHere:
    """The stays of one person on one day, two that overlap counting once."""
    pieces = merged(stays)
    if not pieces:
        return DayHere(0, Decimal(0))
    length = sum((stay.length for stay in pieces), timedelta())
    halves = -(-length // HALF_HOUR)
    return DayHere(2 if length > half_day else 1, max(AN_HOUR, Decimal(halves) / 2))

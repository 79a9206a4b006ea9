"""How much of a day somebody was here, for what they pay: a half-day from the first minute, two past its length, or hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

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


def beside(here: Iterable[Interval], booked: Iterable[Interval], *, half_day: timedelta) -> DayHere:
    """The stays of one person on one day past the seat that they booked on it, which has its own price: what both take, less
    what the booking took."""
    seats, stays = list(booked), list(here)
    if not stays:
        return DayHere(0, Decimal(0))
    both, taken = day_here([*stays, *seats], half_day=half_day), day_here(seats, half_day=half_day)
    return DayHere(both.half_days - taken.half_days, both.hours - taken.hours)


def seats_taken(interval: Interval, *, timezone: str, quantity: int = 1, half_day: timedelta = HALF_DAY) -> DayHere:
    """What ``quantity`` seats booked for a while take, as visits would: so much for each day of the wall clock that it touches."""
    days = [day_here([piece], half_day=half_day) for piece in _by_day(interval, ZoneInfo(timezone))]
    return DayHere(
        quantity * sum(day.half_days for day in days), quantity * sum((day.hours for day in days), Decimal(0))
    )


def _by_day(interval: Interval, zone: ZoneInfo) -> Iterator[Interval]:
    starts_at = interval.starts_at
    while starts_at < interval.ends_at:
        tomorrow = starts_at.astimezone(zone).date() + timedelta(days=1)
        ends_at = min(interval.ends_at, datetime.combine(tomorrow, time(), tzinfo=zone).astimezone(UTC))
        yield Interval(starts_at, ends_at)
        starts_at = ends_at

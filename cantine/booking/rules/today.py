"""The day of the team: where each date of today stands at the door, and what is wrong with those to come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from cantine.booking.rules.cancellation import NO_SHOW_PATIENCE
from cantine.kernel.interval import Interval

SOON = timedelta(hours=24)
DUE = timedelta(hours=1)


class Arrival(StrEnum):
    """``LATER``: not yet within the hour; ``DUE``: within the hour, or just begun; ``LATE``: past the patience that a
    no-show is given; ``HERE``; ``GONE``: came and left; ``MISSED``: over, and nobody was seen.
    """

    LATER = "later"
    DUE = "due"
    LATE = "late"
    HERE = "here"
    GONE = "gone"
    MISSED = "missed"


def arrival_of(*, interval: Interval, here: bool, came: bool, now: datetime) -> Arrival:
    """``here`` and ``came`` are of its person today; who left before the start is expected still."""
    if here:
        return Arrival.HERE
    if came:
        return Arrival.GONE
    if interval.ends_at <= now:
        return Arrival.MISSED
    if interval.starts_at + NO_SHOW_PATIENCE <= now:
        return Arrival.LATE
    return Arrival.DUE if interval.starts_at - DUE <= now else Arrival.LATER


def came_for(interval: Interval, visits: Iterable[Interval]) -> bool:
    """Whether one of these visits was, in part, during the date."""
    return any(visit.overlaps(interval) for visit in visits)


def ends_soon(expires_at: datetime | None, *, now: datetime) -> bool:
    """An answer is wanted within the day."""
    return expires_at is not None and expires_at <= now + SOON


def is_stranded(*, day: date, closed: frozenset[date], lifted: Iterable[str]) -> bool:
    """Booked on a day that has closed since; not when the team booked it in spite of that."""
    return day in closed and "closed" not in lifted

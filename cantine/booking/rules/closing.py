"""What a closure, or a room taken away, leaves without a door: the dates that stand there, and what becomes of them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import sha256

from cantine.kernel.interval import Interval


class Fate(StrEnum):
    """``KEEP``: they stand, and the team sees them among what is wrong. ``CANCEL``: given up, each person told why."""

    KEEP = "keep"
    CANCEL = "cancel"


def is_displaced(
    interval: Interval, *, closed: Interval, before: Sequence[Interval], after: Sequence[Interval]
) -> bool:
    """Whether open time that the date uses is open no more; a date outside all hours is judged by the days ``closed``.

    The night that ends a day still open stays: an opening is its first day's. ``before`` and ``after`` are the open
    times of the days that the date touches.
    """
    used = [piece for each in before if (piece := each.intersection(interval)) is not None]
    if not used:
        return interval.overlaps(closed)
    return any(not any(opened.contains(piece) for opened in after) for piece in used)


def seen_as(dates: Iterable[object]) -> str:
    """A short name of a set of dates, whatever their order: what is decided on is what was shown."""
    return sha256("\n".join(sorted(str(each) for each in dates)).encode()).hexdigest()[:24]

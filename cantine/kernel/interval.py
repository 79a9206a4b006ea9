"""Half-open intervals of instants, ``[starts_at, ends_at)``, and what can be asked of a set of them.

Two intervals that only touch do not overlap: a room free at 10:00 can be taken from 10:00.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, order=True)
class Interval:
    """``[starts_at, ends_at)``; both aware, kept in UTC; empty or reversed intervals do not exist.

    Python compares two instants of one zone by their wall clocks, which is wrong in the hour that happens twice:
    so an interval holds UTC whatever it is given.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("An interval needs aware instants.")
        if self.starts_at.tzinfo is not UTC:
            object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
        if self.ends_at.tzinfo is not UTC:
            object.__setattr__(self, "ends_at", self.ends_at.astimezone(UTC))
        if self.ends_at <= self.starts_at:
            raise ValueError("An interval must end after it starts.")

    @property
    def length(self) -> timedelta:
        """Real elapsed time, so the night of a clock change lasts an hour less or more."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: "Interval") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Interval") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def intersection(self, other: "Interval") -> "Interval | None":
        starts_at, ends_at = max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at)
        return Interval(starts_at, ends_at) if starts_at < ends_at else None

    def widened(self, *, before: timedelta, after: timedelta) -> "Interval":
        return Interval(self.starts_at - before, self.ends_at + after)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same covered time as sorted, disjoint, non-touching intervals."""
    result: list[Interval] = []
    for interval in sorted(intervals):
        if result and interval.starts_at <= result[-1].ends_at:
            result[-1] = Interval(result[-1].starts_at, max(result[-1].ends_at, interval.ends_at))
        else:
            result.append(interval)
    return result


def without(base: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """The time of ``base`` that no hole covers, as sorted, disjoint intervals."""
    cut = merged(holes)
    return [piece for interval in merged(base) for piece in _pieces(interval, cut)]


def _pieces(interval: Interval, holes: list[Interval]) -> Iterator[Interval]:
    cursor = interval.starts_at
    for hole in holes:
        if hole.ends_at <= cursor:
            continue
        if hole.starts_at >= interval.ends_at:
            break
        if cursor < hole.starts_at:
            yield Interval(cursor, hole.starts_at)
        cursor = hole.ends_at
    if cursor < interval.ends_at:
        yield Interval(cursor, interval.ends_at)


def peak(uses: Iterable[tuple[Interval, int]]) -> int:
    """The largest sum of quantities in use at one instant."""
    steps: list[tuple[datetime, int]] = []
    for interval, quantity in uses:
        steps += [(interval.starts_at, quantity), (interval.ends_at, -quantity)]
    highest = current = 0
    for _, change in sorted(steps):
        current += change
        highest = max(highest, current)
    return highest

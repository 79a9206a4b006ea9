"""How full a place is, and a day as a mask of quarter hours.

Occupancy is taken seat-minutes over open seat-minutes. Open time is the hours less blockings; taken time is confirmed
bookings without their buffers, and occupations, inside open time, never more than the seats. Definition:
docs/explanation/occupancy.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from cantine.booking.rules.seats import full_intervals
from cantine.booking.rules.values import Busy
from cantine.kernel.interval import Interval, merged, without
from cantine.places.rules import Use, days_of, wall_of, whole_day

QUARTER = timedelta(minutes=15)
QUARTERS_A_DAY = 96
_HOUR = timedelta(hours=1)
_A_DAY = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Occupancy:
    """Seat-minutes; ``basis_points`` is the rate in hundredths of a percent, ``None`` where nothing was open."""

    open_minutes: int = 0
    taken_minutes: int = 0

    @property
    def basis_points(self) -> int | None:
        return round(self.taken_minutes * 10_000 / self.open_minutes) if self.open_minutes else None

    def __add__(self, other: "Occupancy") -> "Occupancy":
        """Spaces and days add up by minutes, never by averaging rates."""
        return Occupancy(
            open_minutes=self.open_minutes + other.open_minutes,
            taken_minutes=self.taken_minutes + other.taken_minutes,
        )


def occupancy_of(
    *, open_intervals: Iterable[Interval], uses: Iterable[Use], seats: int = 1, blocked: Iterable[Interval] = ()
) -> Occupancy:
    """The occupancy of one resource over its open time; a use is an interval and the seats it takes."""
    offered = without(open_intervals, blocked)
    taken = sum(_overlap(level, offered) * min(used, seats) for level, used in _levels(uses))
    return Occupancy(open_minutes=sum(_minutes(each) for each in offered) * seats, taken_minutes=taken)


def occupancy_by_day(
    *,
    open_intervals: Iterable[Interval],
    uses: Iterable[Use],
    timezone: str,
    seats: int = 1,
    blocked: Iterable[Interval] = (),
) -> dict[date, Occupancy]:
    """By local day, for the days with open time."""
    offered, used = without(open_intervals, blocked), list(uses)
    days = sorted({day for each in offered for day in days_of(each, timezone=timezone)})
    return {
        day: occupancy_of(open_intervals=_within(offered, whole_day(day, timezone=timezone)), uses=used, seats=seats)
        for day in days
    }


def occupancy_by_hour(
    *,
    open_intervals: Iterable[Interval],
    uses: Iterable[Use],
    timezone: str,
    seats: int = 1,
    blocked: Iterable[Interval] = (),
) -> dict[int, Occupancy]:
    """By hour of the wall clock, 0 to 23, all days together; the hour that comes twice counts twice."""
    used, hours = list(uses), dict[int, list[Interval]]()
    for each in without(open_intervals, blocked):
        for piece in hours_of(each, timezone=timezone):
            hours.setdefault(wall_of(piece.starts_at, timezone=timezone).hour, []).append(piece)
    return {hour: occupancy_of(open_intervals=pieces, uses=used, seats=seats) for hour, pieces in sorted(hours.items())}


def mask_of(intervals: Iterable[Interval], *, day: date, timezone: str) -> int:
    """The quarter hours of ``day`` that ``intervals`` touch: bit 0 is 00:00–00:15 on the wall clock, bit 95 the last.

    For taken time: a quarter begun is a quarter taken. The quarters of the hour that comes twice are those of either;
    those of the hour that does not come stay 0.
    """
    whole = whole_day(day, timezone=timezone)
    pieces = _within(intervals, whole)
    if whole.length != _A_DAY:
        return sum(1 << n for n, both in _jumping_quarters(whole, timezone) if _touched(both, pieces))
    mask = 0
    for piece in pieces:
        first = (piece.starts_at - whole.starts_at) // QUARTER
        after = -((whole.starts_at - piece.ends_at) // QUARTER)
        mask |= _ones(first, after)
    return mask


def covered_mask_of(intervals: Iterable[Interval], *, day: date, timezone: str) -> int:
    """The quarter hours of ``day`` wholly inside ``intervals``, both times when the hour comes twice. For open time."""
    whole = whole_day(day, timezone=timezone)
    pieces = merged(_within(intervals, whole))
    if whole.length != _A_DAY:
        return sum(1 << n for n, both in _jumping_quarters(whole, timezone) if _covered(both, pieces))
    mask = 0
    for piece in pieces:
        first = -((whole.starts_at - piece.starts_at) // QUARTER)
        after = (piece.ends_at - whole.starts_at) // QUARTER
        mask |= _ones(first, after)
    return mask


@dataclass(frozen=True, kw_only=True)
class DayUse:
    """All that takes time of one resource around a day: ``busy`` with buffers, for who wants to book; ``uses`` without,
    and ``blocked``, for the rate."""

    busy: tuple[Busy, ...] = ()
    uses: tuple[Use, ...] = ()
    blocked: tuple[Interval, ...] = ()


def use_by_day(use: DayUse, days: Sequence[date], *, timezone: str, margin: timedelta) -> Iterator[tuple[date, DayUse]]:
    """What of ``use`` touches each of ``days`` (in order), or comes within ``margin`` of it."""
    windows = [whole_day(day, timezone=timezone).widened(before=margin, after=margin) for day in days]
    starts, ends = [window.starts_at for window in windows], [window.ends_at for window in windows]

    def near(interval: Interval) -> range:
        return range(bisect_right(ends, interval.starts_at), bisect_left(starts, interval.ends_at))

    busy, uses, blocked = ([list[Any]() for _ in days] for _ in range(3))
    for each in use.busy:
        for n in near(each.interval):
            busy[n].append(each)
    for interval, seats in use.uses:
        for n in near(interval):
            uses[n].append((interval, seats))
    for interval in use.blocked:
        for n in near(interval):
            blocked[n].append(interval)
    for n, day in enumerate(days):
        yield day, DayUse(busy=tuple(busy[n]), uses=tuple(uses[n]), blocked=tuple(blocked[n]))


@dataclass(frozen=True, kw_only=True)
class DayFigures:
    """One resource on one day: what is open and what can't be booked any more, by quarters, and the minutes of the rate."""

    open: int
    taken: int
    longest_free: int
    open_minutes: int
    taken_minutes: int


def intervals_of(mask: int, *, day: date, timezone: str) -> list[Interval]:
    """The time of the quarters set: the inverse of ``covered_mask_of``."""
    whole = whole_day(day, timezone=timezone)
    if whole.length != _A_DAY:
        return merged(piece for n, both in _jumping_quarters(whole, timezone) if mask >> n & 1 for piece in both)
    pieces = []
    while mask:
        first = (mask & -mask).bit_length() - 1
        length = ((mask >> first) + 1 & ~(mask >> first)).bit_length() - 1
        pieces.append(Interval(whole.starts_at + first * QUARTER, whole.starts_at + (first + length) * QUARTER))
        mask &= ~_ones(first, first + length)
    return pieces


def day_figures(
    *, day: date, timezone: str, opened: int, use: DayUse, seats: int, before: timedelta, after: timedelta
) -> DayFigures:
    """``opened`` is the mask of open quarters, ``before`` and ``after`` the resource's own buffers: a booking that starts on
    a free quarter and ends on one has room for them. Minutes are those of whole open quarters."""
    full = [each.widened(before=after, after=before) for each in full_intervals(busy=use.busy, seats=seats)]
    taken = mask_of(full, day=day, timezone=timezone)
    hours = intervals_of(opened, day=day, timezone=timezone)
    rate = occupancy_of(open_intervals=hours, uses=use.uses, seats=seats, blocked=use.blocked)
    return DayFigures(
        open=opened,
        taken=taken,
        longest_free=longest_run(opened & ~taken),
        open_minutes=rate.open_minutes,
        taken_minutes=min(rate.taken_minutes, rate.open_minutes),
    )


def longest_run(mask: int) -> int:
    """The most quarters in a row that are set."""
    length = 0
    while mask:
        mask &= mask >> 1
        length += 1
    return length


def first_run(mask: int, length: int) -> int | None:
    """The first quarter from which ``length`` quarters in a row are set; ``None`` when there is none."""
    if length < 1:
        return None
    run, width = mask, 1
    while width < length and run:
        step = min(width, length - width)
        run &= run >> step
        width += step
    return (run & -run).bit_length() - 1 if run else None


def minutes_of(mask: int) -> int:
    """The minutes of the quarters set, on the wall clock."""
    return mask.bit_count() * 15


def _ones(first: int, after: int) -> int:
    """Bits ``first`` to ``after - 1``."""
    return ((1 << (after - first)) - 1) << first if after > first else 0


def _jumping_quarters(whole: Interval, timezone: str) -> list[tuple[int, list[Interval]]]:
    """The quarters of a day of 23 or 25 hours: none where the clock jumps ahead, two where it goes back."""
    quarters: dict[int, list[Interval]] = {}
    moment = whole.starts_at
    while moment < whole.ends_at:
        wall = wall_of(moment, timezone=timezone)
        quarters.setdefault(wall.hour * 4 + wall.minute // 15, []).append(Interval(moment, moment + QUARTER))
        moment += QUARTER
    return sorted(quarters.items())


def _touched(both: Iterable[Interval], pieces: Iterable[Interval]) -> bool:
    return any(quarter.overlaps(piece) for quarter in both for piece in pieces)


def _covered(both: Iterable[Interval], pieces: Iterable[Interval]) -> bool:
    return all(any(piece.contains(quarter) for piece in pieces) for quarter in both)


def _levels(uses: Iterable[Use]) -> Iterator[Use]:
    """The same uses as stretches that do not overlap, each with the seats taken during it."""
    changes = sorted(
        change for interval, number in uses for change in ((interval.starts_at, number), (interval.ends_at, -number))
    )
    used = 0
    for (moment, change), (following, _) in pairwise(changes):
        used += change
        if used > 0 and moment < following:
            yield Interval(moment, following), used


def hours_of(interval: Interval, *, timezone: str) -> Iterator[Interval]:
    """Cut at each full hour of the wall clock."""
    moment = interval.starts_at
    while moment < interval.ends_at:
        past = wall_of(moment, timezone=timezone)
        begun = timedelta(minutes=past.minute, seconds=past.second, microseconds=past.microsecond)
        following = min(moment - begun + _HOUR, interval.ends_at)
        yield Interval(moment, following)
        moment = following


def _within(intervals: Iterable[Interval], window: Interval) -> list[Interval]:
    return [piece for each in intervals if (piece := each.intersection(window)) is not None]


def _overlap(interval: Interval, offered: Iterable[Interval]) -> int:
    return sum(_minutes(piece) for piece in _within(offered, interval))


def _minutes(interval: Interval) -> int:
    return round(interval.length / timedelta(minutes=1))

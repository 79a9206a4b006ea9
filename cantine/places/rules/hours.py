"""When a place, or one of its resources, is open: weekly hours, hours of a period, closures, public holidays,
on the wall clock.

An opening belongs to the day on which it begins: Friday 18:00–02:00 is Friday's, even where Saturday is
closed. Words: docs/explanation/hours.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from cantine.kernel.interval import Interval, merged
from cantine.kernel.refusal import Refusal
from cantine.places.rules.holidays import NO_HOLIDAYS, Holiday, HolidayPolicy
from cantine.places.rules.wall_clock import (
    ONE_DAY,
    days_between,
    moment_not_before,
    whole_day,
)

WEEK_MINUTES = 7 * 1440


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Open on ``weekday`` (Monday is 0) from ``opens`` to ``closes``, local time, every week or within a
    period (both days included).

    ``closes`` at or before ``opens`` is the next day's: 18:00–02:00 ends in the night, 00:00–00:00 is the
    whole day.
    """

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def period(self) -> tuple[date | None, date | None]:
        return (self.valid_from, self.valid_until)


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Closed from ``first_day`` to ``last_day``, both included: nothing that begins on these days is open."""

    first_day: date
    last_day: date
    reason: str = ""


class WhyClosed(StrEnum):
    CLOSURE = "closure"
    HOLIDAY = "holiday"
    NO_HOURS = "no_hours"


@dataclass(frozen=True, kw_only=True)
class ClosedDay:
    """A day on which nothing opens, and why: the closure's own reason, the holidays' names, or simply no
    hours that weekday.
    """

    day: date
    why: WhyClosed
    reason: str = ""
    holidays: tuple[Holiday, ...] = ()


def open_intervals(
    *,
    first_day: date,
    last_day: date,
    openings: Iterable[Opening],
    closures: Iterable[Closure] = (),
    timezone: str,
    holidays: HolidayPolicy = NO_HOLIDAYS,
) -> list[Interval]:
    """The open time of the local days ``first_day`` to ``last_day``, both included; sorted, disjoint, cut at
    their midnights.

    What is left of the night before is inside. For a period asked by somebody, ask for the days it touches
    (``days_of``).
    """
    if last_day < first_day:
        return []
    weekly, closed = list(openings), list(closures)
    window = Interval(whole_day(first_day, timezone=timezone).starts_at, whole_day(last_day, timezone=timezone).ends_at)
    begun = (
        interval
        for day in days_between(first_day - ONE_DAY, last_day)
        if closed_day(day, openings=weekly, closures=closed, holidays=holidays) is None
        for opening in openings_of(day, openings=weekly)
        if (interval := _on_the_clock(opening, day, timezone)) is not None
    )
    return merged(piece for interval in begun if (piece := interval.intersection(window)) is not None)


def closed_days(
    *,
    first_day: date,
    last_day: date,
    openings: Iterable[Opening],
    closures: Iterable[Closure] = (),
    holidays: HolidayPolicy = NO_HOLIDAYS,
) -> tuple[ClosedDay, ...]:
    """The days, both ends included, on which nothing opens, with the reason that a person should read."""
    weekly, closed = list(openings), list(closures)
    every = (
        closed_day(day, openings=weekly, closures=closed, holidays=holidays)
        for day in days_between(first_day, last_day)
    )
    return tuple(day for day in every if day is not None)


def closed_day(
    day: date, *, openings: Sequence[Opening], closures: Sequence[Closure], holidays: HolidayPolicy
) -> ClosedDay | None:
    """Why nothing opens on ``day``: a closure first, then a public holiday, then no hours; ``None`` when
    something does.

    Hours given for that one day (``valid_from == valid_until``) are a decision taken for it: a public holiday
    does not undo them.
    """
    for closure in closures:
        if closure.first_day <= day <= closure.last_day:
            return ClosedDay(day=day, why=WhyClosed.CLOSURE, reason=closure.reason)
    hours = openings_of(day, openings=openings)
    feasts = holidays.closes_on(day)
    if feasts and not any(opening.period == (day, day) for opening in hours):
        return ClosedDay(day=day, why=WhyClosed.HOLIDAY, holidays=feasts)
    return None if hours else ClosedDay(day=day, why=WhyClosed.NO_HOURS)


def openings_of(day: date, *, openings: Iterable[Opening]) -> list[Opening]:
    """The hours in force on ``day``: those of the narrowest period that covers it, for its weekday; none
    means closed.

    A period that has hours of its own replaces the all-year hours for all its dates, also on weekdays it
    leaves out.
    """
    in_force = [opening for opening in openings if _covers(opening, day)]
    if not in_force:
        return []
    narrowest = min((opening.period for opening in in_force), key=_breadth)
    return [opening for opening in in_force if opening.period == narrowest and opening.weekday == day.weekday()]


def check_week(week: Iterable[tuple[int, time, time]]) -> tuple[Refusal, ...]:
    """``weekday_unknown``, and ``hours_overlap`` when two openings of one week run into each other, through Sunday
    night too.
    """
    lines = list(week)
    unknown = tuple(Refusal("weekday_unknown", {"weekday": day}) for day, _, _ in lines if not 0 <= day <= 6)
    if unknown:
        return unknown
    spans = sorted(_minutes_of_week(*line) for line in lines)
    again = [(start + WEEK_MINUTES, end + WEEK_MINUTES) for start, end in spans[:1]]
    clashes = {start // 1440 % 7 for (_, end), (start, _) in pairwise([*spans, *again]) if start < end}
    return tuple(Refusal("hours_overlap", {"weekday": day}, f"day-{day}") for day in sorted(clashes))


def _minutes_of_week(weekday: int, opens: time, closes: time) -> tuple[int, int]:
    start, end = (weekday * 1440 + at.hour * 60 + at.minute for at in (opens, closes))
    return start, end if end > start else end + 1440


def both_open(left: Iterable[Interval], right: Iterable[Interval]) -> list[Interval]:
    """The time in both sets: a resource with hours of its own is open when its place is open too."""
    others = merged(right)
    return merged(piece for one in merged(left) for other in others if (piece := one.intersection(other)))


def _covers(opening: Opening, day: date) -> bool:
    return (opening.valid_from is None or opening.valid_from <= day) and (
        opening.valid_until is None or day <= opening.valid_until
    )


def _breadth(period: tuple[date | None, date | None]) -> tuple[int, timedelta, int]:
    """Fewer open ends first, then the shorter, then the one that begins later."""
    first, last = period
    open_ends = (first is None) + (last is None)
    length = last - first if first is not None and last is not None else timedelta()
    return (open_ends, length, -(first.toordinal() if first is not None else 0))


def _on_the_clock(opening: Opening, day: date, timezone: str) -> Interval | None:
    """``None`` when the night of March swallows the whole opening (02:00–03:00 does not exist)."""
    closing_day = day if opening.closes > opening.opens else day + ONE_DAY
    starts_at = moment_not_before(datetime.combine(day, opening.opens), timezone=timezone)
    ends_at = moment_not_before(datetime.combine(closing_day, opening.closes), timezone=timezone)
    return Interval(starts_at, ends_at) if starts_at < ends_at else None

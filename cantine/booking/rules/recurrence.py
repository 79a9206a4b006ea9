"""Recurrences: a rule in the words of RFC 5545 (RRULE) to dated periods on the wall clock of a place.

A meeting at 18:00 stays at 18:00 when the clocks change. Start and end both keep their wall times, so a
period across the night of a clock change lasts an hour less or more; where the jump would leave no time
between them, the period keeps the length it has on other days. A time that does not exist moves forward by
the jump (02:30 is 03:30); of one that comes twice the first is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from cantine.booking.rules.calendar import check_dates
from cantine.booking.rules.rrule_days import days_of_rule
from cantine.booking.rules.rrule_text import Recurrence, read_rrule
from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal
from cantine.places.rules import moment_at, wall_of

MOST_OCCURRENCES = 366
LONGEST_RUN = timedelta(days=3653)
_A_YEAR = timedelta(days=365)
_END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, kw_only=True)
class Expansion:
    """The dates of a rule, the first one included, in order; none where there is a refusal. ``cut``: the
    horizon ended it.
    """

    occurrences: tuple[Interval, ...] = ()
    recurrence: Recurrence | None = None
    refusals: tuple[Refusal, ...] = ()
    cut: bool = False


def expand(
    *, rrule: str, first: Interval, timezone: str, horizon: date | None = None, most: int = MOST_OCCURRENCES
) -> Expansion:
    """The periods of ``rrule`` from ``first`` on, at its wall times in ``timezone``.

    A rule without end stops with the local day ``horizon`` (a year after ``first`` when none is given); one
    with an end is left whole, for each date to be judged. Refusals: those of ``read_rrule`` and
    ``check_dates``; ``rrule_ends_before_first``; ``rrule_misses_first`` when ``first`` is not a date of its
    own rule (RFC 5545 leaves that undefined); ``rrule_too_many`` beyond ``most``; ``rrule_too_long`` beyond
    ten years.
    """
    reading = read_rrule(rrule, timezone=timezone)
    refusals = (*reading.refusals, *check_dates(first))
    if reading.recurrence is None or refusals:
        return Expansion(recurrence=reading.recurrence, refusals=refusals)
    rule, start = reading.recurrence, wall_of(first.starts_at, timezone=timezone)
    walls = list(islice(_walls(rule, start=start, horizon=horizon), most + 1))
    refusals = tuple(_check_walls(rule, walls, start=start, most=most))
    if refusals:
        return Expansion(recurrence=rule, refusals=refusals)
    nominal = wall_of(first.ends_at, timezone=timezone) - start
    later = (_on_the_clock(wall, nominal=nominal, real=first.length, timezone=timezone) for wall in walls[1:])
    return Expansion(occurrences=(first, *later), recurrence=rule, cut=rule.endless)


def describe(rrule: str, *, timezone: str) -> Recurrence | None:
    """What a sentence about the rule needs (the sentence is written where it is shown); ``None`` when it
    cannot be read.
    """
    return read_rrule(rrule, timezone=timezone).recurrence


def _walls(rule: Recurrence, *, start: datetime, horizon: date | None) -> Iterator[datetime]:
    """The wall times of the starts, at most ``COUNT`` and never past the last one."""
    last = _last_wall(rule, start=start, horizon=horizon)
    days = days_of_rule(rule, first_day=start.date(), last_day=last.date())
    walls = (datetime.combine(day, start.time()) for day in days)
    return islice((wall for wall in walls if wall <= last), rule.count)


def _last_wall(rule: Recurrence, *, start: datetime, horizon: date | None) -> datetime:
    last = start + LONGEST_RUN
    if rule.endless:
        day = horizon if horizon is not None else start.date() + _A_YEAR
        return min(last, datetime.combine(day, _END_OF_DAY))
    return min(last, rule.last_wall or last)


def _check_walls(rule: Recurrence, walls: list[datetime], *, start: datetime, most: int) -> Iterator[Refusal]:
    if rule.last_wall is not None and rule.last_wall < start:
        yield Refusal("rrule_ends_before_first", {"last_day": rule.last_day}, "rrule")
    elif not walls or walls[0] != start:
        next_wall = walls[0] if walls else None
        yield Refusal("rrule_misses_first", {"first_day": start.date(), "next": next_wall}, "rrule")
    if len(walls) > most:
        yield Refusal("rrule_too_many", {"most": most}, "rrule")
    elif _outruns(rule, walls, start=start):
        yield Refusal("rrule_too_long", {"years": 10}, "rrule")


def _outruns(rule: Recurrence, walls: list[datetime], *, start: datetime) -> bool:
    if rule.last_wall is not None:
        return rule.last_wall > start + LONGEST_RUN
    return rule.count is not None and len(walls) < rule.count


def _on_the_clock(wall: datetime, *, nominal: timedelta, real: timedelta, timezone: str) -> Interval:
    starts_at, ends_at = moment_at(wall, timezone=timezone), moment_at(wall + nominal, timezone=timezone)
    if starts_at < ends_at:
        return Interval(starts_at, ends_at)
    return Interval(starts_at, starts_at + (nominal if nominal > timedelta() else real))

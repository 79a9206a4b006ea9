"""Turns of the team: their hours, and the days on which nobody opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal
from cantine.places.rules.wall_clock import day_of, moment_at

OPENING, WELCOME = "opening", "welcome"
MOST_NEEDED = 20


class ShiftState(StrEnum):
    PLANNED = "planned"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A shift on the wall clock: ``ends`` at or before ``starts`` is the next day's; ``manned`` when somebody has it."""

    day: date
    starts: time
    ends: time
    duty: str = OPENING
    manned: bool = True

    def interval(self, *, timezone: str) -> Interval:
        last = self.day if self.ends > self.starts else self.day + timedelta(days=1)
        return Interval(
            moment_at(datetime.combine(self.day, self.starts), timezone=timezone),
            moment_at(datetime.combine(last, self.ends), timezone=timezone),
        )

    @property
    def minutes(self) -> int:
        """Its length on the clock, which is what people count."""
        starts, ends = (at.hour * 60 + at.minute for at in (self.starts, self.ends))
        return (ends - starts) % 1440 or 1440


@dataclass(frozen=True, kw_only=True)
class Unopened:
    """A day that opens with nobody to do it."""

    day: date
    opens_at: datetime


def unopened(
    *, open_intervals: Iterable[Interval], turns: Iterable[Turn], first_day: date, last_day: date, timezone: str
) -> list[Unopened]:
    """The days whose first opening no manned opening turn covers. ``open_intervals`` reach a day back, so that an opening
    that runs through midnight is not a new one; a turn covers an instant of ``[starts, ends)``.
    """
    covered = [turn.interval(timezone=timezone) for turn in turns if turn.manned and turn.duty == OPENING]
    openings: dict[date, datetime] = {}
    for interval in sorted(open_intervals):
        day = day_of(interval.starts_at, timezone=timezone)
        if first_day <= day <= last_day:
            openings.setdefault(day, interval.starts_at)
    return [
        Unopened(day=day, opens_at=opens_at)
        for day, opens_at in sorted(openings.items())
        if not any(turn.starts_at <= opens_at < turn.ends_at for turn in covered)
    ]


def check_plan(*, starts: time, ends: time, needed: int, duty: str) -> tuple[Refusal, ...]:
    """``shift_without_length``, ``shift_duty_missing``, ``shift_needs_somebody``."""
    refusals = []
    if starts == ends:
        refusals.append(Refusal("shift_without_length", field="ends"))
    if not duty.strip():
        refusals.append(Refusal("shift_duty_missing", field="duty"))
    if not 1 <= needed <= MOST_NEEDED:
        refusals.append(Refusal("shift_needs_somebody", {"most": MOST_NEEDED}, "needed"))
    return tuple(refusals)


def meets(turn: Turn, others: Iterable[Turn], *, timezone: str) -> bool:
    """Whether one person can't have both."""
    mine = turn.interval(timezone=timezone)
    return any(mine.overlaps(other.interval(timezone=timezone)) for other in others)

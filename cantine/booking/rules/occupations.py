"""Occupations by the day: what they take, where they stand, and what can't be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal
from cantine.places.rules import whole_day

MOST_PHOTOS = 12
NO_END = date(2199, 12, 31)


class Standing(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Moment(StrEnum):
    ENTRY = "entry"
    EXIT = "exit"


class Condition(StrEnum):
    NEW = "new"
    GOOD = "good"
    WORN = "worn"
    DAMAGED = "damaged"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class StateLine:
    item: str
    condition: Condition
    note: str = ""


def standing_on(today: date, *, starts_on: date, ends_on: date | None) -> Standing:
    """Where an occupation stands on a day; its last day still runs."""
    if today < starts_on:
        return Standing.PLANNED
    return Standing.ENDED if ends_on is not None and ends_on < today else Standing.RUNNING


def taken_by(*, starts_on: date, ends_on: date | None, timezone: str) -> Interval:
    """What it claims: whole local days, both ends included; without an end, until the end of the 22nd century."""
    last = NO_END if ends_on is None else ends_on
    return Interval(whole_day(starts_on, timezone=timezone).starts_at, whole_day(last, timezone=timezone).ends_at)


def check_days(*, starts_on: date, ends_on: date | None) -> tuple[Refusal, ...]:
    """``occupation_reversed``, ``occupation_out_of_range``."""
    if not 1990 <= starts_on.year <= 2190 or (ends_on is not None and ends_on.year > 2190):
        return (Refusal("occupation_out_of_range", field="starts_on"),)
    if ends_on is not None and ends_on < starts_on:
        return (Refusal("occupation_reversed", {"starts_on": starts_on}, "ends_on"),)
    return ()


def check_move(on: date, *, starts_on: date, ends_on: date | None) -> tuple[Refusal, ...]:
    """``move_outside``: one moves after the first day and no later than the last."""
    if on <= starts_on or (ends_on is not None and on > ends_on):
        return (Refusal("move_outside", {"first": starts_on + timedelta(days=1), "last": ends_on}, "on"),)
    return ()


def check_report(lines: Sequence[StateLine], *, names: Sequence[str], photos: int = 0) -> tuple[Refusal, ...]:
    """``report_empty``, ``report_unsigned``, ``too_many_photos``."""
    refusals = [] if lines else [Refusal("report_empty")]
    if not all(name.strip() for name in names):
        refusals.append(Refusal("report_unsigned", field="signed_for_occupant"))
    if photos > MOST_PHOTOS:
        refusals.append(Refusal("too_many_photos", {"most": MOST_PHOTOS}, "photos"))
    return tuple(refusals)

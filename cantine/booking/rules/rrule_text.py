"""Reading the text of a recurrence (RRULE, RFC 5545 §3.3.10) into a checked value, and refusing with reasons
what cannot be one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from cantine.kernel.refusal import Refusal
from cantine.places.rules import wall_of

_TEXT_LIMIT = 500
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WITHIN_A_DAY = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_WITHIN_A_DAY_PARTS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
# Lists of numbers, with the largest each may hold; all but the months may count from the end.
_NUMBERS = {"BYMONTHDAY": 31, "BYMONTH": 12, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_NUMBERS})
_BY_DAY = re.compile(r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")


class Frequency(StrEnum):
    """What repeats within a day is refused: no one books a room every minute."""

    YEARLY = "yearly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    DAILY = "daily"


_BELOW_A_MONTH = frozenset({Frequency.WEEKLY, Frequency.DAILY})


@dataclass(frozen=True, kw_only=True)
class Weekday:
    """``weekday`` from Monday, 0; ``nth`` of the month or year, from the end when negative, 0 for each."""

    weekday: int
    nth: int = 0


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """A rule, read and checked; also what a sentence about it needs. ``last_wall`` is inclusive: what the
    clock shows.

    ``simple`` is false when it has parts that a short sentence leaves out (``BYSETPOS``, ``BYYEARDAY``,
    ``BYWEEKNO``).
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    last_wall: datetime | None = None
    weekdays: tuple[Weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def endless(self) -> bool:
        return self.count is None and self.last_wall is None

    @property
    def last_day(self) -> date | None:
        return self.last_wall.date() if self.last_wall is not None else None

    @property
    def simple(self) -> bool:
        return not (self.year_days or self.week_numbers or self.positions)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What an RRULE says, or every reason why it cannot be read."""

    recurrence: Recurrence | None = None
    refusals: tuple[Refusal, ...] = ()


def read_rrule(text: str, *, timezone: str) -> Reading:
    """Read an RRULE, with or without its ``RRULE:``.

    Refusals: ``rrule_unreadable`` (with the part), ``rrule_within_a_day``, ``rrule_part_unsupported``,
    ``rrule_two_ends``. An ``UNTIL`` in UTC is turned to the wall clock of ``timezone``; an ``UNTIL`` that is
    a day includes that day.
    """
    body = text[: _TEXT_LIMIT + 1].strip().upper().removeprefix("RRULE:").rstrip(";")
    pairs = [part.partition("=")[::2] for part in body.split(";")]
    parts = dict(pairs)
    if len(text) > _TEXT_LIMIT or len(parts) < len(pairs) or "FREQ" not in parts:
        return Reading(refusals=(_refusal("rrule_unreadable", body[:80]),))
    refusals = [refusal for name, value in pairs if (refusal := _check_part(name, value)) is not None]
    if "COUNT" in parts and "UNTIL" in parts:
        refusals.append(_refusal("rrule_two_ends", f"COUNT={parts['COUNT']};UNTIL={parts['UNTIL']}"))
    recurrence = None if refusals else _recurrence(parts, timezone)
    if recurrence is not None:
        refusals += [_refusal("rrule_part_unsupported", name) for name in _out_of_place(recurrence)]
    return Reading(recurrence=None if refusals else recurrence, refusals=tuple(refusals))


def _refusal(code: str, part: str) -> Refusal:
    return Refusal(code, {"part": part}, "rrule")


def _check_part(name: str, value: str) -> Refusal | None:
    part = f"{name}={value}"[:80]
    if value in _WITHIN_A_DAY or name in _WITHIN_A_DAY_PARTS:
        return _refusal("rrule_within_a_day", part)
    if name not in _KNOWN:
        return _refusal("rrule_part_unsupported", part)
    return None if _readable(name, value) else _refusal("rrule_unreadable", part)


def _readable(name: str, value: str) -> bool:
    if name in _NUMBERS:
        return all(_number_fits(name, number) for number in value.split(","))
    readers: dict[str, Callable[[str], object]] = {
        "FREQ": Frequency.__members__.get,
        "INTERVAL": re.compile(r"0*[1-9][0-9]{0,2}").fullmatch,
        "COUNT": re.compile(r"0*[1-9][0-9]{0,8}").fullmatch,
        "UNTIL": lambda until: _wall_until(until, "UTC"),
        "WKST": _WEEKDAYS.__contains__,
        "BYDAY": lambda days: all(_BY_DAY.fullmatch(day) for day in days.split(",")),
    }
    return bool(readers[name](value))


def _number_fits(name: str, number: str) -> bool:
    if re.fullmatch(r"[+-]?[0-9]{1,3}", number) is None:
        return False
    lowest = 1 if name == "BYMONTH" else -_NUMBERS[name]
    return int(number) != 0 and lowest <= int(number) <= _NUMBERS[name]


def _wall_until(value: str, timezone: str) -> datetime | None:
    match = _UNTIL.fullmatch(value)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups()[:6])
    try:
        last_day = date(year, month, day)
        clock = time(hour, minute, min(second, 59)) if match[4] else time(23, 59, 59)
        wall = datetime.combine(last_day, clock)
        return wall_of(wall.replace(tzinfo=UTC), timezone=timezone) if match[7] else wall
    except (ValueError, OverflowError):
        return None


def _recurrence(parts: dict[str, str], timezone: str) -> Recurrence:
    def numbers(name: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(int(number) for number in parts[name].split(","))) if name in parts else ()

    return Recurrence(
        frequency=Frequency[parts["FREQ"]],
        interval=int(parts.get("INTERVAL", "1")),
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        last_wall=_wall_until(parts["UNTIL"], timezone) if "UNTIL" in parts else None,
        weekdays=_weekdays(parts["BYDAY"]) if "BYDAY" in parts else (),
        month_days=numbers("BYMONTHDAY"),
        months=numbers("BYMONTH"),
        year_days=numbers("BYYEARDAY"),
        week_numbers=numbers("BYWEEKNO"),
        positions=numbers("BYSETPOS"),
        week_start=_WEEKDAYS.index(parts.get("WKST", "MO")),
    )


def _weekdays(value: str) -> tuple[Weekday, ...]:
    return tuple(
        Weekday(weekday=_WEEKDAYS.index(day[-2:]), nth=int(day[:-2] or 0)) for day in dict.fromkeys(value.split(","))
    )


def _out_of_place(rule: Recurrence) -> list[str]:
    """The parts that RFC 5545 does not allow under this frequency; libraries read them each in its way."""
    frequency, yearly = rule.frequency, rule.frequency is Frequency.YEARLY
    counted = any(day.nth for day in rule.weekdays)
    any_by = rule.weekdays or rule.month_days or rule.months or rule.year_days or rule.week_numbers
    checks = {
        "BYDAY": counted and (frequency in _BELOW_A_MONTH or bool(rule.week_numbers)),
        "BYMONTHDAY": bool(rule.month_days) and frequency is Frequency.WEEKLY,
        "BYYEARDAY": bool(rule.year_days) and not yearly,
        "BYWEEKNO": bool(rule.week_numbers) and not yearly,
        "BYSETPOS": bool(rule.positions) and not any_by,
    }
    return [name for name, wrong in checks.items() if wrong]

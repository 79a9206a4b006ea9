"""Dates, hours and numbers as a reader of French or of English writes them.

An instant needs the zone of its place: nothing here guesses one. A figure and its unit are bound by a no-break
space. Rendering by the hundred (the planning) calls these functions from Python; templates have them as filters.
"""

import re
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import get_language

NBSP = "\u00a0"
MINUS = "−"  # the sign, not the hyphen that the keyboard has
Zone = tzinfo | str


class Period(Protocol):
    """Anything that starts and ends: an interval, a booking, a visit."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def clock(at: datetime, tz: Zone) -> str:
    """`13:30`, as on a ruler or a ticket, in both languages."""
    there = _there(at, tz)
    return f"{there.hour:02}:{there.minute:02}"


def hour(at: datetime, tz: Zone) -> str:
    """`13 h 30` in a French sentence, `13:30` in an English one."""
    there = _there(at, tz)
    if not _french():
        return f"{there:%H:%M}"
    return f"{there.hour}{NBSP}h" + (f"{NBSP}{there:%M}" if there.minute else "")


def day_of(at: datetime, tz: Zone) -> date:
    """The day that `at` falls on, there."""
    return _there(at, tz).date()


def long_day(day: date) -> str:
    """`mardi 14 avril`, `Tuesday 14 April`."""
    return _date(day, "EEEE d MMMM")


def full_day(day: date) -> str:
    """`mardi 14 avril 2026`."""
    return _date(day, "EEEE d MMMM y")


def short_day(day: date) -> str:
    """`mar. 14`, `Tue 14`: the head of a column."""
    return _date(day, "EEE d")


def short_date(day: date) -> str:
    """`mar. 14 avr.`, `Tue 14 Apr`: one of a list that goes past the end of a month."""
    return _date(day, "EEE d MMM")


def weekday(day: date) -> str:
    """`mardi`, `Tuesday`: the head of a column of a month."""
    return _date(day, "EEEE")


def day_number(day: date) -> str:
    """`14`, and in French `1er` on the first: the day inside a sentence."""
    return _date(day, "d")


def plain_day(day: date) -> str:
    """`14/04/2026`: a cell of a table."""
    return f"{day:%d/%m/%Y}"


def month(day: date) -> str:
    """`avril 2026`."""
    return _date(day, "LLLL y")


def short_month(day: date) -> str:
    """`avr.`, `Apr`: under the bar of a month."""
    return _date(day, "LLL")


def moment(at: datetime, tz: Zone) -> str:
    """`mardi 14 avril, 13 h 30`."""
    return f"{long_day(day_of(at, tz))}, {hour(at, tz)}"


def hours(period: Period, tz: Zone) -> str:
    """`13:30–15:00`; the days are said elsewhere."""
    return f"{clock(period.starts_at, tz)}–{clock(period.ends_at, tz)}"


def span(period: Period, tz: Zone) -> str:
    """`mardi 14 avril, 13 h 30 – 15 h`, `Tuesday 14 April, 13:30–15:00`; both days when it ends on another than it began."""
    last_day = day_of(period.ends_at - timedelta(microseconds=1), tz)
    if day_of(period.starts_at, tz) == last_day:
        dash = f"{NBSP}– " if _french() else "–"
        return f"{moment(period.starts_at, tz)}{dash}{hour(period.ends_at, tz)}"
    return f"{moment(period.starts_at, tz)}{NBSP}– {moment(period.ends_at, tz)}"


def duration(minutes: int) -> str:
    """`45 min`, `2 h`, `1 h 30`."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{NBSP}min"
    if _french():
        return f"{whole}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")
    return f"{whole}{NBSP}h" + (f"{NBSP}{rest:02d}{NBSP}min" if rest else "")


def number(value: int | Decimal) -> str:
    """`1 480,5`, `1,480.5`."""
    return format_decimal(value, locale=_locale())


def tenth(value: Decimal) -> str:
    """`68,0`, `68.0`: one decimal, whatever it is, so that figures of one column compare."""
    return str(format_decimal(value, format="#,##0.0", locale=_locale()))


def percent(share: Decimal | float) -> str:
    """`71 %` from 0.71."""
    return format_percent(share, locale=_locale())


def money(cents: int) -> str:
    """`1 480,50 €`, `€1,480.50`, from whole cents."""
    return str(format_currency(Decimal(cents) / 100, "EUR", locale=_locale())).replace("-", MINUS)


def _date(day: date, pattern: str) -> str:
    """French writes the first of a month as an ordinal, `1er décembre`, and the other days as numbers."""
    if day.day == 1 and _french():
        pattern = re.sub(r"\bd\b", "d'er'", pattern)
    return str(format_date(day, pattern, locale=_locale()))


def _there(at: datetime, tz: Zone) -> datetime:
    return at.astimezone(ZoneInfo(tz) if isinstance(tz, str) else tz)


def _french() -> bool:
    return _locale().language == "fr"


def _locale() -> Locale:
    """The reader's language, as babel knows it; English is written the European way, day before month."""
    return _known("en", "GB") if (get_language() or "fr").startswith("en") else _known("fr")


@cache
def _known(language: str, territory: str | None = None) -> Locale:
    """Made once: given a name, babel parses it at each call."""
    return Locale(language, territory)

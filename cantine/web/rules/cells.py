"""The values of cells: French and ISO dates, French decimals, yes and no.

Every reader takes text already stripped and raises ``Refused`` with the code of what is wrong.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from cantine.kernel import Refusal, Refused, folded

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_TIME = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)(?::(\d{2})(?:[.,]\d{1,9})?)?")
_OFFSET = re.compile(r"\s*(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
YES = frozenset("oui o yes y true vrai 1 x".split())
NO = frozenset("non n no false faux 0".split())
MOST_WHOLE = 1_000_000


def day_in(text: str) -> date:
    """``14/04/2026`` or ``2026-04-14``; an hour that follows is left out. Refusals: cell.day."""
    return _date_in(_DAY.match(text), text, "cell.day")


def moment_in(text: str, *, zone: ZoneInfo) -> datetime:
    """``14/04/2026 09:30``, ``14/04/2026 à 9h30``, ``2026-04-14T09:30:00+02:00``: without an offset, the clock of the
    place. Refusals: cell.moment, cell.moment_skipped (the hour that spring leaves out)."""
    found = _DAY.match(text)
    day = _date_in(found, text, "cell.moment")
    assert found is not None
    rest = re.sub(r"^[\sT,à]+", "", text[found.end() :])
    offset = _OFFSET.search(rest)
    clock = _TIME.fullmatch(rest[: offset.start()].strip() if offset else rest.strip())
    if clock is None:
        raise Refused(Refusal("cell.moment"))
    try:
        hour, minute, second = (int(part or 0) for part in clock.groups())
        wall = datetime.combine(day, time(hour, minute, second))
    except ValueError as error:
        raise Refused(Refusal("cell.moment")) from error
    return _with_offset(wall, offset) if offset else _on_the_clock(wall, zone)


def decimal_in(text: str) -> Decimal:
    """``1 234,50`` or ``1234.50``. Refusals: cell.number."""
    bare = _SPACES.sub("", text)
    if not re.fullmatch(r"[+-]?\d{1,12}([.,]\d{1,6})?", bare, re.ASCII):
        raise Refused(Refusal("cell.number"))
    try:
        return Decimal(bare.replace(",", "."))
    except InvalidOperation as error:
        raise Refused(Refusal("cell.number")) from error


def cents_in(text: str) -> int:
    """``1 234,50``, ``1234.5 €`` or ``-12``, in cents. Refusals: cell.number, cell.cents (more than two decimals)."""
    amount = decimal_in(text.strip().removesuffix("€").strip()) * 100
    if amount != amount.to_integral_value():
        raise Refused(Refusal("cell.cents"))
    return int(amount)


def whole_in(text: str, *, least: int = 0) -> int:
    """``12``, ``1 200`` or ``12,0``. Refusals: cell.number, cell.whole."""
    number = decimal_in(text)
    if number != number.to_integral_value() or not least <= number <= MOST_WHOLE:
        raise Refused(Refusal("cell.whole", {"least": least, "most": MOST_WHOLE}))
    return int(number)


def yes_in(text: str) -> bool:
    """Oui or non, in both languages. Refusals: cell.yes."""
    word = folded(text)
    if word in YES or word in NO:
        return word in YES
    raise Refused(Refusal("cell.yes"))


def _date_in(found: "re.Match[str] | None", text: str, code: str) -> date:
    if found is None or (found.end() < len(text) and text[found.end()].isdigit()):
        raise Refused(Refusal(code))
    day, month, year, iso_year, iso_month, iso_day = (int(part) if part else 0 for part in found.groups())
    try:
        value = date(year or iso_year, month or iso_month, day or iso_day)
    except ValueError as error:
        raise Refused(Refusal(code)) from error
    if not 1900 <= value.year <= 2200:
        raise Refused(Refusal(code))
    return value


def _with_offset(wall: datetime, offset: "re.Match[str]") -> datetime:
    sign = "+" if offset[1] else offset[2]
    hours, minutes = (0, 0) if offset[1] else (int(offset[3]), int(offset[4]))
    if hours > 14 or minutes > 59:
        raise Refused(Refusal("cell.moment"))
    return datetime.fromisoformat(f"{wall.isoformat()}{sign}{hours:02d}:{minutes:02d}").astimezone(UTC)


def _on_the_clock(wall: datetime, zone: ZoneInfo) -> datetime:
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        raise Refused(Refusal("cell.moment_skipped"))
    return moment

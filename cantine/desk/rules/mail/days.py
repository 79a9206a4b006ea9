"""The days that a text names: “le jeudi 12 mars”, “12/03/2026”, “du 12 au 14 mars”, “March 12th”, “next Thursday”."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier january janv jan", "février fevrier february févr fév feb", "mars march mar", "avril april avr apr",
         "mai may", "juin june jun", "juillet july juil jul", "août aout august aug", "septembre september sept sep",
         "octobre october oct", "novembre november nov", "décembre decembre december déc dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday", "samedi saturday",
         "dimanche sunday")
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
_NUMBER = r"(?P<{0}>[0-3]?\d)(?:er|st|nd|rd|th)?"
FULL = re.compile(r"\b(?P<year>20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b")
SLASHED = re.compile(
    r"(?<![\d/.,])(?P<day>[0-3]?\d)[/.](?P<month>[01]?\d)(?:[/.](?P<year>20\d\d|\d\d))?(?![\d/]|[.,]\d|\s*€)"
)
SPAN = re.compile(
    rf"\b{_NUMBER.format('first')}(?:\s+(?P<other>{_MONTH})\.?)?\s*(?:(?P<through>au|to|-|–|jusqu.au)|et|and|&|,|ou|or)\s*(?:le\s+|(?:{_WEEKDAY})\s+)?"
    rf"{_NUMBER.format('last')}\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"\b{_NUMBER.format('day')}\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>20\d\d))?", re.IGNORECASE
)
ENGLISH = re.compile(
    rf"\b(?P<month>{_MONTH})\s+{_NUMBER.format('day')}\b(?:,?\s+(?P<year>20\d\d))?(?![:h])", re.IGNORECASE
)
NEXT = re.compile(
    rf"\b(?:(?P<after>{_WEEKDAY})\s+(?P<how>prochain|en huit)|next\s+(?P<before>{_WEEKDAY}))\b", re.IGNORECASE
)
BARE = re.compile(rf"\b(?:ce|this|on)\s+(?P<weekday>{_WEEKDAY})\b(?!\s+\d)", re.IGNORECASE)
SOON = {"après-demain": 2, "day after tomorrow": 2, "demain": 1, "tomorrow": 1}
TOMORROW = re.compile("|".join(SOON), re.IGNORECASE)
LONGEST_SPAN, MOST_DAYS = 10, 60


@dataclass(frozen=True)
class Day:
    """A day, where it stands in the text; ``sure`` unless its year or its week was understood."""

    day: date
    at: int
    sure: bool = True


def days_in(text: str, *, today: date) -> list[Day]:
    """In the order in which they stand; a day that is past, or does not exist, is nobody's wish."""
    found: list[Day] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if len(found) >= MOST_DAYS:
                break
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            days = [Day(day, match.start(), sure) for day, sure in read(match, today) if day >= today]
            if days:
                taken.append(match.span())
                found += days
    return sorted(found, key=lambda each: (each.at, each.day))


def _span(match: re.Match[str], today: date) -> Iterator[tuple[date, bool]]:
    last = _date(match["last"], match["month"], match["year"], today)
    if last is None:
        return
    first = _date(match["first"], match["other"] or match["month"], str(last[0].year), today)
    if first is None or first[0] > last[0]:
        yield last
        return
    whole = (last[0] - first[0]).days
    if match["through"] and whole <= LONGEST_SPAN:
        yield from ((first[0] + timedelta(days=number), last[1]) for number in range(whole + 1))
    else:
        yield first[0], last[1]
        yield last


def _numbered(match: re.Match[str], today: date) -> Iterator[tuple[date, bool]]:
    found = _date(match["day"], match["month"], match["year"], today)
    if found:
        yield found


def _next(match: re.Match[str], today: date) -> Iterator[tuple[date, bool]]:
    weekday = WEEKDAYS[(match["after"] or match["before"]).lower()]
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    yield today + timedelta(days=ahead + (7 if match["how"] and match["how"].lower() == "en huit" else 0)), False


def _bare(match: re.Match[str], today: date) -> Iterator[tuple[date, bool]]:
    yield today + timedelta(days=(WEEKDAYS[match["weekday"].lower()] - today.weekday() - 1) % 7 + 1), False


def _soon(match: re.Match[str], today: date) -> Iterator[tuple[date, bool]]:
    yield today + timedelta(days=SOON[match[0].lower()]), False


def _date(day: str, month: str, year: str | None, today: date) -> tuple[date, bool] | None:
    """Without a year, the next one to come: then it is a guess where that is more than half a year away."""
    number = int(month) if month.isdigit() else MONTHS[month.lower()]
    with suppress(ValueError):
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day)), True
        found = date(today.year, number, int(day))
        found = found if found >= today else date(today.year + 1, number, int(day))
        return found, (found - today).days <= 184
    return None


_READERS = (
    (FULL, _numbered), (SPAN, _span), (NAMED, _numbered), (ENGLISH, _numbered), (SLASHED, _numbered), (NEXT, _next),
    (BARE, _bare), (TOMORROW, _soon),
)  # fmt: skip

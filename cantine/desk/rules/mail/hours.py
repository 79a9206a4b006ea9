# ruff: noqa: E501  (a pattern, or a mail, does not wrap)
"""The hours that a text names: “de 9h à 12h30”, “from 9am to 5pm”, “14:00-18:00”; and, as guesses, “matin”, “evening”."""

import re
from dataclasses import dataclass
from datetime import time

_ONE = r"(?P<{0}>[01]?\d|2[0-4])\s*(?:(?:h|heures?|:|\.)\s*(?P<{0}m>[0-5]\d)?)?\s*(?P<{0}half>am|pm|a\.m\.|p\.m\.)?"
_SURE = r"(?P<{0}>[01]?\d|2[0-4])\s*(?:(?:h|heures?)\s*(?P<{0}m>[0-5]\d)?|[:.](?P<{0}n>[0-5]\d)\s*(?P<{0}q>am|pm)?|\s*(?P<{0}half>am|pm|a\.m\.|p\.m\.))"
RANGE = re.compile(
    rf"(?<![\d/])(?:{_ONE.format('a')})\s*(?:-|–|—|à|a|to|et|and|until|till|jusqu.à|/)\s*{_SURE.format('b')}(?![\d/])",
    re.IGNORECASE,
)
WORDED = re.compile(
    rf"\bfrom\s+{_ONE.format('a')}\s+(?:to|until|till)\s+{_ONE.format('b')}(?![\d/]|\s*(?:people|guests|personnes))",
    re.IGNORECASE,
)
ALONE = re.compile(
    rf"(?:\b(?:à|a|at|dès|vers|from|begin(?:ning)? at|à partir de|to start at|starting at|début)\s+){_SURE.format('a')}(?![\d/])",
    re.IGNORECASE,
)
MOMENTS = (
    (re.compile(r"\b(toute la journée|la journée|journée entière|journée complète|all day|full day|whole day|journée d.étude|une journée)\b", re.IGNORECASE), time(9), time(18)),
    (re.compile(r"\b(matin|matinée|morning)\b", re.IGNORECASE), time(9), time(12, 30)),
    (re.compile(r"\b(après-midi|après midi|apres-midi|afternoon)\b", re.IGNORECASE), time(14), time(18)),
    (re.compile(r"\b(soir|soirée|evening|afterwork)\b", re.IGNORECASE), time(18, 30), time(22)),
)  # fmt: skip
NOON = re.compile(r"\bmidi\b(?<!après-midi)(?<!après midi)", re.IGNORECASE)


@dataclass(frozen=True)
class Hours:
    """From and until when, where it stands; a guess where a moment of the day was named."""

    starts: time
    ends: time | None
    at: int
    sure: bool = True


def hours_in(text: str) -> list[Hours]:
    """In the order in which they stand."""
    found: list[Hours] = []
    taken: list[tuple[int, int]] = []
    for pattern in (RANGE, WORDED):
        for match in pattern.finditer(text):
            hours = _range(match)
            if hours and not _met(match, taken):
                taken.append(match.span())
                found.append(hours)
    for match in ALONE.finditer(text):
        starts = _time(match, "a", "")
        if starts and not _met(match, taken):
            taken.append(match.span())
            found.append(Hours(starts, None, match.start()))
    if not any(each.ends for each in found):
        found += [
            Hours(starts, ends, match.start(), sure=False)
            for pattern, starts, ends in MOMENTS
            for match in pattern.finditer(text)
            if not found
        ]
    return sorted(found, key=lambda each: each.at)


def _met(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)


def _range(match: re.Match[str]) -> Hours | None:
    """“9 to 5 pm” begins in the morning, “2 to 4 pm” after noon: what makes it end after it begins."""
    half = _half(match, "b")
    ends = _time(match, "b", "")
    starts = _time(match, "a", "")
    if half and not _half(match, "a") and starts and ends:
        later = _time(match, "a", half)
        starts = later if later and later < ends else starts
    if starts is None or ends is None or starts >= ends:
        return None
    return Hours(starts, ends, match.start())


def _half(match: re.Match[str], name: str) -> str:
    groups = match.groupdict()
    return (groups.get(f"{name}half") or groups.get(f"{name}q") or "").replace(".", "").lower()


def _time(match: re.Match[str], name: str, half: str) -> time | None:
    groups = match.groupdict()
    hour, minute = int(groups[name]), int(groups.get(f"{name}m") or groups.get(f"{name}n") or 0)
    half = half or _half(match, name)
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return time(23, 59) if hour == 24 else time(hour, minute)

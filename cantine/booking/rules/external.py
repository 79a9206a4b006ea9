"""Somebody else's calendar, read as times taken: what an ``.ics`` file says of a stretch of days, whatever wrote it.

Floating hours and whole days are the place's. What is transparent or cancelled takes nothing. Dates that overlap are
one time taken. A file is refused rather than half read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal
from cantine.places.rules import moment_at, whole_day

MOST_LINES = 300
EXTERNAL_AHEAD = timedelta(days=400)
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


@dataclass(frozen=True, kw_only=True)
class TakenTime:
    """One time taken elsewhere; ``words`` is what that calendar says of it."""

    interval: Interval
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ExternalReading:
    """The times in order, or the reasons why the file cannot be used."""

    times: tuple[TakenTime, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def read_external(content: bytes, *, window: Interval, timezone: str) -> ExternalReading:
    """The times that a file takes within ``window``. Refusals: calendar_unreadable, calendar_too_often,
    calendar_too_long, calendar_empty.
    """
    import recurring_ical_events
    from icalendar import Calendar

    try:
        calendar: Any = Calendar.from_ical(content)
        if _repeats_too_often(calendar):
            return _refused("calendar_too_often")
        events = recurring_ical_events.of(calendar).between(window.starts_at, window.ends_at)
        found = list(_times(events, timezone))
    except Exception:
        return _refused("calendar_unreadable")
    times = _merged(time for time in found if time.interval.overlaps(window))
    if not times:
        return _refused("calendar_empty")
    if len(times) > MOST_LINES:
        return _refused("calendar_too_long", {"found": len(times), "most": MOST_LINES})
    return ExternalReading(times=tuple(times))


def _refused(code: str, context: dict[str, Any] | None = None) -> ExternalReading:
    return ExternalReading(refusals=(Refusal(code, context or {}, "file"),))


def _repeats_too_often(calendar: Any) -> bool:
    """A rule by the second would be unrolled for years before anybody saw it."""
    rules = [rule for event in calendar.walk("VEVENT") for rule in _as_list(event.get("RRULE"))]
    return any(str(freq).upper() in TOO_OFTEN for rule in rules for freq in rule.get("FREQ", ()))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _times(events: Iterable[Any], timezone: str) -> Iterator[TakenTime]:
    for event in events:
        transparent = str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT"
        if transparent or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        starts_at = _instant(event["DTSTART"].dt, timezone)
        ends_at = _instant(event["DTEND"].dt, timezone) if "DTEND" in event else starts_at
        if ends_at > starts_at:
            words = " ".join(str(event.get("SUMMARY", "")).split())[:120]
            yield TakenTime(interval=Interval(starts_at, ends_at), words=words)


def _instant(at: date | datetime, timezone: str) -> datetime:
    if not isinstance(at, datetime):
        return whole_day(at, timezone=timezone).starts_at
    return moment_at(at, timezone=timezone) if at.tzinfo is None else at.astimezone(UTC)


def _merged(times: Iterable[TakenTime]) -> list[TakenTime]:
    """In time order; what overlaps is one, under the words of the first."""
    done: list[TakenTime] = []
    for time in sorted(times, key=lambda each: (each.interval, each.words)):
        if done and time.interval.starts_at < done[-1].interval.ends_at:
            ends_at = max(done[-1].interval.ends_at, time.interval.ends_at)
            done[-1] = TakenTime(interval=Interval(done[-1].interval.starts_at, ends_at), words=done[-1].words)
        else:
            done.append(time)
    return done

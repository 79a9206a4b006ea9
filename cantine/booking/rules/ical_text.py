"""Dates written as iCalendar text (RFC 5545): local times of the place, with the zone's own changes.

The library's time zones begin summer time an hour late (it writes the onset in the new offset where the RFC asks for
the old one), so ours are written here, from the same tables that the rest of the house reads. It weighs seven megabytes:
``ical`` imports this module when a calendar is asked for.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from cantine.booking.rules.ical import Entry

Observance = TimezoneStandard | TimezoneDaylight
PRODUCT = "-//Cantine//Cantine 1.0//FR"


def written(dates: list[Entry], *, method: str, name: str) -> str:
    """The whole file. ``method`` is for letters; ``name`` titles a feed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    for timezone, years in sorted(_years(dates).items()):
        calendar.add_component(vtimezone(timezone, min(years) - 1, max(years) + 1))
    for date in dates:
        calendar.add_component(_event(date, method))
    text: str = calendar.to_ical().decode()
    return text


def _years(dates: Iterable[Entry]) -> dict[str, set[int]]:
    years: dict[str, set[int]] = {}
    for date in dates:
        years.setdefault(date.timezone, set()).update({date.starts_at.year, date.ends_at.year})
    return years


def _event(date: Entry, method: str) -> Event:
    event, zone = Event(), ZoneInfo(date.timezone)
    event.add("uid", date.uid)
    event.add("dtstamp", date.changed_at.astimezone(UTC))
    event.add("last-modified", date.changed_at.astimezone(UTC))
    event.add("dtstart", date.starts_at.astimezone(zone))
    event.add("dtend", date.ends_at.astimezone(zone))
    event.add("sequence", date.sequence)
    event.add("status", date.status.value)
    event.add("summary", date.summary)
    for property_name in ("description", "location", "url"):
        if value := getattr(date, property_name):
            event.add(property_name, value)
    if date.organizer:
        event.add("organizer", _address(*date.organizer))
    if date.attendee and method in {"REQUEST", "CANCEL"}:
        event.add("attendee", _address(*date.attendee, partstat="ACCEPTED", rsvp="FALSE"))
    return event


def _address(name: str, email: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name or email)
    for key, value in parameters.items():
        address.params[key] = vText(value)
    return address


@lru_cache(maxsize=64)
def vtimezone(timezone: str, first_year: int, last_year: int) -> Timezone:
    """The zone over these years, both included: the offset they begin with, then each change."""
    zone = ZoneInfo(timezone)
    start, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("tzid", timezone)
    offset = _offset(start, zone)
    component.add_component(_observance(start, offset, offset, zone))
    for change in _changes(start, end, zone):
        component.add_component(_observance(change, _offset(change - timedelta(seconds=1), zone), None, zone))
    return component


def _observance(
    at: datetime, before: timedelta, after: timedelta | None, zone: ZoneInfo
) -> TimezoneStandard | TimezoneDaylight:
    """From the instant ``at``; its onset is written in the offset that was in force until then."""
    local = at.astimezone(zone)
    summer = bool(local.dst())
    component: Observance = TimezoneDaylight() if summer else TimezoneStandard()
    component.add("dtstart", (at + before).replace(tzinfo=None))
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", _offset(at, zone) if after is None else after)
    component.add("tzname", local.tzname() or "")
    return component


def _changes(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Each instant at which the offset changes: found by the day, then halved down to the second."""
    day = start
    while day < end:
        following = day + timedelta(days=1)
        if _offset(day, zone) != _offset(following, zone):
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
                low, high = (middle, high) if _offset(middle, zone) == _offset(day, zone) else (low, middle)
            yield high
        day = following


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()

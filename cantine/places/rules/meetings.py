"""A meeting as a calendar file (RFC 5545), in universal time."""

from datetime import datetime

from cantine.kernel.interval import Interval


def calendar_of(*, uid: str, title: str, period: Interval, where: str, agenda: str, now: datetime) -> bytes:
    """One event; ``uid`` is the meeting's own, so that a calendar which has it replaces it."""
    from icalendar import Calendar, Event

    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Cantine//Cantine 1.0//FR")
    calendar.add("version", "2.0")
    event.add("uid", uid)
    event.add("summary", title)
    event.add("dtstart", period.starts_at)
    event.add("dtend", period.ends_at)
    event.add("dtstamp", now)
    event.add("location", where)
    if agenda:
        event.add("description", agenda)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content

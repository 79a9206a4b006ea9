"""A calendar's file as a reader sees it."""

from typing import Any

from icalendar import Calendar


def events_of(text: str | bytes) -> list[Any]:
    """Its dates; their properties are of many types, so they are not typed here."""
    return list(Calendar.from_ical(text).walk("VEVENT"))

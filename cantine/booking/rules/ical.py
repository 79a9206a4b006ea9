"""Dates as a calendar file (RFC 5545), for a letter or a feed; how it is written is in ``ical_text``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date. ``uid`` and ``sequence`` are what lets a calendar replace what it already has; ``attendee`` and
    ``organizer`` are (name, address).
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    summary: str
    changed_at: datetime
    sequence: int = 0
    status: Status = Status.CONFIRMED
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: tuple[str, str] | None = None
    attendee: tuple[str, str] | None = None


def method_of(entries: Iterable[Entry]) -> str:
    """REQUEST or CANCEL to the attendee of one date; several dates can only be published (RFC 5546 §3.2)."""
    dates = list(entries)
    if len(dates) != 1 or dates[0].organizer is None or dates[0].attendee is None:
        return "PUBLISH"
    return {Status.CANCELLED: "CANCEL", Status.CONFIRMED: "REQUEST"}.get(dates[0].status, "PUBLISH")


def calendar_text(entries: Iterable[Entry], *, method: str = "", name: str = "") -> str:
    """The whole file. ``method`` is for letters; ``name`` titles a feed."""
    from cantine.booking.rules.ical_text import written

    return written(list(entries), method=method, name=name)

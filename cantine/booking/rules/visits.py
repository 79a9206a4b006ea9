"""Visits: how somebody is known to be here, and how many a day counts.

A day's attendance is the headcount where one was taken, since it is a full record; else the persons and the guests
that were counted, a person who came twice counting once. Definition: docs/explanation/occupancy.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cantine.booking.rules.occupancy import hours_of
from cantine.kernel.interval import Interval, peak
from cantine.places.rules import wall_of

A_DAY = timedelta(days=1)
TOLERANCE = timedelta(minutes=5)
MOST_GUESTS = 500
MOST_PEOPLE = 10_000


class How(StrEnum):
    """How a visit is known. The value is stored."""

    QR = "qr"
    KIOSK = "kiosk"
    STAFF = "staff"
    PHONE = "phone"
    SENSOR = "sensor"
    DOOR = "door"
    HEADCOUNT = "headcount"


class DeviceKind(StrEnum):
    """What stands at the door. The value is stored."""

    KIOSK = "kiosk"
    SENSOR = "sensor"
    DOOR = "door"


@dataclass(frozen=True, kw_only=True)
class Presence:
    """A visit as the counts read it: ``person`` is None for guests, ``left_at`` for who is still here."""

    arrived_at: datetime
    left_at: datetime | None = None
    person: int | None = None
    count: int = 1
    headcount: bool = False


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """How many came: ``persons`` known, ``guests`` not, ``headcount`` where one was taken."""

    persons: int = 0
    guests: int = 0
    headcount: int | None = None
    peak: int = 0

    @property
    def total(self) -> int:
        return self.persons + self.guests if self.headcount is None else self.headcount


def attendance_of(visits: Iterable[Presence], *, now: datetime) -> Attendance:
    """One day's visits summed; the peak is the most people at one instant, among those who were counted one by one."""
    every = list(visits)
    counted = [visit for visit in every if not visit.headcount]
    total = next((visit.count for visit in every if visit.headcount), None)
    return Attendance(
        persons=len({visit.person for visit in counted if visit.person is not None}),
        guests=sum(visit.count for visit in counted if visit.person is None),
        headcount=total,
        peak=peak((stay, visit.count) for visit in counted if (stay := stay_of(visit, now=now)) is not None),
    )


def presence_by_hour(visits: Iterable[Presence], *, timezone: str, now: datetime) -> dict[int, int]:
    """Person-minutes at each hour of the wall clock, all days together; a headcount says no hours, so it adds none."""
    minutes: dict[int, int] = {}
    for visit in visits:
        stay = None if visit.headcount else stay_of(visit, now=now)
        for piece in hours_of(stay, timezone=timezone) if stay else ():
            hour = wall_of(piece.starts_at, timezone=timezone).hour
            minutes[hour] = minutes.get(hour, 0) + visit.count * round(piece.length / timedelta(minutes=1))
    return dict(sorted(minutes.items()))


def stay_of(visit: Presence, *, now: datetime) -> Interval | None:
    """From arrival to leaving, or to now for who is still here; None for a stay of no length."""
    end = visit.left_at or max(now, visit.arrived_at)
    return Interval(visit.arrived_at, end) if end > visit.arrived_at else None


def is_fresh(sent_at: datetime, *, now: datetime) -> bool:
    """A signed message is believed within five minutes of its time, before or after."""
    return abs(now - sent_at) <= TOLERANCE

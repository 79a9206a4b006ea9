"""The wall clock of a place: from what the clock on the wall shows to instants, and back.

Twice a year a wall clock jumps. A time that does not exist (02:30 in the night of March) is read with the
offset in force before the jump, so it comes out later by the jump (03:30); a time that happens twice is its
first one. Source: RFC 5545 §3.3.5, and docs/explanation/hours.md. ``wall`` always is a naive datetime: what
the clock shows.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from cantine.kernel.interval import Interval

ONE_DAY = timedelta(days=1)


@cache
def zone_of(timezone: str) -> ZoneInfo:
    return ZoneInfo(timezone)


def moment_at(wall: datetime, *, timezone: str) -> datetime:
    """The instant, in UTC, when the clock shows ``wall``: the first one of two, moved forward if there is
    none.
    """
    return wall.replace(tzinfo=zone_of(timezone), fold=0).astimezone(UTC)


def moment_not_before(wall: datetime, *, timezone: str) -> datetime:
    """Like ``moment_at``, but a time that does not exist is the instant of the jump (02:30 in March is 03:00,
    not 03:30).
    """
    moment = moment_at(wall, timezone=timezone)
    if wall_of(moment, timezone=timezone) == wall:
        return moment
    skipped = wall.replace(tzinfo=zone_of(timezone), fold=1).astimezone(UTC)
    return _jump_between(skipped, moment, zone_of(timezone))


def wall_of(moment: datetime, *, timezone: str) -> datetime:
    """What the clock shows at ``moment``, as a naive datetime."""
    return moment.astimezone(zone_of(timezone)).replace(tzinfo=None, fold=0)


def day_of(moment: datetime, *, timezone: str) -> date:
    return moment.astimezone(zone_of(timezone)).date()


def whole_day(day: date, *, timezone: str) -> Interval:
    """From local midnight to local midnight: 23, 24 or 25 hours."""
    midnight, next_midnight = datetime.combine(day, time()), datetime.combine(day + ONE_DAY, time())
    return Interval(moment_not_before(midnight, timezone=timezone), moment_not_before(next_midnight, timezone=timezone))


def days_between(first_day: date, last_day: date) -> list[date]:
    """Both ends included; empty when reversed."""
    return [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]


def days_of(interval: Interval, *, timezone: str) -> list[date]:
    """The local days an interval touches; one that ends at midnight does not touch the day after."""
    last = interval.ends_at - timedelta(microseconds=1)
    return days_between(day_of(interval.starts_at, timezone=timezone), day_of(last, timezone=timezone))


def _jump_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after

"""When a person is reminded: the day before, late in the afternoon of the place, while giving up is still a favour."""

from datetime import datetime, time, timedelta

from cantine.places.rules import day_of, moment_at

REMINDED_AT = time(17)


def reminds_at(starts_at: datetime, *, timezone: str) -> datetime:
    """17:00 on the place's clock, the day before the date begins there."""
    eve = day_of(starts_at, timezone=timezone) - timedelta(days=1)
    return moment_at(datetime.combine(eve, REMINDED_AT), timezone=timezone)


def needs_reminder(*, starts_at: datetime, told_at: datetime, now: datetime, timezone: str) -> bool:
    """Past its hour, not begun, and nothing was written about it since that hour: a letter of today reminds enough."""
    due = reminds_at(starts_at, timezone=timezone)
    return due <= now < starts_at and told_at < due

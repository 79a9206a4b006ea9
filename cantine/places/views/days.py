"""Days in words: open from, to; closed, because. One reading of the hours, for the public page and for the settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cantine.places import rules
from cantine.places.queries import Hours
from cantine.ui import formats


@dataclass(frozen=True)
class DayLine:
    """``words``: “9 h–12 h 30, 14 h–18 h”, or “fermé : Noël”."""

    day: date
    words: str
    closed: bool
    today: bool


@dataclass(frozen=True)
class Now:
    """Whether the place is open at this moment, and in words until when or when next."""

    open: bool
    words: str


def day_lines(hours: Hours, *, first_day: date, number: int, resource_id: int | None = None) -> list[DayLine]:
    last_day = first_day + timedelta(days=number - 1)
    closed = {
        each.day: each for each in hours.closed_days(resource_id=resource_id, first_day=first_day, last_day=last_day)
    }
    lines = []
    for day in rules.days_between(first_day, last_day):
        why = closed.get(day)
        words = why_closed(why) if why else opening_words(hours.openings_on(day, resource_id=resource_id))
        lines.append(DayLine(day, words, why is not None, day == first_day))
    return lines


def now_words(hours: Hours, *, now: datetime) -> Now:
    """“ouvert jusqu’à 18 h”, “ouvre demain à 9 h”, “ouvre lundi 9 mars à 9 h”."""
    today = hours.place.today(now)
    intervals = hours.open_intervals(resource_id=None, first_day=today, last_day=today + timedelta(days=14))
    running = next((each for each in intervals if each.starts_at <= now < each.ends_at), None)
    zone = hours.place.zone
    if running is not None:
        return Now(True, _("open until %(hour)s") % {"hour": formats.hour(running.ends_at, zone)})
    coming = next((each for each in intervals if each.starts_at > now), None)
    if coming is None:
        return Now(False, _("closed"))
    day, hour = formats.day_of(coming.starts_at, zone), formats.hour(coming.starts_at, zone)
    if day == today:
        return Now(False, _("opens at %(hour)s") % {"hour": hour})
    if day == today + timedelta(days=1):
        return Now(False, _("opens tomorrow at %(hour)s") % {"hour": hour})
    return Now(False, _("opens on %(day)s at %(hour)s") % {"day": formats.long_day(day), "hour": hour})


def opening_words(openings: Iterable[rules.Opening]) -> str:
    return ", ".join(f"{clock_words(each.opens)}–{clock_words(each.closes)}" for each in openings)


def clock_words(at: time) -> str:
    return formats.hour(datetime.combine(date(2000, 1, 1), at, tzinfo=UTC), UTC)


def why_closed(why: rules.ClosedDay) -> str:
    if why.why is rules.WhyClosed.NO_HOURS:
        return _("closed")
    reason = why.reason
    if why.why is rules.WhyClosed.HOLIDAY:
        reason = ", ".join(each.named(get_language() or "fr") for each in why.holidays)
    return _("closed: %(reason)s") % {"reason": reason} if reason else _("closed")

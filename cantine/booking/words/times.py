"""Hours, days and lengths in the sentences of booking, on the clock of the place at hand."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking.rules import LONGEST_BOOKING
from cantine.booking.rules.occupations import NO_END
from cantine.kernel import Interval
from cantine.ui import formats


def moment_words(at: datetime) -> str:
    return formats.moment(at, timezone.get_current_timezone())


def span_words(period: Interval) -> str:
    return formats.span(period, timezone.get_current_timezone())


def stretch_words(period: Interval) -> str:
    """A few hours by the clock; months by the day; what has no end from its first day."""
    if period.length <= LONGEST_BOOKING:
        return span_words(period)
    first, last = (at.astimezone(timezone.get_current_timezone()) for at in (period.starts_at, period.ends_at))
    if last.date() > NO_END:
        return _("from %(first)s on") % {"first": day_words(first.date())}
    return _("from %(first)s to %(last)s") % {
        "first": day_words(first.date()),
        "last": day_words(last.date() - timedelta(days=1)),
    }


def day_words(day: date) -> str:
    return formats.full_day(day)


def length_words(length: timedelta) -> str:
    days, minutes = divmod(int(length.total_seconds() // 60), 24 * 60)
    if days and not minutes:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return formats.duration(int(length.total_seconds() // 60))

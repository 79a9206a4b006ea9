"""Which period an instant falls in. Of several, the narrowest: fewest days, then fewest weekdays, then fewest minutes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cantine.pricing.rules.values import Period

_ALWAYS = 1_000_000
_DAY = timedelta(days=1)


def in_order(periods: Iterable[Period]) -> list[Period]:
    """The narrowest first, whatever the order in which they were entered."""
    return sorted(periods, key=_width)


def period_at(narrowest_first: Iterable[Period], local: datetime) -> Period | None:
    """The period of an instant read on the clock of the place."""
    return next((period for period in narrowest_first if _holds(period, local)), None)


def _holds(period: Period, local: datetime) -> bool:
    day, at = local.date(), local.time()
    if period.starts is None or period.ends is None:
        return _on(period, day)
    if period.starts < period.ends:
        return period.starts <= at < period.ends and _on(period, day)
    return (at >= period.starts and _on(period, day)) or (at < period.ends and _on(period, day - _DAY))


def _on(period: Period, day: date) -> bool:
    return (
        (period.first_day is None or period.first_day <= day)
        and (period.last_day is None or day <= period.last_day)
        and (not period.weekdays or day.weekday() in period.weekdays)
    )


def _width(period: Period) -> tuple[int, int, int, str]:
    bounded = period.first_day is not None and period.last_day is not None
    days = (period.last_day - period.first_day).days + 1 if bounded else _ALWAYS  # type: ignore[operator]  # both are days
    return days, len(period.weekdays) or 7, _minutes(period), period.code


def _minutes(period: Period) -> int:
    if period.starts is None or period.ends is None:
        return 1440
    span = (period.ends.hour - period.starts.hour) * 60 + period.ends.minute - period.starts.minute
    return span if span > 0 else span + 1440

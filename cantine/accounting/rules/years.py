"""Financial years: twelve months from the month that an entity chose; and which ends of months may be closed next."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cantine.kernel import Refusal

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Year:
    """A financial year, its last day included. It is called by the calendar year in which it begins."""

    first_day: date
    last_day: date

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def name(self) -> str:
        """``2026``, or ``2026-2027`` where it spans two."""
        first, last = self.first_day.year, self.last_day.year
        return str(first) if first == last else f"{first}-{last}"


def year_of(day: date, *, starts_month: int) -> Year:
    """The financial year that holds ``day``; years touch and never overlap."""
    begins = day.year if day.month >= starts_month else day.year - 1
    first = date(begins, starts_month, 1)
    return Year(first, date(begins + 1, starts_month, 1) - ONE_DAY)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_ends(year: Year) -> Iterator[date]:
    """The last day of each of its months."""
    day = year.first_day
    while day in year:
        yield month_end(day)
        day = month_end(day) + ONE_DAY


def closable(year: Year, *, closed_until: date | None, today: date) -> list[date]:
    """The ends of months that may be closed next: of this year, over, and after what is closed."""
    return [day for day in month_ends(year) if day < today and (closed_until is None or day > closed_until)]


def check_closing(last_day: date, year: Year, *, closed_until: date | None, today: date) -> Iterator[Refusal]:
    """A month that is over, the end of one, of the year that is open: years are closed one after the other."""
    if last_day >= today:
        yield Refusal("period_not_over", {"day": last_day}, "last_day")
    elif closed_until is not None and last_day <= closed_until:
        yield Refusal("period_already_closed", {"day": closed_until}, "last_day")
    elif last_day not in year or last_day != month_end(last_day):
        yield Refusal("period_wrong", {"last": year.last_day}, "last_day")


def check_open(day: date, closed_until: date | None) -> Iterator[Refusal]:
    """An entry is dated on a day that is still open; the first one that is, is said."""
    if closed_until is not None and day <= closed_until:
        yield Refusal("period_closed", {"day": day, "first": closed_until + ONE_DAY}, "day")

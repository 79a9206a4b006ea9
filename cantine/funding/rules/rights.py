"""What a supporter may use: so many days of the rooms, in a period. Rooms are counted by the hour, so a day has its hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.kernel import Refusal

MOST_DAYS = Decimal(366)
MOST_HOURS = Decimal(24)


@dataclass(frozen=True, kw_only=True)
class UseRight:
    """``hours`` are those of one day."""

    days: Decimal
    hours: Decimal
    first_day: date
    last_day: date

    @property
    def quantity(self) -> Decimal:
        """In hours."""
        return self.days * self.hours

    def in_days(self, hours: Decimal) -> Decimal:
        """How many of its days so many hours are, to the hundredth."""
        return (hours / self.hours).quantize(Decimal("0.01"))


def check_right(right: UseRight) -> Iterator[Refusal]:
    """Refusals: right_days_out_of_range, right_hours_out_of_range, right_days_wrong."""
    if not 0 < right.days <= MOST_DAYS:
        yield Refusal("right_days_out_of_range", field="days")
    if not 0 < right.hours <= MOST_HOURS:
        yield Refusal("right_hours_out_of_range", field="hours")
    if right.last_day < right.first_day:
        yield Refusal("right_days_wrong", field="last_day")

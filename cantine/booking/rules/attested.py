"""The days of a month on which somebody was here, as a presence certificate says them: what an employer pays a third place
for. A day counts for a half or a whole as it does in a price."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cantine.booking.rules.presence import A_MINUTE, HALF_DAY, day_here
from cantine.kernel import Interval


@dataclass(frozen=True)
class Stay:
    """One arrival of a person; who has not left yet has no ``left_at``."""

    day: date
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class DayThere:
    """From the first arrival to the last departure; ``left_at`` is None while somebody is still there."""

    day: date
    arrived_at: datetime
    left_at: datetime | None
    half_days: int


def days_there(stays: Iterable[Stay], *, now: datetime) -> list[DayThere]:
    """One a day, in the order of days."""
    by_day: dict[date, list[Stay]] = {}
    for stay in stays:
        by_day.setdefault(stay.day, []).append(stay)
    return [_day(day, found, now) for day, found in sorted(by_day.items())]


def _day(day: date, stays: list[Stay], now: datetime) -> DayThere:
    pieces = [Interval(each.arrived_at, max(each.left_at or now, each.arrived_at + A_MINUTE)) for each in stays]
    gone = [each.left_at for each in stays if each.left_at is not None]
    return DayThere(
        day=day, arrived_at=min(each.arrived_at for each in stays), left_at=max(gone) if len(gone) == len(stays) else None,
        half_days=day_here(pieces, half_day=HALF_DAY).half_days,
    )  # fmt: skip


def whole_days(days: Iterable[DayThere]) -> Decimal:
    """How many in all, a half-day being a half."""
    return Decimal(sum(each.half_days for each in days)) / 2

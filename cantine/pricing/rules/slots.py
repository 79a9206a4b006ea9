"""Time cut into slots, on the clock of the place: the started steps of an hour, or days where nothing finer is sold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cantine.kernel import Interval, merged
from cantine.pricing.rules.periods import in_order, period_at
from cantine.pricing.rules.tariff import Tariff
from cantine.pricing.rules.values import Grid, Period, Unit


@dataclass(frozen=True)
class Slot:
    """A started step of use, or one that a minimum adds after it."""

    at: datetime
    day: date
    period: Period | None
    added: bool = False


def slots_of(
    intervals: tuple[Interval, ...], *, timezone: str, grid: Grid, tariffs: Mapping[Unit, Tariff]
) -> list[Slot]:
    """The slots of use. Where nothing is sold by the hour or the half-day, a day is one slot."""
    zone, periods = ZoneInfo(timezone), in_order(grid.periods)
    fine = Unit.HOUR in tariffs or Unit.HALF_DAY in tariffs
    step = timedelta(minutes=grid.step_minutes)
    slots: list[Slot] = []
    for at in _instants(intervals, step):
        local = at.astimezone(zone)
        if fine or not slots or slots[-1].day != local.date():
            slots.append(Slot(at, local.date(), period_at(periods, local)))
    return list(_at_least(slots, tariffs, grid, zone)) if Unit.HOUR in tariffs else slots


def _instants(intervals: tuple[Interval, ...], step: timedelta) -> Iterator[datetime]:
    for interval in merged(intervals):
        at = interval.starts_at
        while at < interval.ends_at:
            yield at
            at += step


def _at_least(slots: list[Slot], tariffs: Mapping[Unit, Tariff], grid: Grid, zone: ZoneInfo) -> Iterator[Slot]:
    """Each day's use made as long as the minimum asks."""
    least = -int(-tariffs[Unit.HOUR].least * 60 // grid.step_minutes)
    periods, step = in_order(grid.periods), timedelta(minutes=grid.step_minutes)
    of_day = 0
    for index, slot in enumerate(slots):
        yield slot
        of_day += 1
        if index + 1 == len(slots) or slots[index + 1].day != slot.day:
            for more in range(1, least - of_day + 1):
                at = slot.at + step * more
                yield Slot(at, slot.day, period_at(periods, at.astimezone(zone)), added=True)
            of_day = 0

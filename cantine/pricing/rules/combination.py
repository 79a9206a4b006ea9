"""The cheapest way to buy some time: hours, half-days, days, weeks and months put together.

Time is cut into slots (started steps of an hour, on the clock of the place); each unit reaches from one slot to another:
an hour to the next slot, a half-day to its end or to midnight, two half-days and a day to the next day, a week and a month
to the day after their last. The cheapest path through the slots is the price. A step or an entitlement depends on how many units are
counted, so the path keeps that count, and each choice of steps is tried: nothing depends on the order of entry.

An hour, a day, a week and a month are priced by the period in which they begin; a half-day by those through which it is used,
each for its minutes, so that an evening costs the same whenever its half-day begins. Costs are counted in parts of a cent,
so that nothing is rounded before lines are made.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product as every

from cantine.pricing.rules.slots import Slot
from cantine.pricing.rules.tariff import Offer, Span, Tariff
from cantine.pricing.rules.values import TIME_UNITS, Grid, Period, Unit

ONE = 300  # one unit, as counts are kept: minutes of an hour and hundredths of a piece are whole parts of it
PARTS_OF_A_MINUTE = ONE // 60
Count = tuple[int, ...]
Cost = tuple[int, int, int]  # to pay; worth, were nothing offered; units: of two ways that cost the same, the simplest


@dataclass(frozen=True)
class Bought:
    """Units of one kind in one period: in parts of one, those billed, those of real use, those that were entitled."""

    unit: Unit
    offer: Offer
    billed: int
    used: int
    entitled: int


@dataclass(frozen=True)
class _Edge:
    unit: Unit
    offer: Offer
    reach: int
    size: int
    then: Offer | None = None  # of a second half-day, where two of them make the day

    @property
    def parts(self) -> tuple["_Edge", ...]:
        if self.then is None:
            return (self,)
        half = self.size // 2
        return _Edge(self.unit, self.offer, self.reach, half), _Edge(self.unit, self.then, self.reach, half)


@dataclass
class _Search:
    """One ask: its slots, what is sold, how many at once, what is already paid for, and what one more costs past that."""

    slots: list[Slot]
    grid: Grid
    tariffs: Mapping[Unit, Tariff]
    quantity: int
    entitled: Mapping[Unit, int]
    past: Mapping[Unit, int]
    offers: dict[tuple[Unit, int, str], Offer | None] = field(default_factory=dict)
    blends: dict[tuple[int, tuple[Span, ...]], Offer | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units = [unit for unit in TIME_UNITS if unit in self.tariffs]
        self.days = [slot.day for slot in self.slots]
        self.reach = {unit: [self._reach(unit, index) for index in range(len(self.slots))] for unit in self.units}

    def _reach(self, unit: Unit, index: int) -> int:
        slot, days = self.slots[index], self.days
        if unit is Unit.HOUR:
            return index + 1
        next_day = self._next_day(index)
        if unit is Unit.HALF_DAY:
            end = slot.at + timedelta(minutes=self.grid.half_day_minutes)
            return bisect_left(self.slots, end, index, next_day, key=lambda each: each.at)
        if unit is Unit.DAY:
            return next_day
        until = slot.day + timedelta(days=7) if unit is Unit.WEEK else month_after(slot.day)
        return bisect_left(days, until, index)

    def _next_day(self, index: int) -> int:
        return bisect_left(self.days, self.slots[index].day + timedelta(days=1), index)

    def offer(self, unit: Unit, level: int, period: Period | None) -> Offer | None:
        key = (unit, level, period.code if period else "")
        if key not in self.offers:
            self.offers[key] = self.tariffs[unit].offer(level=level, period=period)
        return self.offers[key]

    def _offer_at(self, unit: Unit, index: int, level: int, until: int = 0) -> Offer | None:
        """Of the unit that begins there; ``until``: how far it is used, where that is not its own reach."""
        begun = self.offer(unit, level, self.slots[index].period)
        if unit is not Unit.HALF_DAY or not self.grid.periods:
            return begun
        spans = self._spans(index, until or self.reach[unit][index])
        if len(spans) < 2:
            return begun
        if (level, spans) not in self.blends:
            self.blends[level, spans] = self.tariffs[unit].mixed(level=level, spans=spans)
        return self.blends[level, spans] or begun

    def _spans(self, first: int, last: int) -> tuple[Span, ...]:
        """The minutes of use in each period, in the order in which they come; what a minimum adds is no use."""
        found: dict[str, Span] = {}
        for slot in self.slots[first:last]:
            if not slot.added:
                code = slot.period.code if slot.period else ""
                found[code] = (slot.period, found.get(code, (None, 0))[1] + self.grid.step_minutes)
        return tuple(found.values())

    def cents(self, unit: Unit, offer: Offer) -> int:
        """What one unit that is paid for costs: by the list, or by the plan where that is less."""
        return min(offer.cents, self.past.get(unit, offer.cents))

    def edges(self, index: int, levels: Mapping[Unit, int]) -> Iterator[_Edge]:
        for unit in self.units:
            if (offer := self._offer_at(unit, index, levels.get(unit, 0))) is not None:
                size = (self.grid.step_minutes * PARTS_OF_A_MINUTE if unit is Unit.HOUR else ONE) * self.quantity
                yield _Edge(unit, offer, self.reach[unit][index], size)
                if unit is Unit.HALF_DAY:
                    yield from self._two_half_days(index, levels, offer, size)

    def _two_half_days(self, index: int, levels: Mapping[Unit, int], offer: Offer, size: int) -> Iterator[_Edge]:
        """They make a day, however long it is: nobody pays three of them. The second is used until the day ends."""
        second, next_day = self.reach[Unit.HALF_DAY][index], self._next_day(index)
        if self.reach[Unit.HALF_DAY][min(second, next_day - 1)] < next_day:
            then = self._offer_at(Unit.HALF_DAY, second, levels.get(Unit.HALF_DAY, 0), next_day)
            if then is not None:
                yield _Edge(Unit.HALF_DAY, offer, next_day, 2 * size, then)


def cheapest(
    slots: list[Slot],
    *,
    grid: Grid,
    tariffs: Mapping[Unit, Tariff],
    quantity: int,
    entitled: Mapping[Unit, int],
    past: Mapping[Unit, int],
) -> list[Bought] | None:
    """What to buy, in the order of use; None where some time is sold by no unit. ``entitled`` is in parts of one, ``past`` the
    cents of one more."""
    search = _Search(slots, grid, tariffs, quantity, entitled, past)
    stepped = [unit for unit in search.units if tariffs[unit].steps]
    best: tuple[Cost, list[Bought]] | None = None
    for chosen in every(*(range(len(tariffs[unit].steps) + 1) for unit in stepped)):
        levels = dict(zip(stepped, chosen, strict=True))
        if best is not None and _at_the_least(search, levels) > best[0][0]:
            continue
        found = _Walk(search, levels).found()
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best else None


def _floor(search: _Search, unit: Unit, level: int) -> int:
    return int(search.tariffs[unit].steps[level - 1].quantity * ONE) if level else 0


def _at_the_least(search: _Search, levels: Mapping[Unit, int]) -> int:
    """A step is paid for all its units, so nothing with it costs less than this, but for what is entitled."""
    return sum(
        max(0, _floor(search, unit, level) - search.entitled.get(unit, 0))
        * search.cents(unit, _plain(search, unit, level))
        for unit, level in levels.items()
        if level and not search.grid.periods
    )


def _plain(search: _Search, unit: Unit, level: int) -> Offer:
    offer = search.offer(unit, level, None)
    assert offer is not None  # only what has a usual rate has steps
    return offer


class _Walk:
    """The cheapest path at one choice of steps."""

    def __init__(self, search: _Search, levels: Mapping[Unit, int]) -> None:
        self.search, self.levels = search, levels
        self.floors = {unit: _floor(search, unit, level) for unit, level in levels.items() if level}
        self.tracked = [unit for unit in search.units if self.floors.get(unit) or search.entitled.get(unit)]
        self.place = {unit: index for index, unit in enumerate(self.tracked)}
        caps = [max(self.floors.get(unit, 0), search.entitled.get(unit, 0)) for unit in self.tracked]
        self.caps = dict(zip(self.tracked, caps, strict=True))

    def found(self) -> tuple[Cost, list[Bought]] | None:
        size = len(self.search.slots)
        start: Count = (0,) * len(self.tracked)
        best: list[dict[Count, Cost]] = [{} for _ in range(size + 1)]
        back: list[dict[Count, tuple[int, Count, _Edge]]] = [{} for _ in range(size + 1)]
        best[0][start] = (0, 0, 0)
        for index in range(size):
            if not best[index]:
                continue
            edges = list(self.search.edges(index, self.levels))
            for count, (cost, worth, units) in best[index].items():
                for edge in edges:
                    after, said = count, (cost, worth, units)
                    for part in edge.parts:
                        after, said = self._along(after, said, part)
                    known = best[edge.reach].get(after)
                    if known is None or said < known:
                        best[edge.reach][after] = said
                        back[edge.reach][after] = (index, count, edge)
        ends = [
            ((paid + self._rest(count), worth + self._rest(count, worth=True), units), count)
            for count, (paid, worth, units) in best[size].items()
        ]
        if not ends:
            return None
        least, last = min(ends)
        return least, self._bought(back, last)

    def _along(self, count: Count, said: Cost, edge: _Edge) -> tuple[Count, Cost]:
        paid, after = self._count(count, edge)
        cost, worth, units = said
        return after, (
            cost + paid * self.search.cents(edge.unit, edge.offer), worth + edge.size * edge.offer.worth_cents,
            units + edge.size,
        )  # fmt: skip

    def _count(self, count: Count, edge: _Edge) -> tuple[int, Count]:
        """How much of the edge is paid for, and the count after it."""
        at = self.place.get(edge.unit)
        if at is None:
            return edge.size, count
        before = count[at]
        free = max(0, self.search.entitled.get(edge.unit, 0) - before)
        after = min(self.caps[edge.unit], before + edge.size)
        return max(0, edge.size - free), (*count[:at], after, *count[at + 1 :])

    def _rest(self, count: Count, *, worth: bool = False) -> int:
        """What a step costs, or is worth, beyond what is used: its units are all paid for."""
        total = 0
        for unit, floor in self.floors.items():
            offer = _plain(self.search, unit, self.levels[unit])
            total += max(0, floor - count[self.place[unit]]) * (
                offer.worth_cents if worth else self.search.cents(unit, offer)
            )
        return total

    def _bought(self, back: list[dict[Count, tuple[int, Count, _Edge]]], count: Count) -> list[Bought]:
        ended, path, index = count, [], len(self.search.slots)
        while index:
            former, before, edge = back[index][count]
            path.append((former, before, edge))
            index, count = former, before
        found: dict[tuple[Unit, Offer], Bought] = {}
        for former, before, edge in reversed(path):
            counted = before
            for part in edge.parts:
                paid, counted = self._count(counted, part)
                used = 0 if self.search.slots[former].added and part.unit is Unit.HOUR else part.size
                _add(found, Bought(part.unit, part.offer, part.size, used, part.size - paid))
        for unit, floor in self.floors.items():
            if (rest := floor - ended[self.place[unit]]) > 0:
                offer = _plain(self.search, unit, self.levels[unit])
                _add(found, Bought(unit, offer, rest, 0, 0))
        return sorted(found.values(), key=lambda each: TIME_UNITS.index(each.unit))


def _add(found: dict[tuple[Unit, Offer], Bought], more: Bought) -> None:
    had = found.get((more.unit, more.offer), Bought(more.unit, more.offer, 0, 0, 0))
    found[more.unit, more.offer] = Bought(
        more.unit, more.offer, had.billed + more.billed, had.used + more.used, had.entitled + more.entitled
    )


def month_after(day: date) -> date:
    """The same day of the next month; the last one where it has no such day, so that no day is paid twice."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1

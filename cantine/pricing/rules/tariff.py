"""What one unit of a thing costs to a category: found in the grid, or derived from another category's, stage by stage."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from cantine.kernel import changed_by, round_half_up
from cantine.kernel.once import once
from cantine.pricing.rules.price import Why
from cantine.pricing.rules.values import ANYTHING, Category, Grid, Period, Rate, Scope, Step, Thing, Unit

NO_PERIOD = ""


@dataclass(frozen=True)
class Stage:
    """The price of a unit once a reason was counted."""

    why: Why
    cents: int
    code: str = ""
    name_fr: str = ""
    name_en: str = ""
    percent: Decimal | None = None
    quantity: Decimal | None = None
    offered: bool = False
    unit: Unit | None = None


@dataclass(frozen=True)
class Offer:
    """A unit at its list price, then at each stage; ``cents`` is what the customer pays for one."""

    list_cents: int
    stages: tuple[Stage, ...]

    @property
    def cents(self) -> int:
        return self.stages[-1].cents if self.stages else self.list_cents

    @property
    def worth_cents(self) -> int:
        """What it would cost if nothing were offered: of two ways that cost the same, the one that is worth less."""
        cents = self.list_cents
        for stage in self.stages:
            if stage.offered:
                break
            cents = stage.cents
        return cents


@dataclass(frozen=True)
class Found:
    """A rate, and the categories by which it comes down to the customer, the nearest to the rate first."""

    rate: Rate
    path: tuple[Category, ...]


Span = tuple[Period | None, int]  # a period, or none, and its minutes


class Move(NamedTuple):
    """A period in which a unit lasts so long, by its percentage, or by a rate of its ``own``."""

    period: Period | None
    minutes: int
    own: Found | None


@dataclass(frozen=True)
class Tariff:
    """One unit of one thing for one category: at any time, and during the periods that have rates of their own."""

    unit: Unit
    usual: Found | None
    own: dict[str, Found]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(sorted(self.usual.rate.steps)) if self.usual else ()

    @property
    def least(self) -> Decimal:
        return self.usual.rate.least if self.usual else Decimal(0)

    def offer(self, *, level: int, period: Period | None) -> Offer | None:
        """At the step ``level`` (0 is none), in this period; None where nothing is sold then."""
        if period is not None and (own := self.own.get(period.code)) is not None:
            return _offer(own, (), ())
        if self.usual is None:
            return None
        return _offer(self.usual, self.steps[level - 1 : level] if level else (), _percent_of(period))

    def mixed(self, *, level: int, spans: tuple[Span, ...]) -> Offer | None:
        """One unit that lasts through several periods: each counts for its minutes. None where one of them sells it by a rate
        that comes down to the customer another way, or not at all: it is then priced by where it begins."""
        owns = [self.own.get(period.code) if period else None for period, _minutes in spans]
        if self.usual is None or any(own is not None and own.path != self.usual.path for own in owns):
            return None
        moves = [Move(period, minutes, own) for (period, minutes), own in zip(spans, owns, strict=True)]
        return _offer(self.usual, self.steps[level - 1 : level] if level else (), moves)


def _percent_of(period: Period | None) -> list[Move]:
    return [Move(period, 1, None)] if period is not None else []


def _offer(found: Found, steps: tuple[Step, ...], moves: Sequence[Move]) -> Offer:
    cents = found.rate.cents
    stages: list[Stage] = []
    for step in steps:
        cents = step.cents
        stages.append(Stage(Why.STEP, cents, quantity=step.quantity))
    for stage in _periods(cents, moves):
        cents = stage.cents
        stages.append(stage)
    for each in found.path:
        if each.percent:
            cents = changed_by(cents, each.percent)
            stages.append(
                Stage(
                    Why.CATEGORY, cents, each.code, each.name_fr, each.name_en, each.percent,
                        offered=each.offered and each.percent < 0,
                )
            )  # fmt: skip
    return Offer(found.rate.cents, tuple(stages))


def _periods(cents: int, moves: Sequence[Move]) -> Iterator[Stage]:
    """What each period makes of a price, for its part of the minutes: summed exactly, each sum rounded once."""
    whole, upto = sum(move.minutes for move in moves), Decimal(0)
    for period, minutes, own in moves:
        to = own.rate.cents if own else changed_by(cents, period.percent) if period else cents
        if period is not None and (own or period.percent):
            upto += minutes * (to - cents)
            stage = Stage(
                Why.PERIOD, cents + round_half_up(upto / whole), period.code, period.name_fr, period.name_en,
                None if own else period.percent,
            )  # fmt: skip
            yield stage if minutes == whole else replace(stage, quantity=Decimal(minutes) / 60, unit=Unit.HOUR)


class Tariffs:
    """Every rate of a grid, for one category."""

    def __init__(self, grid: Grid, category: str) -> None:
        self.grid = grid
        self.chain = chain_of(grid.categories, category)

    @once
    def _rates(self) -> dict[tuple[Thing, Unit, str], dict[str, Rate]]:
        found: dict[tuple[Thing, Unit, str], dict[str, Rate]] = {}
        for rate in self.grid.rates:
            found.setdefault((rate.thing, rate.unit, rate.period), {})[rate.category] = rate
        return found

    def of_room(self, *, resource: str, kind: str) -> dict[Unit, Tariff]:
        """Of the room itself if it has prices, else of its kind, else of any room."""
        things = [Thing(Scope.RESOURCE, resource)] if resource else []
        things += [Thing(Scope.KIND, kind)] if kind else []
        return next((found for thing in (*things, ANYTHING) if (found := self.of(thing))), {})

    def of(self, thing: Thing) -> dict[Unit, Tariff]:
        return {unit: tariff for unit in Unit if (tariff := self._tariff(thing, unit)) is not None}

    def _tariff(self, thing: Thing, unit: Unit) -> Tariff | None:
        usual = self._find(thing, unit, NO_PERIOD)
        own = {
            period.code: found
            for period in self.grid.periods
            if (found := self._find(thing, unit, period.code)) is not None
            and (usual is None or len(found.path) <= len(usual.path))
        }
        return Tariff(unit, usual, own) if usual or own else None

    def _find(self, thing: Thing, unit: Unit, period: str) -> Found | None:
        by_category = self._rates.get((thing, unit, period), {})
        for distance, category in enumerate(self.chain):
            if (rate := by_category.get(category.code)) is not None:
                return Found(rate, tuple(reversed(self.chain[:distance])))
        return None


def chain_of(categories: Iterable[Category], code: str) -> tuple[Category, ...]:
    """The category, its base, the base of its base…; it stops at what is unknown or was met already."""
    known = {category.code: category for category in categories}
    chain: list[Category] = []
    while (here := known.get(code)) is not None and here not in chain:
        chain.append(here)
        code = here.base
    return tuple(chain)

"""The price list as a sheet: a line for each thing and unit, a column for each category. An empty cell of a category that
follows another shows the price that it has that way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cantine.pricing import rules
from cantine.pricing.commands.wording import UNIT_NAMES, named
from cantine.pricing.queries import ThingName
from cantine.pricing.rules import RateKey, Scope, Tariffs, Thing, Unit
from cantine.ui.amounts import AmountField, amount_as_typed

Line = tuple[Thing, Unit]


@dataclass(frozen=True)
class Cell:
    """One price; ``derived`` says what it is when it is left empty."""

    field: forms.BoundField
    category: str


@dataclass(frozen=True)
class Row:
    code: str
    unit: str
    cells: tuple[Cell, ...]
    more: bool

    @property
    def id(self) -> str:
        return row_id(self.code)


@dataclass(frozen=True)
class Block:
    """A thing and its lines; ``own`` says that its name is the place's."""

    name: str
    own: bool
    rows: tuple[Row, ...]


def thing_name(name: ThingName) -> str:
    return _("Any room") if name.thing == rules.ANYTHING else named(name.name_fr, name.name_en)


def line_code(line: Line) -> str:
    """``resource:salle-rouge:hour``."""
    thing, unit = line
    return f"{thing.scope.value}:{thing.code}:{unit.value}"


def row_id(code: str) -> str:
    """Where its row is on the page."""
    return f"line-{code.replace(':', '-')}"


def line_of(code: str) -> Line | None:
    """The line that a code says, or None."""
    parts = code.split(":")
    if len(parts) != 3 or parts[0] not in set(Scope) or parts[2] not in set(Unit):
        return None
    thing, unit = Thing(Scope(parts[0]), parts[1]), Unit(parts[2])
    return (thing, unit) if thing.scope is Scope.PRODUCT or unit is not Unit.PIECE else None


class SheetForm(forms.Form):
    """Every cell of a version. ``added`` are lines without a price yet."""

    def __init__(
        self, *args: Any, grid: rules.Grid, names: Sequence[ThingName], added: Iterable[Line] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.grid, self.names = grid, {name.thing: name for name in names}
        self.rates = {rate.key: rate for rate in grid.rates if not rate.period}
        tariffs = {category.code: Tariffs(grid, category.code) for category in grid.categories}
        known = {(key.thing, key.unit) for key in self.rates if key.thing in self.names}
        self.lines = sorted(known | {line for line in added if line[0] in self.names}, key=self._order)
        for line in self.lines:
            for category in grid.categories:
                self._add(line, category, tariffs[category.code])

    def _order(self, line: Line) -> tuple[int, int]:
        """As the place lists its things; from the shortest unit to the longest."""
        return list(self.names).index(line[0]), -list(Unit).index(line[1])

    def _add(self, line: Line, category: rules.Category, tariffs: Tariffs) -> None:
        thing, unit = line
        rate = self.rates.get(RateKey(thing, category.code, unit))
        label = f"{thing_name(self.names[thing])}, {UNIT_NAMES[unit]}, {named(category.name_fr, category.name_en)}"
        field = AmountField(label=label, initial=rate.cents if rate else None)
        field.widget.attrs |= {"aria-label": label, "class": "input cell"}
        tariff = None if rate else tariffs.of(thing).get(unit)
        offer = tariff.offer(level=0, period=None) if tariff else None
        if offer is not None:
            field.widget.attrs["placeholder"] = amount_as_typed(offer.cents)
        self.fields[self._name(line, category)] = field

    def _name(self, line: Line, category: rules.Category) -> str:
        return f"{line_code(line)}:{category.code}"

    @property
    def blocks(self) -> list[Block]:
        blocks: list[Block] = []
        for thing in dict.fromkeys(line[0] for line in self.lines):
            rows = tuple(self._row(line) for line in self.lines if line[0] == thing)
            blocks.append(Block(thing_name(self.names[thing]), thing != rules.ANYTHING, rows))
        return blocks

    def _row(self, line: Line) -> Row:
        cells = tuple(
            Cell(self[self._name(line, category)], named(category.name_fr, category.name_en))
            for category in self.grid.categories
        )
        rates = [self.rates.get(RateKey(line[0], category.code, line[1])) for category in self.grid.categories]
        more = any(rate is not None and (rate.steps or rate.least) for rate in rates)
        return Row(line_code(line), str(UNIT_NAMES[line[1]]), cells, more)

    @property
    def prices(self) -> dict[RateKey, int | None]:
        """What was typed in each cell."""
        return {
            RateKey(line[0], category.code, line[1]): self.cleaned_data[self._name(line, category)]
            for line in self.lines
            for category in self.grid.categories
        }

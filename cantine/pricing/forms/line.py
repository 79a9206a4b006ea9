"""What a line of the sheet has besides: a minimum, steps, prices of its own during periods."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cantine.pricing import rules
from cantine.pricing.commands.wording import named
from cantine.pricing.forms.sheet import Line
from cantine.pricing.rules import Rate, RateKey, Step, Unit
from cantine.ui.amounts import AmountField, QuantityField

STEPS = 4


@dataclass(frozen=True)
class StepRow:
    quantity: forms.BoundField
    prices: tuple[forms.BoundField, ...]


@dataclass(frozen=True)
class PeriodRow:
    name: str
    prices: tuple[forms.BoundField, ...]


class LineForm(forms.Form):
    """Steps begin at the same quantities for every category that has a price of its own; a category that follows another
    follows its steps too."""

    def __init__(self, *args: Any, grid: rules.Grid, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid, self.line = grid, line
        rates = {rate.key: rate for rate in grid.rates}
        self.rates = {
            category.code: rate
            for category in grid.categories
            if (rate := rates.get(RateKey(line[0], category.code, line[1]))) is not None
        }
        self.categories = [category for category in grid.categories if category.code in self.rates]
        if line[1] in {Unit.HOUR, Unit.PIECE}:
            self._add_least()
        self._add_steps()
        for period in grid.periods:
            for category in grid.categories:
                own = rates.get(RateKey(line[0], category.code, line[1], period.code))
                label = f"{named(period.name_fr, period.name_en)}, {named(category.name_fr, category.name_en)}"
                self._price(f"period:{period.code}:{category.code}", label, own.cents if own else None)

    def _add_least(self) -> None:
        least = max((rate.least for rate in self.rates.values()), default=Decimal(0))
        hours = self.line[1] is Unit.HOUR
        self.fields["least"] = QuantityField(
            label=_("Minimum billed, in hours a day") if hours else _("Minimum billed, in pieces"),
            required=False, initial=least or None, min_value=0,
        )  # fmt: skip

    def _add_steps(self) -> None:
        quantities = sorted({step.quantity for rate in self.rates.values() for step in rate.steps})
        for number in range(STEPS):
            quantity = quantities[number] if number < len(quantities) else None
            label = _("Step %(number)s, from how many") % {"number": number + 1}
            self.fields[f"from:{number}"] = QuantityField(label=label, required=False, initial=quantity, min_value=0)
            self.fields[f"from:{number}"].widget.attrs |= {"aria-label": label, "class": "input cell"}
            for category in self.categories:
                found = {step.quantity: step.cents for step in self.rates[category.code].steps}
                label = _("Step %(number)s") % {"number": number + 1}
                label = f"{label}, {named(category.name_fr, category.name_en)}"
                self._price(f"step:{number}:{category.code}", label, found.get(quantity) if quantity else None)

    def _price(self, name: str, label: str, cents: int | None) -> None:
        self.fields[name] = AmountField(label=label, initial=cents)
        self.fields[name].widget.attrs |= {"aria-label": label, "class": "input cell"}

    @property
    def steps(self) -> list[StepRow]:
        return [
            StepRow(self[f"from:{number}"], tuple(self[f"step:{number}:{each.code}"] for each in self.categories))
            for number in range(STEPS)
        ]

    @property
    def periods(self) -> list[PeriodRow]:
        return [
            PeriodRow(
                named(period.name_fr, period.name_en),
                tuple(self[f"period:{period.code}:{category.code}"] for category in self.grid.categories),
            )
            for period in self.grid.periods
        ]

    @property
    def new_rates(self) -> list[Rate]:
        """Each rate of the line with the minimum and the steps that were typed."""
        read = self.cleaned_data
        return [
            Rate(
                rate.thing, rate.category, rate.unit, rate.cents, least=read.get("least") or Decimal(0),
                steps=tuple(
                    Step(read[f"from:{number}"], cents)
                    for number in range(STEPS)
                    if read[f"from:{number}"] is not None
                    and (cents := read[f"step:{number}:{rate.category}"]) is not None
                ),
            )
            for rate in self.rates.values()
        ]  # fmt: skip

    @property
    def prices(self) -> dict[RateKey, int | None]:
        """Prices of periods."""
        thing, unit = self.line
        return {
            RateKey(thing, category.code, unit, period.code): self.cleaned_data[f"period:{period.code}:{category.code}"]
            for period in self.grid.periods
            for category in self.grid.categories
        }

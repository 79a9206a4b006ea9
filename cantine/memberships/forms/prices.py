"""A price for some categories of the place: a field for each, empty where it pays what everybody else does."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from cantine.memberships.rules import CategoryPrice, price_field
from cantine.pricing.commands.wording import named
from cantine.pricing.queries import CategoryLine
from cantine.ui.amounts import AmountField


class PricedForm(forms.Form):
    """The usual category has no field: it is everybody else."""

    def __init__(self, *args: Any, categories: Sequence[CategoryLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = [each for each in categories if not each.usual]
        for each in self.categories:
            self.fields[price_field(each.code)] = AmountField(label=named(each.name_fr, each.name_en))

    @property
    def tariffs(self) -> list[BoundField]:
        return [self[price_field(each.code)] for each in self.categories]

    @property
    def tariffs_open(self) -> bool:
        """Whether one of them is said, or wrong."""
        return any(field.value() not in (None, "") or field.errors for field in self.tariffs)

    @property
    def prices(self) -> tuple[CategoryPrice, ...]:
        read = ((each.code, self.cleaned_data[price_field(each.code)]) for each in self.categories)
        return tuple(CategoryPrice(code, cents) for code, cents in read if cents is not None)


def shown_prices(prices: Sequence[CategoryPrice]) -> dict[str, int]:
    """As the form shows them at first."""
    return {price_field(each.category): each.cents for each in prices}

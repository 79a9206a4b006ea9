"""A budget: an amount for each line, empty where there is none."""

from typing import Any

from django import forms

from cantine.funding.commands.wording import budget_words
from cantine.funding.rules.budget import LINES
from cantine.ui.amounts import AmountField


class BudgetForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LINES:
            self.fields[code] = AmountField(label=budget_words(code))

    @property
    def amounts(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] or 0 for code in LINES}

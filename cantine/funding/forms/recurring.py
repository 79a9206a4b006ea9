"""A cost that comes back, as one writes it down."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.commands.wording import EVERY_NAMES, category_words
from cantine.funding.forms.costs import ACTIVITIES
from cantine.funding.rules import CATEGORIES, LONGEST, Activity, Spent
from cantine.funding.rules.costs import WORN
from cantine.funding.rules.recurring import Every, Recurring
from cantine.ui.amounts import AmountField
from cantine.ui.forms import DayInput


class RecurringForm(forms.Form):
    """``key`` is of this form: pressed twice, it writes one."""

    what = forms.CharField(label=_("What"), max_length=LONGEST)
    amount = AmountField(label=_("How much each time, without VAT"), required=True)
    every = forms.ChoiceField(label=_("How often"), choices=[(each.value, name) for each, name in EVERY_NAMES.items()])
    first_day = forms.DateField(
        label=_("First date to enter"), widget=DayInput, help_text=_("Those before are in the costs already.")
    )
    last_day = forms.DateField(
        label=_("Last date"), widget=DayInput, required=False, help_text=_("Empty: without an end.")
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    vat = AmountField(label=_("VAT to deduct"))
    supplier = forms.CharField(label=_("Supplier"), max_length=LONGEST, required=False)
    activity = forms.ChoiceField(label=_("For what"), choices=ACTIVITIES, required=False)
    alone = forms.BooleanField(label=_("Enter it by itself on its day"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [each for each in CATEGORIES if each != WORN]
        self.fields["category"].choices = [(each, category_words(each)) for each in known]  # type: ignore[attr-defined]
        self.fields["key"].initial = str(uuid4())

    @property
    def recurring(self) -> Recurring:
        read = self.cleaned_data
        spent = Spent(
            what=read["what"], day=read["first_day"], net_cents=read["amount"], vat_cents=read["vat"] or 0,
            category=read["category"], supplier=read["supplier"], activity=read["activity"] or Activity.HOUSE,
        )  # fmt: skip
        return Recurring(spent=spent, every=Every(read["every"]), last_day=read["last_day"], alone=read["alone"])

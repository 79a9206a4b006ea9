"""A grant as one writes it down, and what becomes of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.commands.wording import KIND_NAMES
from cantine.funding.rules import LONGEST, LONGEST_CONDITIONS, FunderKind, Said
from cantine.ui.amounts import AmountField
from cantine.ui.forms import DayInput

KINDS = [(each.value, name) for each, name in KIND_NAMES.items()]


class GrantForm(forms.Form):
    funder = forms.CharField(
        label=_("Who gives"), max_length=LONGEST, help_text=_("As they call themselves: “Ville de Nantes”.")
    )
    kind = forms.ChoiceField(label=_("Which sort of funder"), choices=KINDS)
    purpose = forms.CharField(label=_("What it pays for"), max_length=LONGEST)
    asked_cents = AmountField(label=_("How much is asked for"), required=True)
    first_day = forms.DateField(label=_("From the day"), widget=DayInput)
    last_day = forms.DateField(label=_("Until the day"), widget=DayInput)
    likely_percent = forms.IntegerField(label=_("How likely, in %"), min_value=0, max_value=100, initial=50)
    probably_on = forms.DateField(label=_("Money probably by"), widget=DayInput, required=False)
    conditions = forms.CharField(
        label=_("Conditions"), max_length=LONGEST_CONDITIONS, required=False, widget=forms.Textarea({"rows": 3})
    )
    documents = forms.CharField(
        label=_("Documents, and where they are"), max_length=LONGEST_CONDITIONS, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    @property
    def said(self) -> Said:
        read = self.cleaned_data
        return Said(**{**read, "kind": FunderKind(read["kind"])})


class GivenForm(forms.Form):
    """The letter that grants it."""

    cents = AmountField(label=_("How much is granted"), required=True)
    day = forms.DateField(label=_("Day of the letter"), widget=DayInput)


class InstalmentForm(forms.Form):
    cents = AmountField(label=_("How much"), required=True)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput)
    condition = forms.CharField(label=_("On which condition"), max_length=LONGEST, required=False)


class ReportForm(forms.Form):
    what = forms.CharField(label=_("What the funder wants to read"), max_length=LONGEST)
    due_on = forms.DateField(label=_("To send before"), widget=DayInput)


class YearShareForm(forms.Form):
    """What a year did not use of a grant, or uses of what waited."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2199)
    cents = AmountField(label=_("How much"), required=True)

"""Colleges, the value of a share; subscribing, paying, admitting, withdrawing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.billing.commands.wording import METHOD_NAMES
from cantine.billing.rules import Method
from cantine.memberships.queries.shares import CollegeLine
from cantine.memberships.rules import shares as rules
from cantine.pricing.commands.wording import named
from cantine.ui.amounts import AmountField
from cantine.ui.forms import Choices, DayInput


class CollegeForm(forms.Form):
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    weight = forms.IntegerField(label=gettext_lazy("Part of the votes, in percent"))
    minimum = forms.IntegerField(label=gettext_lazy("Shares to hold, at least"))

    def college(self, code: str) -> rules.College:
        return rules.College(code, **self.cleaned_data)


class ShareTermsForm(forms.Form):
    cents = AmountField(label=gettext_lazy("Value of a share, in euros"), required=True)
    delay_months = forms.IntegerField(label=gettext_lazy("Months before a withdrawal is paid back"))
    first_day = forms.DateField(label=gettext_lazy("These terms hold from"), widget=DayInput)


class BulletinForm(forms.Form):
    """Who: a person that the place knows, by their address, or an organisation that it knows."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the person"), required=False)
    customer = forms.ChoiceField(label=gettext_lazy("Or the organisation"), required=False)
    college = forms.ChoiceField(label=gettext_lazy("College"))
    quantity = forms.IntegerField(label=gettext_lazy("Shares"))
    signed_by = forms.CharField(
        label=gettext_lazy("Name of who signs"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "Written by the hand that signs: it is the signature, kept with its time and its address."
            " Empty: a link to sign leaves by e-mail."
        ),
    )

    def __init__(
        self, *args: Any, colleges: Sequence[CollegeLine], customers: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["college"].choices = [(each.code, named(each.name_fr, each.name_en)) for each in colleges]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["customer"].choices = [("", _("None")), *customers]  # type: ignore[attr-defined]  # a ChoiceField


class SignForm(forms.Form):
    """The name that is typed is the signature of what was read, whose print comes back."""

    signed_by = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, help_text=gettext_lazy("As you would sign.")
    )
    agreed = forms.BooleanField(label=gettext_lazy("I read the statutes and this subscription, and I subscribe"))
    read = forms.CharField(max_length=64, widget=forms.HiddenInput)


class MoneyForm(forms.Form):
    method = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[(each.value, METHOD_NAMES[each]) for each in Method], widget=Choices
    )
    on = forms.DateField(label=gettext_lazy("Day of the payment"), widget=DayInput)


class DayForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day of the board"), widget=DayInput)


class LeavingForm(forms.Form):
    quantity = forms.IntegerField(label=gettext_lazy("Shares"))
    on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    to = forms.EmailField(
        label=gettext_lazy("To whom, by their e-mail"),
        required=False,
        help_text=gettext_lazy("Empty: they are withdrawn, and paid back."),
    )

"""What is typed around direct debits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.billing.commands.sepa.wording import REASON_NAMES
from cantine.billing.rules.sepa import Holder
from cantine.ui.amounts import AmountField
from cantine.ui.forms import DayInput


class CreditorForm(forms.Form):
    ics = forms.CharField(
        label=_("SEPA creditor identifier (ICS)"), max_length=40,
        help_text=_("Your bank asks the Banque de France for it: FR, two figures, ZZZ, six figures."),
    )  # fmt: skip
    notice_days = forms.IntegerField(
        label=_("Days before a debit is told"), min_value=1, max_value=30, initial=14,
        help_text=_("Fourteen, unless you agreed on fewer with your payers."),
    )  # fmt: skip


class RunForm(forms.Form):
    on = forms.DateField(label=_("Day of the debit"), widget=DayInput)


class CreditedForm(forms.Form):
    on = forms.DateField(label=_("Day on which the bank paid it in"), widget=DayInput)


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(label=_("The reason that the bank gives"), choices=list(REASON_NAMES.items()))
    on = forms.DateField(label=_("Day of the return"), widget=DayInput)
    fee = AmountField(label=_("Fee of the bank"), required=False)


class SignMandateForm(forms.Form):
    """The name that is typed is the signature."""

    iban = forms.CharField(label=_("IBAN"), max_length=42, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Holder of the account"), max_length=70)
    street = forms.CharField(label=_("Street"), max_length=70)
    postcode = forms.CharField(label=_("Postcode"), max_length=16)
    town = forms.CharField(label=_("Town"), max_length=35)
    country = forms.CharField(label=_("Country, two letters"), max_length=2)
    signed = forms.CharField(label=_("Your name, as a signature"), max_length=120)
    agreed = forms.BooleanField(label=_("I read the mandate and agree to it"))

    @property
    def holder(self) -> Holder:
        said: dict[str, Any] = self.cleaned_data
        return Holder(*(said[each] for each in ("name", "street", "postcode", "town", "country", "iban")))

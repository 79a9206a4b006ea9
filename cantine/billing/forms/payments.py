"""Money at the counter: how, how much, when."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.billing.commands.wording import METHOD_NAMES
from cantine.billing.rules import Method
from cantine.ui.amounts import AmountField
from cantine.ui.forms import Choices, DayInput

METHODS = [(each.value, METHOD_NAMES[each]) for each in Method]


class PaymentForm(forms.Form):
    """``key`` is made with the form: pressed twice, it is one payment."""

    method = forms.ChoiceField(label=_("How"), choices=METHODS, widget=Choices)
    amount = AmountField(label=_("Amount received"), required=True)
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    note = forms.CharField(
        label=_("Note"), max_length=120, required=False, help_text=_("Cheque number, words of the transfer.")
    )
    surplus = forms.BooleanField(label=_("It is the right amount: keep what is too much for them"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": str(uuid4()), "method": Method.TRANSFER.value, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class TakenForm(PaymentForm):
    """The same for money that goes back: its amount is what is left of the credit note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].label = _("Paid back on")
        del self.fields["amount"], self.fields["surplus"]


class BackForm(PaymentForm):
    """The same, of what was paid too much."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label, self.fields["received_on"].label = _("Amount given back"), _("Paid back on")
        del self.fields["surplus"]


class SendForm(forms.Form):
    """To whom a document is written."""

    to = forms.EmailField(label=_("To"))

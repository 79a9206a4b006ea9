"""A bank file, which the page carries from the try to the act so that none is kept; and which column is which in a table."""

import base64
import binascii
import zlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.billing.rules.bank import MOST_BYTES, Became, Columns, Table
from cantine.ui.amounts import AmountField

MOST_CARRIED = 2_100_000
ON_THEIR_WAY = {
    Became.CARDS: _("Card takings, on the spot or online"), Became.CHEQUES: pgettext_lazy("bank line", "Cheques"),
    Became.CASH: _("Cash brought to the bank"),
}  # fmt: skip
TOO_LARGE = _("This file is larger than 6 MB: export fewer months.")
DAMAGED = _("The page was damaged on its way. Choose the file again.")
ROLES = {
    "day": pgettext_lazy("bank column", "Day"), "label": pgettext_lazy("bank column", "Words"),
    "amount": pgettext_lazy("bank column", "Amount, with its sign"), "debit": pgettext_lazy("bank column", "Money out"),
    "credit": pgettext_lazy("bank column", "Money in"), "value_day": pgettext_lazy("bank column", "Value day"),
    "counterparty": pgettext_lazy("bank column", "Who paid"), "iban": pgettext_lazy("bank column", "Their IBAN"),
    "reference": pgettext_lazy("bank column", "Reference"),
}  # fmt: skip


class BankFileForm(forms.Form):
    file = forms.FileField(
        label=_("Statement of your bank"),
        widget=forms.FileInput(attrs={"accept": ".xml,.txt,.cfo,.csv,.c53,.120"}),
        help_text=_(
            "camt.053 (XML), CFONB 120 or CSV, 6 MB at most. You see what it would bring before anything is written."
        ),
    )

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES or len(_packed(content)) > MOST_CARRIED:
            raise forms.ValidationError(TOO_LARGE)
        return content


class CarriedFileForm(forms.Form):
    """The same file, back from the page that showed what it would bring."""

    carried = forms.CharField(max_length=MOST_CARRIED, widget=forms.HiddenInput)

    def clean_carried(self) -> bytes:
        try:
            unpacking = zlib.decompressobj()
            content = unpacking.decompress(
                base64.b64decode(self.cleaned_data["carried"], validate=True), MOST_BYTES + 1
            )
        except (binascii.Error, ValueError, zlib.error) as error:
            raise forms.ValidationError(DAMAGED) from error
        if len(content) > MOST_BYTES or not unpacking.eof:
            raise forms.ValidationError(DAMAGED)
        return content


class ColumnsForm(forms.Form):
    """A choice for each role: what was recognised is chosen already."""

    def __init__(self, table: Table, columns: Columns, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((str(at), title or str(at + 1)) for at, title in enumerate(table.head))]
        for name, label in ROLES.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=name in {"day", "label"}, initial=getattr(columns, name)
            )


class PaidInForm(forms.Form):
    """Money that was on its way: which, and how much before the bank kept its part."""

    what = forms.ChoiceField(label=_("What it is"), choices=[(each.value, name) for each, name in ON_THEIR_WAY.items()])
    gross = AmountField(
        label=_("How much was taken"),
        required=True,
        help_text=_("Before what the bank keeps: the rest is entered as bank charges."),
    )


def carrying(content: bytes) -> CarriedFileForm:
    return CarriedFileForm(initial={"carried": _packed(content)})


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 6)).decode("ascii")

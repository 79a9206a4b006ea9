"""The great figures of a year that the books do not hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.rules import LONGEST, Entered
from cantine.ui.amounts import AmountField


class YearForm(forms.Form):
    own_cents = AmountField(label=_("Own revenue"), help_text=_("What the place sells, and its dues."))
    private_cents = AmountField(label=_("Sponsors and gifts"))
    public_cents = AmountField(label=_("Public money"))
    costs_cents = AmountField(label=_("Costs"))
    source = forms.CharField(label=_("Where these figures come from"), max_length=LONGEST, required=False)

    @property
    def entered(self) -> Entered:
        read = self.cleaned_data
        return Entered(
            own_cents=read["own_cents"] or 0, private_cents=read["private_cents"] or 0,
            public_cents=read["public_cents"] or 0, costs_cents=read["costs_cents"] or 0, source=read["source"],
        )  # fmt: skip

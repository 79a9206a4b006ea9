"""What is given in kind: what, how many, at how much each, and how one knows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.commands.wording import SORT_NAMES
from cantine.funding.rules import LONGEST
from cantine.funding.rules.kind import Sort, Worth
from cantine.ui.amounts import AmountField, QuantityField
from cantine.ui.forms import DayInput

WAYS = [("received", _("The place receives it")), ("given", _("The place gives it"))]


class KindForm(forms.Form):
    what = forms.CharField(label=_("What"), max_length=LONGEST)
    sort = forms.ChoiceField(
        label=_("Of which sort"), choices=[(each.value, name) for each, name in SORT_NAMES.items()]
    )
    way = forms.ChoiceField(label=_("In which direction"), choices=WAYS)
    quantity = QuantityField(label=_("How many hours, months or pieces"), min_value=0)
    unit_cents = AmountField(label=_("Worth of one"), required=True)
    day = forms.DateField(label=_("When"), widget=DayInput)
    method = forms.CharField(
        label=_("How it is valued"), max_length=LONGEST, required=False,
        help_text=_("“Minimum wage and charges”, “rent of the district”: auditors ask."),
    )  # fmt: skip

    @property
    def worth(self) -> Worth:
        read = self.cleaned_data
        return Worth(
            what=read["what"], sort=Sort(read["sort"]), day=read["day"], quantity=read["quantity"],
            unit_cents=read["unit_cents"], given=read["way"] == "given", method=read["method"],
        )  # fmt: skip

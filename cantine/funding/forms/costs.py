"""A cost in three fields, and what one may add; a file of costs, carried from its try to its act so that none is kept."""

import base64
import binascii
import zlib
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.commands.wording import ACTIVITY_NAMES, category_words
from cantine.funding.rules import CATEGORIES, LONGEST, Activity, Spent
from cantine.ui.amounts import AmountField
from cantine.ui.forms import DayInput

MOST_BYTES, MOST_CARRIED = 2_000_000, 1_200_000
ACTIVITIES = [
    (each.value, ACTIVITY_NAMES[each]) for each in (Activity.HOUSE, *(a for a in Activity if a != Activity.HOUSE))
]
DAMAGED = _("The page was damaged on its way. Choose the file again.")


class CostForm(forms.Form):
    """What, how much, when; the rest where one knows. ``key`` is of this form: pressed twice, it enters one cost."""

    what = forms.CharField(label=_("What"), max_length=LONGEST)
    amount = AmountField(label=_("How much, without VAT"), required=True)
    day = forms.DateField(label=_("When"), widget=DayInput)
    category = forms.ChoiceField(label=_("Category"), required=False)
    vat = AmountField(
        label=_("VAT to deduct"), help_text=_("Left aside where the place pays no VAT: it is then part of the cost.")
    )
    supplier = forms.CharField(label=_("Supplier"), max_length=LONGEST, required=False)
    activity = forms.ChoiceField(label=_("For what"), choices=ACTIVITIES, required=False)
    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput, required=False, help_text=_("Empty: still to pay."))
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever a form takes
        self.fields["category"].choices = [(each, category_words(each)) for each in CATEGORIES]  # type: ignore[attr-defined]
        self.fields["key"].initial = str(uuid4())

    @property
    def spent(self) -> Spent:
        read = self.cleaned_data
        return Spent(
            what=read["what"], day=read["day"], net_cents=read["amount"], vat_cents=read["vat"] or 0,
            category=read["category"], supplier=read["supplier"], activity=read["activity"] or Activity.HOUSE,
            paid_on=read["paid_on"],
        )  # fmt: skip


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("A table of costs (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text=_("Columns: day, what, amount; and where you have them VAT, category, supplier, activity, paid on. 2 MB at most."),
    )  # fmt: skip

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES or len(_packed(content)) > MOST_CARRIED:
            raise forms.ValidationError(_("This file is larger than 2 MB. Cut it in two."))
        return content


class CarriedForm(forms.Form):
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


def carrying(content: bytes) -> CarriedForm:
    return CarriedForm(initial={"carried": _packed(content)})


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 6)).decode("ascii")

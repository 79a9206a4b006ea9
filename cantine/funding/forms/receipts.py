"""Whether a place gives tax receipts; the donor as the receipt prints them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.commands.wording import QUALITY_NAMES
from cantine.funding.rules import LONGEST
from cantine.funding.rules.receipts import Quality, Terms
from cantine.funding.rules.support import Donor, DonorKind


class ReceiptTermsForm(forms.Form):
    on = forms.BooleanField(label=_("We give tax receipts"), required=False)
    persons = forms.BooleanField(
        label=_("To persons: article 200 of the tax code"), required=False
    )  # fmt: skip
    firms = forms.BooleanField(label=_("To firms: article 238 bis of the tax code"), required=False)
    quality = forms.ChoiceField(
        label=_("What the body is"), choices=[(each.value, name) for each, name in QUALITY_NAMES.items()]
    )
    purpose = forms.CharField(
        label=_("Its purpose"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("As its statutes say it: the receipt prints it."),
    )  # fmt: skip
    signer = forms.CharField(label=_("Who signs"), max_length=LONGEST, required=False)
    signer_role = forms.CharField(label=_("As what"), max_length=80, required=False)
    confirmed = forms.BooleanField(
        label=_(
            "I confirm that this body is of general interest, not for profit, managed without interest, and not for a closed "
            "circle of persons"
        ),
        required=False,
    )  # fmt: skip

    @property
    def terms(self) -> Terms:
        read = self.cleaned_data
        return Terms(**{**read, "quality": Quality(read["quality"])})


class DonorForm(forms.Form):
    """What the receipt prints of the donor, as it was entered with the gift or completed."""

    name = forms.CharField(label=_("First name and name, or name of the firm"), max_length=LONGEST)
    street = forms.CharField(label=_("Street"), max_length=160)
    postcode = forms.CharField(label=_("Postcode"), max_length=10)
    town = forms.CharField(label=_("Town"), max_length=80)
    legal_form = forms.CharField(label=_("Legal form of the firm"), max_length=80, required=False)
    siren = forms.CharField(label=_("SIREN of the firm"), max_length=11, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, kind: DonorKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is DonorKind.PERSON:
            del self.fields["legal_form"], self.fields["siren"]
        else:
            self.fields["legal_form"].required = self.fields["siren"].required = True

    @property
    def donor(self) -> Donor:
        read = self.cleaned_data
        return Donor(
            kind=self.kind, **{**read, **({"siren": read["siren"].replace(" ", "")} if "siren" in read else {})}
        )

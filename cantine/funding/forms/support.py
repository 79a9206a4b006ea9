"""A sponsorship and a gift, as one writes them down."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.commands.wording import DONOR_NAMES, WAY_NAMES
from cantine.funding.rules import LONGEST
from cantine.funding.rules.support import Deal, Donor, DonorKind, Given, Way
from cantine.ui.amounts import AmountField
from cantine.ui.forms import DayInput

Customers = Sequence[tuple[str, str]]


class SponsorForm(forms.Form):
    customer = forms.ChoiceField(label=_("Who sponsors"))
    net_cents = AmountField(label=_("How much, without VAT"), required=True)
    counterpart = forms.CharField(
        label=_("What they have in return"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("The logo on the programme, a stand, two days of the large room: the invoice says it."),
    )  # fmt: skip
    event = forms.CharField(
        label=_("For which event"), max_length=LONGEST, required=False, help_text=_("Empty: for the whole year.")
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2199)
    agreed_on = forms.DateField(label=_("Agreed on"), widget=DayInput)

    def __init__(self, *args: Any, customers: Customers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].choices = list(customers)  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def asked(self) -> dict[str, Any]:
        read = self.cleaned_data
        deal = Deal(**{name: read[name] for name in ("counterpart", "net_cents", "year", "agreed_on", "event")})
        return {"customer_id": int(read["customer"]), "deal": deal}


class GiftForm(forms.Form):
    """Who, how much, when, how; the address is what a tax receipt asks for. ``key`` is of this form: pressed twice, it enters
    one gift."""

    kind = forms.ChoiceField(label=_("Who gives"), choices=[(each.value, name) for each, name in DONOR_NAMES.items()])
    name = forms.CharField(label=_("First name and name, or name of the firm"), max_length=LONGEST)
    cents = AmountField(label=_("How much"), required=True)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    way = forms.ChoiceField(label=_("How it came"), choices=[(each.value, name) for each, name in WAY_NAMES.items()])
    what = forms.CharField(label=_("In kind: what"), max_length=LONGEST, required=False)
    valued_by = forms.CharField(
        label=_("In kind: who valued it, and how"), max_length=LONGEST, required=False,
        help_text=_("“The donor, at its book value of 31 December”: the donor answers for the value."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False)
    street = forms.CharField(label=_("Street"), max_length=160, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    town = forms.CharField(label=_("Town"), max_length=80, required=False)
    legal_form = forms.CharField(label=_("Legal form of the firm"), max_length=80, required=False)
    siren = forms.CharField(label=_("SIREN of the firm"), max_length=11, required=False)
    customer = forms.ChoiceField(label=_("Organisation known here"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, *args: Any, customers: Customers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].choices = [("", _("None of those")), *customers]  # type: ignore[attr-defined]
        self.fields["key"].initial = str(uuid4())

    @property
    def asked(self) -> dict[str, Any]:
        read = self.cleaned_data
        kind = DonorKind(read["kind"])
        firm = {"legal_form": read["legal_form"], "siren": read["siren"].replace(" ", "")}
        donor = Donor(
            kind=kind, **{name: read[name] for name in ("name", "email", "street", "postcode", "town")},
            **(firm if kind is DonorKind.FIRM else {}),
        )  # fmt: skip
        given = Given(
            donor=donor, cents=read["cents"], day=read["day"], way=Way(read["way"]), what=read["what"],
            valued_by=read["valued_by"],
        )  # fmt: skip
        customer = int(read["customer"]) if read["customer"] and kind is DonorKind.FIRM else None
        return {"given": given, "customer_id": customer, "key": read["key"]}


class UndoForm(forms.Form):
    why = forms.CharField(label=_("Why it is undone"), max_length=LONGEST)

"""What is written on a draft, and what a credit note gives back."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.billing.commands.wording import Row, document_rows
from cantine.billing.rules import Added, Afterwards, Document, Line, PartOfLine, Supply, line_of
from cantine.pricing.commands.wording import SORT_NAMES, UNIT_NAMES, vat_words
from cantine.pricing.rules import VAT_RATES, Sort, Unit, Vat, VatKind
from cantine.ui.amounts import AmountField, QuantityField
from cantine.ui.forms import Choices, DayInput
from cantine.ui.languages import written

NARROW = "\u202f"
SUPPLIES = [
    (Supply.SERVICES.value, gettext_lazy("Services")),
    (Supply.GOODS.value, gettext_lazy("Goods")),
    (Supply.BOTH.value, gettext_lazy("Both")),
]
BASES = [("net", gettext_lazy("without VAT")), ("gross", gettext_lazy("with VAT"))]
AFTERWARDS = [
    (Afterwards.LET_GO.value, gettext_lazy("It is let go: a gesture")),
    (Afterwards.AGAIN.value, gettext_lazy("It is to be invoiced otherwise")),
]
AFTERWARDS_HELPS = {
    Afterwards.LET_GO.value: gettext_lazy("Nobody is asked for it again."),
    Afterwards.AGAIN.value: gettext_lazy(
        "What was booked comes back to what is to be invoiced, at what it asks for today."
    ),
}
CORSICA, OVERSEAS = frozenset(map(Decimal, ("13", "0.9"))), frozenset(map(Decimal, ("8.5", "1.75", "1.05")))
WITHOUT = (VatKind.FRANCHISE, VatKind.EXEMPT, VatKind.OUT_OF_SCOPE)


def vat_choices(usual: Vat) -> list[tuple[str, str]]:
    """The place's own way of being taxed first, then every rate, then what does without."""
    every = [*(Vat(rate=rate) for rate in VAT_RATES), *(Vat(kind) for kind in WITHOUT)]
    ordered = [usual, *(each for each in every if each != usual)]
    return [(vat_code(each), _vat_named(each)) for each in ordered]


def _vat_named(vat: Vat) -> str:
    """The rates that one part of the country alone has say which."""
    where = _("Corsica") if vat.rate in CORSICA else _("overseas") if vat.rate in OVERSEAS else ""
    return f"{vat_words(vat)}, {where}" if where else vat_words(vat)


def vat_code(vat: Vat) -> str:
    return f"{vat.kind.value}:{vat.rate.normalize():f}"


def vat_read(code: str) -> Vat:
    kind, rate = code.split(":")
    return Vat(VatKind(kind), Decimal(rate))


class StartForm(forms.Form):
    """Who an invoice that somebody writes is for."""

    who = forms.ChoiceField(label=gettext_lazy("Who pays"))

    def __init__(self, *args: Any, payers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = list(payers)  # type: ignore[attr-defined]  # a ChoiceField


class LineForm(forms.Form):
    """A line that no booking made: a sponsorship, an hour of help, a box of badges. ``key`` is made with the form: pressed
    twice, it is one line."""

    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=160)
    detail = forms.CharField(label=gettext_lazy("In more detail"), max_length=300, required=False)
    quantity = QuantityField(label=gettext_lazy("How many"), initial=Decimal(1))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), initial=Unit.PIECE.value)
    unit_cents = AmountField(label=gettext_lazy("Price of one, without VAT"), required=True)
    vat = forms.ChoiceField(label=gettext_lazy("VAT"))
    activity = forms.ChoiceField(label=gettext_lazy("Income of"), initial=Sort.OTHER.value)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False, initial=uuid4)

    def __init__(self, *args: Any, vat: Vat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activities = [("letting", _("Letting")), *((each.value, str(name)) for each, name in SORT_NAMES.items())]
        self.fields["unit"].choices = [(each.value, str(UNIT_NAMES[each])) for each in reversed(Unit)]  # type: ignore[attr-defined]
        self.fields["vat"].choices = vat_choices(vat)  # type: ignore[attr-defined]
        self.fields["activity"].choices = activities  # type: ignore[attr-defined]

    @property
    def line(self) -> Line:
        read = self.cleaned_data
        return line_of(
            name=read["name"], detail=read["detail"], quantity=read["quantity"], unit=Unit(read["unit"]),
            unit_cents=Decimal(read["unit_cents"]), vat=vat_read(read["vat"]), activity=read["activity"],
        )  # fmt: skip


class TermsForm(forms.Form):
    """What stands beside the lines. Empty fields say what the payer's card and the seller do."""

    reference = forms.CharField(label=gettext_lazy("Their reference"), max_length=60, required=False)
    engagement = forms.CharField(
        label=gettext_lazy("Order or engagement number"), max_length=40, required=False,
        help_text=gettext_lazy("A public body gives one with its order."),
    )  # fmt: skip
    due_on = forms.DateField(label=gettext_lazy("To pay before"), required=False, widget=DayInput)
    supply = forms.ChoiceField(label=gettext_lazy("It is for"), choices=SUPPLIES, widget=Choices)
    note = forms.CharField(
        label=gettext_lazy("A note"), max_length=600, required=False, widget=forms.Textarea({"rows": 3})
    )  # fmt: skip

    def added(self, before: Added) -> Added:
        read = self.cleaned_data
        return replace(
            before, reference=read["reference"], engagement=read["engagement"], due_on=read["due_on"],
            supply=Supply(read["supply"]), note=read["note"],
        )  # fmt: skip


class CreditForm(forms.Form):
    """Which lines are given back, whole or in part, why, and what becomes of them: ``left`` is what each still asks for, without
    VAT."""

    lines = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What is given back"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    basis = forms.TypedChoiceField(
        label=gettext_lazy("The amounts that you type are"), choices=BASES, initial="net", required=False, empty_value="net",
        widget=Choices,
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Why, as the document says it"), max_length=300, required=False)
    afterwards = forms.TypedChoiceField(
        label=gettext_lazy("And then"), choices=AFTERWARDS, coerce=Afterwards, initial=Afterwards.LET_GO,
        required=False, empty_value=Afterwards.LET_GO,
        widget=Choices(helps=AFTERWARDS_HELPS),
    )  # fmt: skip

    def __init__(self, *args: Any, document: Document, left: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = [(row.place, _line_words(row)) for row in document_rows(document) if left[row.place] > 0]
        self.fields["lines"].choices = open_ones  # type: ignore[attr-defined]  # a ChoiceField
        for place, line in enumerate(document.lines):
            if left[place] > 0:
                self.fields[f"amount_{place}"] = AmountField(label=_("Amount given back"))
                if line.quantity > 1:
                    self.fields[f"quantity_{place}"] = QuantityField(label=_("How many given back"), required=False)

    def clean(self) -> dict[str, Any]:
        """A line of which a part is typed is given back, ticked or not."""
        read = self.cleaned_data
        typed = {
            int(name.partition("_")[2])
            for name in read
            if name.startswith(("amount_", "quantity_")) and read[name] is not None
        }
        read["lines"] = sorted({*read.get("lines", ()), *typed})
        if not read["lines"] and not self.errors:
            raise forms.ValidationError(_("Tick what is given back."))
        return read

    @property
    def asked(self) -> dict[str, Any]:
        read = self.cleaned_data
        said = {place: (read.get(f"amount_{place}"), read.get(f"quantity_{place}")) for place in read["lines"]}
        parts = {
            place: self._part(cents) if cents is not None else PartOfLine(quantity=quantity)
            for place, (cents, quantity) in said.items()
            if cents is not None or quantity is not None
        }
        return {"lines": read["lines"], "note": read["note"], "afterwards": read["afterwards"], "parts": parts}

    def _part(self, cents: int) -> PartOfLine:
        return PartOfLine(gross_cents=cents) if self.cleaned_data["basis"] == "gross" else PartOfLine(cents)


class DepositCreditForm(forms.Form):
    """How much of a deposit is given back, and why."""

    cents = AmountField(label=gettext_lazy("How much is given back, without VAT"), required=True)
    note = forms.CharField(label=gettext_lazy("Why, as the document says it"), max_length=300, required=False)


def _line_words(row: Row) -> SafeString:
    """What the line says, in the language in which it was written, and its amount."""
    said = f"{row.name}, {row.detail}" if row.detail else row.name
    return format_html("{} {}", written(f"{said}{NARROW}:"), row.net)

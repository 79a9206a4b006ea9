"""What a quote sells, and the customer's answer."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cantine.billing.rules import LONGEST_NAME, USUAL_DAYS, USUAL_PERCENT, WHOLE_QUOTE, Answer, Way
from cantine.core import refusals
from cantine.kernel import Interval, Refusal
from cantine.people.rules import identifiers
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import LONGEST_WORDS, Discount
from cantine.ui.amounts import AmountField, QuantityField
from cantine.ui.forms import ClockInput, DayInput

MOST = 100_000
WAYS = [(Way.PAPER, _("On signed paper")), (Way.MAIL, _("By mail"))]
KINDS = [
    ("", _("A person")),
    ("company", _("A business")),
    ("association", _("An association")),
    ("public", _("A public body")),
]


class SlotForm(forms.Form):
    """The day and the hours for which rooms are looked for; asked by the address."""

    jour = forms.DateField(label=_("Day"), widget=DayInput)
    de = forms.TimeField(label=_("Begins at"), widget=ClockInput)
    a = forms.TimeField(label=_("Ends at"), widget=ClockInput)

    def slot(self, place: PlaceRef) -> Interval:
        """Until an hour of the night after, where it is not later than the first."""
        said = self.cleaned_data
        starts_at = datetime.combine(said["jour"], said["de"], tzinfo=place.zone)
        ends_at = datetime.combine(said["jour"], said["a"], tzinfo=place.zone)
        return Interval(starts_at, ends_at if ends_at > starts_at else ends_at + timedelta(days=1))


class LinePriceField(AmountField):
    """The price of a line; below zero, it says what to do for a reduction."""

    def to_python(self, value: Any) -> Any:
        if str(value or "").strip()[:1] in {"-", "−", "–"}:
            raise forms.ValidationError(
                gettext("A line is not below zero. For a reduction, draft the quote, then grant a discount on it.")
            )  # fmt: skip
        return super().to_python(value)

    def clean_or_none(self, value: Any) -> int | None:
        """What is typed so far, where it is a price."""
        try:
            return cast("int | None", self.to_python(value)) if isinstance(value, str) else value
        except forms.ValidationError:
            return None


class CountField(forms.IntegerField):
    """How many of a product; nothing is none."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Write how many as a whole number, such as 25; nothing for none.")
        errors = dict.fromkeys(("invalid", "min_value"), wrong) | {"max_value": _("That is too many.")}
        super().__init__(min_value=0, max_value=MOST, required=False, error_messages=errors, **kwargs)
        self.widget = forms.TextInput({"inputmode": "numeric", "size": "4"})


class OfferForm(forms.Form):
    """Rooms come as ``room`` beside these fields; ``key`` is made with the form: pressed twice, it is one quote;
    how many of each product, as ``product-CODE``."""

    name = forms.CharField(label=_("Who it is for"), max_length=160)
    email = forms.EmailField(label=_("E-mail"))
    kind = forms.ChoiceField(label=_("Who pays"), choices=KINDS, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    siren = forms.CharField(label=_("SIREN"), max_length=20, required=False)
    street = forms.CharField(label=_("Street"), max_length=160, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    town = forms.CharField(label=_("Town"), max_length=80, required=False)
    category = forms.ChoiceField(
        label=_("Prices of"),
        required=False,
        help_text=_("Kept for their next bookings too; Prices, Customers changes it."),
    )
    line = forms.CharField(label=_("Something else"), max_length=160, required=False)
    line_cents = LinePriceField(label=_("Its price, without VAT"), required=False)
    line_optional = forms.BooleanField(label=_("An option, that the customer may tick"), required=False)
    percent = forms.IntegerField(label=_("Deposit, in percent"), min_value=0, max_value=100, initial=USUAL_PERCENT)
    days = forms.IntegerField(label=_("Valid for, in days"), min_value=1, max_value=365, initial=USUAL_DAYS)
    note = forms.CharField(
        label=_("A word on the quote"), max_length=600, required=False, widget=forms.Textarea({"rows": 2})
    )

    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(
        self, *args: Any, categories: Sequence[tuple[str, str, bool]] = (), fixed: bool = False,
        products: Sequence[tuple[str, str]] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        """``categories`` as their code, their name, and which is the usual one; ``fixed``: who pays has their prices already,
        and the asker may not change them. ``products`` as their code and their name."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", str(uuid4()))
        self.fields.update({f"product-{code}": CountField(label=name) for code, name in products})
        self.codes = [code for code, _name in products]
        usual = gettext("%(category)s (the usual one)")
        choices = [(code, usual % {"category": name} if is_usual else name) for code, name, is_usual in categories]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["category"].disabled = fixed
        if not choices:
            del self.fields["category"]

    def clean_organisation(self) -> str:
        return str(self.cleaned_data["organisation"]).strip()

    def clean(self) -> dict[str, Any]:
        """All that is wrong is said at once: what is checked with the payer too."""
        said = super().clean() or self.cleaned_data
        siren = identifiers.bare(said.get("siren") or "")
        if said.get("kind") and siren and not identifiers.is_siren(siren):
            self.add_error("siren", refusals.sentence(Refusal("people.siren_wrong", {"number": said["siren"]})))
        if said.get("kind") and "organisation" in said and not said["organisation"]:
            self.add_error("organisation", gettext("Write the name of the organisation, or choose “A person”."))
        if said.get("line") and "line_cents" in said and not said["line_cents"]:
            self.add_error("line_cents", gettext("Write the price of this line."))
        elif said.get("line_cents") and not said.get("line"):
            self.add_error("line", gettext("Write what this price is for."))
        return said

    @property
    def folds_open(self) -> bool:
        """Whether the line of one's own is shown: something stands in it, or is wrong with it."""
        names = ("line", "line_cents", "line_optional")
        return any(self.errors.get(each) or self[each].value() for each in names) if self.is_bound else False

    @property
    def products(self) -> dict[str, Decimal]:
        """How many of each product that is wanted."""
        said = {code: self.cleaned_data.get(f"product-{code}") for code in self.codes}
        return {code: Decimal(number) for code, number in said.items() if number}

    @property
    def uncounted(self) -> list[tuple[str, str]]:
        """What is typed and cannot be counted: its name, and why."""
        names = [*(f"product-{code}" for code in self.codes), "line_cents", "line"]
        return [(str(self.fields[name].label), str(why)) for name in names for why in self.errors.get(name, ())]


class DiscountForm(forms.Form):
    """A percentage or an amount, on the whole or on one line, and why. ``lines`` are keys and names."""

    on = forms.ChoiceField(label=_("Discount on"), required=False)
    percent = QuantityField(label=_("In percent"), required=False)
    cents = AmountField(label=_("Or an amount, without VAT"), required=False)
    words = forms.CharField(
        label=_("Why"), max_length=LONGEST_WORDS, help_text=_("Printed on the quote, then on the invoice.")
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "discount_%s")
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = [(WHOLE_QUOTE, gettext("The whole quote")), *lines]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        typed = [said.get(each) is not None for each in ("percent", "cents")]
        if "percent" in said and "cents" in said and sum(typed) != 1:
            self.add_error("percent", gettext("Write a percentage or an amount: one of the two."))
        return said

    @property
    def discount(self) -> Discount:
        said = self.cleaned_data
        return Discount(" ".join(said["words"].split()), said["percent"], said["cents"] or 0)


class SignForm(forms.Form):
    """The name that is typed is the signature; what is ticked of the options is bought too."""

    options = forms.TypedMultipleChoiceField(label=_("Options"), coerce=int, required=False)

    name = forms.CharField(
        label=_("Your name"), max_length=LONGEST_NAME + 1, help_text=_("As you would sign, with what you do there.")
    )
    agreed = forms.BooleanField(label=_("I read the quote and I accept it"))

    def __init__(self, *args: Any, offered: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = [(each, str(each)) for each in offered]  # type: ignore[attr-defined]  # a ChoiceField


class PaperForm(forms.Form):
    """A yes that did not come by the link. Only the print of the file is kept: the paper stays where papers are."""

    name = forms.CharField(label=_("Who said yes"), max_length=LONGEST_NAME)
    way = forms.TypedChoiceField(label=_("How"), choices=WAYS, coerce=Way)
    said_on = forms.DateField(label=_("Day of the answer"), widget=DayInput)
    words = forms.CharField(label=_("Its words"), max_length=600, required=False, widget=forms.Textarea({"rows": 3}))
    file = forms.FileField(
        label=_("The signed file"),
        required=False,
        help_text=_("Its print is kept, not the file: keep that with your papers."),
    )
    options = forms.TypedMultipleChoiceField(label=_("Options"), coerce=int, required=False)

    def __init__(self, *args: Any, offered: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = [(each, str(each)) for each in offered]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def answer(self) -> Answer:
        said, file = self.cleaned_data, self.cleaned_data["file"]
        name, digest = (file.name, hashlib.sha256(file.read()).hexdigest()) if file else ("", "")
        return Answer(said["way"], said["said_on"], said["words"], name, digest)


class RefuseForm(forms.Form):
    reason = forms.CharField(label=_("A word why"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "no")
        super().__init__(*args, **kwargs)

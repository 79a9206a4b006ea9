"""What the page of the till carries, and the forms around it: a button, the terms, the count of a drawer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cantine.billing.commands.counter.included import Use
from cantine.billing.commands.counter.wording import ACTIVITY_NAMES, ICON_NAMES, TONE_NAMES
from cantine.billing.rules.counter import MOST_CENTS, MOST_PIECES, Button, Priced, Tap, Tone
from cantine.pricing import rules as prices
from cantine.pricing.commands.wording import VAT_NAMES, named
from cantine.pricing.rules import Vat, VatKind
from cantine.ui import formats
from cantine.ui.amounts import AmountField, amount_as_typed
from cantine.ui.forms import Choices

NOTES = (500, 1_000, 2_000, 5_000)
COUNTED = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
_AMOUNT = AmountField()


@dataclass(frozen=True)
class CartLine:
    """A line being rung: its button, how many, and the price that was typed where it has none."""

    button: UUID
    quantity: int
    typed: str = ""

    @property
    def cents(self) -> int | None:
        return cents_of(self.typed)


@dataclass(frozen=True)
class Cart:
    """The sale being rung, as the page carries it from press to press: without a script it is the form itself."""

    key: str
    lines: tuple[CartLine, ...] = ()
    who: str = ""
    page: int = 1
    query: str = ""

    @property
    def taps(self) -> list[Tap]:
        return [Tap(each.button, each.quantity, each.cents) for each in self.lines]

    def pressed(self, button: UUID) -> "Cart":
        """One more of it."""
        found = next((rank for rank, each in enumerate(self.lines) if each.button == button), None)
        if found is None:
            return replace(self, lines=(*self.lines, CartLine(button, 1)))
        more = replace(self.lines[found], quantity=min(self.lines[found].quantity + 1, MOST_PIECES))
        return replace(self, lines=(*self.lines[:found], more, *self.lines[found + 1 :]))

    def taken_off(self, rank: int) -> "Cart":
        """One less of a line, which goes with its last piece."""
        if not 0 <= rank < len(self.lines):
            return self
        line = self.lines[rank]
        rest = (replace(line, quantity=line.quantity - 1),) if line.quantity > 1 else ()
        return replace(self, lines=(*self.lines[:rank], *rest, *self.lines[rank + 1 :]))

    def renewed(self) -> "Cart":
        return replace(self, key=str(uuid4()))


def new_cart(*, who: str = "", page: int = 1) -> Cart:
    return Cart(str(uuid4()), who=who, page=page)


def read_cart(sent: QueryDict) -> Cart:
    """What the page carried; whatever is no line is left out."""
    typed = sent.getlist("typed")
    lines = [_line(said, typed[rank] if rank < len(typed) else "") for rank, said in enumerate(sent.getlist("line"))]
    page = sent.get("page", "1")
    return Cart(
        key=sent.get("key", "")[:60] or str(uuid4()), lines=tuple(each for each in lines if each is not None),
        who=sent.get("who", "")[:36], page=int(page) if page.isascii() and page.isdigit() and len(page) < 3 else 1,
        query=sent.get("q", "")[:80],
    )  # fmt: skip


def cents_of(typed: str) -> int | None:
    """What was typed, in cents; None where that is no amount."""
    try:
        cents = _AMOUNT.to_python(typed)
    except forms.ValidationError:
        return None
    return cents if isinstance(cents, int) else None


def uuid_of(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _line(said: str, typed: str) -> CartLine | None:
    button, _colon, quantity = said.partition(":")
    found = uuid_of(button)
    if found is None or not (quantity.isascii() and quantity.isdigit() and len(quantity) < 5):
        return None
    return CartLine(found, min(int(quantity), MOST_PIECES), typed[:14]) if int(quantity) else None


class ButtonForm(forms.Form):
    name_fr = forms.CharField(label=_("Name in French"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=40, required=False)
    price = AmountField(
        label=_("Price, VAT included"), help_text=_("Empty: it is typed each time, for prints or a gift.")
    )
    vat = forms.ChoiceField(label=_("VAT"))
    activity = forms.ChoiceField(label=_("In the books"), choices=list(ACTIVITY_NAMES.items()))
    uses = forms.ChoiceField(
        label=_("What a plan or a pass may give of it"), required=False,
        help_text=_("Who has some takes it from there first; the rest is paid."),
    )  # fmt: skip
    tone = forms.ChoiceField(
        label=_("Ground"), choices=[(tone.value, name) for tone, name in TONE_NAMES.items()], widget=Choices
    )
    icon = forms.ChoiceField(label=_("Picture"), choices=list(ICON_NAMES.items()))
    shown = forms.BooleanField(label=_("On sale now"), required=False)

    def __init__(self, *args: Any, button: Button | None = None, uses: Iterable[Use] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = button
        given = [(each.code, named(each.name_fr, each.name_en)) for each in uses]
        self.fields["uses"].choices = [("", _("Nothing: it is always paid")), *given]  # type: ignore[attr-defined]
        self.fields["vat"].choices = _vat_choices()  # type: ignore[attr-defined]
        if button is not None and button.product:
            for name in ("price", "vat", "activity"):
                del self.fields[name]

    @staticmethod
    def of(button: Button) -> dict[str, Any]:
        return {
            "name_fr": button.name_fr, "name_en": button.name_en, "price": button.price.cents if button.price else None,
            "vat": f"{button.vat.kind.value}:{_plain(button.vat.rate)}", "activity": button.activity,
            "tone": button.tone.value, "icon": button.icon, "shown": button.shown, "uses": button.uses,
        }  # fmt: skip

    def read(self) -> Button:
        """What was typed, over what the button was."""
        said, known = self.cleaned_data, self.button
        own = {} if known and known.product else {
            "price": Priced(said["price"], said["price"]) if said["price"] is not None else None, "vat": _vat(said["vat"]),
            "activity": said["activity"],
        }  # fmt: skip
        own_words = {
            "name_fr": said["name_fr"], "name_en": said["name_en"], "tone": Tone(said["tone"]), "icon": said["icon"],
            "shown": said["shown"], "uses": said["uses"],
        }  # fmt: skip
        if known is not None:
            return replace(known, **own_words, **own)
        return Button(uuid=uuid4(), **own_words, **own)


class CounterTermsForm(forms.Form):
    tab_cents = AmountField(label=_("On a tab, at most"), required=True, help_text=_("Beyond, it is settled first."))
    offer_cents = AmountField(
        label=_("Offered at once, at most"), required=True, help_text=_("By hosts and volunteers; you may go beyond.")
    )


class CountForm(forms.Form):
    """Counted by hand: all at once, or by notes and coins, which then make the sum."""

    day = forms.DateField(widget=forms.HiddenInput)
    counted = AmountField(label=_("Counted, in euros"))
    banked = AmountField(
        label=_("To the bank, in euros"), help_text=_("What you take out of it now; the rest is there tomorrow.")
    )
    remark = forms.CharField(label=_("A word, if something is to be said"), max_length=200, required=False)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cents in COUNTED:
            pieces = {"inputmode": "numeric", "min": "0", "data-cents": str(cents), "autocomplete": "off"}
            self.fields[f"n{cents}"] = forms.IntegerField(
                label=formats.money(cents), required=False, min_value=0,
                max_value=9_999, widget=forms.NumberInput(attrs=pieces),
            )  # fmt: skip

    @property
    def pieces(self) -> Iterable[Any]:
        return [self[f"n{cents}"] for cents in COUNTED]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        pieces = sum(cents * (said.get(f"n{cents}") or 0) for cents in COUNTED)
        if any(said.get(f"n{cents}") is not None for cents in COUNTED):
            if said.get("counted") not in {None, pieces}:
                sums = {"pieces": formats.money(pieces), "counted": formats.money(said["counted"])}
                words = _("Notes and coins come to %(pieces)s, and %(counted)s is written. Correct one of the two.")
                self.add_error("counted", words % sums)
            said["counted"] = pieces
        if said.get("counted") is None and "counted" not in self.errors:
            self.add_error("counted", _("Write what is in the drawer, in euros: zero or more."))
        return said


def typed_of(cents: int | None) -> str:
    return amount_as_typed(cents) if cents is not None and cents < MOST_CENTS else ""


def _vat_choices() -> list[tuple[str, Any]]:
    rates = [(f"taxed:{_plain(rate)}", f"{formats.number(rate)}{formats.NBSP}%") for rate in prices.VAT_RATES]
    return [*rates, *((f"{kind.value}:0", name) for kind, name in VAT_NAMES.items() if kind is not VatKind.TAXED)]


def _vat(said: str) -> Vat:
    kind, _colon, rate = said.partition(":")
    return Vat(VatKind(kind), Decimal(rate))


def _plain(rate: Decimal) -> str:
    return format(rate.normalize(), "f")

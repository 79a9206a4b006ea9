"""How somebody is invoiced."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cantine.billing.commands.wording import NATURE_NAMES
from cantine.billing.queries import PERSON, PayerCard
from cantine.billing.rules import COUNTRIES, Nature, Payer
from cantine.kernel.folding import folded
from cantine.ui.forms import DayInput


def _text(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def countries() -> list[tuple[str, str]]:
    """France first, then every other by its name."""
    names = Locale("en" if (get_language() or "fr").startswith("en") else "fr").territories
    others = sorted((folded(names[code]), code) for code in COUNTRIES - {"FR"})
    return [(code, names[code]) for code in ("FR", *(code for _name, code in others))]


class PayerForm(forms.Form):
    """A person has fewer fields: no number, and perhaps somebody who pays in their place."""

    name = _text(_("Name, as it is printed"), 160, required=True)
    nature = forms.ChoiceField(label=_("It is"))
    street = _text(_("Street"), 160)
    extra = _text(_("Building, floor, department"), 160)
    postcode = _text(_("Postcode"), 10)
    town = _text(_("Town"), 80)
    country = forms.ChoiceField(label=_("Country"))
    siren = _text(_("SIREN"), 20)
    siret = _text(_("SIRET"), 24, help_text=_("For a public body, the one that Chorus Pro knows."))
    vat_number = _text(_("VAT number"), 24)
    email = forms.EmailField(label=_("E-mail for invoices"), required=False)
    reference = _text(_("Reference on each invoice"), 60)
    service_code = _text(_("Service code (Chorus Pro)"), 40)
    engagement = _text(_("Engagement number (Chorus Pro)"), 40)
    due_days = forms.IntegerField(
        label=_("Days to pay"), min_value=0, required=False, help_text=_("Empty: those of who invoices.")
    )
    paid_by = forms.ChoiceField(label=_("Who pays in their place"), required=False)
    paid_from = forms.DateField(
        label=_("For what is of this day and after"), widget=DayInput, required=False,
        help_text=_("What came before and is not invoiced stays with them. Empty: it pays for that too."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, card: PayerCard, today: date, organisations: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_shown(card), "paid_from": card.paid_from if card.paid_by else today}
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        person = card.who[0] == PERSON
        natures = [Nature.PERSON, Nature.BUSINESS] if person else [each for each in Nature if each is not Nature.PERSON]
        self.fields["nature"].choices = [(each.value, NATURE_NAMES[each]) for each in natures]  # type: ignore[attr-defined]
        if person and organisations:
            choices = [("", _("Nobody: they pay themselves")), *((str(key), name) for key, name in organisations)]
            self.fields["paid_by"].choices = choices  # type: ignore[attr-defined]
            self.fields["paid_by"].help_text = _(
                "An employer, a co-operative: it is invoiced with this person’s name and reference."
            )
        else:
            del self.fields["paid_by"], self.fields["paid_from"]
        if person:
            del self.fields["service_code"], self.fields["engagement"]

    @property
    def payer(self) -> Payer:
        read = dict(self.cleaned_data)
        read.pop("paid_by", None)
        read.pop("paid_from", None)
        return Payer(**{**read, "nature": Nature(read["nature"])})

    @property
    def payer_in_their_place(self) -> int | None:
        said = self.cleaned_data.get("paid_by")
        return int(said) if said else None

    @property
    def paid_since(self) -> date | None:
        said: date | None = self.cleaned_data.get("paid_from")
        return said


def _shown(card: PayerCard) -> dict[str, Any]:
    party, address = card.party, card.party.address
    return {
        "name": party.name, "nature": party.nature.value, "street": address.street, "extra": address.extra,
        "postcode": address.postcode, "town": address.town, "country": address.country, "siren": party.siren,
        "siret": party.siret, "vat_number": party.vat_number, "email": party.email, "reference": card.reference,
        "service_code": card.service_code, "engagement": card.engagement, "due_days": card.due_days,
        "paid_by": str(card.paid_by or ""),
    }  # fmt: skip

"""What a pass is, and what a visit costs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.memberships import rules
from cantine.memberships.commands.wording import USE_NAMES, amount_words
from cantine.memberships.forms.prices import PricedForm, shown_prices
from cantine.memberships.queries import PassKindLine
from cantine.pricing.commands.wording import UNIT_NAMES, named
from cantine.pricing.rules import Unit
from cantine.ui import formats
from cantine.ui.amounts import AmountField, QuantityField

UNITS = tuple(dict.fromkeys(unit for units in rules.UNITS_OF.values() for unit in units))


class PassKindForm(PricedForm):
    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    use = forms.ChoiceField(label=_("What for"), choices=[(use.value, name) for use, name in USE_NAMES.items()])
    quantity = QuantityField(label=_("How many"))
    unit = forms.ChoiceField(
        label=pgettext_lazy("of a pass", "Unit"), choices=[(unit.value, UNIT_NAMES[unit]) for unit in UNITS]
    )
    cents = AmountField(label=_("Price without VAT, in euros"), required=True)
    valid_days = forms.IntegerField(
        label=_("Serves for how many days"), required=False, help_text=_("Empty: without an end.")
    )
    online = forms.BooleanField(label=_("Anybody may buy one by themselves, on the place’s page"), required=False)

    @staticmethod
    def shown(kind: rules.PassKind) -> dict[str, Any]:
        names = ("name_fr", "name_en", "quantity", "cents", "valid_days", "online")
        found = {name: getattr(kind, name) for name in names}
        return {**found, "use": kind.use.value, "unit": kind.unit.value, **shown_prices(kind.prices)}

    def kind(self, code: str) -> rules.PassKind:
        read = self.cleaned_data
        return rules.PassKind(
            code, read["name_fr"], read["name_en"], rules.Use(read["use"]), Unit(read["unit"]), Decimal(read["quantity"]),
            read["cents"], read["valid_days"], read["online"], self.prices,
        )  # fmt: skip


class DropInForm(forms.Form):
    kind = forms.ChoiceField(label=_("A visit without a plan costs as much as"), required=False)

    def __init__(self, *args: Any, kinds: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, named(*names)) for code, names in kinds.items()]
        self.fields["kind"].choices = [("", _("Nothing: visits are free")), *choices]  # type: ignore[attr-defined]  # a ChoiceField


class SellForm(forms.Form):
    """Which pass."""

    kind = forms.ChoiceField(label=_("Pass"))

    def __init__(self, *args: Any, kinds: Sequence[PassKindLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(each.code, _sold_as(each)) for each in kinds]  # type: ignore[attr-defined]  # a ChoiceField


class UseForm(forms.Form):
    """Pages, or guests, to count."""

    use = forms.ChoiceField(
        label=_("What"), choices=[(use.value, USE_NAMES[use]) for use in (rules.Use.PRINT, rules.Use.GUEST)]
    )
    quantity = forms.IntegerField(label=_("How many"), min_value=1)


def _sold_as(kind: PassKindLine) -> str:
    what = amount_words(kind.quantity, kind.unit, kind.use)
    return f"{named(kind.name_fr, kind.name_en)} · {what} · {formats.money(kind.own.cents)}"

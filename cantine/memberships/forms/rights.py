"""Days for the people of an organisation, a team’s plan, and who uses them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.memberships.commands.plan_wording import price_words
from cantine.memberships.queries import PlanLine
from cantine.pricing.commands.wording import UNIT_NAMES, named
from cantine.pricing.rules import Unit
from cantine.ui.amounts import AmountField, QuantityField
from cantine.ui.forms import DayInput

UNITS = [(unit.value, UNIT_NAMES[unit]) for unit in (Unit.DAY, Unit.HALF_DAY, Unit.HOUR)]
Customers = Sequence[tuple[str, str]]
# Nobody is chosen beforehand: one press would charge the first of the list.
NOBODY_YET = ("", _("Choose an organisation"))


class BulkForm(forms.Form):
    customer = forms.ChoiceField(label=_("Organisation"))
    quantity = QuantityField(label=_("How many"))
    unit = forms.ChoiceField(label=pgettext_lazy("of a pass", "Unit"), choices=UNITS)
    unit_cents = AmountField(label=_("Price of one without VAT, in euros"), required=True)
    valid_days = forms.IntegerField(
        label=_("Serves for how many days"), required=False, help_text=_("Empty: without an end.")
    )

    def __init__(self, *args: Any, customers: Customers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].choices = [NOBODY_YET, *customers]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def asked(self) -> dict[str, Any]:
        read = self.cleaned_data
        kept = {name: read[name] for name in ("quantity", "unit_cents", "valid_days")}
        return {**kept, "customer_id": int(read["customer"]), "unit": Unit(read["unit"])}


class TeamForm(forms.Form):
    customer = forms.ChoiceField(label=_("Organisation"))
    plan = forms.ChoiceField(
        label=_("Plan"), help_text=_("An organisation whose category has a price of its own pays that one.")
    )
    since = forms.DateField(label=_("From the day"), widget=DayInput)

    def __init__(self, *args: Any, customers: Customers, plans: Sequence[PlanLine], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].choices = [NOBODY_YET, *customers]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["plan"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (plan.code, f"{named(plan.name_fr, plan.name_en)} · {price_words(terms.cents, plan.period)}")
            for plan in plans
            if (terms := plan.terms_on(today)) is not None
        ]
        self.fields["since"].initial = today

    @property
    def asked(self) -> dict[str, Any]:
        read = self.cleaned_data
        return {"customer_id": int(read["customer"]), "plan": read["plan"], "since": read["since"]}


class UserForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of somebody whom the place knows"), max_length=254)
    cap = QuantityField(label=_("At most, each month"), required=False, help_text=_("Empty: no limit."))

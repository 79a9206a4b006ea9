"""Days that a supporter may use."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.funding.rules.rights import UseRight
from cantine.ui.amounts import QuantityField
from cantine.ui.forms import DayInput


class RightForm(forms.Form):
    customer = forms.ChoiceField(label=_("Who may use them"))
    days = QuantityField(label=_("How many days"))
    hours = QuantityField(label=_("Hours in a day"))
    first_day = forms.DateField(label=_("From the day"), widget=DayInput)
    last_day = forms.DateField(label=_("Until the day"), widget=DayInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, customers: Sequence[tuple[str, str]], today: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].choices = list(customers)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["key"].initial = str(uuid4())
        if today is not None:
            self.initial = {
                "days": 8, "hours": 8, "first_day": date(today.year, 1, 1), "last_day": date(today.year, 12, 31),
            }  # fmt: skip

    @property
    def asked(self) -> dict[str, Any]:
        read = self.cleaned_data
        right = UseRight(
            days=Decimal(read["days"]), hours=Decimal(read["hours"]), first_day=read["first_day"], last_day=read["last_day"]
        )  # fmt: skip
        return {"customer_id": int(read["customer"]), "right": right, "key": read["key"]}

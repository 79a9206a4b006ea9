"""Whom a booking is for, said otherwise once it is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.booking.forms.who import Who, WhoField
from cantine.places.queries import PlaceRef


class HandForm(forms.Form):
    """Its person, for the team; the organisation, for whoever has one to name."""

    who = WhoField(label=_("Whom it is for"), required=True)
    customer = forms.ChoiceField(label=_("On behalf of"), required=False)
    override = forms.BooleanField(
        label=_("In spite of what the house asks of people"),
        required=False,
        help_text=_("A certification, an insurance, house rules not accepted yet: it is written on the booking."),
    )

    def __init__(
        self, *args: Any, place: PlaceRef, staff: bool, customers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if staff:
            self.fields["who"].at(place)  # type: ignore[attr-defined]  # a WhoField
        else:
            del self.fields["who"], self.fields["override"]
        if customers:
            self.fields["customer"].choices = [("", _("No organisation")), *customers]  # type: ignore[attr-defined]
        else:
            del self.fields["customer"]

    def clean_who(self) -> Who | None:
        who: Who | None = self.cleaned_data["who"]
        if who is not None and who.person_id is None:
            raise forms.ValidationError(_("Nobody is known by this address: enter them among the members first."))
        return who

    @property
    def person_id(self) -> int | None:
        """Whose it is to be; None where the form does not ask."""
        who: Who | None = self.cleaned_data.get("who")
        return who.person_id if who is not None else None

    @property
    def customer_id(self) -> int | None:
        return int(self.cleaned_data["customer"]) if self.cleaned_data.get("customer") else None

"""What a booking says, said otherwise once it is made: the same questions as when it was asked for."""

from copy import deepcopy
from typing import Any

from django import forms

from cantine.booking.commands import Said
from cantine.booking.forms.booking import BookingForm, layout_choices
from cantine.places.queries import ResourceCard

NAMES = ("title", "show_title", "guests", "guest_names", "layout", "note")


class DetailsForm(forms.Form):
    """The title, the people and the words of a booking; the layouts are those of its room."""

    def __init__(self, *args: Any, resource: ResourceCard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {name: deepcopy(BookingForm.base_fields[name]) for name in NAMES}
        if resource.layouts:
            self.fields["layout"].choices = layout_choices(resource)  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["layout"]

    @property
    def said(self) -> Said:
        read = self.cleaned_data
        return Said(
            title=read["title"],
            title_hidden=not read["show_title"],
            note=read["note"],
            guests=read["guests"] or 0,
            guest_names=read["guest_names"],
            layout=read.get("layout", ""),
        )

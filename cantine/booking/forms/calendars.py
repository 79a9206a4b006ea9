"""Calendars that leave by a secret address, and one that comes in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.places.queries import ResourceCard


class FeedForm(forms.Form):
    """A secret calendar address: what it shows, and of what."""

    resource = forms.ChoiceField(label=_("Of what"), required=False)
    detail = forms.ChoiceField(
        label=_("What it shows"),
        choices=[("full", _("Everything: titles and rooms")), ("busy", _("Free or busy only"))],
        initial="full",
    )
    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("To know it again: “my phone”, “the screen”.")
    )

    def __init__(self, *args: Any, rooms: Iterable[ResourceCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = list(rooms)
        if self.rooms:
            choices = [("", _("The whole place")), *((card.slug, card.name) for card in self.rooms)]
            self.fields["resource"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["resource"]


class ExternalForm(forms.Form):
    """A calendar to bring in, and the room that it keeps busy."""

    MOST_BYTES = 1_000_000
    room = forms.ChoiceField(label=_("Room"))
    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("One megabyte at most. Times from now on, over thirteen months, are read."),
    )
    reason = forms.CharField(label=_("Reason that people read"), max_length=120, initial=_("Taken elsewhere"))
    use_words = forms.BooleanField(
        label=_("Show the titles of that calendar instead"),
        required=False,
        help_text=_("Everybody who sees the planning will read them."),
    )

    def __init__(self, *args: Any, rooms: Iterable[ResourceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {card.slug: card for card in rooms}
        self.fields["room"].choices = [(card.slug, card.name) for card in self.rooms.values()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_room(self) -> ResourceCard:
        return self.rooms[self.cleaned_data["room"]]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than one megabyte: export fewer months."))
        return file

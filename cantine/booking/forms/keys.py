"""The register of keys at the counter."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.places.queries import ResourceCard
from cantine.ui.forms import DayInput

KINDS = (("key", pgettext_lazy("door", "Key")), ("badge", _("Badge")))


class KeyForm(forms.Form):
    """One more key or badge."""

    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS)
    label = forms.CharField(label=_("Name"), max_length=60, help_text=_("What is written on it: “Red room 2”."))
    number = forms.CharField(
        label=_("Number that the door reads"), max_length=40, required=False, help_text=_("Of a badge, if it has one.")
    )
    resource = forms.ChoiceField(
        label=_("Opens"), required=False, help_text=_("Confirmations of this room then say that a key is needed.")
    )

    def __init__(self, *args: Any, rooms: Iterable[ResourceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {card.slug: card.id for card in rooms}
        names = [(card.slug, card.name) for card in rooms]
        self.fields["resource"].choices = [("", _("Several doors")), *names]  # type: ignore[attr-defined]  # a choice field


class LendForm(forms.Form):
    """Until when, and to whom: a person found by name."""

    due = forms.DateField(label=_("To give back by"), widget=DayInput, required=False)
    person = forms.UUIDField(widget=forms.HiddenInput)

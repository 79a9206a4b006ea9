"""The planning of the team, and the hours given."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.places.queries import Taker
from cantine.places.rules.team import MOST_NEEDED, OPENING, WELCOME
from cantine.ui.forms import ClockInput, DayInput

DUTIES = {OPENING: pgettext_lazy("shift", "Opening"), WELCOME: pgettext_lazy("shift", "Welcome")}


class ShiftForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    starts = forms.TimeField(label=_("From"), widget=ClockInput)
    ends = forms.TimeField(label=_("Until"), widget=ClockInput)
    duty = forms.ChoiceField(
        label=_("For"), choices=[*DUTIES.items(), ("", _("something else"))], required=False, initial=OPENING
    )
    other = forms.CharField(label=_("What else"), max_length=60, required=False)
    needed = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_NEEDED, initial=1)
    person = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)
    note = forms.CharField(label=_("Note"), max_length=160, required=False)

    def __init__(self, *args: Any, takers: dict[int, Taker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("nobody yet: whoever takes it"))
        self.fields["person"].choices = [nobody, *((taker.id, taker.name) for taker in takers.values())]  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        read = self.cleaned_data
        return {
            **{name: read[name] for name in ("day", "starts", "ends", "needed", "note")},
            "duty": read["duty"] or read["other"],
            "person_id": read["person"],
        }


class CopyForm(forms.Form):
    weeks = forms.IntegerField(label=_("To how many weeks"), min_value=1, max_value=26, initial=1)
    with_people = forms.BooleanField(label=_("With the same people"), required=False)


class HoursForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    hours = forms.IntegerField(
        label=_("Hours in the year"),
        min_value=0,
        max_value=8784,
        required=False,
        help_text=_("One number for the whole year: it replaces the shifts. Empty: the shifts count again."),
    )

    def __init__(self, *args: Any, takers: dict[int, Taker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(taker.id, taker.name) for taker in takers.values()]  # type: ignore[attr-defined]

"""The question asked at the counter: what is free from one hour to another, for how many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.booking.forms.periods import interval_of
from cantine.kernel import Interval
from cantine.places.queries import PlaceRef
from cantine.ui.forms import ClockInput, DayInput


class FindForm(forms.Form):
    """Two hours of a day and a number of people; asked by the address, so that the answer can be kept and sent."""

    jour = forms.DateField(widget=DayInput)
    de = forms.TimeField(label=_("From"), widget=ClockInput({"step": 300}))
    a = forms.TimeField(label=_("Until"), widget=ClockInput({"step": 300}))
    personnes = forms.IntegerField(label=_("People"), min_value=1, max_value=10_000, required=False)

    def __init__(self, *args: Any, place: PlaceRef, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    @property
    def slot(self) -> Interval:
        said = self.cleaned_data
        start, end = said["de"], said["a"]
        return interval_of(said["jour"], start, end, timezone=self.place.timezone)

    @property
    def people(self) -> int:
        return self.cleaned_data["personnes"] or 1

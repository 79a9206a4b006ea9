"""Who came, counted at the door or put right by the team; and the devices that count."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.booking.rules import MOST_PEOPLE


class MomentInput(forms.DateTimeInput):
    """A day and an hour, in the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class HeadcountForm(forms.Form):
    """One number for a day."""

    count = forms.IntegerField(label=_("People who came"), min_value=0, max_value=MOST_PEOPLE)
    close = forms.BooleanField(label=_("Close the day: check out whoever is still here"), required=False)


class ClosingForm(forms.Form):
    """The code of somebody of the team, and the number at closing if they wish."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    count = forms.IntegerField(label=_("People who came today"), min_value=0, max_value=MOST_PEOPLE, required=False)


class VisitForm(forms.Form):
    """The true hours of a visit, on the clock of the place."""

    arrived_at = forms.DateTimeField(label=_("Arrived"), widget=MomentInput())
    left_at = forms.DateTimeField(
        label=_("Left"), widget=MomentInput(), required=False, help_text=_("Leave empty for who is still here.")
    )


class DeviceForm(forms.Form):
    """One more device at the door."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Where it stands: “Entrance”, “Café”."))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            ("kiosk", _("A tablet at the door")),
            ("sensor", _("A presence sensor")),
            ("door", _("A door with badges")),
        ],
    )

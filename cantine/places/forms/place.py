"""What a place says of itself, its rules of booking, its house rules, its photos."""

from typing import Any

from babel.dates import get_timezone_location
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cantine.places.queries import Description
from cantine.territory.rules import FRENCH_TIME_ZONES
from cantine.ui.forms import ColourInput

LINES = {"rows": 3}


def zone_choices() -> list[tuple[str, str]]:
    """``Indian/Reunion`` reads « La Réunion », in the language of the page."""
    language = get_language() or "fr"
    return [(zone, get_timezone_location(zone, locale=language, return_city=True)) for zone in FRENCH_TIME_ZONES]


class PlaceForm(forms.Form):
    """The fields of the public page first, then those that only who booked receives."""

    name = forms.CharField(label=_("Name"), max_length=120)
    tagline = forms.CharField(
        label=_("In one line"), required=False, max_length=200, help_text=_("What somebody who walks by should know.")
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    street = forms.CharField(
        label=_("Street"), required=False, max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=10)
    commune = forms.CharField(label=_("Town"), required=False, max_length=80)
    timezone = forms.ChoiceField(label=_("Time zone"))
    email = forms.EmailField(label=_("E-mail of the place"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=32)
    how_to_come = forms.CharField(
        label=_("How to come"), required=False, max_length=2000, widget=forms.Textarea(attrs=LINES)
    )
    accessibility = forms.CharField(
        label=_("Accessibility"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Steps, lift, width of doors, toilets, hearing loop: facts let people decide."),
    )
    how_to_enter = forms.CharField(
        label=_("How to enter"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Only in the confirmation of those who booked: code, key, badge, who opens."),
    )
    wifi = forms.CharField(
        label=_("Wi-Fi"), required=False, max_length=200, help_text=_("Only in the confirmation of those who booked.")
    )
    area_m2 = forms.IntegerField(label=_("Area (m²)"), required=False, min_value=1, max_value=1_000_000)
    legal_capacity = forms.IntegerField(
        label=_("Legal capacity (people)"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("What your building may hold at once (ERP). Bookings together never pass it."),
    )
    accent = forms.CharField(
        label=_("Colour of the place"),
        widget=ColourInput,
        max_length=7,
        help_text=_("It is darkened where it must so that words stay readable."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = dict(zone_choices())
        current = self.initial.get("timezone", "")
        if current and current not in zones:
            zones[current] = current
        self.fields["timezone"].choices = list(zones.items())  # type: ignore[attr-defined]  # a ChoiceField

    @classmethod
    def shown(cls, description: Description) -> dict[str, Any]:
        return {name: getattr(description, name) for name in cls.base_fields}


class BookingRulesForm(forms.Form):
    """What holds for every resource of the place."""

    free_cancellation_hours = forms.IntegerField(
        label=_("Cancelling is free until (hours before)"), min_value=0, max_value=2000
    )
    cancellation_words = forms.CharField(
        label=_("What happens after that"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Shown before booking, in your words."),
    )
    request_days = forms.IntegerField(
        label=_("A request that nobody answers ends after (days)"), min_value=1, max_value=90
    )
    hold_days = forms.IntegerField(label=_("An option lasts (days)"), min_value=1, max_value=90)


class HouseRulesForm(forms.Form):
    text = forms.CharField(
        label=_("House rules"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Publishing makes a new version, which each person accepts once at their next booking."),
    )


class PhotoForm(forms.Form):
    file = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP, 15 MB at most. What the camera wrote in it (where, when) is dropped."),
    )
    alt = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        help_text=_("For those who cannot see it: “The café counter, a large table by the window”."),
    )
    resource = forms.ChoiceField(label=_("It shows"), required=False)

    def __init__(self, *args: Any, resources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].choices = [("", _("The whole place")), *resources]  # type: ignore[attr-defined]

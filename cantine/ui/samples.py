"""What the gallery shows: sample words in French, as no catalogue entry is worth having for them."""

from typing import Any

from django import forms

from cantine.ui.forms import Choices, ClockInput, ColourInput, DayInput
from cantine.ui.icons import ICONS

ROOMS = [("rouge", "Salle Rouge"), ("verte", "Salle Verte"), ("reunies", "Rouge et Verte réunies")]
HELPS = {
    "rouge": "12 places, écran et visio",
    "verte": "8 places, tableau blanc",
    "reunies": "20 places assises",
}
EQUIPMENT = [("screen", "Écran"), ("board", "Tableau blanc"), ("video", "Visioconférence")]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Objet", help_text="Vu par l’équipe seulement.", max_length=80)
    day = forms.DateField(label="Jour", widget=DayInput)
    starts = forms.TimeField(label="Début", widget=ClockInput)
    people = forms.IntegerField(label="Personnes", min_value=1, max_value=80, initial=6)
    layout = forms.ChoiceField(label="Disposition", choices=[("u", "En U"), ("theatre", "Théâtre")])
    room = forms.ChoiceField(label="Salle", choices=ROOMS, widget=Choices(helps=HELPS), initial="rouge")
    equipment = forms.MultipleChoiceField(
        label="Équipement", choices=EQUIPMENT, widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    colour = forms.CharField(label="Couleur du lieu", widget=ColourInput, initial="#c8452d", required=False)
    rules = forms.BooleanField(label="J’ai lu le règlement intérieur")


def sample_form(*, wrong: bool = False) -> SampleForm:
    """A fresh form, or one sent back with its errors."""
    return SampleForm({"title": "", "people": "200", "room": "verte"}, auto_id="wrong_%s") if wrong else SampleForm()


def sample_icons() -> list[str]:
    return sorted(ICONS)


def sample_board() -> dict[str, Any]:
    """Loads of the shared desks from 8 h to 21 h, in steps of five per cent, by hour."""
    loads = [20, 45, 60, 70, 50, 60, 90, 80, 75, 50, 30, 10, 5]
    return {
        "pool": [{"start": 12 * place, "fill": load, "hot": load >= 80} for place, load in enumerate(loads)],
        "hours": [{"start": 12 * place, "hour": 8 + place} for place in range(13)],
    }

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


LOADS = [20, 45, 60, 70, 50, 60, 90, 80, 75, 50, 30, 10, 5]
WEEK = ["lundi 13", "mardi 14", "mercredi 15", "jeudi 16", "vendredi 17", "samedi 18", "dimanche 19"]
MONTH = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
ROOM_WEEKS = [
    ("Conférence", "80 assises", "1,9,3,Petit-déjeuner données;1,18,3,BarCamp,event;3,18,2,Conférence SIG,event"),
    ("Salle Rouge", "12, visio", "0,10,2,Point produit;1,13,4,Comité réseau,join;2,9,3,Formation;4,14,3,Revue"),
    ("Salle Verte", "8, tableau", "1,9,2,Atelier SCIC;1,18,2,Option D-118,hold;3,14,2,Entretiens;4,9,1,Standup,mine"),
    ("Démonstration", "40 debout", "0,8,12,Peinture,busy;1,15,3,Démo imprimante,asked;5,10,6,Portes ouvertes,event"),
]


def sample_board() -> dict[str, Any]:
    """La Cantine from 8 h to 21 h, its week, and a month."""
    return {
        "hours": [{"start": 12 * place, "hour": 8 + place} for place in range(13)],
        "pool": [_load(place, share) for place, share in enumerate(LOADS)],
        "week": [{"name": name, "today": place == 1} for place, name in enumerate(WEEK)],
        "weeks": [_room_week(*room) for room in ROOM_WEEKS],
        "weekdays": MONTH,
        "month": [[_month_day(7 * row + column) for column in range(7)] for row in range(5)],
    }


def _load(place: int, share: int) -> dict[str, Any]:
    return {"start": 12 * place, "fill": share, "taken": round(24 * share / 100), "hot": share >= 80}


def _room_week(name: str, seats: str, lines: str) -> dict[str, Any]:
    items = [_item(*line.split(",")) for line in lines.split(";")]
    cells = [
        {
            "day": day[:3] + day[-3:],
            "kind": "today" if place == 1 else "closed" if place == 6 else "",
            "items": [item for item in items if item["day"] == place],
        }
        for place, day in enumerate(WEEK)
    ]
    return {"name": name, "seats": seats, "cells": cells}


def _item(day: str, hour: str, hours: str, title: str, kind: str = "") -> dict[str, Any]:
    start, length = 12 * (int(hour) - 8), 12 * int(hours)
    return {"day": int(day), "start": start, "length": length, "at": f"{hour}:00", "title": title, "kind": kind}


def _month_day(place: int) -> dict[str, Any]:
    number = (place - 2) % 30 + 1
    busy = {4: "Atelier SCIC", 14: "BarCamp cartographie", 16: "Conférence SIG", 22: "Assemblée", 24: "Revue"}
    title = busy.get(number, "")
    event = "event" if number in {14, 16} else ""
    return {
        "number": number,
        "label": f"{MONTH[place % 7]} {number}",
        "kind": "today" if place == 15 else "outside" if place < 2 or place > 31 else "",
        "load": 0 if place % 7 == 6 else (place * 35 + 20) % 95 // 5 * 5,
        "items": [{"at": "18:00" if event else "9:00", "title": title, "kind": event}] if title else [],
    }

"""Something bookable, in plain words; kinds and areas."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from cantine.kernel import slug_of
from cantine.places.queries import KindLine, ResourceCard, SpaceLine
from cantine.ui.formats import duration

WHO = [
    ("public", _("everybody")),
    ("member", _("members")),
    ("resident", _("residents")),
    ("staff", _("the team only")),
]
LAYOUTS = {
    "theatre": _("theatre"),
    "classroom": _("classroom"),
    "u": _("in a U"),
    "boardroom": _("around a table"),
    "cocktail": _("standing"),
    "banquet": _("at tables"),
}
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 360, 480, 600, 720, 1440, 2880, 7200, 10080, 43200)
NOTICES = (0, 30, 60, 120, 240, 720, 1440, 2880, 4320, 10080, 20160)
GRIDS = (5, 10, 15, 20, 30, 60)
BUFFERS = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120)
HORIZONS = (7, 14, 30, 60, 90, 180, 365, 400, 730)


def long(minutes: int) -> str:
    """``2 h``, ``3 jours``: days once they are whole."""
    if minutes and minutes % 1440 == 0:
        days = minutes // 1440
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return duration(minutes) if minutes else str(_("none"))


def days(number: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}


class Amount(forms.TypedChoiceField):
    """One of the usual amounts; a value set elsewhere stays on offer."""

    def __init__(self, amounts: Iterable[int], *, shown: Any = long, **kwargs: Any) -> None:
        self.amounts, self.shown = tuple(amounts), shown
        super().__init__(coerce=int, **kwargs)

    def offer(self, current: object) -> None:
        extra = {current} if isinstance(current, int) else set()
        self.choices = [(amount, self.shown(amount)) for amount in sorted({*self.amounts, *extra})]


class ResourceForm(forms.Form):
    """``pool`` is a number of seats that are alike; everything else has a capacity, and layouts."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("What it is"))
    space = forms.ChoiceField(label=_("Where it is"), required=False)
    seats = forms.IntegerField(
        label=_("How many there are alike"),
        min_value=1,
        max_value=10_000,
        help_text=_("Each booking takes one or several of them; none has a name."),
    )
    capacity = forms.IntegerField(label=_("People that it holds"), required=False, min_value=1, max_value=10_000)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    equipment = forms.CharField(
        label=_("Equipment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing a line: screen, whiteboard, videoconference."),
    )
    accessibility = forms.CharField(
        label=_("Accessibility"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    how_to_enter = forms.CharField(
        label=_("How to enter"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only in the confirmation of those who booked."),
    )
    see = forms.ChoiceField(label=_("Who sees it"), choices=WHO)
    ask = forms.ChoiceField(label=_("Who may ask for it"), choices=WHO)
    book = forms.ChoiceField(label=_("Who books without asking"), choices=WHO)
    shortest_minutes = Amount(LENGTHS, label=_("At least"))
    longest_minutes = Amount(LENGTHS, label=_("At most"))
    grid_minutes = Amount(GRIDS, label=_("Bookings start every"))
    notice_minutes = Amount(NOTICES, label=_("Booked at least this long before"))
    horizon_days = Amount(HORIZONS, shown=days, label=_("Booked at most this long before"))
    buffer_before_minutes = Amount(BUFFERS, label=_("Kept free before"))
    buffer_after_minutes = Amount(BUFFERS, label=_("Kept free after"))
    certification = forms.CharField(
        label=_("Certification needed"),
        required=False,
        max_length=60,
        help_text=_("For a machine: “laser cutter”. The team gives it to each person, with an end date."),
    )
    needs_house_rules = forms.BooleanField(label=_("The house rules must be accepted"), required=False)
    needs_insurance = forms.BooleanField(label=_("A liability insurance must have been shown"), required=False)
    offers_trial = forms.BooleanField(label=_("A first day on trial is offered"), required=False)
    long_term = forms.BooleanField(label=_("It is let by the month or the year, not by the hour"), required=False)

    def __init__(
        self,
        *args: Any,
        kinds: list[KindLine],
        spaces: list[SpaceLine],
        pool: bool,
        joined: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pool = pool
        language = get_language() or "fr"
        self.fields["kind"].choices = [(kind.code, kind.name(language)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["space"].choices = [("", "—"), *((str(space.id), space.name) for space in spaces)]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, Amount):
                field.offer(self.initial.get(name))
        del self.fields["capacity" if pool else "seats"]
        if joined or not spaces:
            del self.fields["space"]
        self.layouts = [] if pool else self._layout_fields()

    def _layout_fields(self) -> list[str]:
        for code, people in {**dict.fromkeys(LAYOUTS), **self.initial.get("layouts", {})}.items():
            self.fields[f"layout_{code}"] = forms.IntegerField(
                label=str(LAYOUTS.get(code, code)), required=False, min_value=1, max_value=10_000, initial=people
            )
        return [name for name in self.fields if name.startswith("layout_")]

    @property
    def layout_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.layouts]

    @staticmethod
    def shown(card: ResourceCard, *, space_id: int | None) -> dict[str, Any]:
        plain = {name: getattr(card, name) for name in ResourceForm.base_fields if hasattr(card, name)}
        return {
            **plain,
            "space": str(space_id or ""),
            "equipment": "\n".join(card.equipment),
            "layouts": {layout.code: layout.people for layout in card.layouts},
        }

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the resource, as the commands take them."""
        apart = {"kind", "space", "seats", "equipment", *self.layouts}
        values = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        values["certification"] = slug_of(values["certification"])
        if "space" in self.fields:
            values["space_id"] = int(self.cleaned_data["space"]) if self.cleaned_data["space"] else None
        return values

    @property
    def how_many(self) -> int | None:
        return self.cleaned_data.get("seats")

    @property
    def things(self) -> list[str]:
        lines = (line.strip()[:80] for line in self.cleaned_data["equipment"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def layout_sizes(self) -> dict[str, int]:
        sizes = {name.removeprefix("layout_"): self.cleaned_data[name] for name in self.layouts}
        return {code: people for code, people in sizes.items() if people}


class KindForm(forms.Form):
    name_fr = forms.CharField(label=_("Name in French"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    alike = forms.BooleanField(
        label=_("There are several alike, and one takes any of them (desks, lockers)"), required=False
    )


class AreaForm(forms.Form):
    name = forms.CharField(label=_("Name of the area"), max_length=80)
    description = forms.CharField(label=_("Description"), max_length=400, required=False)
    area_m2 = forms.IntegerField(label=_("Area (m²)"), required=False, min_value=1, max_value=1_000_000)

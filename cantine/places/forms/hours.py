"""The week of a place or of a resource, periods, closures, public holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cantine.places.rules import Holiday
from cantine.ui.forms import ClockInput, DayInput

Week = Iterable[tuple[int, time, time]]
USUAL = (time(9), time(18))


def day_name(weekday: int) -> str:
    return str(get_day_names("wide", locale=get_language() or "fr")[weekday])


@dataclass(frozen=True)
class DayRow:
    """A line of the grid: a box that says open, and one or two openings."""

    name: str
    open: forms.BoundField
    times: tuple[tuple[forms.BoundField, forms.BoundField], ...]


class WeekForm(forms.Form):
    """Seven days, two openings a day. A day whose box is not ticked is closed whatever its times say."""

    def __init__(self, *args: Any, week: Week = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_day: dict[int, list[tuple[time, time]]] = {day: [] for day in range(7)}
        for weekday, opens, closes in week:
            by_day[weekday].append((opens, closes))
        self.most = max(2, *(len(times) for times in by_day.values()))
        for day, times in by_day.items():
            self._add_day(day, times)

    def _add_day(self, day: int, times: list[tuple[time, time]]) -> None:
        name = day_name(day)
        self.fields[f"d{day}"] = forms.BooleanField(label=name, required=False, initial=bool(times))
        for turn in range(self.most):
            usual = USUAL if turn == 0 else (None, None)
            opens, closes = times[turn] if turn < len(times) else usual
            for what, value, said in (("from", opens, gettext("opens")), ("to", closes, gettext("closes"))):
                label = f"{name}, {said}" if turn == 0 else f"{name}, {said} ({turn + 1})"
                self.fields[f"d{day}_{what}{turn}"] = forms.TimeField(
                    label=label, required=False, initial=value, widget=ClockInput(attrs={"aria-label": label})
                )

    @property
    def days(self) -> list[DayRow]:
        return [
            DayRow(
                day_name(day),
                self[f"d{day}"],
                tuple((self[f"d{day}_from{turn}"], self[f"d{day}_to{turn}"]) for turn in range(self.most)),
            )
            for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for day in range(7):
            if not found.get(f"d{day}"):
                continue
            pairs = [(found.get(f"d{day}_from{turn}"), found.get(f"d{day}_to{turn}")) for turn in range(self.most)]
            if any((opens is None) != (closes is None) for opens, closes in pairs):
                self.add_error(f"d{day}", gettext("Say both when it opens and when it closes."))
            elif all(opens is None for opens, _closes in pairs):
                self.add_error(f"d{day}", gettext("Say when it opens and closes, or untick the day."))
        return found

    @property
    def week(self) -> list[tuple[int, time, time]]:
        found = self.cleaned_data
        return [
            (day, found[f"d{day}_from{turn}"], found[f"d{day}_to{turn}"])
            for day in range(7)
            if found.get(f"d{day}")
            for turn in range(self.most)
            if found.get(f"d{day}_from{turn}") is not None
        ]


class PeriodForm(WeekForm):
    """Hours that replace the usual ones for a while: summer, holidays."""

    valid_from = forms.DateField(label=_("From the day"), widget=DayInput)
    valid_until = forms.DateField(label=_("Until (included)"), widget=DayInput)


class HolidaysForm(forms.Form):
    """Which public holidays close the place; those unticked are days like others."""

    territory = forms.ChoiceField(label=_("Public holidays of"))
    closed_on = forms.MultipleChoiceField(label=_("Closed on"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, holidays: Iterable[Holiday], territories: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "fr").startswith("en")
        names = {each.key: each.name_en if english else each.name_fr for each in holidays}
        self.keys = tuple(names)
        self.fields["territory"].choices = territories  # type: ignore[attr-defined]
        self.fields["closed_on"].choices = list(names.items())  # type: ignore[attr-defined]

    @property
    def open_on(self) -> list[str]:
        return [key for key in self.keys if key not in self.cleaned_data["closed_on"]]

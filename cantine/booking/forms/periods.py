"""A day and two hours on the clock of the place: to move a date, to withdraw a room, to wait for a time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.kernel import Interval
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui.forms import ClockInput, DayInput


class PeriodForm(forms.Form):
    """A day and two hours on the clock of the place; ``cleaned_data["interval"]`` is the period."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    start = forms.TimeField(label=_("From"), widget=ClockInput({"step": 300}))
    end = forms.TimeField(label=_("Until"), widget=ClockInput({"step": 300}))

    def __init__(self, *args: Any, place: PlaceRef, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, start, end = cleaned.get("day"), cleaned.get("start"), cleaned.get("end")
        if isinstance(day, date) and isinstance(start, time) and isinstance(end, time):
            cleaned["interval"] = interval_of(day, start, end, timezone=self.place.timezone)
        return cleaned


class MoveForm(PeriodForm):
    """Another time or another room for one date."""

    resource = forms.ChoiceField(label=_("Room"))
    override = forms.BooleanField(label=_("Move in spite of the house’s limits"), required=False)

    def __init__(self, *args: Any, place: PlaceRef, rooms: Iterable[ResourceCard], staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, place=place, **kwargs)
        self.fields["resource"].choices = [(room.slug, room.name) for room in rooms]  # type: ignore[attr-defined]
        if not staff:
            del self.fields["override"]


class BlockingForm(forms.Form):
    """What is withdrawn, from when to when, and why."""

    resource = forms.ChoiceField(label=_("What to withdraw"))
    day = forms.DateField(label=pgettext_lazy("a room withdrawn", "From the day"), widget=DayInput)
    start = forms.TimeField(label=_("at"), widget=ClockInput({"step": 300}))
    last_day = forms.DateField(label=pgettext_lazy("a room withdrawn", "To the day"), widget=DayInput)
    end = forms.TimeField(label=_("at"), widget=ClockInput({"step": 300}))
    reason = forms.CharField(
        label=_("Reason"), max_length=120, help_text=_("Everybody reads it on the planning: “works”, “exhibition”…")
    )

    def __init__(self, *args: Any, place: PlaceRef, rooms: Iterable[ResourceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["resource"].choices = [(room.slug, room.name) for room in rooms]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if all(isinstance(cleaned.get(name), date) for name in ("day", "last_day")) and {"start", "end"} <= set(
            cleaned
        ):
            starts_at, ends_at = (
                place_rules.moment_at(datetime.combine(cleaned[day], cleaned[hour]), timezone=self.place.timezone)
                for day, hour in (("day", "start"), ("last_day", "end"))
            )
            if starts_at < ends_at:
                cleaned["interval"] = Interval(starts_at, ends_at)
            else:
                self.add_error("last_day", _("The end does not come after the start. Choose a later end."))
        return cleaned


def interval_of(day: date, start: time, end: time, *, timezone: str) -> Interval:
    """From one hour to another on the clock of the place; an end at or before the start is the next day's."""
    last_day = day if end > start else day + timedelta(days=1)
    return Interval(
        place_rules.moment_at(datetime.combine(day, start), timezone=timezone),
        place_rules.moment_at(datetime.combine(last_day, end), timezone=timezone),
    )


class WaitingForm(forms.Form):
    """What somebody waits for: made by a page that knows the time, in UTC."""

    resource = forms.SlugField(max_length=60)
    starts_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S%z"])
    ends_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S%z"])
    quantity = forms.IntegerField(min_value=1, max_value=10_000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at:
            if ends_at <= starts_at:
                raise forms.ValidationError(_("It ends before it starts."))
            cleaned["interval"] = Interval(starts_at.astimezone(UTC), ends_at.astimezone(UTC))
        return cleaned

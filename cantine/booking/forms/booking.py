"""What a person says when they book: once or again and again, for whom, and a few words."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.booking.commands import Details
from cantine.booking.forms.periods import PeriodForm
from cantine.booking.forms.who import WhoField
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui.forms import ClockInput, DayInput

LAYOUTS = {"theatre": _("Theatre"), "u": _("U-shape"), "classroom": _("Classroom"), "cocktail": _("Cocktail")}


REPEATS = (
    ("", _("Once")),
    ("day", _("Every day")),
    ("weekdays", _("Every weekday, Monday to Friday")),
    ("week", _("Every week")),
    ("fortnight", _("Every two weeks")),
    ("month", _("Every month, the same day")),
    ("nth", _("Every month, the same weekday (the 2nd Tuesday, say)")),
)
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class BookingForm(PeriodForm):
    """One date, or the first of a series. Choices follow the resource; staff see more fields."""

    field_order = (
        "day", "start", "end", "who", "enter", "title", "repeats", "until", "times", "hold_day", "hold_clock",
        "quantity", "guests", "guest_names", "layout", "customer", "note", "show_title", "override",
    )  # fmt: skip

    who = WhoField(
        label=_("For whom"),
        help_text=_(
            "Leave empty to book for yourself. Somebody new: their name and their e-mail, one after the other."
        ),
    )
    enter = forms.BooleanField(label=_("Enter this person among those the place knows"), required=False)
    hold_day = forms.DateField(label=_("Kept until the day"), widget=DayInput, required=False)
    hold_clock = forms.TimeField(label=_("at"), widget=ClockInput({"step": 300}), required=False)
    repeats = forms.ChoiceField(label=_("Repeat"), choices=REPEATS, required=False)
    until = forms.DateField(label=_("Until the day"), widget=DayInput, required=False)
    times = forms.IntegerField(label=_("or how many times"), min_value=2, max_value=366, required=False)
    trial = forms.BooleanField(
        label=_("This is my trial day"), required=False, help_text=_("Once, for one day: you book as a member would.")
    )
    quantity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000, initial=1, required=False)
    guests = forms.IntegerField(label=_("Guests with you"), min_value=0, max_value=10_000, initial=0, required=False)
    layout = forms.ChoiceField(label=_("Layout"), required=False)
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("What it is, for you and the team.")
    )
    show_title = forms.BooleanField(
        label=_("Show the title to everybody on the planning"), required=False, initial=False
    )
    note = forms.CharField(
        label=_("A word for the team"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    guest_names = forms.CharField(
        label=_("Their names"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For whoever welcomes them; the team alone reads it."),
    )  # fmt: skip
    customer = forms.ChoiceField(
        label=_("On behalf of"), required=False, help_text=_("Whose booking it is, and who is invoiced.")
    )
    override = forms.BooleanField(
        label=_("Book in spite of the house’s limits"),
        required=False,
        help_text=_("Hours, notice, length… Never over another booking. It is written in the journal."),
    )

    def __init__(
        self,
        *args: Any,
        place: PlaceRef,
        resource: ResourceCard,
        staff: bool,
        tries: bool = False,
        customers: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, place=place, **kwargs)
        self.resource = resource
        if not tries:
            del self.fields["trial"]
        if not resource.seats:
            del self.fields["quantity"]
        if resource.layouts:
            self.fields["layout"].choices = layout_choices(resource)  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["layout"]
        if staff:
            who = self.fields["who"]
            who.at(place)  # type: ignore[attr-defined]  # a WhoField
        else:
            for name in ("who", "enter", "hold_day", "hold_clock", "override"):
                del self.fields[name]
        if customers:
            nobody = _("No organisation") if staff else _("None, for myself")
            self.fields["customer"].choices = [("", nobody), *customers]  # type: ignore[attr-defined]
        else:
            del self.fields["customer"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("repeats") and bool(cleaned.get("until")) == bool(cleaned.get("times")):
            self.add_error("until", _("Say when it ends: a day, or how many times."))
        who = cleaned.get("who")
        if who is not None and who.person_id is None and not who.name and not cleaned.get("enter"):
            self.add_error(
                "who", _("Nobody is known by this address. Add their name before it, or tick the box to enter them.")
            )
        return cleaned

    @property
    def owner(self) -> int | None:
        """Whose booking it is, where it is somebody known; None for oneself."""
        who = self.cleaned_data.get("who")
        return who.person_id if who is not None else None

    @property
    def unknown(self) -> bool:
        """Whether somebody was named whom nobody knows: the page then offers to enter them."""
        return ("who" in self.errors and "@" in self.data.get("who", "")) or bool(self.data.get("enter"))

    @property
    def hold_until(self) -> datetime | None:
        """When the option ends, if that is what is asked for; at the end of the afternoon unless said."""
        day = self.cleaned_data.get("hold_day")
        at = self.cleaned_data.get("hold_clock") or time(18)
        return place_rules.moment_at(datetime.combine(day, at), timezone=self.place.timezone) if day else None

    @property
    def rrule(self) -> str:
        """The recurrence in the words of RFC 5545, empty for a single date."""
        said = self.cleaned_data
        day: date = said["day"]
        rules = {
            "day": "FREQ=DAILY",
            "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "week": "FREQ=WEEKLY",
            "fortnight": "FREQ=WEEKLY;INTERVAL=2",
            "month": "FREQ=MONTHLY",
            "nth": f"FREQ=MONTHLY;BYDAY={nth_of_month(day)}{_CODES[day.weekday()]}",
        }
        if said.get("repeats") not in rules:
            return ""
        end = f"COUNT={said['times']}" if said.get("times") else f"UNTIL={said['until']:%Y%m%d}"
        return f"{rules[said['repeats']]};{end}"

    @property
    def details(self) -> Details:
        said = self.cleaned_data
        return Details(
            quantity=said.get("quantity") or 1,
            guests=said.get("guests") or 0,
            guest_names=said.get("guest_names") or "",
            customer_id=int(said["customer"]) if said.get("customer") else None,
            rrule=self.rrule,
            layout=said.get("layout") or "",
            title=said.get("title") or "",
            title_hidden=not said.get("show_title"),
            note=said.get("note") or "",
            trial=bool(said.get("trial")),
        )


def layout_choices(resource: ResourceCard) -> list[tuple[str, Any]]:
    """The layouts of a room, each with how many people it takes."""
    named = [(each.code, f"{LAYOUTS.get(each.code, each.code)} ({each.people})") for each in resource.layouts]
    return [("", _("No preference")), *named]


def nth_of_month(day: date) -> int:
    """Which of its weekday in the month a day is; the fifth is said as the last, since few months have five."""
    nth = (day.day - 1) // 7 + 1
    return -1 if nth == 5 else nth

"""What a person says when they book: a day, two hours on the clock of the place, and a few words."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.booking.commands import Details
from cantine.booking.forms.who import WhoField
from cantine.booking.queries import Choices as AudienceChoices
from cantine.booking.queries import unknown_addresses
from cantine.booking.rules import LONGEST_MESSAGE, LONGEST_SUBJECT, MOST_PEOPLE, Audience, Group, Sort
from cantine.kernel import Interval
from cantine.places import rules as place_rules
from cantine.places.permissions import ROLE_NAMES
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui.forms import Choices, ClockInput, DayInput

LAYOUTS = {"theatre": _("Theatre"), "u": _("U-shape"), "classroom": _("Classroom"), "cocktail": _("Cocktail")}


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

    who = WhoField(label=_("For whom"), help_text=_("Leave empty to book for yourself."))
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
        if who is not None and who.person_id is None and not cleaned.get("enter"):
            self.add_error("who", _("Nobody is known by this address. Tick the box to enter them, or correct it."))
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


class FeedForm(forms.Form):
    """A secret calendar address: what it shows, and of what."""

    resource = forms.ChoiceField(label=_("Of what"), required=False)
    detail = forms.ChoiceField(
        label=_("What it shows"),
        choices=[("full", _("Everything: titles and rooms")), ("busy", _("Free or busy only"))],
        initial="full",
    )
    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("To know it again: “my phone”, “the screen”.")
    )

    def __init__(self, *args: Any, rooms: Iterable[ResourceCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = list(rooms)
        if self.rooms:
            choices = [("", _("The whole place")), *((card.slug, card.name) for card in self.rooms)]
            self.fields["resource"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["resource"]


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


class ExternalForm(forms.Form):
    """A calendar to bring in, and the room that it keeps busy."""

    MOST_BYTES = 1_000_000
    room = forms.ChoiceField(label=_("Room"))
    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("One megabyte at most. Times from now on, over thirteen months, are read."),
    )
    reason = forms.CharField(label=_("Reason that people read"), max_length=120, initial=_("Taken elsewhere"))
    use_words = forms.BooleanField(
        label=_("Show the titles of that calendar instead"),
        required=False,
        help_text=_("Everybody who sees the planning will read them."),
    )

    def __init__(self, *args: Any, rooms: Iterable[ResourceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {card.slug: card for card in rooms}
        self.fields["room"].choices = [(card.slug, card.name) for card in self.rooms.values()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_room(self) -> ResourceCard:
        return self.rooms[self.cleaned_data["room"]]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than one megabyte: export fewer months."))
        return file


class MessageForm(forms.Form):
    """Whom to write to, and what. ``audience`` is what was chosen, once the form is valid."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    group = forms.ChoiceField(
        label=_("To whom"),
        widget=Choices,
        choices=[
            ("members", _("Members and residents")),
            ("day", _("Who has a booking on a day")),
            ("role", _("A role")),
            ("certified", _("Who holds a certification")),
            ("picked", _("A few people, by their addresses")),
        ],
    )
    day = forms.DateField(label=_("Day"), widget=DayInput, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    certification = forms.ChoiceField(label=_("Certification"), required=False)
    emails = forms.CharField(
        label=_("Their e-mail addresses"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line; people whom the place knows already."),
    )
    sort = forms.ChoiceField(
        label=_("What it is"),
        widget=Choices(
            helps={
                "service": _("What they need to know to come: a closing, a breakdown, a code that changes."),
                "news": _("Only for those who agreed to receive them; each letter has a link to stop."),
            }
        ),
        choices=[("service", _("Service message")), ("news", _("News"))],
        initial="service",
    )
    subject = forms.CharField(label=pgettext_lazy("letter", "Subject"), max_length=LONGEST_SUBJECT)
    words = forms.CharField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("In plain words. The greeting, the name of the place and its address are added."),
    )

    def __init__(self, *args: Any, choices: AudienceChoices, place: PlaceRef, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        for group, field in {"day": "day", "role": "role", "certified": "certification", "picked": "emails"}.items():
            self.fields[field].required = not self.is_bound or self.data.get("group") == group
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (role, f"{ROLE_NAMES[role]} ({count})") for role, count in choices.roles.items()
        ]
        codes = [(code, f"{code} ({count})") for code, count in choices.certifications.items()]
        self.fields["certification"].choices = codes  # type: ignore[attr-defined]
        possible = {
            "members": f"{_('Members and residents')} ({choices.members})",
            "day": _("Who has a booking on a day (today: %(count)s)") % {"count": choices.bookers},
            "role": _("A role") if choices.roles else "",
            "certified": _("Who holds a certification") if codes else "",
            "picked": _("A few people, by their addresses"),
        }
        self.fields["group"].choices = [(value, label) for value, label in possible.items() if label]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("group") == "picked" and cleaned.get("emails"):
            self._check_emails(cleaned["emails"])
        return cleaned

    def _check_emails(self, said: str) -> None:
        unknown = unknown_addresses(self.place, emails=addresses_in(said))
        if unknown:
            words = _("The place does not know %(emails)s. Add them to the members first, or take them out.")
            self.add_error("emails", words % {"emails": ", ".join(unknown[:5])})

    @property
    def audience(self) -> Audience:
        said = self.cleaned_data
        group = Group(said["group"])
        return Audience(
            group=group,
            day=said["day"] if group is Group.DAY else None,
            code=said[{Group.ROLE: "role"}.get(group, "certification")]
            if group in {Group.ROLE, Group.CERTIFIED}
            else "",
            emails=tuple(addresses_in(said["emails"])) if group is Group.PICKED else (),
        )

    @property
    def sort_chosen(self) -> Sort:
        return Sort(self.cleaned_data["sort"])


def addresses_in(text: str) -> list[str]:
    """What commas, semicolons, spaces and lines part."""
    return [part for part in re.split(r"[\s,;]+", text) if part]

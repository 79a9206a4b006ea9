"""Spaces let for months: who takes which, until when, who waits, what both saw."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.booking.forms.who import Who, WhoField
from cantine.booking.rules.occupations import Condition, StateLine
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui.forms import DayInput

LINES = 8
CONDITIONS = (
    ("new", pgettext_lazy("state", "new")),
    ("good", pgettext_lazy("state", "good")),
    ("worn", pgettext_lazy("state", "worn")),
    ("damaged", pgettext_lazy("state", "damaged")),
    ("missing", pgettext_lazy("state", "missing")),
)


class OccupantForm(forms.Form):
    """A person known here, an organisation known here, or both."""

    who = WhoField(label=_("Person"))
    customer = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, *args: Any, place: PlaceRef, customers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].at(place)  # type: ignore[attr-defined]  # a WhoField
        self.fields["customer"].choices = [("", _("None")), *customers]  # type: ignore[attr-defined]  # a choice field

    def clean_who(self) -> Who | None:
        who: Who | None = self.cleaned_data["who"]
        if who is not None and who.person_id is None:
            raise forms.ValidationError(_("Nobody is known by this address. Add the person to the members first."))
        return who

    @property
    def occupant(self) -> dict[str, int | None]:
        said = self.cleaned_data
        return {
            "person_id": said["who"].person_id if said["who"] else None,
            "customer_id": int(said["customer"]) if said["customer"] else None,
        }


class LetForm(OccupantForm):
    """Which space, to whom, from when to when."""

    resource = forms.ChoiceField(label=_("Space"))
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Leave empty when no end is agreed.")
    )
    people = forms.IntegerField(
        label=_("How many people at once"), min_value=0, max_value=10_000, initial=1, required=False,
        help_text=_("They count towards the legal capacity of the place; 0 for a locker."),
    )  # fmt: skip
    agreement = forms.CharField(
        label=_("What is agreed"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Desks, lockers, notice: in your words."),
    )  # fmt: skip
    field_order = ("resource", "who", "customer", "starts_on", "ends_on", "people", "agreement")

    def __init__(self, *args: Any, spaces: Iterable[ResourceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {card.slug: card for card in spaces}
        self.fields["resource"].choices = [(card.slug, card.name) for card in self.spaces.values()]  # type: ignore[attr-defined]

    @property
    def how_many(self) -> int:
        """One, where nobody said how many."""
        said: int | None = self.cleaned_data["people"]
        return 1 if said is None else said


class PeopleForm(forms.Form):
    """How many people an occupation brings."""

    people = forms.IntegerField(
        label=_("How many people at once"), min_value=0, max_value=10_000,
        help_text=_("They count towards the legal capacity of the place; 0 for a locker."),
    )  # fmt: skip


class EndsForm(forms.Form):
    """Another last day, or none."""

    ends_on = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Leave empty when no end is agreed.")
    )


class MovesForm(forms.Form):
    """Another space, from a day."""

    resource = forms.ChoiceField(label=_("New space"))
    on = forms.DateField(label=_("First day there"), widget=DayInput)

    def __init__(self, *args: Any, spaces: Iterable[ResourceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {card.slug: card for card in spaces}
        self.fields["resource"].choices = [(card.slug, card.name) for card in self.spaces.values()]  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """What somebody waits for: a kind of space, or one space."""

    what = forms.ChoiceField(label=_("Which space"))
    from_day = forms.DateField(label=_("From"), widget=DayInput)
    note = forms.CharField(
        label=_("A word for the team"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, spaces: Iterable[ResourceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {card.slug: card for card in spaces}
        self.fields["what"].choices = [(card.slug, card.name) for card in self.spaces.values()]  # type: ignore[attr-defined]


class WisherForm(WishForm, OccupantForm):
    """The same, written down by the team for somebody."""

    field_order = ("what", "who", "customer", "from_day", "note")


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures at once, cleaned to a list of files; none is well."""

    def __init__(self, **kwargs: Any) -> None:
        accepts = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(widget=PhotosInput(accepts), **{"required": False, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial) for file in files]


class ReportForm(forms.Form):
    """What both saw, item by item, and the two names that sign it."""

    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    photos = PhotosField(
        label=_("Photos"),
        help_text=_("JPEG, PNG or WebP, 15 MB at most each, 12 at most. What the camera wrote in them is dropped."),
    )
    signed_for_place = forms.CharField(label=_("Signed for the place"), max_length=120)
    signed_for_occupant = forms.CharField(label=_("Signed for the occupant"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(LINES):
            self.fields[f"item_{number}"] = forms.CharField(label=_("What is looked at"), max_length=80, required=False)
            self.fields[f"condition_{number}"] = forms.ChoiceField(label=_("State"), choices=CONDITIONS, initial="good")
            self.fields[f"said_{number}"] = forms.CharField(label=_("Remark"), max_length=200, required=False)

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"item_{n}"], self[f"condition_{n}"], self[f"said_{n}"]) for n in range(LINES)]

    @property
    def lines(self) -> list[StateLine]:
        said = self.cleaned_data
        return [
            StateLine(
                item=said[f"item_{n}"], condition=Condition(said[f"condition_{n}"]), note=said[f"said_{n}"]
            )
            for n in range(LINES)
            if said[f"item_{n}"]
        ]  # fmt: skip

"""Whom to write to, and what."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.booking.forms.who import SeveralField
from cantine.booking.queries import Choices as AudienceChoices
from cantine.booking.rules import LONGEST_MESSAGE, LONGEST_SUBJECT, Audience, Group, Sort
from cantine.people.queries import persons_of
from cantine.places.permissions import ROLE_NAMES
from cantine.places.queries import PlaceRef, known_persons
from cantine.ui.forms import Choices, DayInput

MOST_PICKED = 500


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
            ("picked", _("A few people, by their names")),
        ],
    )
    day = forms.DateField(label=_("Day"), widget=DayInput, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    certification = forms.ChoiceField(label=_("Certification"), required=False)
    picked = forms.MultipleChoiceField(
        label=_("People chosen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick whoever should not receive it."),
    )
    who = SeveralField(
        label=_("Add somebody"),
        max_length=5000,
        help_text=_("Three letters of a name, or an address; several at once with commas."),
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
        for group, field in {"day": "day", "role": "role", "certified": "certification"}.items():
            self.fields[field].required = not self.is_bound or self.data.get("group") == group
        self._offer_people(place)
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
            "picked": _("A few people, by their names"),
        }
        self.fields["group"].choices = [(value, label) for value, label in possible.items() if label]  # type: ignore[attr-defined]

    def _offer_people(self, place: PlaceRef) -> None:
        """Those chosen so far stand as ticked boxes; whom the place does not know is not among them."""
        posted = self.data.copy() if isinstance(self.data, QueryDict) else None
        said = posted.getlist("picked") if posted is not None else self.initial.get("picked", ())
        self.chosen = {str(each.uuid): each for each in known_persons(place=place, uuids=ids_in(said))}
        self.fields["picked"].choices = [(key, each.shown) for key, each in self.chosen.items()]  # type: ignore[attr-defined]
        self.fields["who"].at(place)  # type: ignore[attr-defined]  # a SeveralField
        if posted is not None:
            posted.setlist("picked", [key for key in said if key in self.chosen])
            self.data = posted

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        added = persons_of(cleaned.get("who") or ()).values()
        self.people = [*(self.chosen[key] for key in cleaned.get("picked") or ()), *added]
        if cleaned.get("group") != "picked":
            self.errors.pop("who", None)
        elif not self.people and "who" not in self.errors:
            self.add_error("who", _("Choose at least one person."))
        return cleaned

    @property
    def picked_now(self) -> list[str]:
        """The ids of everybody chosen, whoever was just named included."""
        return list(dict.fromkeys(str(each.uuid) for each in self.people))

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
            emails=tuple(each.email for each in self.people) if group is Group.PICKED else (),
        )

    @property
    def sort_chosen(self) -> Sort:
        return Sort(self.cleaned_data["sort"])


def ids_in(said: Iterable[str]) -> list[UUID]:
    """The ids among what a page sent; what is none is left out."""
    found = []
    for each in list(said)[:MOST_PICKED]:
        with suppress(ValueError):
            found.append(UUID(each))
    return found

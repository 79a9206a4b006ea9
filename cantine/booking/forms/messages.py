"""Whom to write to, and what."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.booking.queries import Choices as AudienceChoices
from cantine.booking.queries import unknown_addresses
from cantine.booking.rules import LONGEST_MESSAGE, LONGEST_SUBJECT, Audience, Group, Sort
from cantine.places.permissions import ROLE_NAMES
from cantine.places.queries import PlaceRef
from cantine.ui.forms import Choices, DayInput


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

"""Whom something is for, as the team says it at the counter: a name, an address, or both for somebody new."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.kernel import folded
from cantine.places.queries import ContactCard, PlaceRef, contacts_named, persons_at_addresses

_ADDRESS = re.compile(r"[^\s<>(),;]+@[^\s<>(),;]+")
SEVERAL = 5


@dataclass(frozen=True)
class Who:
    """A person whom the house knows, by ``person_id``; or somebody to enter, by address and perhaps a name."""

    person_id: int | None
    email: str = ""
    name: str = ""


class WhoInput(forms.TextInput):
    """A line that suggests the people of the place as one types; without a script it is a plain line."""

    template_name = "booking/who_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        said = context["widget"]["attrs"]
        if "id" in said and "hx-get" in said:
            said |= {"list": f"{said['id']}-people", "hx-target": f"#{said['id']}-people", "hx-swap": "innerHTML"}
        return context


class WhoField(forms.CharField):
    """A person by name or by address, cleaned to a ``Who``; None when left empty. ``at`` says whose address book."""

    place: PlaceRef

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "placeholder": gettext_lazy("Name, and e-mail for somebody new")}
        super().__init__(widget=WhoInput(attrs), **{"required": False, "max_length": 200, **kwargs})

    def at(self, place: PlaceRef) -> None:
        self.place = place
        asked = reverse("booking:people", args=[place.slug])
        self.widget.attrs |= {"hx-get": asked, "hx-trigger": "input changed delay:150ms"}

    def clean(self, value: Any) -> Who | None:
        said = super().clean(value)
        return who_is(said, place=self.place) if said else None


class SeveralField(WhoField):
    """Several people at once, parted by commas or lines, cleaned to the ids of those whom the place knows."""

    def clean(self, value: Any) -> list[int]:  # type: ignore[override]  # several, where its parent has one
        said = str(forms.CharField.clean(self, value) or "")
        whos = [who_is(part, place=self.place) for part in re.split(r"[,;\n]+", said) if part.strip()]
        unknown = [who.email for who in whos if who.person_id is None]
        if unknown:
            words = _("The place does not know %(emails)s. Add them to the members first, or take them out.")
            raise forms.ValidationError(words % {"emails": ", ".join(unknown[:5])})
        return list(dict.fromkeys(who.person_id for who in whos if who.person_id is not None))


def who_is(said: str, *, place: PlaceRef) -> Who:
    """The one person whom these words name here; words that name several or nobody are an error that says so."""
    found = _ADDRESS.search(said)
    name = " ".join(_ADDRESS.sub(" ", said).split()).strip(" <>(),;·-")
    if found:
        validate_email(found[0])
        address = found[0].lower()
        return Who(persons_at_addresses(place, emails=[address]).get(address), address, name)
    near = contacts_named(place=place, text=name, most=SEVERAL)
    same = [card for card in near if folded(card.name) == folded(name)]
    if len(same or near) == 1:
        return Who((same or near)[0].id)
    raise forms.ValidationError(_nobody(name) if not near else _several(near))


def _nobody(name: str) -> str:
    return _("Nobody here is called “%(name)s”. Write their e-mail too, and they are entered.") % {"name": name}


def _several(cards: list[ContactCard]) -> str:
    names = ", ".join(f"{card.name} ({card.email})" for card in cards)
    return _("Several people may be meant: %(names)s. Complete the name, or write the address.") % {"names": names}

"""Who may do what at a place, and the policies by which its pages are entered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, anyone, authorize, by_system, oneself, register, role, signed_in
from cantine.core.routes import actor_on
from cantine.places import queries

ROLES = ("manager", "host", "treasurer", "member", "resident")
STAFF = ("manager", "host", "treasurer")

manager = role("manager")
staff = role(*STAFF)
team = role("manager", "host")
member = role("member", "resident", *STAFF)

register({"place.see": anyone, "place.see_planning": anyone, "place.see_matrix": signed_in}, level="read")
register(
    {
        "place.open": signed_in | by_system,
        "place.change": manager | by_system,
        "place.give_role": manager | by_system,
        "place.see_team": staff,
        "place.see_contacts": staff,
        "place.change_spaces": manager | by_system,
        "place.change_hours": manager | by_system,
        "place.see_settings": manager,
        "place.see_insurance": team | by_system,
        "place.meet": team | oneself | by_system,
    },
    level="manage",
)
register({"place.accept_rules": oneself | by_system}, level="book")


class PlaceRequest(HttpRequest):
    """What a view under ``at_place`` receives."""

    actor: Actor
    place: queries.PlaceRef


@dataclass(frozen=True)
class AtPlace:
    """The page of one place: finds it by its slug, opens its tenancy and checks ``action``.

    Puts ``request.place`` (a ``queries.PlaceRef``) beside ``request.actor``. The look-up returns the tenant key only.
    """

    action: str
    name: str = ""

    @contextmanager
    def admitted(self, request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[None]:
        place = queries.find_place(slug=kwargs.pop("place"))
        if place is None:
            raise Http404
        actor = actor_on(request)
        with scoping.scope([place.organisation_id]):
            authorize(actor, self.action, Target(place.organisation_id, place.id))
            request.place = place  # type: ignore[attr-defined]
            yield


def at_place(action: str) -> AtPlace:
    """``page("<slug:place>/planning/", …, policy=at_place("place.see_planning"))``."""
    return AtPlace(action, name=f"at the place: {action}")

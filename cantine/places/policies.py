"""The policies by which the pages of a place are entered: every domain's ``urls.py`` names one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.routes import actor_on
from cantine.places import queries


class PlaceRequest(HttpRequest):
    """What a view under ``at_place`` receives."""

    actor: Actor
    place: queries.PlaceRef


@dataclass(frozen=True)
class AtPlace:
    """The page of one place: finds it by its slug, opens its tenancy and checks ``action``.

    Puts ``request.place`` (a ``queries.PlaceRef``) beside ``request.actor``, and the clock of the place in force until
    the request ends. The look-up returns the tenant key only. A place that is not published exists only for
    those who have a role there.
    """

    action: str
    name: str = ""

    def expect(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """Have the place looked for together with whatever is read next: who asks."""
        request.place_soon = queries.place_soon(slug=kwargs["place"])  # type: ignore[attr-defined]  # for ``admitted``

    @contextmanager
    def admitted(self, request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[None]:
        slug = kwargs.pop("place")
        place = (getattr(request, "place_soon", None) or queries.place_soon(slug=slug)).value
        actor = actor_on(request)
        if place is None or not queries.open_to(actor, place=place):
            raise Http404
        timezone.activate(place.zone)
        with scoping.scope([place.organisation_id]):
            authorize(actor, self.action, Target(place.organisation_id, place.id))
            request.place = place  # type: ignore[attr-defined]
            yield


def at_place(action: str) -> AtPlace:
    """``page("<slug:place>/planning/", …, policy=at_place("place.see_planning"))``."""
    return AtPlace(action, name=f"at the place: {action}")

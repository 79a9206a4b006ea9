"""The policies by which the pages of a place are entered: every domain's ``urls.py`` names one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import LEVELS, Denied, Target, authorize, can
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


class Key(Protocol):
    """Whose tenancy a row is of, which place, and whose row: what a policy needs to decide."""

    @property
    def organisation_id(self) -> int: ...

    @property
    def place_id(self) -> int: ...

    @property
    def person_id(self) -> int | None: ...


@dataclass(frozen=True)
class OfRow:
    """Finds the tenancy of a flat id, opens it and checks ``action``. Who may not see the row is told that there is
    none, in the same words; who may see it but not do this is told so."""

    action: str
    parameter: str
    find: Callable[[UUID], Key | None]
    see: str
    name: str = ""

    @contextmanager
    def admitted(self, request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[None]:
        actor = actor_on(request)
        if actor.person_id is None:
            raise Denied(self.action, actor)
        key = self.find(_uuid(kwargs[self.parameter]))
        if key is None:
            raise Http404
        target = Target(key.organisation_id, key.place_id, key.person_id)
        if not can(actor.limited_to(LEVELS), self.see, target):
            raise Http404
        authorize(actor, self.action, target)
        with scoping.scope([key.organisation_id]):
            place = queries.place_by_id(key.place_id)
            assert place is not None
            timezone.activate(place.zone)
            request.place = place  # type: ignore[attr-defined]
            yield


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error

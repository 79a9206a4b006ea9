"""The policies of addresses that name a booking or a date and no place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from cantine.booking import queries
from cantine.core import scoping
from cantine.core.authorization import LEVELS, Denied, Target, authorize, can
from cantine.core.routes import actor_on
from cantine.places import queries as places


@dataclass(frozen=True)
class OfRow:
    """Finds the tenancy of a flat id, opens it and checks ``action``. Who may not see the row is told that there is
    none, in the same words; who may see it but not do this is told so."""

    action: str
    parameter: str
    find: Callable[[UUID], queries.Key | None]
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
        if not can(actor.limited_to(LEVELS), "booking.see", target):
            raise Http404
        authorize(actor, self.action, target)
        with scoping.scope([key.organisation_id]):
            place = places.place_by_id(key.place_id)
            assert place is not None
            timezone.activate(place.zone)
            request.place = place  # type: ignore[attr-defined]
            yield


def of_booking(action: str) -> OfRow:
    return OfRow(action, "booking", queries.key_of_booking, f"of the booking: {action}")


def of_date(action: str) -> OfRow:
    return OfRow(action, "occurrence", queries.key_of_date, f"of the date: {action}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error

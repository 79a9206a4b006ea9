"""What every page of the desk says to its commands, and what it says next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cantine.core import clock, refusals
from cantine.desk import queries
from cantine.desk.queries import RequestCard
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest


def said(request: PlaceRequest, **more: Any) -> dict[str, Any]:
    """What every command is given."""
    return {"actor": request.actor, "now": clock.now(), "place": request.place, **more}


def done(request: PlaceRequest, words: str, route: str, *args: Any) -> HttpResponse:
    messages.success(request, words)
    return redirect(route, request.place.slug, *args)


def refused(request: PlaceRequest, why: Refused, route: str, *args: Any) -> HttpResponse:
    for refusal in why.refusals:
        messages.error(request, refusals.sentence(refusal))
    return redirect(route, request.place.slug, *args)


def request_at(request: PlaceRequest, asked: UUID) -> RequestCard:
    """The request of this place. Raises Http404."""
    found = queries.find_request(request.place, uuid=asked)
    if found is None:
        raise Http404
    return found

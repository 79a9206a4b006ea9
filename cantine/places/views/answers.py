"""What several pages of a place do: say what was done and go on; choose among its resources."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cantine.core import refusals
from cantine.kernel import Refused
from cantine.places import queries
from cantine.places.policies import PlaceRequest


def done(request: PlaceRequest, said: str, route: str, *args: object) -> HttpResponse:
    """Say it on the next page, so that a reload does not do it again."""
    messages.success(request, said)
    return redirect(route, request.place.slug, *args)


def refused(request: PlaceRequest, why: Refused, route: str, *args: object) -> HttpResponse:
    """The sentences of a refusal, for what has no form to stand beside."""
    for refusal in why.refusals:
        messages.error(request, refusals.sentence(refusal))
    return redirect(route, request.place.slug, *args)


def resource_choices(request: PlaceRequest) -> list[tuple[str, str]]:
    return [(card.slug, card.name) for card in queries.resource_cards(place_id=request.place.id)]


def resource_id_of(request: PlaceRequest, slug: str) -> int | None:
    card = queries.find_resource(place_id=request.place.id, slug=slug) if slug else None
    return card.id if card else None

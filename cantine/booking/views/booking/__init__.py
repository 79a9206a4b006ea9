"""Booking in three taps: what, when, yes. The same addresses serve the mouse, the thumb and the keyboard."""

from django.http import Http404, HttpResponse

from cantine.booking.views.booking.answering import take_answer
from cantine.booking.views.booking.asked import asked_start
from cantine.booking.views.booking.choosing import choose
from cantine.booking.views.booking.confirming import confirm, form_for, initial_of
from cantine.booking.views.booking.picking import pick
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest

__all__ = ["book", "choose"]


def book(request: PlaceRequest, *, resource: str) -> HttpResponse:
    """Pick a time, then say yes; a refusal keeps everything that was typed."""
    card = places.find_resource(place_id=request.place.id, slug=resource)
    if card is None or not card.shown_to(places.standing_of(request.actor, place=request.place)):
        raise Http404
    if request.method == "POST":
        return take_answer(request, card)
    starts_at = asked_start(request)
    if starts_at is None:
        return pick(request, card)
    return confirm(request, card, form_for(request, card, initial=initial_of(request, card, starts_at)))

"""One date of mine (or, for the team, of anybody): how to get in, the terms, and giving it up."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands
from cantine.booking.commands.wording import key_lines
from cantine.booking.queries import DateCard, date_by_uuid, dates_of_booking, ways_in_of
from cantine.core import clock
from cantine.core.authorization import Target, authorize, can
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def show(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """The date and the others of its booking."""
    card = _found(request, date)
    place = request.place
    resource = places.resource_by_id(card.resource_id)
    owner = persons.person_of(card.person_id) if card.person_id else None
    context = {
        "date": card,
        "when": formats.span(card, place.zone),
        "resource": resource,
        "owner": owner,
        "mine": card.person_id == request.actor.person_id,
        "dates": [
            {"card": other, "when": formats.span(other, place.zone)} for other in dates_of_booking(card.booking_uuid)
        ],
        "over": card.ends_at <= clock.now(),
        "may_answer": can(request.actor, "booking.answer", Target(place.organisation_id, place.id)),
        "expires": formats.moment(card.expires_at, place.zone) if card.expires_at else "",
        "keys": list(key_lines(ways_in_of([card.resource_id], person_id=card.person_id))),
        "entry": places.entry_of(place_id=place.id),
    }
    return render(request, "booking/date.html", context)


def cancel(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """Ask once, then cancel."""
    card = _found(request, date)
    if request.method != "POST":
        context = {"date": card, "when": formats.span(card, request.place.zone)}
        return render(request, "booking/cancel.html", context)
    commands.cancel_dates(actor=request.actor, now=clock.now(), place=request.place, dates=[date])
    messages.success(request, _("It is cancelled, and the room is free again."))
    return redirect("booking:date", request.place.slug, date)


def _found(request: PlaceRequest, uuid: UUID) -> DateCard:
    """The date if this reader may see it; an unknown one and a foreign one answer alike."""
    card = date_by_uuid(uuid, place_id=request.place.id)
    if card is None:
        raise Http404
    target = Target(request.place.organisation_id, request.place.id, card.person_id)
    if not can(request.actor, "booking.see", target):
        raise Http404
    authorize(request.actor, "booking.see", target)
    return card

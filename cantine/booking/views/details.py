"""Correcting what a booking says, on a page of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands
from cantine.booking.forms import DetailsForm, attempt
from cantine.booking.views.lookup import customers_for, found_date
from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def change(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """Its title, its people, its words: for all its dates."""
    card = found_date(request, date)
    room = places.resource_by_id(card.resource_id)
    if room is None:
        raise Http404
    now = {
        "title": card.title, "show_title": not card.title_hidden, "guests": card.guests, "note": card.note,
        "guest_names": card.guest_names, "layout": card.layout,
    }  # fmt: skip
    form = DetailsForm(request.POST or None, resource=room, initial=now)
    if request.method == "POST" and attempt(form, lambda read: _change(request, date, read)):
        messages.success(request, _("The booking is corrected."))
        return redirect("booking:date", request.place.slug, date)
    context = {
        "date": card,
        "form": form,
        "when": formats.span(card, request.place.zone),
        "may_hand": _may_hand(request),
    }
    return render(request, "booking/change.html", context, status=422 if form.errors else 200)


def _may_hand(request: PlaceRequest) -> bool:
    """The team names another person on a page of its own; others, one of their organisations, when they have any."""
    here = Target(request.place.organisation_id, request.place.id)
    return can(request.actor, "booking.for_others", here) or bool(customers_for(request, staff=False))


def _change(request: PlaceRequest, date: UUID, form: DetailsForm) -> None:
    commands.change_details(actor=request.actor, now=clock.now(), place=request.place, date=date, said=form.said)

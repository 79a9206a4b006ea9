"""The waiting list on pages: joined from a refusal, seen and left on one's own page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands, queries
from cantine.booking.forms import WaitingForm
from cantine.core import clock, errors, scoping
from cantine.core.routes import actor_on
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def join(request: PlaceRequest) -> HttpResponse:
    """Wait for what the form names (``booking/waiting/join.html`` makes it where a time is refused)."""
    form = WaitingForm(request.POST)
    if not form.is_valid():
        return errors.bad_request(request)
    said = form.cleaned_data
    resource = places.find_resource(place_id=request.place.id, slug=said["resource"])
    if resource is None:
        raise Http404
    commands.join_waiting_list(
        actor=request.actor,
        now=clock.now(),
        place=request.place,
        resource=resource,
        interval=said["interval"],
        quantity=said["quantity"] or 1,
    )
    messages.success(request, _("You are on the waiting list. We write to you when it comes free."))
    return redirect("booking:my_waiting")


def mine(request: HttpRequest) -> HttpResponse:
    """What I wait for, and what is offered to me, in every place."""
    actor = actor_on(request)
    assert actor.person_id is not None
    lines = queries.waiting_of(person_id=actor.person_id, now=clock.now())
    refs = places.place_refs(ids={line.place_id for line in lines})
    shown = [
        {
            "line": line,
            "place": refs[line.place_id],
            "when": formats.span(line, refs[line.place_id].zone),
            "until": formats.moment(line.offered_until, refs[line.place_id].zone) if line.offered_until else "",
        }
        for line in lines
    ]
    return render(request, "booking/waiting/mine.html", {"lines": shown})


def leave(request: HttpRequest, *, waiting: UUID) -> HttpResponse:
    """Wait no more for one of mine."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    line = queries.own_waiting(waiting, person_id=actor.person_id)
    if line is None:
        raise Http404
    place = places.place_refs(ids=[line.place_id])[line.place_id]
    with scoping.scope([line.organisation_id]):
        commands.leave_waiting_list(actor=actor, now=now, place=place, waiting=waiting)
    messages.success(request, _("You no longer wait for it."))
    return redirect("booking:my_waiting")

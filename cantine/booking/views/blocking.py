"""Withdrawing a room for a while, with a reason that people read; giving it back."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands, queries, rules
from cantine.booking.forms import BlockingForm
from cantine.booking.queries.today import Expected, dates_in_the_way, withdrawn
from cantine.booking.views import standing
from cantine.booking.views.lookup import status_of
from cantine.booking.views.planning import asked_day
from cantine.core import clock
from cantine.core import refusals as words
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.ui import formats


def withdraw(request: PlaceRequest) -> HttpResponse:
    """What is withdrawn now, and a form to withdraw more; a clash names the dates to move first."""
    place = request.place
    rooms = {room.slug: room for room in places.resource_cards(place_id=place.id)}
    if request.method != "POST":
        return _page(request, BlockingForm(place=place, rooms=rooms.values(), initial=_initial(request)))
    form = BlockingForm(request.POST, place=place, rooms=rooms.values())
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    dates = _given_up(request, rooms[said["resource"]], said["interval"])
    try:
        commands.block_resource(
            actor=request.actor, now=clock.now(), place=place, resource=rooms[said["resource"]],
            interval=said["interval"], reason=said["reason"], cancel=dates, words=standing.words_of(request),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, form, refusals=refused.refusals, status=status_of(refused))
    told = (_("It is withdrawn, and the planning says why."), standing.told_of(dates))
    messages.success(request, " ".join(part for part in told if part))
    return redirect("booking:block", place.slug)


def give_back(request: PlaceRequest, *, blocking: UUID) -> HttpResponse:
    """It can be booked again."""
    try:
        commands.lift_blocking(actor=request.actor, now=clock.now(), place=request.place, blocking=blocking)
        messages.success(request, _("It can be booked again."))
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, words.sentence(refusal))
    return redirect("booking:block", request.place.slug)


def _page(
    request: PlaceRequest, form: BlockingForm, *, refusals: tuple[Refusal, ...] = (), status: int = 200
) -> HttpResponse:
    place = request.place
    dates = _in_the_way(request, refusals)
    context = {
        "form": form,
        "reasons": [words.sentence(refusal) for refusal in refusals if refusal.code != "taken"],
        "in_the_way": standing.lines_of(request, dates),
        "only_dates": bool(dates) and len(dates) == _number_of_conflicts(refusals),
        "seen": standing.seen_of(dates),
        "words": standing.words_of(request),
        "clash": any(refusal.code == "taken" for refusal in refusals),
        "withdrawn": [
            {"row": row, "when": formats.span(row, place.zone)} for row in withdrawn(place=place, now=clock.now())
        ],
    }  # fmt: skip
    return render(request, "booking/blocking.html", context, status=status)


def _given_up(request: PlaceRequest, room: ResourceCard, interval: Interval) -> list[UUID]:
    """The dates to cancel: those that were shown, and only while they are all that stands there."""
    if request.POST.get("fate") != rules.Fate.CANCEL:
        return []
    dates = _dates_among(queries.busy_of([room], window=interval)[room.id], request)
    return standing.to_cancel(request, dates) if standing.decided(request, dates) else []


def _in_the_way(request: PlaceRequest, refusals: tuple[Refusal, ...]) -> list[Expected]:
    conflicts: list[rules.Busy] = [
        busy for refusal in refusals for busy in refusal.context.get("conflicts", ())  # type: ignore[attr-defined]
    ]  # fmt: skip
    return _dates_among(conflicts, request)


def _number_of_conflicts(refusals: tuple[Refusal, ...]) -> int:
    found = [busy for refusal in refusals for busy in refusal.context.get("conflicts", ())]  # type: ignore[attr-defined]
    return len({busy.reference for busy in found})


def _dates_among(conflicts: Iterable[rules.Busy], request: PlaceRequest) -> list[Expected]:
    names = {busy.reference for busy in conflicts if busy.kind in {rules.BusyKind.BOOKING, rules.BusyKind.HOLD}}
    return dates_in_the_way(names, place=request.place) if names else []


def _initial(request: PlaceRequest) -> dict[str, Any]:
    """The room and the day of the address, or the next day that opens: the whole of its hours, to be shortened."""
    hours, zone = places.hours_of(request.place), request.place.zone
    day = asked_day(request) if "jour" in request.GET else hours.next_open_day(asked_day(request))
    opened = hours.open_intervals(resource_id=None, first_day=day, last_day=day)
    start = opened[0].starts_at.astimezone(zone) if opened else datetime.combine(day, time(9))
    end = opened[-1].ends_at.astimezone(zone) if opened else datetime.combine(day, time(18))
    return {
        "resource": request.GET.get("salle", ""),
        "day": start.date(), "start": start.time(), "last_day": end.date(), "end": end.time(),
    }  # fmt: skip

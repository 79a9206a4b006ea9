"""Giving a date another time or another room: a page of its own, and the dialog of the planning."""

from contextlib import suppress
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands, queries, rules
from cantine.booking.forms import MoveForm
from cantine.booking.queries import DateCard
from cantine.booking.views.lookup import found_date, is_htmx, status_of
from cantine.booking.views.offers import Instead, offers_instead, read_value
from cantine.core import clock
from cantine.core import refusals as words
from cantine.core.authorization import Target, can
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.ui import formats


def move(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """Ask where to; a refusal says every reason and what is free nearby, and the date stays where it was."""
    card = found_date(request, date)
    rooms = _rooms(request, card)
    if request.method != "POST":
        return _page(request, card, rooms, _form(request, rooms, initial=_initial(request, card)))
    instead = read_value(request.POST.get("instead", ""))
    form = _form(request, rooms, data=request.POST)
    if instead is None and not form.is_valid():
        return _page(request, card, rooms, form, status=422)
    wish = instead or Instead(form.cleaned_data["interval"], form.cleaned_data["resource"])
    try:
        commands.move_date(
            actor=request.actor, now=clock.now(), place=request.place, date=date, interval=wish.interval,
            resource=rooms.get(wish.resource), override="override" in form.fields and "override" in request.POST,
        )  # fmt: skip
    except Refused as refused:
        shown = _form(request, rooms, initial=_fields(request, wish.interval, wish.resource))
        return _page(request, card, rooms, shown, refusals=refused.refusals, wish=wish, status=status_of(refused))
    if is_htmx(request):
        return HttpResponse(status=204)
    messages.success(request, _("It is moved."))
    return redirect("booking:date", request.place.slug, date)


def _rooms(request: PlaceRequest, card: DateCard) -> dict[str, ResourceCard]:
    """Where it could go: the rooms for a room, the pools for seats."""
    standing = places.standing_of(request.actor, place=request.place)
    every = places.resource_cards(place_id=request.place.id)
    own = next((room for room in every if room.id == card.resource_id), None)
    return {
        room.slug: room
        for room in every
        if room.id == card.resource_id or (room.shown_to(standing) and own and bool(room.seats) == bool(own.seats))
    }


def _page(
    request: PlaceRequest,
    card: DateCard,
    rooms: dict[str, ResourceCard],
    form: MoveForm,
    *,
    refusals: tuple[Refusal, ...] = (),
    wish: Instead | None = None,
    status: int = 200,
) -> HttpResponse:
    target = _target(request, card, form)
    context = {
        "date": card,
        "when": formats.span(card, request.place.zone),
        "stays_late": card.person_id == request.actor.person_id
        and queries.is_late(card, place=request.place, now=clock.now()),
        "form": form,
        "to": formats.span(target, request.place.zone) if target else "",
        "to_room": rooms[room].name if (room := form["resource"].value()) in rooms else "",
        "reasons": [words.sentence(refusal) for refusal in refusals],
        "offers": _offers(request, card, rooms, wish) if wish else [],
        "may_override": "override" in form.fields and bool(refusals) and not rules.hard(refusals),
    }
    template = "booking/move_dialog.html" if is_htmx(request) else "booking/move.html"
    return render(request, template, context, status=status)


def _offers(request: PlaceRequest, card: DateCard, rooms: dict[str, ResourceCard], wish: Instead) -> list[Any]:
    room = rooms.get(wish.resource)
    if room is None:
        return []
    return offers_instead(
        actor=request.actor, place=request.place, resource=room, person_id=card.person_id, now=clock.now(),
        wish=rules.Wish(interval=wish.interval, quantity=card.quantity, guests=card.guests, layout=card.layout),
        but_occurrences=(card.id,),
    )  # fmt: skip


def _target(request: PlaceRequest, card: DateCard, form: MoveForm) -> Interval | None:
    """Where the form would move it to, to be said before it is confirmed."""
    said = form.initial
    with suppress(KeyError, TypeError, ValueError):
        from cantine.booking.forms import interval_of

        return interval_of(said["day"], said["start"], said["end"], timezone=request.place.timezone)
    return None


def _form(request: PlaceRequest, rooms: dict[str, ResourceCard], **kwargs: Any) -> MoveForm:
    staff = can(request.actor, "booking.override", Target(request.place.organisation_id, request.place.id))
    return MoveForm(place=request.place, rooms=rooms.values(), staff=staff, **kwargs)


def _initial(request: PlaceRequest, card: DateCard) -> dict[str, Any]:
    """Where it is now, changed by what the address asks: ``?jour=&debut=&fin=&salle=``."""
    said = _fields(request, card.interval, request.GET.get("salle", card.resource_slug))
    with suppress(ValueError):
        said["day"] = datetime.strptime(request.GET.get("jour", ""), "%Y-%m-%d").date()  # noqa: DTZ007  a local day
    for name, field in (("debut", "start"), ("fin", "end")):
        with suppress(ValueError):
            said[field] = time.fromisoformat(request.GET.get(name, ""))
    return said


def _fields(request: PlaceRequest, interval: Interval, resource: str) -> dict[str, Any]:
    starts_at, ends_at = (at.astimezone(request.place.zone) for at in (interval.starts_at, interval.ends_at))
    return {"day": starts_at.date(), "start": starts_at.time(), "end": ends_at.time(), "resource": resource}

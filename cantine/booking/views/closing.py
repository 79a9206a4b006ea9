"""Closing days, taking a room off the planning: who is booked there is shown before anything is written."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands, queries
from cantine.booking.forms import ClosureForm, attempt
from cantine.booking.queries.today import Expected
from cantine.booking.views import standing
from cantine.core import clock
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def close(request: PlaceRequest) -> HttpResponse:
    """Close days: works, holidays of the team. Without a clash it is done at once."""
    rooms = {card.slug: card for card in places.resource_cards(place_id=request.place.id)}
    choices = [(slug, card.name) for slug, card in rooms.items()]
    form = ClosureForm(request.POST or None, resources=choices)
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        room = rooms.get(form.cleaned_data["resource"])
        dates = _displaced(request, form, room.id if room else None)
        if not standing.decided(request, dates):
            return standing.ask(
                request, dates, title=_asked(form), act=_("Close"), words=form.cleaned_data["reason"]
            )  # fmt: skip
        if attempt(form, lambda read: _close(request, read, dates, room.id if room else None)):
            return _done(request, _("These days are closed."), dates, "places:hours")
    return render(request, "booking/closing.html", {"form": form}, status=422 if form.errors else 200)


def retire(request: PlaceRequest, *, resource: str) -> HttpResponse:
    """Take a room off the planning; what is let there stays let, and is named."""
    place, now = request.place, clock.now()
    card = places.find_resource(place_id=place.id, slug=resource)
    if card is None:
        raise Http404
    dates = queries.coming_dates(place=place, now=now, resource_id=card.id)
    said = {"card": card, "lets": _lets(request, card.id)}
    if request.method != "POST" or "back" in request.POST:
        return render(request, "booking/retire.html", {**said, "dates": len(dates)})
    if not standing.decided(request, dates):
        title = _("Take %(name)s off the planning?") % {"name": card.name}
        return standing.ask(request, dates, title=title, act=_("Take it off"))
    commands.retire_resource(
        actor=request.actor, now=now, place=place, resource_id=card.id, cancel=standing.to_cancel(request, dates),
        words=standing.words_of(request),
    )  # fmt: skip
    return _done(request, _("%(name)s is no longer on the planning.") % {"name": card.name}, dates, "places:spaces")


def _displaced(request: PlaceRequest, form: ClosureForm, resource_id: int | None) -> list[Expected]:
    return queries.displaced_by_closure(
        place=request.place, now=clock.now(), first_day=form.cleaned_data["first_day"], last_day=form.until,
        resource_id=resource_id,
    )  # fmt: skip


def _close(request: PlaceRequest, form: ClosureForm, dates: list[Expected], resource_id: int | None) -> None:
    commands.close_days(
        actor=request.actor, now=clock.now(), place=request.place, first_day=form.cleaned_data["first_day"],
        last_day=form.until, reason=form.cleaned_data["reason"], resource_id=resource_id,
        cancel=standing.to_cancel(request, dates), words=standing.words_of(request),
    )  # fmt: skip


def _asked(form: ClosureForm) -> str:
    first, last = form.cleaned_data["first_day"], form.until
    if first == last:
        return _("Close %(day)s?") % {"day": formats.long_day(first)}
    return _("Close from %(first)s to %(last)s?") % {
        "first": formats.long_day(first),
        "last": formats.long_day(last),
    }


def _done(request: PlaceRequest, said: str, dates: list[Expected], route: str) -> HttpResponse:
    cancelled = standing.told_of(standing.to_cancel(request, dates))
    kept = _("The bookings that stand there are kept.") if dates and not cancelled else ""
    messages.success(request, " ".join(part for part in (said, cancelled, kept) if part))
    return redirect(route, request.place.slug)


def _lets(request: PlaceRequest, resource_id: int) -> list[str]:
    since = request.place.today(clock.now())
    return [
        each.occupant for each in queries.occupations_of(request.place, since=since) if each.resource_id == resource_id
    ]

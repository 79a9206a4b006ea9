"""What is done with a date by one button, from its own page or from the day of the team."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import commands
from cantine.booking.queries import dates_of_booking
from cantine.booking.views.lookup import found_date
from cantine.core import clock
from cantine.core import refusals as words
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest

Act = Callable[[PlaceRequest, UUID, datetime], str]


def act(request: PlaceRequest, *, date: UUID, act: str) -> HttpResponse:
    """One button, one command; what stands against it is said on the page it came from."""
    doing = _ACTS.get(act)
    if doing is None:
        raise Http404
    found_date(request, date)
    try:
        messages.success(request, doing(request, date, clock.now()))
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, words.sentence(refusal))
    if request.POST.get("back") == "today":
        return redirect("booking:today", request.place.slug)
    return redirect("booking:date", request.place.slug, date)


def _skip(request: PlaceRequest, date: UUID, now: datetime) -> str:
    commands.skip_date(actor=request.actor, now=now, place=request.place, date=date)
    return _("This date is left out: the others stand.")


def _take_back(request: PlaceRequest, date: UUID, now: datetime) -> str:
    commands.take_back_date(actor=request.actor, now=now, place=request.place, date=date)
    return _("This date is taken back.")


def _undo(request: PlaceRequest, date: UUID, now: datetime) -> str:
    commands.undo_cancel(actor=request.actor, now=now, place=request.place, date=date)
    return _("It stands again, as if nothing had happened.")


def _no_show(request: PlaceRequest, date: UUID, now: datetime) -> str:
    commands.mark_no_show(actor=request.actor, now=now, place=request.place, date=date)
    return _("Noted: nobody came, and the rest of the time is free.")


def _undo_no_show(request: PlaceRequest, date: UUID, now: datetime) -> str:
    commands.undo_no_show(actor=request.actor, now=now, place=request.place, date=date)
    return _("It stands again, as if nothing had happened.")


def _approve(request: PlaceRequest, date: UUID, now: datetime) -> str:
    dates = _alike(request, date)
    commands.approve_dates(actor=request.actor, now=now, place=request.place, dates=dates)
    told = ngettext("Approved: the person is told.", "%(count)s dates are approved: the person is told.", len(dates))
    return told % {"count": len(dates)}


def _refuse(request: PlaceRequest, date: UUID, now: datetime) -> str:
    reason = request.POST.get("reason", "").strip()[:200]
    dates = _alike(request, date)
    commands.refuse_dates(actor=request.actor, now=now, place=request.place, dates=dates, reason=reason)
    return _("Refused: the person is told, with your words.") if reason else _("Refused: the person is told.")


def _free(request: PlaceRequest, date: UUID, now: datetime) -> str:
    commands.cancel_dates(actor=request.actor, now=now, place=request.place, dates=_alike(request, date))
    return _("The option is given up, and the room is free again.")


def _alike(request: PlaceRequest, date: UUID) -> list[UUID]:
    """What waits is one thing to answer: every date of the booking that waits as this one does."""
    card = found_date(request, date)
    return [other.uuid for other in dates_of_booking(card.booking_uuid) if other.state is card.state]


_ACTS: dict[str, Act] = {
    "sauter": _skip,
    "reprendre": _take_back,
    "revenir": _undo,
    "absence": _no_show,
    "presence": _undo_no_show,
    "accepter": _approve,
    "refuser": _refuse,
    "liberer": _free,
}

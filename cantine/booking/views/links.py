"""Pages behind the links of letters: no account, no sign-in; the link itself is the right, for one date."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cantine.booking import commands, queries, rules
from cantine.booking.commands.wording import terms_in_words
from cantine.booking.queries import DateCard, LinkedDate
from cantine.booking.queries.links import Purpose
from cantine.core import clock, rates, scoping
from cantine.core.actor import Actor
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats

FAILURES = rates.Limit("link_failures", 30, 3600)


@dataclass(frozen=True)
class Opened:
    """What a link opened: the date, its place, and its person, who acts through it and can only book with it."""

    card: DateCard
    place: PlaceRef
    actor: Actor


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def cancel(request: HttpRequest, *, token: str) -> HttpResponse:
    """The terms and a button; then, for ten minutes, the way back."""
    now = clock.now()
    with _opened(request, token, now) as opened:
        if request.method == "POST":
            act = commands.undo_cancel if request.POST.get("act") == "undo" else _cancel
            act(actor=opened.actor, now=now, place=opened.place, date=opened.card.uuid)
            return quiet(redirect(reverse("booking:quick_cancel", args=[token])))
        response = render(request, "booking/links/cancel.html", _context(opened, now))
    return quiet(response)


def _cancel(*, actor: Actor, now: datetime, place: PlaceRef, date: object) -> None:
    commands.cancel_dates(actor=actor, now=now, place=place, dates=[date])  # type: ignore[list-item]  # a UUID


@csrf_exempt
def offer(request: HttpRequest, *, token: str) -> HttpResponse:
    """What the waiting list offers: take it, or leave it to the next; said once, then told as it stands."""
    now = clock.now()
    found = _found(request, token, "offer", now)
    place = places.place_refs(ids=[found.place_id])[found.place_id]
    with scoping.scope([found.organisation_id]), timezone.override(place.zone):
        line = queries.waiting_by_uuid(found.uuid)
        if line is None or line.ends_at <= now:
            raise Http404
        if request.method == "POST":
            actor = places.actor_of(person_id=line.person_id, now=now).limited_to({"read", "book"})
            act = commands.decline_offer if request.POST.get("act") == "decline" else commands.accept_offer
            act(actor=actor, now=now, place=place, waiting=line.uuid)
            return quiet(redirect(reverse("booking:quick_offer", args=[token])))
        open_still = line.offered and line.offered_until is not None and line.offered_until > now
        context = {
            "line": line,
            "place": place,
            "when": formats.span(line, place.zone),
            "open": open_still,
            "until": formats.moment(line.offered_until, place.zone) if line.offered_until else "",
        }
        response = render(request, "booking/links/offer.html", context)
    return quiet(response)


def _found(request: HttpRequest, token: str, purpose: Purpose, now: datetime) -> LinkedDate:
    found = queries.linked_date(token, purpose=purpose)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=now)
        raise Http404
    return found


@contextmanager
def _opened(request: HttpRequest, token: str, now: datetime) -> Iterator[Opened]:
    """The date behind the link, in its tenancy and on its clock; 404 for any link that is not ours or is over."""
    found = _found(request, token, "cancel", now)
    place = places.place_refs(ids=[found.place_id])[found.place_id]
    with scoping.scope([found.organisation_id]), timezone.override(place.zone):
        card = queries.date_by_uuid(found.uuid, place_id=place.id)
        if card is None or card.person_id is None or card.ends_at <= now:
            raise Http404
        actor = places.actor_of(person_id=card.person_id, now=now).limited_to({"read", "book"})
        yield Opened(card, place, actor)


def _context(opened: Opened, now: datetime) -> dict[str, object]:
    card, place = opened.card, opened.place
    before = rules.State(card.state_before) if card.state_before else None
    mine = card.cancelled_by_id == card.person_id
    undo = rules.check_undo(
        before=before if mine else None, cancelled_at=card.changed_at, starts_at=card.starts_at, now=now
    )
    return {
        "date": card,
        "place": place,
        "when": formats.span(card, place.zone),
        "terms": list(terms_in_words(place=place, cards=[card], now=now)),
        "head": places.letterhead_of(place_id=place.id) if card.promised else None,
        "started": card.starts_at <= now,
        "may_undo": card.state is rules.State.CANCELLED and not undo,
        "undo_until": formats.hour(card.changed_at + rules.UNDO_GRACE, place.zone),
        "free": f"{reverse('booking:book', args=[place.slug, card.resource_slug])}?jour={place.today(card.starts_at)}",
    }


def quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no site is told where the reader comes from, nothing keeps or lists the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

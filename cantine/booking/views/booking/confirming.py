"""Yes, or what stands against it: the same page, and the same words in a dialog of the planning."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.booking import rules
from cantine.booking.forms import BookingForm, interval_of
from cantine.booking.queries import usual_length
from cantine.booking.views import pricing
from cantine.booking.views.booking.picking import start_at
from cantine.booking.views.booking.standing import has_a_trial_left, mode_of
from cantine.booking.views.lookup import customers_for, is_htmx
from cantine.booking.views.offers import Offer as Proposed
from cantine.core import clock
from cantine.core import refusals as words
from cantine.core.authorization import Target, can
from cantine.kernel import Interval, Refusal
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui import formats

MAIN_FIELDS = frozenset(
    ("day", "start", "end", "who", "enter", "title", "trial", "repeats", "until", "times", "hold_day", "hold_clock")
)


def confirm(
    request: PlaceRequest,
    card: ResourceCard,
    form: BookingForm,
    *,
    refusals: tuple[Refusal, ...] = (),
    offers: Sequence[Proposed] = (),
    status: int = 200,
) -> HttpResponse:
    place = request.place
    interval = _typed(form, place)
    for_others = "who" in form.fields and bool(form["who"].value())
    may_override = "override" in form.fields and bool(refusals) and not rules.hard(refusals)
    main = MAIN_FIELDS | {"override"} if may_override else MAIN_FIELDS
    more = [field for field in form if field.name not in main]
    priced = pricing.price_said(request, card, form, interval)
    context = {
        "card": card,
        "form": form,
        "more": more,
        "more_open": any(field.errors for field in more),
        "staff": "who" in form.fields,
        "may_override": may_override,
        "unknown": form.unknown if form.is_bound else False,
        "hold_open": bool(form["hold_day"].value()) if "hold_day" in form.fields else False,
        "mode": mode_of(request, card),
        "wait_for": worth_waiting(form, refusals),
        "resource": card,
        "reasons": [words.sentence(refusal) for refusal in refusals],
        "offers": offers,
        "house_rules": None if for_others else _rules_to_accept(request, card, refusals),
        "when": formats.span(interval, place.zone) if interval and not request.actor.person_id else "",
        "terms": [_terms(place, interval), *pricing.terms_said(priced)],
        "said": priced,
        "signed_in": request.actor.person_id is not None,
        "period": formats.span(interval, place.zone) if interval else "",
        "next": start_at(request, card, interval).href if interval and in_dialog(request) else request.get_full_path(),
    }
    template = "booking/book_dialog.html" if in_dialog(request) else "booking/confirm.html"
    return render(request, template, context, status=status)


def in_dialog(request: PlaceRequest) -> bool:
    """Whether the planning asks, from its own page: a few words, and the board stays under the eyes."""
    return is_htmx(request) and request.GET.get("part") == "dialog"


def form_for(request: PlaceRequest, card: ResourceCard, **kwargs: Any) -> BookingForm:
    target = Target(request.place.organisation_id, request.place.id)
    staff = can(request.actor, "booking.for_others", target)
    customers = customers_for(request, staff=staff)
    tries = _tries(request, card)
    return BookingForm(place=request.place, resource=card, staff=staff, tries=tries, customers=customers, **kwargs)


def initial_of(request: PlaceRequest, card: ResourceCard, starts_at: datetime) -> dict[str, Any]:
    ends = request.GET.get("fin", "")
    end = (starts_at + usual_length(card)).time()
    if len(ends) == 5:
        with suppress(ValueError):
            end = datetime.strptime(ends, "%H:%M").time()  # noqa: DTZ007  a wall-clock hour
    who = request.GET.get("pour", "")[:200]
    return {"day": starts_at.date(), "start": starts_at.time(), "end": end, "quantity": 1, "guests": 0, "who": who}


def _typed(form: BookingForm, place: PlaceRef) -> Interval | None:
    """The time that the form shows, once it makes sense."""
    if form.is_bound:
        typed: Interval | None = form.cleaned_data.get("interval")
        return typed
    said = form.initial
    return interval_of(said["day"], said["start"], said["end"], timezone=place.timezone) if "day" in said else None


def _terms(place: PlaceRef, interval: Interval | None) -> str:
    delay = formats.duration(place.free_cancellation_hours * 60)
    if interval and interval.starts_at - timedelta(hours=place.free_cancellation_hours) <= clock.now():
        return _("It begins in less than %(delay)s: free to cancel during ten minutes after booking.") % {
            "delay": delay
        }
    return _("Free to cancel until %(delay)s before, and ten minutes after booking.") % {"delay": delay}


def _rules_to_accept(
    request: PlaceRequest, card: ResourceCard, refusals: tuple[Refusal, ...]
) -> places.HouseRulesInForce | None:
    """The house rules, for who has not accepted them yet: read before the first try rather than after it."""
    person = request.actor.person_id
    if person is None or not card.needs_house_rules:
        return None
    papers = places.papers_of(request.place, person_id=person)
    asked = any(refusal.code == "house_rules_to_accept" for refusal in refusals)
    wanted = asked or papers.accepted < papers.house_rules
    return places.house_rules_in_force(place_id=request.place.id) if wanted else None


def worth_waiting(form: BookingForm, refusals: tuple[Refusal, ...]) -> Interval | None:
    """The time to wait for, when nothing but somebody else stands against it."""
    if not refusals or any(refusal.code not in rules.WAITABLE for refusal in refusals):
        return None
    interval = form.cleaned_data.get("interval")
    return interval if isinstance(interval, Interval) else None


def _tries(request: PlaceRequest, card: ResourceCard) -> bool:
    return card.offers_trial and has_a_trial_left(request)

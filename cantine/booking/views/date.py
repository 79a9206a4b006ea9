"""One date of mine (or, for the team, of anybody): how to get in, the terms, and all that can be done with it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import queries as billing
from cantine.booking import commands, queries, rules
from cantine.booking.commands.letters import entry_of
from cantine.booking.commands.quote_wording import undone_with_quote
from cantine.booking.commands.wording import end_in_words, key_lines, terms_in_words
from cantine.booking.queries import DateCard, dates_of_booking
from cantine.booking.rules import ical
from cantine.booking.views.lookup import found_among_others, found_date
from cantine.booking.views.pricing import asked_in_words
from cantine.booking.views.series import recurrence_words
from cantine.booking.words import limit_words
from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def show(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """The date, what can be done with it, and the others of its booking."""
    now, place = clock.now(), request.place
    card, others = found_among_others(request, date)
    mine, over = card.person_id == request.actor.person_id, card.ends_at <= now
    charge = queries.charge_of(card, place=place)
    expected = mine and card.state is rules.State.CONFIRMED and not over
    way_in = queries.way_in_of(card, place=place) if expected else None
    context = {
        "date": card,
        "when": formats.span(card, place.zone),
        "mine": mine,
        "over": over,
        "dates": [{"card": other, "when": formats.span(other, place.zone)} for other in others],
        "recurrence": _recurrence(card, others, request),
        "overridden": [limit_words(code) for code in card.overridden],
        "expires": formats.moment(card.expires_at, place.zone) if card.expires_at and card.takes else "",
        "way_in": way_in,
        "keys": list(key_lines(way_in.keys)) if way_in else [],
        "terms": _terms(request, [card], now) if card.takes and not over else [],
        "charge": charge,
        "asked": asked_in_words(charge) if charge else "",
        "ended": end_in_words(card),
        "again": _again(card, request),
        "acts": _acts(request, card, now),
        "undo_until": formats.hour(card.changed_at + rules.UNDO_GRACE, place.zone),
        "may_change": card.takes and not over and (not mine or card.starts_at > now),
        "may_hand": card.takes and not over and can(request.actor, "booking.for_others", _here(request)),
        **_back(request, card),
        **_people(card, mine=mine),
    }
    return render(request, "booking/date.html", context)


def cancel(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """The terms, and a choice: this date, or all that are still to come; then it is done."""
    now, place = clock.now(), request.place
    card = found_date(request, date)
    coming = [other for other in dates_of_booking(card.booking_uuid) if other.takes and other.starts_at > now]
    team = can(request.actor, "booking.answer", _here(request))
    if request.method != "POST":
        context = {
            "date": card,
            "when": formats.span(card, place.zone),
            "mine": card.person_id == request.actor.person_id,
            "kept": card.promised and not team,
            "head": places.letterhead_of(place_id=place.id) if card.promised and not team else None,
            "undone": _undone(request, card) if card.promised and team else [],
            "coming": len(coming),
            "terms": _terms(request, [card], now),
            "terms_of_all": _terms(request, coming, now) if len(coming) > 1 else [],
        }
        return render(request, "booking/cancel.html", context)
    dates = [other.uuid for other in coming] if request.POST.get("what") == "all" and coming else [date]
    reason = request.POST.get("reason", "").strip()[:200]
    commands.cancel_dates(actor=request.actor, now=now, place=place, dates=dates, reason=reason)
    told = ngettext("It is cancelled, and the room is free again.", "%(count)s dates are cancelled.", len(dates))
    messages.success(request, told % {"count": len(dates)})
    return redirect("booking:date", place.slug, date)


def _undone(request: PlaceRequest, card: DateCard) -> list[str]:
    """What goes with a date that a quote promised, for the team that would cancel it."""
    quote = billing.quote_of_charge(request.place.organisation_id, source=queries.source_of(card.uuid))
    return list(undone_with_quote(quote, queries.charge_of(card, place=request.place))) if quote else []


def calendar(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """The date as a file for a calendar; with how to get in, for whoever has it."""
    card = found_date(request, date)
    entry = entry_of(card, place=request.place, now=clock.now())
    response = HttpResponse(ical.calendar_text([entry]), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{card.resource_slug}.ics"'
    return response


def _acts(request: PlaceRequest, card: DateCard, now: datetime) -> frozenset[rules.Act]:
    """Which buttons stand on the page; the commands decide for themselves."""
    place = request.place
    target = Target(place.organisation_id, place.id, card.person_id)
    team = can(request.actor, "booking.answer", target)
    owner = card.person_id == request.actor.person_id and can(request.actor, "booking.cancel", target)
    may_have_come = team and not owner and card.starts_at <= now
    dated = rules.Dated(
        state=card.state, interval=card.interval, terms=queries.terms_of(card, place=place), recurs=bool(card.rrule),
        before=rules.State(card.state_before) if card.state_before else None, changed_at=card.changed_at,
        own_cancellation=card.cancelled_by_id is not None and card.cancelled_by_id == request.actor.person_id,
        promised=card.promised, came=may_have_come and queries.somebody_came(
            occurrence_id=card.id, person_id=card.person_id, place_id=place.id, during=card.interval
        ),
    )  # fmt: skip
    return rules.acts_offered(dated, owner=owner, team=team, now=now)


def _here(request: PlaceRequest) -> Target:
    return Target(request.place.organisation_id, request.place.id)


def _back(request: PlaceRequest, card: DateCard) -> dict[str, str]:
    """The day of the planning on which it stands."""
    day = formats.day_of(card.starts_at, request.place.zone)
    address = reverse("booking:planning", args=[request.place.slug])
    return {"day_href": f"{address}?jour={day}", "day": formats.long_day(day)}


def _terms(request: PlaceRequest, cards: list[DateCard], now: datetime) -> list[str]:
    """What giving them up means now: for whose they are, and for the team that would do it."""
    if cards[0].person_id != request.actor.person_id:
        return [_("What the place cancels is never late: nothing counts against its person, who is told.")]
    return list(terms_in_words(place=request.place, cards=cards, now=now))


def _people(card: DateCard, *, mine: bool) -> dict[str, object]:
    """Whose it is and who made it, where that is somebody else."""
    owner = card.person_id if not mine else None
    maker = card.made_by_id if card.made_by_id != card.person_id else None
    found = persons.persons_of({key for key in (owner, maker) if key is not None})
    return {"owner": found.get(owner or 0), "made_by": found.get(maker or 0)}


def _recurrence(card: DateCard, dates: list[DateCard], request: PlaceRequest) -> str:
    rule = rules.describe(card.rrule, timezone=request.place.timezone) if card.rrule else None
    return recurrence_words(rule, request.place.zone, dates[0].starts_at) if rule and dates else ""


def _again(card: DateCard, request: PlaceRequest) -> str:
    """The same room for as long, that day or today: the person picks the time."""
    starts_at = card.starts_at.astimezone(request.place.zone)
    address = reverse("booking:book", args=[request.place.slug, card.resource_slug])
    minutes = int((card.ends_at - card.starts_at).total_seconds() // 60)
    day = max(starts_at.date(), request.place.today(clock.now()))
    return f"{address}?{urlencode({'jour': day.isoformat(), 'duree': str(minutes)})}"

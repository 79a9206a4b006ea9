"""The day of the team: what is wrong, what waits for an answer, who is expected and who is here, each with its button."""

from datetime import datetime
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render

from cantine.booking import rules
from cantine.booking.queries import crowd_now
from cantine.booking.queries.promises import keepers_of
from cantine.booking.queries.today import DayOfTeam, Expected, day_of_team
from cantine.booking.views.lookup import is_htmx
from cantine.booking.views.planning import live_address
from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.ui import formats

SEEN = frozenset({rules.Arrival.HERE, rules.Arrival.GONE, rules.Arrival.MISSED})


def show(request: PlaceRequest) -> HttpResponse:
    """Today, here."""
    now, place = clock.now(), request.place
    today = place.today(now)
    day = day_of_team(place=place, now=now)
    target = Target(place.organisation_id, place.id)
    kept = keepers_of(
        place,
        held_for={each.held_for for each in day.asked if each.held_for},
        may=lambda action: can(request.actor, action, target),
    )
    arrivals = [_arrival(each, day, place, now) for each in day.expected]
    context = {
        "title": formats.long_day(today),
        "awaited": [each for each in arrivals if each["arrival"] not in SEEN],
        "seen": [each for each in arrivals if each["arrival"] in SEEN],
        "asked": [_asked(each, place, now, kept.get(each.held_for)) for each in day.asked],
        "stranded": [{"date": each, "when": formats.span(each, place.zone)} for each in day.stranded],
        "opens_today": [formats.hour(each.opens_at, place.zone) for each in day.team.unopened if each.day == today],
        "unopened": [formats.short_date(each.day) for each in day.team.unopened if each.day != today],
        "withdrawn": [{"row": row, "when": formats.span(row, place.zone)} for row in day.withdrawn],
        "turns": [
            {"turn": turn, "hours": formats.hours(turn.interval(timezone=place.timezone), place.zone)}
            for turn in day.team.turns
        ],
        "closed": day.closed,
        "crowd": crowd_now(place, now=now),
        "here_count": sum(visit.count for visit in day.here),
        "people": sum(each.people for each in day.expected),
        "key": uuid4(),
        "live": live_address(request),
    }
    template = "booking/today/day.html" if is_htmx(request) else "booking/today/page.html"
    response = render(request, template, context)
    response.headers["X-Live"] = live_address(request)
    return response


def _arrival(each: Expected, day: DayOfTeam, place: PlaceRef, now: datetime) -> dict[str, object]:
    return {
        "date": each,
        "from": formats.clock(each.starts_at, place.zone),
        "to": formats.clock(each.ends_at, place.zone),
        "arrival": day.arrival_of(each, now=now),
    }


def _asked(each: Expected, place: PlaceRef, now: datetime, kept: tuple[str, str] | None) -> dict[str, object]:
    """What waits, with the quote that keeps it: that one is answered, not its option."""
    return {
        "date": each,
        "kept": kept,
        "when": formats.span(each, place.zone),
        "expires": formats.moment(each.expires_at, place.zone) if each.expires_at else "",
        "soon": rules.ends_soon(each.expires_at, now=now),
    }

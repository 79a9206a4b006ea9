"""The bookings of one person here, from their card: what comes, and what was."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from cantine.booking import queries, rules
from cantine.booking.queries import DateCard
from cantine.core import clock
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

AHEAD, BEHIND = timedelta(days=366), timedelta(days=92)
MOST = 100
STATES = (*rules.TAKING, rules.State.NO_SHOW, rules.State.CANCELLED)


@dataclass(frozen=True)
class Line:
    card: DateCard
    when: str


def show(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """A year to come, three months past; of this place only."""
    now, place = clock.now(), request.place
    known = places.known_by_card(place, contact=contact)
    if known is None:
        raise Http404
    window = Interval(now - BEHIND, now + AHEAD)
    dates = queries.bookings_between(place_id=place.id, window=window, states=STATES, person_id=known.person_id)
    context = {
        "known": known,
        "coming": [_line(date, place.zone) for date in dates if date.ends_at > now and date.takes][:MOST],
        "past": [_line(date, place.zone) for date in reversed(dates) if date.ends_at <= now or not date.takes][:MOST],
    }
    return render(request, "booking/of_person.html", context)


def _line(date: DateCard, zone: formats.Zone) -> Line:
    return Line(date, formats.span(date, zone))

"""Home, and my page: my coming dates in every place, and the shortest way to book again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cantine.booking import queries as bookings
from cantine.booking import rules
from cantine.booking.queries import DateCard
from cantine.core import clock, scoping
from cantine.core.actor import Actor
from cantine.core.routes import actor_on
from cantine.kernel import Interval
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui import formats

SHORTCUTS = 4


def home(request: HttpRequest) -> HttpResponse:
    """The places of this instance."""
    return render(request, "web/home.html", {"places": places.published_places()})


@dataclass(frozen=True)
class ComingDate:
    card: DateCard
    place: PlaceRef
    when: str
    href: str


@dataclass(frozen=True)
class Shortcut:
    """A room of one of my places, free soon: one tap leads to its free times."""

    card: ResourceCard
    place: PlaceRef
    words: str
    href: str


def me(request: HttpRequest) -> HttpResponse:
    """One calendar for all my places."""
    now, actor = clock.now(), actor_on(request)
    assert actor.person_id is not None
    with scoping.own(actor.person_id):
        dates = bookings.coming_dates_of(person_id=actor.person_id, now=now)
    mine = sorted({grant.place_id for grant in actor.grants if grant.place_id})
    refs = places.place_refs(ids={*mine, *(date.place_id for date in dates)})
    context = {
        "person": persons.person_of(actor.person_id),
        "dates": [_coming(date, refs[date.place_id]) for date in dates],
        "places": [refs[place_id] for place_id in mine if place_id in refs],
        "shortcuts": [each for place_id in mine[:2] for each in _shortcuts(actor, refs[place_id], now)],
    }
    return render(request, "web/me.html", context)


def _coming(card: DateCard, place: PlaceRef) -> ComingDate:
    address = reverse("booking:date", args=[place.slug, card.uuid])
    return ComingDate(card, place, formats.span(card, place.zone), address)


def _shortcuts(actor: Actor, place: PlaceRef, now: datetime) -> list[Shortcut]:
    """The rooms that are free soonest today or tomorrow, at most a few."""
    window = Interval(now, now + timedelta(days=2))
    with scoping.scope([place.organisation_id]):
        standing = places.standing_of(actor, place=place)
        cards = [
            card
            for card in places.resource_cards(place_id=place.id)
            if card.access.mode_for(standing) is place_rules.Mode.DIRECT and not card.long_term
        ]
        hours = places.hours_of(place)
        busy = bookings.busy_of(cards, window=window)
        days = place.today(now), place.today(now) + timedelta(days=1)
        found = []
        for card in cards:
            limits = bookings.rules_of(card, place=place)
            opened = hours.open_intervals(resource_id=card.id, first_day=days[0], last_day=days[1])
            free = rules.free_intervals(open_intervals=opened, busy=busy[card.id], rules=limits)
            earliest = rules.earliest_start(rules=limits, now=now)
            start = next(
                (s for gap in free if (s := max(gap.starts_at, earliest)) + limits.shortest <= gap.ends_at), None
            )
            if start is not None:
                found.append((start, card))
    found.sort(key=lambda pair: (pair[0], pair[1].position))
    return [_shortcut(card, place, start, now) for start, card in found[:SHORTCUTS]]


def _shortcut(card: ResourceCard, place: PlaceRef, start: datetime, now: datetime) -> Shortcut:
    day = formats.day_of(start, place.zone)
    if start <= now:
        words = _("free now")
    elif day == place.today(now):
        words = _("free at %(hour)s") % {"hour": formats.hour(start, place.zone)}
    else:
        words = _("free tomorrow at %(hour)s") % {"hour": formats.hour(start, place.zone)}
    address = reverse("booking:book", args=[place.slug, card.slug])
    return Shortcut(card, place, words, f"{address}?{urlencode({'jour': day.isoformat()})}")

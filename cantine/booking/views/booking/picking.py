"""When: the free times of a day, by the length that is wanted."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cantine.booking.queries import free_starts
from cantine.booking.views.booking.asked import asked_length, day_links, day_to_book
from cantine.core import clock
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.ui import formats

LENGTHS = (30, 60, 90, 120, 180, 240, 480)


@dataclass(frozen=True)
class Start:
    """A time at which a booking of the chosen length can start."""

    clock: str
    href: str
    label: str


def pick(request: PlaceRequest, card: ResourceCard) -> HttpResponse:
    now, place = clock.now(), request.place
    hours = places.hours_of(place)
    day = day_to_book(request, hours, now, card)
    minutes = asked_length(request, card)
    address = reverse("booking:book", args=[place.slug, card.slug])
    free = free_starts([card], hours=hours, day=day, lengths={card.id: timedelta(minutes=minutes)}, now=now)
    starts = [start_at(request, card, interval) for interval in free[card.id]]
    lengths = [
        {
            "words": formats.duration(length),
            "href": f"{address}?jour={day}&duree={length}",
            "current": length == minutes,
        }
        for length in LENGTHS
        if card.shortest_minutes <= length <= (card.longest_minutes or length)
    ]
    links = day_links(request, day, address, duree=str(minutes))
    context = {"card": card, "starts": starts, "lengths": lengths, **links}
    return render(request, "booking/pick.html", context)


def start_at(request: PlaceRequest, card: ResourceCard, interval: Interval) -> Start:
    zone = request.place.zone
    local, end = interval.starts_at.astimezone(zone), interval.ends_at.astimezone(zone)
    said = {"debut": f"{local:%Y-%m-%dT%H:%M}", "fin": f"{end:%H:%M}"}
    address = reverse("booking:book", args=[request.place.slug, card.slug])
    label = _("%(day)s, %(start)s, %(room)s, free") % {
        "day": formats.long_day(local.date()),
        "start": formats.hour(interval.starts_at, zone),
        "room": card.name,
    }
    return Start(formats.clock(interval.starts_at, zone), f"{address}?{urlencode(said)}", label)

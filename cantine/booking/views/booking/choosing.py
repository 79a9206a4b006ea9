"""What can be booked here on a day, and from when."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cantine.booking.queries import free_starts, usual_length
from cantine.booking.views import finding
from cantine.booking.views.booking.asked import day_links, day_to_book
from cantine.booking.views.booking.standing import has_a_trial_left, mode_of
from cantine.core import clock
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.ui import formats


@dataclass(frozen=True)
class Offer:
    """A resource on the list of what can be booked, with its first free time that day."""

    card: ResourceCard
    href: str
    mode: str
    first: str


def choose(request: PlaceRequest) -> HttpResponse:
    """What can be booked here on a day, and from when."""
    now, place = clock.now(), request.place
    hours = places.hours_of(place)
    day = day_to_book(request, hours, now)
    standing = places.standing_of(request.actor, place=place)
    every = [card for card in places.resource_cards(place_id=place.id) if card.shown_to(standing)]
    on_trial = any(card.offers_trial for card in every) and has_a_trial_left(request)
    cards = [
        card
        for card in every
        if (card.access.mode_for(standing) is not place_rules.Mode.REFUSED or (on_trial and card.offers_trial))
        and not card.long_term
    ]
    free = free_starts(cards, hours=hours, day=day, lengths={card.id: usual_length(card) for card in cards}, now=now)
    offers = []
    for card in cards:
        first = next(iter(free[card.id]), None)
        address = f"{reverse('booking:book', args=[place.slug, card.slug])}?jour={day}"
        mode = mode_of(request, card)
        offers.append(Offer(card, address, mode, formats.clock(first.starts_at, place.zone) if first else ""))
    form = finding.find_form(request, day)
    asked = {"find": form, "found": finding.found(request, form)}
    context = {
        "offers": offers,
        "day": day,
        **asked,
        **day_links(request, day, reverse("booking:choose", args=[place.slug])),
    }
    return render(request, "booking/choose.html", context)

"""The public face of a place: what it is, when it is open, what is in it, how to come."""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.core.navigation import front_links
from cantine.places import queries
from cantine.places import rules as place_rules
from cantine.places.policies import PlaceRequest
from cantine.places.queries import Description, PhotoRef, ResourceCard
from cantine.places.views.days import day_lines, now_words

WEEK = 7
SOON = timedelta(days=45)


@dataclass(frozen=True)
class Room:
    """A resource as a passer-by sees it; ``way`` is how they would take it: direct, ask, or refused."""

    card: ResourceCard
    photo: PhotoRef | None
    way: str
    made_of: tuple[str, ...]


def front(request: PlaceRequest) -> HttpResponse:
    place, now = request.place, clock.now()
    description, photos = queries.front_of(place)
    standing = queries.standing_of(request.actor, place=place)
    hours = queries.hours_of(place)
    today = place.today(now)
    cards = [card for card in queries.resource_cards(place_id=place.id) if card.shown_to(standing)]
    whole = [photo for photo in photos if photo.resource_id is None]
    context = {
        "description": description,
        "photo": whole[0] if whole else None,
        "more": whole[1:],
        "now": now_words(hours, now=now),
        "days": day_lines(hours, first_day=today, number=WEEK),
        "closures": [
            closure
            for closure in hours.closures.get(None, ())
            if today <= closure.last_day and closure.first_day <= today + SOON
        ],
        "rooms": _rooms(cards, photos, standing),
        "draft": place.published_at is None,
        "runs": can(request.actor, "place.see_settings", Target(place.organisation_id, place.id)),
        "address": settings.PUBLIC_URL + reverse("places:front", args=[place.slug]),
        "links": front_links(place),
        "data": _linked_data(request, description, whole),
    }
    return render(request, "places/front.html", context)


def house_rules(request: PlaceRequest) -> HttpResponse:
    """The house rules in force, for whoever wants to read them."""
    rules = queries.house_rules_in_force(place_id=request.place.id)
    return render(request, "places/house_rules.html", {"rules": rules})


def _rooms(cards: list[ResourceCard], photos: list[PhotoRef], standing: place_rules.Standing) -> list[Room]:
    parts = place_rules.parts_of({card.id: frozenset(card.units) for card in cards})
    names = {card.id: card.name for card in cards}
    first: dict[int | None, PhotoRef] = {}
    for photo in photos:
        first.setdefault(photo.resource_id, photo)
    return [
        Room(
            card,
            first.get(card.id),
            card.access.mode_for(standing).value,
            tuple(names[part] for part in parts.get(card.id, ())),
        )
        for card in cards
    ]


def _linked_data(request: PlaceRequest, description: Description, photos: list[PhotoRef]) -> SafeString:
    """What search engines read; ``<`` is escaped so that nothing closes the element."""
    place = request.place
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": description.name,
        "description": description.tagline or description.description[:200],
        "url": settings.PUBLIC_URL + reverse("places:front", args=[place.slug]),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": description.street,
            "postalCode": description.postcode,
            "addressLocality": description.commune,
            "addressCountry": description.country,
        },
    }
    if photos:
        route = reverse("places:photo", args=[place.slug, photos[0].uuid, 1600, "jpg"])
        data["image"] = settings.PUBLIC_URL + route
    text = json.dumps(data, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(text)  # noqa: S308  (escaped above)

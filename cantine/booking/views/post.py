"""Letters received, on pages: at the counter, and on one's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cantine.booking import queries
from cantine.booking.commands.post_letters import in_words, kind_words
from cantine.booking.queries import MailCard
from cantine.core.routes import actor_on
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats


def mine(request: HttpRequest) -> HttpResponse:
    """The letters of my organisations: what waits, by organisation, and how the others left."""
    actor = actor_on(request)
    assert actor.person_id is not None
    waiting = queries.mail_waiting_of(person_id=actor.person_id)
    cards = queries.mail_of_person(person_id=actor.person_id)
    refs = places.place_refs(ids={card.place_id for card in cards})
    context = {
        "waiting": [
            {
                "card": each,
                "place": refs[each.place_id],
                "what": in_words(each.counts),
                "since": formats.long_day(formats.day_of(each.oldest, refs[each.place_id].zone)),
            }
            for each in waiting
        ],
        "cards": [shown(card, refs[card.place_id]) for card in cards],
    }
    return render(request, "booking/post/mine.html", context)


def shown(card: MailCard, place: PlaceRef) -> dict[str, Any]:
    """One letter in words."""
    return {
        "card": card,
        "place": place,
        "kind": kind_words(card.kind),
        "came": formats.plain_day(formats.day_of(card.received_at, place.zone)),
        "left": formats.moment(card.left_at, place.zone) if card.left_at else "",
    }

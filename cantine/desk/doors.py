"""The doors of the request desk, and the link by which anybody asks."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.billing.queries import QuoteCard, quotes_of
from cantine.booking.queries.promises import register_keeper
from cantine.core.navigation import Door, register, register_front_link
from cantine.desk.queries.offers import HOLD, hold_name

register(
    Door(
        where="staff", label=gettext_lazy("Requests"), route="desk:board", action="request.see", icon="mail", order=73
    ),
    Door(where="staff", label=gettext_lazy("Quotes"), route="desk:quotes", action="quote.see", icon="bill", order=74),
)


def asking(place: Any) -> tuple[str, str] | None:
    return _("Ask for a room or an event"), reverse("desk:ask", args=[place.slug])


def quotes_named(place: Any, references: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Each quote that keeps rooms, by its number or as the draft that it is; one statement."""
    cards = {hold_name(each.uuid): each for each in quotes_of(place)}
    return {
        each: (_quote_words(cards[each]), reverse("desk:quote", args=[place.slug, cards[each].uuid]))
        for each in references
        if each in cards
    }


def _quote_words(card: QuoteCard) -> str:
    said = {"number": card.reference, "name": card.payer_name}
    return _("Quote %(number)s, %(name)s") % said if card.reference else _("Draft quote, %(name)s") % said


register_front_link("desk", asking)
register_keeper(HOLD, action="quote.see", name=quotes_named)

"""Who reads what a place sells in advance: at whose prices, and whether the prices of the others are shown to them."""

from dataclasses import dataclass

from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Vat


@dataclass(frozen=True)
class Reader:
    """``category`` is that of the person, ``""`` for everybody else; ``sees_others`` where the place publishes its prices, or
    they belong there."""

    category: str
    vat: Vat
    sees_others: bool


def reader_of(actor: Actor, *, place: PlaceRef) -> Reader:
    """Two statements at most."""
    terms = prices.terms_of(place)
    sees = terms.public or can(actor, "place.see_prices", Target(place.organisation_id, place.id))
    person_id = actor.person_id
    category = prices.category_of(place, person_id=person_id) if person_id is not None else ""
    return Reader(category, terms.vat, sees)

"""What a quote could sell for a request: the rooms that are free then with their price, and products."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cantine.billing.rules import Part
from cantine.booking.queries import FreeResource, free_during
from cantine.booking.queries.prices import PriceLists, price_for
from cantine.core.actor import Actor
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.pricing import queries as pricing
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import Ask, Price, Wanted, price_of

UNSIZED = 1_000_000
SOURCE, HOLD = "desk.request:", "billing.quote:"


@dataclass(frozen=True)
class Offerable:
    """A room that is free all through, and what it would cost; None where no list says."""

    slug: str
    name: str
    capacity: int | None
    seats_left: int | None
    large_enough: bool
    net_cents: int | None


def offerable_rooms(
    *, actor: Actor, place: PlaceRef, slot: Interval, people: int, person_id: int | None, customer_id: int | None
) -> list[Offerable]:
    """The best fit first, then those that are too small. Constant number of statements."""
    cards = {card.slug: card for card in places.resource_cards(place_id=place.id)}
    lists = PriceLists(place, person_id=person_id, customer_id=customer_id)
    found = [
        _offerable(each, cards[each.slug], lists, slot, people)
        for each in free_during(actor=actor, place=place, slot=slot, quantity=1)
        if each.slug in cards
    ]
    found.sort(key=lambda each: (not each.large_enough, each.seats_left is not None, each.capacity or UNSIZED))
    return found


def priced_product(
    place: PlaceRef, *, code: str, quantity: Decimal, slot: Interval, person_id: int | None, customer_id: int | None
) -> Part:
    """A product at the price of its day, for who pays. Raises Refused: price_list_missing, and those of ``price_of``."""
    day = slot.starts_at.astimezone(place.zone).date()
    priced = PriceLists(place, person_id=person_id, customer_id=customer_id).on(day)
    if priced is None:
        raise Refused(Refusal("price_list_missing", {}, "products"))
    grid, category = priced
    ask = Ask(timezone=place.timezone, intervals=(slot,), products=(Wanted(code, quantity),), category=category)
    found = price_of(ask, grid)
    if not isinstance(found, Price):
        raise Refused(*found)
    product = next(each for each in grid.products if each.code == code)
    return Part(named(product.name_fr, product.name_en), day, found.to_json())


def products_at(place: PlaceRef) -> list[tuple[str, str]]:
    """The code and the name of each."""
    return [(each.code, named(each.name_fr, each.name_en)) for each in pricing.products_of(place)]


def source_of_request(request: UUID) -> str:
    """How a quote names the request that it answers."""
    return f"{SOURCE}{request}"


def request_of_source(source: str) -> UUID | None:
    return UUID(source.removeprefix(SOURCE)) if source.startswith(SOURCE) else None


def hold_name(quote: UUID) -> str:
    """How the rooms that are held for a quote name it."""
    return f"{HOLD}{quote}"


def day_of(slot: Interval, place: PlaceRef) -> date:
    return slot.starts_at.astimezone(place.zone).date()


def _offerable(each: FreeResource, card: ResourceCard, lists: PriceLists, slot: Interval, people: int) -> Offerable:
    price = price_for(lists, card, slot)
    large = each.seats is not None or (each.capacity or UNSIZED) >= people
    return Offerable(
        each.slug, each.name, each.capacity, each.seats_left, large, price.net_cents if price else None
    )  # fmt: skip

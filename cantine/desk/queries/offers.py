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
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import Ask, Grid, Price, Wanted, price_of

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
    price: Price | None


@dataclass(frozen=True)
class Prices:
    """What holds on the day of a slot: the version in force and the category of who asks; no ``grid`` where the place has no
    prices then."""

    lists: PriceLists
    grid: Grid | None
    own: str

    @property
    def products(self) -> list[tuple[str, str]]:
        """The code and the name of each that may be ordered."""
        return [(each.code, named(each.name_fr, each.name_en)) for each in self.grid.products] if self.grid else []

    @property
    def categories(self) -> list[tuple[str, str, bool]]:
        """The code of each, its name, and whether it is the usual one."""
        if self.grid is None:
            return []
        usual = self.grid.usual
        return [(each.code, named(each.name_fr, each.name_en), each.code == usual) for each in self.grid.categories]


def prices_on(place: PlaceRef, *, slot: Interval, person_id: int | None, customer_id: int | None) -> Prices:
    """Constant number of statements."""
    lists = PriceLists(place, person_id=person_id, customer_id=customer_id)
    grid, own = lists.on(day_of(slot, place)) or (None, "")
    return Prices(lists, grid, own or (grid.usual if grid else ""))


def offerable_rooms(
    *, actor: Actor, place: PlaceRef, slot: Interval, people: int, prices: Prices, category: str = ""
) -> list[Offerable]:
    """The best fit first, then those that are too small; at the prices of who pays, or of ``category``. Constant number of
    statements."""
    cards = {card.slug: card for card in places.resource_cards(place_id=place.id)}
    found = [
        _offerable(each, cards[each.slug], prices.lists, slot, people, category)
        for each in free_during(actor=actor, place=place, slot=slot, quantity=1)
        if each.slug in cards
    ]
    found.sort(key=lambda each: (not each.large_enough, each.seats_left is not None, each.capacity or UNSIZED))
    return found


def priced_product(
    place: PlaceRef, *, code: str, quantity: Decimal, slot: Interval, prices: Prices, category: str = ""
) -> Part:
    """A product at the price of its day, for who pays or at that of ``category``. Raises Refused: price_list_missing, and
    those of ``price_of``."""
    grid = prices.grid
    if grid is None:
        raise Refused(Refusal("price_list_missing", {}, "products"))
    wanted = (Wanted(code, quantity),)
    ask = Ask(timezone=place.timezone, intervals=(slot,), products=wanted, category=category or prices.own)
    found = price_of(ask, grid)
    if not isinstance(found, Price):
        raise Refused(*found)
    product = next(each for each in grid.products if each.code == code)
    return Part(named(product.name_fr, product.name_en), day_of(slot, place), found.to_json())


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


def _offerable(
    each: FreeResource, card: ResourceCard, lists: PriceLists, slot: Interval, people: int, category: str
) -> Offerable:
    price = price_for(lists, card, slot, category=category)
    large = each.seats is not None or (each.capacity or UNSIZED) >= people
    return Offerable(
        each.slug, each.name, each.capacity, each.seats_left, large, price
    )  # fmt: skip

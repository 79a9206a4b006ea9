"""The price of dates: frozen when they are made, moved or handed on; what is asked follows what becomes of them.

A place without a price list sells nothing here, and costs one read.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cantine.billing import commands as billing
from cantine.booking import rules
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries.prices import PriceLists, price_for, source_of
from cantine.core.actor import system
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.pricing.rules import Price

SELLER = system("booking.charges")
Priced = tuple[Occurrence, ResourceCard]


def charge_dates(
    pairs: Iterable[Priced],
    *,
    booking: Booking,
    place: PlaceRef,
    now: datetime,
    replay: bool = False,
    lists: PriceLists | None = None,
    again: bool = False,
) -> None:
    """Freeze the price of each date that takes something; what has no price is free."""
    taken = [(row, card) for row, card in pairs if rules.is_charged(state=rules.State(row.state), trial=booking.trial)]
    if not taken:
        return
    lists = lists or PriceLists(place, person_id=booking.person_id, customer_id=booking.customer_id)
    sales = [
        _sale(row, card, price, booking, place)
        for row, card in taken
        if (price := _price(lists, row, card)) is not None
    ]
    billing.make_charges(actor=SELLER, now=now, place=place, sales=sales, replay=replay)
    if again:
        priced = {sale.source for sale in sales}
        free = [source for row, _card in taken if (source := source_of(row.uuid)) not in priced]
        billing.withdraw_charges(actor=SELLER, now=now, place=place, sources=free)


def charge_again(rows: Sequence[Occurrence], place: PlaceRef, now: datetime) -> None:
    """After a move, or in another's name: the price of what it is now, or none."""
    bookings = Booking.objects.in_bulk({row.booking_id for row in rows})
    for key, booking in bookings.items():
        mine = [row for row in rows if row.booking_id == key]
        pairs = [(row, card) for row in mine if (card := places.resource_by_id(row.resource_id)) is not None]
        charge_dates(pairs, booking=booking, place=place, now=now, again=True)


def settle_dates(rows: Iterable[Occurrence], place: PlaceRef, now: datetime) -> None:
    """What became of dates, told to their charges in the same transaction."""
    standings = {source_of(row.uuid): rules.standing_of(state=rules.State(row.state), late=row.late) for row in rows}
    billing.settle_charges(actor=SELLER, now=now, place=place, standings=standings)


def _price(lists: PriceLists, row: Occurrence, card: ResourceCard) -> Price | None:
    return price_for(lists, card, Interval(row.starts_at, row.ends_at), quantity=row.quantity)


def _sale(row: Occurrence, card: ResourceCard, price: Price, booking: Booking, place: PlaceRef) -> billing.Sale:
    return billing.Sale(
        source=source_of(row.uuid),
        name=card.name,
        day=row.starts_at.astimezone(place.zone).date(),
        price=price,
        standing=rules.standing_of(state=rules.State(row.state), late=row.late),
        interval=Interval(row.starts_at, row.ends_at),
        person_id=row.person_id,
        customer_id=booking.customer_id,
    )

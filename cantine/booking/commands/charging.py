"""The price of dates: frozen when they are made, moved or handed on; what is asked follows what becomes of them.

A place without a price list sells nothing here, and costs one read.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from cantine.billing import commands as billing
from cantine.billing.queries import charges_of
from cantine.billing.rules import State as Asked
from cantine.booking import rules
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries.prices import PriceLists, price_for, seats_need, source_of, wallet_for
from cantine.core.actor import system
from cantine.kernel import Interval
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.commands import Act, Drawn
from cantine.memberships.queries import Wallet
from cantine.memberships.rules import Need, Use
from cantine.places import queries as places
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.pricing.rules import Price, Unit, discounted_as

SELLER = system("booking.charges")
Priced = tuple[Occurrence, ResourceCard]
Sold = tuple[Occurrence, ResourceCard, Price, Use]


def charge_dates(
    pairs: Iterable[Priced],
    *,
    booking: Booking,
    place: PlaceRef,
    now: datetime,
    replay: bool = False,
    lists: PriceLists | None = None,
    again: bool = False,
    drew: Collection[str] | None = None,
) -> None:
    """Freeze the price of each date that takes something; what has no price is free. ``drew``: only those that used something in
    advance, and those that something pays for by now; the price of the others stands."""
    taken = [(row, card) for row, card in pairs if rules.is_charged(state=rules.State(row.state), trial=booking.trial)]
    if not taken:
        return
    lists = lists or PriceLists(place, person_id=booking.person_id, customer_id=booking.customer_id)
    sources = [source_of(row.uuid) for row, _card in taken]
    if again:
        memberships.give_back(actor=SELLER, now=now, place=place, sources=sources, replay=replay)
    memberships.give_ahead(
        actor=SELLER, now=now, place=place, until=max(row.starts_at for row, _card in taken).astimezone(place.zone).date(),
        person_id=booking.person_id, customer_id=booking.customer_id,
    )  # fmt: skip
    priced = [
        each for each in _priced(taken, lists) if drew is None or each[2].drawn or source_of(each[0].uuid) in drew
    ]  # fmt: skip
    if again:
        priced = list(_as_granted(priced, place))
    sales = [_sale(row, card, price, booking, place) for row, card, price, _use in priced]
    billing.make_charges(actor=SELLER, now=now, place=place, sales=sales, replay=replay)
    for row, card, price, use in priced:
        if price.drawn:
            _draw(row, card.name, price, use, booking, place, now, replay=replay)
    if again:
        sold = {sale.source for sale in sales}
        free = [source for source in sources if source not in sold and (drew is None or source in drew)]
        billing.withdraw_charges(actor=SELLER, now=now, place=place, sources=free)


def charge_again(rows: Sequence[Occurrence], place: PlaceRef, now: datetime) -> None:
    """After a move, or in another's name: the price of what it is now, or none."""
    bookings = Booking.objects.in_bulk({row.booking_id for row in rows})
    for key, booking in bookings.items():
        mine = [row for row in rows if row.booking_id == key]
        pairs = [(row, card) for row in mine if (card := places.resource_by_id(row.resource_id)) is not None]
        charge_dates(pairs, booking=booking, place=place, now=now, again=True)


def settle_dates(rows: Iterable[Occurrence], place: PlaceRef, now: datetime) -> None:
    """What became of dates, told to their charges in the same transaction; what was used in advance comes back with what is not asked."""
    standings = {source_of(row.uuid): rules.standing_of(state=rules.State(row.state), late=row.late) for row in rows}
    billing.settle_charges(actor=SELLER, now=now, place=place, standings=standings)
    dropped = [source for source, standing in standings.items() if standing.state is Asked.DROPPED]
    if dropped:
        memberships.give_back(actor=SELLER, now=now, place=place, sources=dropped)


def take_back(row: Occurrence, place: PlaceRef, now: datetime) -> None:
    """A date that was given up stands after all: at the price that it had, with what it used in advance; where that was used by
    another since, at the price of now."""
    charge = charges_of(organisation_id=place.organisation_id, sources=[source_of(row.uuid)]).get(source_of(row.uuid))
    if charge is None or not charge.price.drawn:
        return
    booking, card = Booking.objects.get(pk=row.booking_id), places.resource_by_id(row.resource_id)
    seats = card is not None and card.kind in rights.seat_kinds_of(place)
    if seats or _draw(row, charge.name, charge.price, Use.ROOM, booking, place, now).lacking:
        charge_again([row], place, now)


def _priced(taken: Sequence[Priced], lists: PriceLists) -> Iterator[Sold]:
    """Each date with its price, what was paid in advance spent on the first ones; what has no price is left out."""
    intervals = [Interval(row.starts_at, row.ends_at) for row, _card in taken]
    if lists.on(min(intervals).starts_at.astimezone(lists.place.zone).date()) is None and len(intervals) == 1:
        return
    wallets: dict[str, Wallet] = {}
    for (row, card), interval in zip(taken, intervals, strict=True):
        if card.kind not in wallets:
            wallets[card.kind] = wallet_for(lists, card, intervals, lock=True)
        wallet = wallets[card.kind]
        price = price_for(lists, card, interval, quantity=row.quantity, wallet=wallet)
        if price is not None:
            wallet.spend(price.drawn)
            yield row, card, price, wallet.use


def _as_granted(priced: Sequence[Sold], place: PlaceRef) -> Iterator[Sold]:
    """Priced anew, a date keeps the discount that a quote granted on it."""
    sources = [source_of(row.uuid) for row, _card, _price, _use in priced]
    before = charges_of(organisation_id=place.organisation_id, sources=sources)
    for row, card, price, use in priced:
        charge = before.get(source_of(row.uuid))
        yield row, card, discounted_as(charge.price, price) if charge else price, use


def _draw(
    row: Occurrence, name: str, price: Price, use: Use, booking: Booking, place: PlaceRef, now: datetime, *,
    replay: bool = False,
) -> Drawn:  # fmt: skip
    """Use what the price says is paid for: the wallet was locked when it was priced."""
    assert row.person_id is not None, "who has nothing in advance draws nothing"
    act = Act(
        source=source_of(row.uuid), person_id=row.person_id, use=use, name=name,
        day=row.starts_at.astimezone(place.zone).date(), customer_id=booking.customer_id,
    )  # fmt: skip
    hours = sum((each.quantity for each in price.drawn), Decimal(0))
    seats = seats_need(place, Interval(row.starts_at, row.ends_at), quantity=row.quantity)
    need = seats if use is Use.SEAT else Need(Unit.HOUR, {Unit.HOUR: hours})
    return memberships.draw(actor=SELLER, now=now, place=place, act=act, need=need, replay=replay)


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

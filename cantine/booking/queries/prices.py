"""What a booking costs: by the price list in force on its day, for who pays."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from cantine.billing.queries import ChargeLine, charges_of
from cantine.booking import rules
from cantine.booking.queries.dates import DateCard
from cantine.core import sql
from cantine.kernel import Interval
from cantine.memberships import queries as rights
from cantine.memberships.queries import Wallet
from cantine.memberships.rules import Need, Use, seat_need
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.pricing import queries as pricing
from cantine.pricing.rules import Ask, Grid, Price, price_of


class PriceLists:
    """The versions of a place's price list that the dates of one booking fall in, for who pays: each is read once."""

    def __init__(self, place: PlaceRef, *, person_id: int | None, customer_id: int | None = None) -> None:
        self.place = place
        self.payer = pricing.Payer(person_id, customer_id)
        self._known: list[tuple[Grid, str]] = []
        self._none_until: date | None = None
        self._coming: tuple[date, sql.Awaited[tuple[Grid, str] | None]] | None = None

    def ask(self, day: date) -> None:
        """Read the one of a day with whatever is said next."""
        self._coming = day, pricing.prices_soon(self.place, on=day, payer=self.payer)

    def on(self, day: date) -> tuple[Grid, str] | None:
        """The version of a day, and the category of who pays."""
        for grid, category in self._known:
            if grid.first_day <= day and (grid.last_day is None or day <= grid.last_day):
                return grid, category
        if self._none_until is not None and day <= self._none_until:
            return None
        if self._coming is None or self._coming[0] != day:
            self.ask(day)
        assert self._coming is not None
        found, self._coming = self._coming[1].value, None
        if found is None:
            self._none_until = day
        else:
            self._known.append(found)
        return found


def price_for(
    lists: PriceLists, card: ResourceCard, interval: Interval, *, quantity: int = 1, wallet: Wallet | None = None,
    category: str = "",
) -> Price | None:  # fmt: skip
    """None where the place has no price for it: no list on that day, or nothing in it for this resource. What ``wallet`` holds
    pays for its first hours, or for the days of a seat; ``category`` asks for the prices of another one."""
    place = lists.place
    priced = lists.on(interval.starts_at.astimezone(place.zone).date())
    if priced is None:
        return None
    grid, own = priced
    day = interval.starts_at.astimezone(place.zone).date()
    seats = wallet if wallet is not None and wallet.use is Use.SEAT else None
    found = price_of(
        Ask(
            timezone=place.timezone, intervals=(interval,), resource=card.slug, kind=card.kind, name=card.name,
            quantity=quantity, category=category or own,
            entitlements=wallet.on(day) if wallet is not None and seats is None else (),
        ),
        grid,
    )  # fmt: skip
    if not isinstance(found, Price):
        return None
    return seats.pay(found, seats_need(place, interval, quantity=quantity), day) if seats is not None else found


def seats_need(place: PlaceRef, interval: Interval, *, quantity: int = 1) -> Need:
    """What a date of seats takes of days, half-days or hours that somebody has in advance."""
    taken = rules.seats_taken(interval, timezone=place.timezone, quantity=quantity)
    return seat_need(half_days=taken.half_days, hours=taken.hours)


def wallet_for(
    lists: PriceLists, card: ResourceCard, intervals: Iterable[Interval], *, today: date | None = None, lock: bool = False
) -> Wallet:  # fmt: skip
    """What who the dates are for has in advance: hours of room; for a desk, days and half-days. With ``today``, what their plan will
    give by then too."""
    days = [each.starts_at.astimezone(lists.place.zone).date() for each in intervals]
    return rights.wallet_of(
        lists.place, person_id=lists.payer.person_id, customer_id=lists.payer.customer_id, kind=card.kind,
        first_day=min(days), last_day=max(days), today=today, lock=lock,
    )  # fmt: skip


def source_of(date: UUID) -> str:
    """How a charge names the date that it is the price of."""
    return f"booking.date:{date}"


def charge_of(card: DateCard, *, place: PlaceRef) -> ChargeLine | None:
    """What was frozen for a date; None where it has no price."""
    source = source_of(card.uuid)
    return charges_of(organisation_id=place.organisation_id, sources=[source]).get(source)

"""What a visit uses of what somebody has in advance; and what it costs to who has nothing left.

Told by facts after the visit is noted, so that no price ever keeps somebody at the door. A visit that comes with a booking
costs nothing more, nor do those who run the place.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cantine.billing import commands as billing
from cantine.billing.rules import Standing, State
from cantine.booking import queries, rules
from cantine.booking.queries import VisitCard
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.kernel import Interval
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.commands import Act, Drawn
from cantine.memberships.rules import STEPS, Use, seat_need
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Ask, Price, fixed_line, fixed_price, price_of

SELLER = system("booking.visits")
FREE_ROLES = ("manager", "host", "treasurer", "volunteer")


def count_presence(
    *, actor: Actor, now: datetime, place: PlaceRef, day: date, person_ids: Iterable[int] | None = None,
    replay: bool = False,
) -> None:  # fmt: skip
    """Make what these persons used on a day, or all who came, be what their visits take; what nothing pays for is charged.
    Saying it twice changes nothing. Records what memberships and billing record. Refusals: none.
    """
    authorize(actor, "visit.charge", Target(place.organisation_id, place.id))
    cards = queries.visits_between(place_id=place.id, first_day=day, last_day=day)
    by_person = _by_person(cards)
    held = places.persons_by_role(place, today=day) if by_person else {}
    free = {person for role in FREE_ROLES for person in held.get(role, ())}
    booked = queries.seats_booked_on(place, day=day, person_ids=by_person) if by_person else {}
    for person_id in sorted(set(by_person) if person_ids is None else set(person_ids)):
        mine = [] if person_id in free else by_person.get(person_id, [])
        _count(place, person_id, day, mine, booked.get(person_id, []), now, replay=replay)


def _by_person(cards: Iterable[VisitCard]) -> Mapping[int, list[VisitCard]]:
    """Those that came without a booking, whose price is their own."""
    found: dict[int, list[VisitCard]] = {}
    for card in cards:
        if card.person_id is not None and not card.resource:
            found.setdefault(card.person_id, []).append(card)
    return found


def _count(
    place: PlaceRef, person_id: int, day: date, cards: list[VisitCard], booked: list[Interval], now: datetime, *,
    replay: bool,
) -> None:  # fmt: skip
    """A seat that they booked that day has its own price: only what they stayed past it is counted."""
    stays = [_stay(card, now) for card in cards]
    here = rules.beside(stays, booked, half_day=rules.HALF_DAY)
    act = Act(source=_source(place, person_id, day), person_id=person_id, use=Use.SEAT, day=day)
    need = seat_need(half_days=here.half_days, hours=here.hours)
    drawn = memberships.draw(actor=SELLER, now=now, place=place, act=act, need=need, replay=replay)
    price = _price(place, person_id, day, drawn, stays, here) if drawn.lacking else None
    if price is None or not price.net_cents:
        billing.withdraw_charges(actor=SELLER, now=now, place=place, sources=[act.source])
        return
    sale = billing.Sale(
        source=act.source, name=price.lines[0].name_fr, day=day, price=price, standing=Standing(State.DUE),
        person_id=person_id,
    )  # fmt: skip
    billing.make_charges(actor=SELLER, now=now, place=place, sales=[sale], replay=replay)


def _stay(card: VisitCard, now: datetime) -> Interval:
    """Who just came is here for a minute at least."""
    return Interval(card.arrived_at, max(card.left_at or now, card.arrived_at + rules.A_MINUTE))


def _price(
    place: PlaceRef, person_id: int, day: date, drawn: Drawn, stays: list[Interval], here: rules.DayHere
) -> Price | None:  # fmt: skip
    """What the half-days that nothing pays for cost: past what a plan includes, its own price; else that of a seat."""
    if (over := drawn.overage) is not None and over.overage_cents is not None:
        return _overage(place, day, drawn.lacking, over, here)
    kind = rights.drop_in_kind_of(place)
    found = prices.prices_soon(place, on=day, payer=prices.Payer(person_id)).value if kind else None
    if found is None:
        return None
    grid, category = found
    starts_at = min(stays).starts_at
    length = timedelta(minutes=grid.half_day_minutes) * int(drawn.lacking.to_integral_value(rounding="ROUND_CEILING"))
    names = places.kind_codes(place=place).get(kind, (kind, kind))
    priced = price_of(
        Ask(
            timezone=place.timezone, intervals=(Interval(starts_at, starts_at + length),), kind=kind, name=names[0],
            category=category,
        ),
        grid,
    )  # fmt: skip
    return priced if isinstance(priced, Price) else None


def _overage(place: PlaceRef, day: date, lacking: Decimal, over: rights.Held, here: rules.DayHere) -> Price:
    """``lacking`` is in half-days; the plan says what one unit of its own costs."""
    assert over.overage_cents is not None
    unit = over.purse.unit
    ways = seat_need(half_days=here.half_days, hours=here.hours).ways
    steps = (lacking * ways[unit] / here.half_days / STEPS[unit]).to_integral_value(rounding=ROUND_HALF_UP)
    names = (f"{over.name_fr}, au-delà", f"{over.name_en}, beyond")
    line = fixed_line(
        code="overage", names=names, unit=unit, quantity=steps * STEPS[unit], cents=over.overage_cents,
        vat=prices.terms_of(place).vat,
    )  # fmt: skip
    return fixed_price(names=rights.LIST_NAMES, on=day, lines=[line])


def _source(place: PlaceRef, person_id: int, day: date) -> str:
    """How a ledger and a charge name the visits of somebody on a day."""
    return f"booking.visits:{place.id}:{person_id}:{day}"

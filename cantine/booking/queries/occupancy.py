"""How full the place is: what takes each resource's time, and the rate by hour, day and space."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from cantine.booking import rules
from cantine.booking.models import OccupancyDay
from cantine.core import sql
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, PlaceRef, ResourceCard

LONGEST_CLAIM = rules.LONGEST_BOOKING + timedelta(days=30)  # a booking and its buffers
_TAKINGS = """
SELECT * FROM booking_takings(%(organisation)s, %(units)s::bigint[], %(pools)s::bigint[], %(start)s::timestamptz, %(end)s::timestamptz,
  %(earliest)s::timestamptz)
"""


class Card(Protocol):
    """What of a resource says what takes its time."""

    @property
    def id(self) -> int: ...
    @property
    def seats(self) -> int | None: ...
    @property
    def units(self) -> tuple[int, ...]: ...
    @property
    def pools(self) -> tuple[places.PoolTaken, ...]: ...


@dataclass(frozen=True)
class _Taking:
    """One claim: what it keeps clear, and what it counts for."""

    interval: Interval
    seats: int | None
    reference: str
    use: Interval | None
    blocks: bool


def uses_of(cards: Iterable[Card], *, organisation_id: int, window: Interval) -> dict[int, rules.DayUse]:
    """What takes the time of each resource within ``window``, in one statement whose plan is kept: every booking asks it."""
    every = list(cards)
    units = {unit for card in every for unit in card.units}
    pools = {card.id for card in every if card.seats} | {pool.pool_id for card in every for pool in card.pools}
    asked: dict[str, Any] = {
        "organisation": organisation_id, "units": sorted(units), "pools": sorted(pools), "start": window.starts_at,
        "end": window.ends_at, "earliest": window.starts_at - LONGEST_CLAIM,
    }  # fmt: skip
    return uses_from(every, sql.rows(_TAKINGS, asked))


def uses_from(cards: Iterable[Card], takings: Iterable[sql.Row]) -> dict[int, rules.DayUse]:
    """The same, from the rows of ``booking_takings``: a function that locks days answers them too."""
    found: dict[bool, dict[int, list[_Taking]]] = {True: {}, False: {}}
    for exclusive, owner, *claim in takings:
        found[exclusive].setdefault(owner, []).append(_taking(*claim))
    return {card.id: _use(card, found[True], found[False]) for card in cards}


def _taking(
    starts_at: datetime, ends_at: datetime, seats: int | None, begins: datetime, ends: datetime, state: str | None,
    date_id: int | None, blocking: int | None, occupation: int | None,
) -> _Taking:  # fmt: skip
    whole = Interval(starts_at, ends_at)
    use = whole if occupation else Interval(begins, ends) if state == rules.State.CONFIRMED else None
    reference = f"{'d' if date_id else 'b' if blocking else 'o'}{date_id or blocking or occupation}"
    return _Taking(whole, seats, reference, use, blocking is not None)


def resources_to_count(place: PlaceRef, *, resource_id: int | None = None) -> list[int]:
    """The resources whose days change with one of them (joined rooms, who takes seats of a pool), or all of the place."""
    if resource_id is None:
        return [card.id for card in places.resource_cores(place_id=place.id)]
    units = {unit for card in places.resource_cores(place_id=place.id, ids=[resource_id]) for unit in card.units}
    met = places.resources_meeting(organisation_id=place.organisation_id, unit_ids=units, pool_ids=[resource_id])
    return [card.id for card in met if card.place_id == place.id]


def window_of(days: Iterable[date], *, timezone: str, margin: timedelta = timedelta()) -> Interval:
    """From the first of these days to the last, and ``margin`` on each side, for the buffers."""
    every = sorted(days)
    return Interval(
        place_rules.whole_day(every[0], timezone=timezone).starts_at,
        place_rules.whole_day(every[-1], timezone=timezone).ends_at,
    ).widened(before=margin, after=margin)


@dataclass(frozen=True)
class Fullness:
    """The rate of a place over some days: by day, by space, by weekday and hour; the whole is their sum."""

    first_day: date
    last_day: date
    by_day: dict[date, rules.Occupancy]
    by_resource: list[tuple[ResourceCard, rules.Occupancy]]
    by_hour: dict[tuple[int, int], rules.Occupancy]

    @property
    def whole(self) -> rules.Occupancy:
        return sum((rate for _, rate in self.by_resource), rules.Occupancy())


def fullness_of(place: PlaceRef, *, first_day: date, last_day: date) -> Fullness:
    """Four statements. What is joined of others is left out, so that no minute counts twice; so is what is let for
    months, for it is never free to book."""
    cards = countable(places.resource_cards(place_id=place.id))
    hours, days = places.hours_of(place), place_rules.days_between(first_day, last_day)
    window = window_of(days, timezone=place.timezone)
    uses = uses_of(cards, organisation_id=place.organisation_id, window=window)
    by_day: dict[date, rules.Occupancy] = {}
    by_hour: dict[tuple[int, int], rules.Occupancy] = {}
    by_resource = []
    for card in cards:
        rates = _by_day(card, place, hours, days, uses[card.id])
        for day, (whole, hourly) in rates.items():
            by_day[day] = by_day.get(day, rules.Occupancy()) + whole
            for hour, rate in hourly.items():
                slot = (day.weekday(), hour)
                by_hour[slot] = by_hour.get(slot, rules.Occupancy()) + rate
        by_resource.append((card, sum((whole for whole, _ in rates.values()), rules.Occupancy())))
    return Fullness(first_day, last_day, dict(sorted(by_day.items())), by_resource, by_hour)


def monthly_rates(place: PlaceRef, *, since: date, until: date) -> dict[date, rules.Occupancy]:
    """Month by month from the days kept, in one statement over what ``fullness_of`` counts."""
    ids = [card.id for card in countable(places.resource_cards(place_id=place.id))]
    rows = OccupancyDay.objects.filter(resource_id__in=ids, day__gte=since, day__lte=until)
    totals = (
        rows.annotate(month=TruncMonth("day"))
        .values("month")
        .annotate(opened=Sum("open_minutes"), taken=Sum("taken_minutes"))
    )
    return {
        row["month"]: rules.Occupancy(open_minutes=row["opened"], taken_minutes=row["taken"])
        for row in totals.order_by("month")
    }


def countable(cards: Iterable[ResourceCard]) -> list[ResourceCard]:
    """The rooms that are made of no others, and the pools."""
    every = [card for card in cards if not card.long_term]
    smallest = {
        unit: min(len(card.units) for card in every if unit in card.units) for card in every for unit in card.units
    }
    return [
        card
        for card in every
        if not card.pools and (card.seats or all(smallest[unit] == len(card.units) for unit in card.units))
    ]


def _by_day(
    card: ResourceCard, place: PlaceRef, hours: Hours, days: Sequence[date], use: rules.DayUse
) -> dict[date, tuple[rules.Occupancy, dict[int, rules.Occupancy]]]:
    found = {}
    for day, mine in rules.use_by_day(use, days, timezone=place.timezone, margin=timedelta()):
        whole = place_rules.whole_day(day, timezone=place.timezone)
        opened = hours.open_intervals(resource_id=card.id, first_day=day - rules.A_DAY, last_day=day)
        hourly = rules.occupancy_by_hour(
            open_intervals=[piece for each in opened if (piece := each.intersection(whole)) is not None],
            uses=[(piece, seats) for each, seats in mine.uses if (piece := each.intersection(whole)) is not None],
            seats=card.seats or 1,
            blocked=mine.blocked,
            timezone=place.timezone,
        )
        found[day] = (sum(hourly.values(), rules.Occupancy()), hourly)
    return found


def _use(card: Card, by_unit: dict[int, list[_Taking]], by_pool: dict[int, list[_Taking]]) -> rules.DayUse:
    own = {taking.reference: taking for unit in card.units for taking in by_unit.get(unit, ())}
    takings = [*own.values(), *(by_pool.get(card.id, ()) if card.seats else ())]
    busy = [rules.Busy(interval=each.interval, quantity=each.seats, reference=each.reference) for each in takings]
    for pool in card.pools:
        others = (
            rules.Busy(interval=each.interval, quantity=each.seats)
            for each in by_pool.get(pool.pool_id, ())
            if each.reference not in own
        )
        busy += rules.busy_with_pool(busy=others, seats=pool.of, takes=pool.seats)
    blocked = [each for each in takings if each.blocks and (each.seats is None or each.seats >= (card.seats or 1))]
    return rules.DayUse(
        busy=tuple(busy),
        uses=tuple((each.use, each.seats or 1) for each in takings if each.use is not None),
        blocked=tuple(each.interval for each in blocked),
    )

"""When each resource of a place is free and busy between two instants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cantine.booking import rules
from cantine.booking.queries.availability import busy_of, rules_of
from cantine.core.actor import Actor
from cantine.kernel import Interval, merged, without
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, PlaceRef, ResourceCard


@dataclass(frozen=True)
class FreeTime:
    """A booking fits, as far as time goes, when it lies inside; ``seats_left`` is None for what is exclusive."""

    interval: Interval
    seats_left: int | None


@dataclass(frozen=True)
class Free:
    """One resource: when it is open, taken (a pool: full) and free, cut at the ends of the window."""

    resource: ResourceCard
    opened: tuple[Interval, ...]
    busy: tuple[Interval, ...]
    free: tuple[FreeTime, ...]


def free_of(*, actor: Actor, place: PlaceRef, window: Interval, kind: str = "") -> list[Free]:
    """What the actor may see of the place, in its order; three statements whatever there is to read."""
    standing = places.standing_of(actor, place=place)
    cards = [
        card for card in places.resource_cards(place_id=place.id) if card.shown_to(standing) and kind in {"", card.kind}
    ]
    before = timedelta(minutes=max((card.buffer_before_minutes for card in cards), default=0))
    after = timedelta(minutes=max((card.buffer_after_minutes for card in cards), default=0))
    busy = busy_of(cards, window=window.widened(before=after, after=before))
    opened = Opened(places.hours_of(place), place, window)
    return [_free(card, opened.of(card.id), busy[card.id], window) for card in cards]


class Opened:
    """Open time within the window, worked out once for all the resources that keep the hours of the place."""

    def __init__(self, hours: Hours, place: PlaceRef, window: Interval) -> None:
        self.hours, self.window = hours, window
        days = place_rules.days_of(window, timezone=place.timezone)
        self.first, self.last = days[0], days[-1]
        self.own = {key for key in (*hours.openings, *hours.closures) if key is not None}
        self.common = self._of(None)

    def of(self, resource_id: int) -> tuple[Interval, ...]:
        return self._of(resource_id) if resource_id in self.own else self.common

    def _of(self, resource_id: int | None) -> tuple[Interval, ...]:
        opened = self.hours.open_intervals(resource_id=resource_id, first_day=self.first, last_day=self.last)
        return tuple(piece for each in opened if (piece := each.intersection(self.window)))


def free_starts(
    cards: Sequence[ResourceCard], *, hours: places.Hours, day: date, lengths: Mapping[int, timedelta], now: datetime
) -> dict[int, list[Interval]]:
    """For each resource, every step of its grid that day from which its length is free; two statements for all."""
    place = hours.place
    whole = place_rules.whole_day(day, timezone=place.timezone)
    window = whole.widened(before=timedelta(hours=1), after=timedelta(days=1))
    busy = busy_of(cards, window=window)
    opened = Opened(hours, place, window)
    return {
        card.id: _starts(card, place, opened.of(card.id), busy[card.id], whole, lengths[card.id], now) for card in cards
    }


def _starts(
    card: ResourceCard,
    place: PlaceRef,
    opened: Sequence[Interval],
    busy: Sequence[rules.Busy],
    whole: Interval,
    length: timedelta,
    now: datetime,
) -> list[Interval]:
    limits = rules_of(card, place=place)
    earliest = rules.earliest_start(rules=limits, now=now)
    found = []
    for stretch in rules.free_intervals(open_intervals=opened, busy=busy, rules=limits):
        start = rules.on_grid_after(max(stretch.starts_at, earliest), rules=limits)
        while start + length <= stretch.ends_at and start < whole.ends_at:
            if start >= whole.starts_at:
                found.append(Interval(start, start + length))
            start += timedelta(minutes=limits.grid_minutes)
    return found


def _free(card: ResourceCard, opened: tuple[Interval, ...], busy: Sequence[rules.Busy], window: Interval) -> Free:
    before, after = timedelta(minutes=card.buffer_before_minutes), timedelta(minutes=card.buffer_after_minutes)
    if not card.seats:
        taken = merged(each.interval for each in busy)
        clear = without(opened, (each.widened(before=after, after=before) for each in taken)) if taken else opened
        return Free(card, opened, _within(taken, window), tuple(FreeTime(each, None) for each in clear))
    full = rules.full_intervals(busy=busy, seats=card.seats)
    widened = [(each.interval.widened(before=after, after=before), each.quantity) for each in busy]
    free = tuple(_by_seats(opened, widened, seats=card.seats))
    return Free(card, opened, _within(full, window), free)


def _within(intervals: Sequence[Interval], window: Interval) -> tuple[Interval, ...]:
    return tuple(piece for each in intervals if (piece := each.intersection(window)))


def _by_seats(
    opened: Sequence[Interval], taken: Sequence[tuple[Interval, int | None]], *, seats: int
) -> Iterator[FreeTime]:
    """The open time cut wherever the number of seats left changes; what is full is left out."""
    changes: dict[datetime, int] = {}
    for interval, quantity in taken:
        number = seats if quantity is None else quantity
        changes[interval.starts_at] = changes.get(interval.starts_at, 0) - number
        changes[interval.ends_at] = changes.get(interval.ends_at, 0) + number
    steps = sorted((moment, change) for moment, change in changes.items() if change)
    for each in opened:
        left = seats + sum(change for moment, change in steps if moment <= each.starts_at)
        cursor = each.starts_at
        for moment, change in steps:
            if not each.starts_at < moment < each.ends_at:
                continue
            if left > 0:
                yield FreeTime(Interval(cursor, moment), left)
            cursor, left = moment, left + change
        if left > 0:
            yield FreeTime(Interval(cursor, each.ends_at), left)

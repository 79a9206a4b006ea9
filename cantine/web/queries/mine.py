"""What my page shows: my lines of every place in one calendar, and the rooms of my places that are free soonest.

Five statements for everything, whatever the number of places, rooms and dates.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cantine.booking import queries as bookings
from cantine.booking import rules
from cantine.booking.queries import MyLine
from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, MyPlace, MyTurn, PlaceRef, ResourceCard

AHEAD = timedelta(days=4)
MOST_PLACES, MOST_ROOMS = 4, 6


@dataclass(frozen=True)
class FreeRoom:
    """A room of one of my places, and when I could begin there for as long as a booking usually lasts."""

    card: ResourceCard
    place: PlaceRef
    starts_at: datetime


@dataclass(frozen=True)
class MyPage:
    """``lines`` of every place; ``places`` holds whatever a line names; ``mine`` are the same in my
    order: those where I am somebody, then those where something of mine is coming (a newcomer's first request)."""

    lines: tuple[MyLine, ...]
    turns: tuple[tuple[PlaceRef, MyTurn], ...]
    places: dict[int, MyPlace]
    mine: tuple[MyPlace, ...]
    rooms: tuple[FreeRoom, ...]

    def of(self, what: str) -> list[MyLine]:
        return [line for line in self.lines if line.what == what]


def my_page(*, actor: Actor, now: datetime) -> MyPage:
    assert actor.person_id is not None
    lines = bookings.lines_of_person(person_id=actor.person_id, now=now)
    held = {grant.place_id for grant in actor.grants if grant.place_id}
    whole = {grant.organisation_id for grant in actor.grants if not grant.place_id}
    known = places.places_of_mine(
        person_id=actor.person_id, ids=held | {line.place_id for line in lines}, organisations=whole, now=now
    )
    often: dict[int, int] = {}
    for line in lines:
        often[line.place_id] = often.get(line.place_id, 0) + 1
    mine = sorted(known.values(), key=lambda each: (not _holds(each, held, whole), -often.get(each.ref.id, 0)))
    return MyPage(
        lines=tuple(_running(lines, known, now)),
        turns=tuple(sorted(_turns(known), key=lambda pair: pair[1].interval.starts_at)),
        places=known,
        mine=tuple(mine),
        rooms=tuple(_free_rooms(actor, [each.ref for each in mine[:MOST_PLACES]], lines, now)),
    )


def _holds(place: MyPlace, held: Set[int | None], whole: Set[int]) -> bool:
    return place.ref.id in held or place.ref.organisation_id in whole


def _running(lines: Iterable[MyLine], known: dict[int, MyPlace], now: datetime) -> Iterable[MyLine]:
    """An occupation is over when its last day is, on the clock of its place."""
    for line in lines:
        if line.last_day is None or line.last_day >= known[line.place_id].ref.today(now):
            yield line


def _turns(known: dict[int, MyPlace]) -> list[tuple[PlaceRef, MyTurn]]:
    return [(each.ref, turn) for each in known.values() for turn in each.turns]


def _free_rooms(actor: Actor, refs: Sequence[PlaceRef], lines: Iterable[MyLine], now: datetime) -> list[FreeRoom]:
    """What I may book without asking and is free soonest, the rooms that I use first; a few a place."""
    if not refs:
        return []
    by_id = {ref.id: ref for ref in refs}
    used = {(line.place_id, line.name) for line in lines if line.what == "date"}
    with scoping.scope([ref.organisation_id for ref in refs]):
        cards = [card for card in places.resource_cards_at(by_id) if _direct(actor, card, by_id[card.place_id])]
        hours = places.hours_at(refs)
        busy = bookings.busy_of(cards, window=Interval(now, now + AHEAD))
    found = [
        FreeRoom(card, by_id[card.place_id], start)
        for card in cards
        if (start := _first_start(card, hours[card.place_id], busy[card.id], now)) is not None
    ]
    found.sort(key=lambda each: ((each.place.id, each.card.name) not in used, each.starts_at, each.card.position))
    number = max(2, MOST_ROOMS // len(refs))
    return [each for ref in refs for each in [room for room in found if room.place.id == ref.id][:number]]


def _direct(actor: Actor, card: ResourceCard, place: PlaceRef) -> bool:
    mode = card.access.mode_for(places.standing_of(actor, place=place))
    return mode is place_rules.Mode.DIRECT and not card.long_term


def _first_start(card: ResourceCard, hours: Hours, busy: Sequence[rules.Busy], now: datetime) -> datetime | None:
    place = hours.place
    limits = bookings.rules_of(card, place=place)
    first, last = place.today(now), place.today(now + AHEAD)
    opened = hours.open_intervals(resource_id=card.id, first_day=first, last_day=last)
    free = rules.free_intervals(open_intervals=opened, busy=busy, rules=limits)
    earliest = rules.earliest_start(rules=limits, now=now)
    for gap in free:
        start = rules.on_grid_after(max(gap.starts_at, earliest), rules=limits)
        if start + bookings.usual_length(card) <= gap.ends_at and start < now + AHEAD:
            return start
    return None


def day_of(line: MyLine, place: PlaceRef) -> date:
    """The day of a line that has an hour, on the clock of its place."""
    assert line.starts_at is not None
    return place.today(line.starts_at)

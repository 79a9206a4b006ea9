"""What is free, and the nearest thing to offer when a wish is refused: another time, another room, rooms joined.

Everything offered has passed ``check_wish`` for the same asker: an alternative is free, allowed and within the rules,
or it is not offered. Where no time could help (a certification is missing), nothing is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from math import lcm

from cantine.booking.rules.clock_grid import on_grid_after, on_grid_before
from cantine.booking.rules.request import check_wish, earliest_start
from cantine.booking.rules.seats import full_intervals
from cantine.booking.rules.values import Asker, Busy, ResourceRules, Wish
from cantine.kernel.interval import Interval, without
from cantine.places.rules import ClosedDay, LegalCapacity, Mode, day_of, days_between, moment_at, wall_of, whole_day


@dataclass(frozen=True, kw_only=True)
class Room:
    """A resource as the search sees it; ``kind`` is the place's word for what it is.

    ``parts`` names what a joined room is made of; ``units`` are what it takes, so that rooms which share one exclude
    each other.
    """

    resource: str
    kind: str = ""
    rules: ResourceRules = field(default_factory=ResourceRules)
    open_intervals: tuple[Interval, ...] = ()
    busy: tuple[Busy, ...] = ()
    closed: tuple[ClosedDay, ...] = ()
    parts: tuple[str, ...] = ()
    units: frozenset[int] = frozenset()

    def shares_with(self, other: "Room") -> bool:
        return self.resource == other.resource or bool(self.units & other.units)

    def also_busy(self, busy: Busy) -> "Room":
        return replace(self, busy=(*self.busy, busy))

    @property
    def people(self) -> int:
        """The people it holds in its roomiest layout; no limit counts as its seats."""
        return max((self.rules.capacity or self.rules.seats, *(layout.people for layout in self.rules.layouts)))


@dataclass(frozen=True, kw_only=True)
class _Asking:
    """What stays the same while a search tries one wish after another."""

    asker: Asker
    now: datetime
    legal: LegalCapacity | None


class AlternativeKind(StrEnum):
    OTHER_TIME = "other_time"
    OTHER_ROOM = "other_room"
    JOINED_ROOMS = "joined_rooms"


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Something to offer: ``resource`` during ``interval``, later than asked by ``shift`` (earlier when negative)."""

    kind: AlternativeKind
    resource: str
    interval: Interval
    mode: Mode
    shift: timedelta = timedelta()
    parts: tuple[str, ...] = ()


def free_intervals(
    *, open_intervals: Iterable[Interval], busy: Iterable[Busy], rules: ResourceRules, quantity: int = 1
) -> list[Interval]:
    """The open time in which ``quantity`` can be booked, the booking's own buffers kept clear; sorted, disjoint.

    A booking fits, as far as time goes, exactly when it lies inside one of these. Notice, horizon and lengths are not
    looked at.
    """
    full = full_intervals(busy=busy, seats=rules.seats, quantity=quantity)
    kept_clear = [each.widened(before=rules.buffer_after, after=rules.buffer_before) for each in full]
    return without(open_intervals, kept_clear)


def first_start(*, free: Iterable[Interval], length: timedelta, rules: ResourceRules) -> datetime | None:
    """The first quarter of an hour on the resource's grid from which ``length`` lies inside one of ``free`` (in order)."""
    both = replace(rules, grid_minutes=lcm(rules.grid_minutes, 15))
    for each in free:
        start = on_grid_after(each.starts_at, rules=both)
        if start + length <= each.ends_at:
            return start
    return None


def alternatives_to(
    *,
    wish: Wish,
    room: Room,
    others: Sequence[Room] = (),
    asker: Asker,
    now: datetime,
    legal: LegalCapacity | None = None,
    most: int = 3,
) -> tuple[Alternative, ...]:
    """The nearest times in the same room, then other rooms at the same time, then joined ones; at most ``most`` of
    each.
    """
    times = nearest_times(wish=wish, room=room, asker=asker, now=now, legal=legal, most=most)
    rooms = other_rooms(wish=wish, room=room, others=others, asker=asker, now=now, legal=legal, most=most)
    return (*times, *rooms)


def nearest_times(
    *,
    wish: Wish,
    room: Room,
    asker: Asker,
    now: datetime,
    legal: LegalCapacity | None = None,
    most: int = 3,
    days: int = 7,
) -> tuple[Alternative, ...]:
    """The nearest times of the same length in the same room: that day first, earlier or later, then the ``days``
    after.

    On another day nearest means nearest to the same wall time. Each stretch of free time gives its one nearest start,
    so that three offers are three real choices. ``room.open_intervals`` and ``room.busy`` bound the search: cover the
    days wanted.
    """
    first_day = day_of(wish.interval.starts_at, timezone=room.rules.timezone)
    whole_days = [
        whole_day(day, timezone=room.rules.timezone)
        for day in days_between(first_day, first_day + timedelta(days=days))
    ]
    window = Interval(whole_days[0].starts_at, whole_days[-1].ends_at + wish.interval.length)
    free = _free_for(wish, _seen_through(window, room), legal)
    starts = (
        interval for whole in whole_days for interval in _nearest_starts(wish, whole, free, rules=room.rules, now=now)
    )
    asking = _Asking(asker=asker, now=now, legal=legal)
    offers = (_offer(replace(wish, interval=interval), room, asking) for interval in starts)
    return tuple(
        replace(offer, kind=AlternativeKind.OTHER_TIME, shift=offer.interval.starts_at - wish.interval.starts_at)
        for offer in islice((offer for offer in offers if offer is not None), most)
    )


def other_rooms(
    *,
    wish: Wish,
    room: Room,
    others: Sequence[Room],
    asker: Asker,
    now: datetime,
    legal: LegalCapacity | None = None,
    most: int = 3,
) -> tuple[Alternative, ...]:
    """Rooms that could take the wish as it is: the same kind first, then the closest in size, single rooms before
    joined ones.
    """
    ranked = sorted((other for other in others if other.resource != room.resource), key=_likeness_to(room))
    asking = _Asking(asker=asker, now=now, legal=legal)
    single = (other for other in ranked if not other.parts)
    joined = (other for other in ranked if other.parts)
    found = (
        islice((offer for other in group if (offer := _offer(wish, other, asking))), most) for group in (single, joined)
    )
    return tuple(offer for group in found for offer in group)


def _free_for(wish: Wish, room: Room, legal: LegalCapacity | None) -> list[Interval]:
    free = free_intervals(open_intervals=room.open_intervals, busy=room.busy, rules=room.rules, quantity=wish.quantity)
    if legal is None:
        return free
    present = [Busy(interval=interval, quantity=people) for interval, people in legal.uses]
    return without(free, full_intervals(busy=present, seats=legal.people, quantity=wish.people))


def _seen_through(window: Interval, room: Room) -> Room:
    """A year of hours and bookings is cut to the days that are searched."""
    opened = (each.intersection(window) for each in room.open_intervals)
    near = room.rules.claim_of(window)
    return replace(
        room,
        open_intervals=tuple(each for each in opened if each is not None),
        busy=tuple(each for each in room.busy if each.interval.overlaps(near)),
    )


def _nearest_starts(
    wish: Wish, whole: Interval, free: Sequence[Interval], *, rules: ResourceRules, now: datetime
) -> list[Interval]:
    """The starts to offer on one day, one for each stretch of free time, in the order in which to offer them."""
    target, earliest = _same_hour(wish, whole, rules), earliest_start(rules=rules, now=now)
    stretches = [each for each in free if each.overlaps(whole)]
    fits = (_fit(each, target, wish.interval.length, rules, earliest) for each in stretches)
    of_day = {fit for fit in fits if fit and whole.starts_at <= fit.starts_at < whole.ends_at}
    return sorted(of_day - {wish.interval}, key=lambda fit: (abs(fit.starts_at - target), fit.starts_at))


def _same_hour(wish: Wish, whole: Interval, rules: ResourceRules) -> datetime:
    """The instant of ``whole`` with the wall time of the wish; on its own day the very instant."""
    starts_at = wish.interval.starts_at
    if whole.starts_at <= starts_at < whole.ends_at:
        return starts_at
    wall_time = wall_of(starts_at, timezone=rules.timezone).time()
    day = day_of(whole.starts_at, timezone=rules.timezone)
    return moment_at(datetime.combine(day, wall_time), timezone=rules.timezone)


def _fit(
    free: Interval, target: datetime, length: timedelta, rules: ResourceRules, earliest: datetime
) -> Interval | None:
    """The start in ``free`` nearest to ``target``, on the grid, that leaves room for ``length``."""
    lowest = on_grid_after(max(free.starts_at, earliest), rules=rules)
    highest = on_grid_before(free.ends_at - length, rules=rules)
    if highest < lowest:
        return None
    nearest = on_grid_before(min(max(target, lowest), highest), rules=rules)
    return Interval(nearest, nearest + length)


def _offer(wish: Wish, room: Room, asking: _Asking) -> Alternative | None:
    """A layout that the other room does not know is left to be chosen there, if it holds the people anyway."""
    known = any(layout.code == wish.layout for layout in room.rules.layouts)
    verdict = check_wish(
        wish=wish if known else replace(wish, layout=""),
        rules=room.rules,
        asker=asking.asker,
        open_intervals=room.open_intervals,
        busy=room.busy,
        now=asking.now,
        closed=room.closed,
        legal=asking.legal,
    )
    if verdict.refusals:
        return None
    kind = AlternativeKind.JOINED_ROOMS if room.parts else AlternativeKind.OTHER_ROOM
    return Alternative(kind=kind, resource=room.resource, interval=wish.interval, mode=verdict.mode, parts=room.parts)


def _likeness_to(room: Room) -> Callable[[Room], tuple[bool, int, str]]:
    return lambda other: (other.kind != room.kind, abs(other.people - room.people), other.resource)

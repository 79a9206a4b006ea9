"""How much of a resource is taken: one unit, or the seats of a pool, at the worst moment of a period."""

from collections.abc import Iterable
from itertools import pairwise

from cantine.booking.rules.values import Busy, BusyKind
from cantine.kernel.interval import Interval, merged, peak


def conflicts_with(interval: Interval, busy: Iterable[Busy]) -> tuple[Busy, ...]:
    """What overlaps ``interval``, in time order; touching is not overlapping."""
    met = (each for each in busy if each.interval.overlaps(interval))
    return tuple(sorted(met, key=lambda each: (each.interval, each.reference)))


def seats_left(*, interval: Interval, busy: Iterable[Busy], seats: int) -> int:
    """The seats free during the whole of ``interval``, never below zero."""
    taken = peak(
        (piece, seats if each.quantity is None else each.quantity)
        for each in busy
        if (piece := each.interval.intersection(interval)) is not None
    )
    return max(0, seats - taken)


def full_intervals(*, busy: Iterable[Busy], seats: int, quantity: int = 1) -> list[Interval]:
    """When fewer than ``quantity`` seats are left: sorted and disjoint."""
    taken = [(each.interval, seats if each.quantity is None else each.quantity) for each in busy]
    changes = sorted(
        change for interval, number in taken for change in ((interval.starts_at, number), (interval.ends_at, -number))
    )
    full: list[Interval] = []
    used = 0
    for (moment, change), (following, _) in pairwise(changes):
        used += change
        if used + quantity > seats and moment < following:
            full.append(Interval(moment, following))
    return merged(full)


def busy_with_pool(*, busy: Iterable[Busy], seats: int, takes: int) -> tuple[Busy, ...]:
    """A room that takes ``takes`` seats of a pool with it is busy when the pool cannot give them: add these
    to its own.
    """
    full = full_intervals(busy=busy, seats=seats, quantity=takes)
    return tuple(Busy(interval=interval, kind=BusyKind.POOL) for interval in full)

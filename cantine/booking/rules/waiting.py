"""The waiting list: who is offered what comes free, in order, and for how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cantine.booking.rules.cancellation import lapses_at
from cantine.booking.rules.seats import seats_left
from cantine.booking.rules.values import Busy, ResourceRules
from cantine.kernel.interval import Interval


class WaitState(StrEnum):
    """The value is stored."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    PASSED = "passed"
    EXPIRED = "expired"
    LEFT = "left"


# What time may cure; any other reason against a wish stands whoever leaves.
WAITABLE = frozenset({"taken", "not_enough_seats", "over_legal_capacity"})
LONGEST_OFFER = timedelta(hours=4)


def patience_of(*, starts_at: datetime, now: datetime) -> timedelta:
    """How long an offer stands: four hours, or half of what is left before it begins."""
    return min(LONGEST_OFFER, (starts_at - now) / 2)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Somebody waits for ``interval``; ``offered_at`` is set once an offer was made, whatever came of it: an offer
    comes once.
    """

    reference: str
    asked_at: datetime
    interval: Interval
    quantity: int = 1
    offered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """``waiting`` may take it until ``expires_at``; the caller makes a hold of it, so that it is kept for that
    person.
    """

    waiting: Waiting
    expires_at: datetime


def next_offer(
    *,
    queue: Iterable[Waiting],
    rules: ResourceRules,
    open_intervals: Sequence[Interval],
    busy: Sequence[Busy],
    now: datetime,
    patience: timedelta = timedelta(hours=4),
) -> Offer | None:
    """The first in the queue, by the time of asking, for whom there is room now; ``None`` when there is nobody.

    Offers under way are holds, so they stand in ``busy``. Who needs more seats than are free waits on without holding
    up the next.
    """
    for waiting in sorted(queue, key=lambda each: (each.asked_at, each.reference)):
        if _can_be_offered(waiting, rules, open_intervals, busy, now):
            starts_at = waiting.interval.starts_at
            expires_at = lapses_at(asked_at=now, patience=patience, starts_at=starts_at)
            return Offer(waiting=waiting, expires_at=expires_at)
    return None


def _can_be_offered(
    waiting: Waiting,
    rules: ResourceRules,
    open_intervals: Sequence[Interval],
    busy: Sequence[Busy],
    now: datetime,
) -> bool:
    if waiting.offered_at is not None or waiting.interval.starts_at <= now:
        return False
    if not any(each.contains(waiting.interval) for each in open_intervals):
        return False
    claim = rules.claim_of(waiting.interval)
    return seats_left(interval=claim, busy=busy, seats=rules.seats) >= waiting.quantity

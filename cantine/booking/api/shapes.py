"""The shapes of bookings in the API, and how rows take them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from cantine.booking import queries, rules
from cantine.booking.queries import DateCard
from cantine.core.api import Instant, Out, plain
from cantine.kernel import Interval, Refusal, Refused

LONGEST_WINDOW_DAYS = 62


class IntervalOut(Out):
    starts_at: Instant
    ends_at: Instant


class FreeOut(IntervalOut):
    """`seats_left` is null for what is exclusive."""

    seats_left: int | None


class FreeResourceOut(Out):
    """A booking fits, as far as time goes, when it lies inside one of `free`: buffers are taken off already. `busy` is
    what is taken, or full for a pool."""

    id: str
    slug: str
    name: str
    kind: str
    seats: int | None
    open: list[IntervalOut]
    busy: list[IntervalOut]
    free: list[FreeOut]


class AvailabilityOut(Out):
    timezone: str
    starts_at: Instant
    ends_at: Instant
    items: list[FreeResourceOut]


class FreeDuringOut(Out):
    """Free during the whole slot, as far as time goes; `mode` is how you would get it: direct, ask or refused."""

    id: str
    slug: str
    name: str
    kind: str
    capacity: int | None
    seats: int | None
    seats_left: int | None
    mode: str


class FreeSlotOut(Out):
    timezone: str
    starts_at: Instant
    ends_at: Instant
    items: list[FreeDuringOut]


class FirstFreeOut(IntervalOut):
    """`mode` is how you would get it: direct, ask or refused."""

    resource: str
    id: str
    name: str
    kind: str
    capacity: int | None
    seats: int | None
    mode: str


class FirstFreeAnswerOut(Out):
    """`found` is null when nothing is free for so long in that time."""

    timezone: str
    found: FirstFreeOut | None


class HolderOut(Out):
    id: str
    name: str


class ListedOut(Out):
    """`booking` is null, and `title` empty when hidden, unless the booking is yours or you are of the team; `person`
    is for the team alone."""

    id: str
    booking: str | None
    resource: str
    starts_at: Instant
    ends_at: Instant
    state: str
    quantity: int
    title: str
    mine: bool
    person: HolderOut | None


class BlockingOut(Out):
    id: str
    resource: str
    starts_at: Instant
    ends_at: Instant
    reason: str


class ListingOut(Out):
    """The dates that overlap the time asked for, and the resources withdrawn in it."""

    items: list[ListedOut]
    blockings: list[BlockingOut]
    next: str | None


class OccurrenceOut(Out):
    """One dated occurrence of a booking."""

    id: str
    booking: str
    place: str
    resource: str
    starts_at: Instant
    ends_at: Instant
    state: str
    quantity: int
    expires_at: Instant | None


class BookingOut(Out):
    """A booking with its dates; `state` is that of its first date that was not skipped."""

    id: str
    state: str
    place: str
    resource: str
    title: str
    title_hidden: bool
    note: str
    guests: int
    rrule: str | None
    made_at: Instant
    occurrences: list[OccurrenceOut]


class AlternativeOut(IntervalOut):
    """`kind` is other_time, other_room or joined_rooms; `mode` how you would get it: direct or ask."""

    resource: str
    name: str
    kind: str
    mode: str


def window_of(starts_at: datetime, ends_at: datetime) -> Interval:
    """The time asked for. Raises Refused: ends_before_it_starts, date_out_of_range, window_too_long."""
    window = interval_of(starts_at, ends_at)
    if window.length > timedelta(days=LONGEST_WINDOW_DAYS):
        raise Refused(Refusal("window_too_long", {"days": LONGEST_WINDOW_DAYS}, "ends_at"))
    return window


def interval_of(starts_at: datetime, ends_at: datetime) -> Interval:
    """Raises Refused: ends_before_it_starts, date_out_of_range."""
    if ends_at <= starts_at:
        raise Refused(Refusal("ends_before_it_starts", field="ends_at"))
    interval = Interval(starts_at, ends_at)
    outside = [each for each in rules.check_dates(interval) if each.code == "date_out_of_range"]
    if outside:
        raise Refused(*outside)
    return interval


def occurrence(card: DateCard, *, place: str) -> dict[str, Any]:
    return {
        "id": card.uuid,
        "booking": card.booking_uuid,
        "place": place,
        "resource": card.resource_slug,
        "starts_at": card.starts_at,
        "ends_at": card.ends_at,
        "state": card.state,
        "quantity": card.quantity,
        "expires_at": card.expires_at,
    }


def booking(cards: list[DateCard], *, place: str) -> dict[str, Any]:
    first = cards[0]
    state = next((card.state for card in cards if card.state is not rules.State.SKIPPED), rules.State.SKIPPED)
    return {
        "id": first.booking_uuid,
        "state": state,
        "place": place,
        "resource": first.resource_slug,
        "title": first.title,
        "title_hidden": first.title_hidden,
        "note": first.note,
        "guests": first.guests,
        "rrule": first.rrule or None,
        "made_at": first.made_at,
        "occurrences": [occurrence(card, place=place) for card in cards],
    }


def proposals(found: Iterable[queries.Proposal]) -> list[dict[str, Any]]:
    return [
        {
            "resource": each.resource.slug,
            "name": each.resource.name,
            "kind": each.kind.value,
            "mode": each.mode.value,
            **plain(each.interval),
        }
        for each in found
    ]


@plain.register
def _busy(value: rules.Busy) -> Any:
    """A conflict says when, and nothing of whom: whoever may know more reads the planning."""
    return plain(value.interval)

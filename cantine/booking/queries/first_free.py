"""The first free time of some length among all the resources of a place: read in the masks that are kept of each day, or
worked out from hours and claims where a day is not kept. Both answer the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cantine.booking import rules
from cantine.booking.models.occupancy import as_bits
from cantine.booking.queries.availability import busy_of, rules_of
from cantine.booking.queries.free import Opened
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef, ResourceCard

_FIRST = """
SELECT f.on_day, f.quarter, f.resource, f.missing
FROM booking_first_free(%s::bigint, %s::bigint, %s::text[], %s::text, %s::date[], %s::text[], %s::int) f
"""


@dataclass(frozen=True)
class FirstFree:
    """Free during the whole slot, as far as time goes; ``mode`` is how the asker would get it."""

    resource: ResourceCard
    slot: Interval
    mode: place_rules.Mode


def first_free(
    *, actor: Actor, place: PlaceRef, window: Interval, length: timedelta, kind: str = ""
) -> FirstFree | None:
    """The earliest slot of ``length`` (whole quarters) within ``window`` that begins on a quarter of an hour and on the
    resource's grid; of two at once, the first in the place's order. Of a pool, one seat. What is let for months is left
    out. Two statements, whatever there is to read."""
    standing = places.standing_of(actor, place=place)
    days = place_rules.days_of(window, timezone=place.timezone)
    row = _look(place, standing, window, days, length, kind)
    if row is not None and row[3]:
        return worked_out(actor=actor, place=place, window=window, length=length, kind=kind)
    if row is None or row[1] is None:
        return None
    card = places.resource_by_id(row[2])
    assert card is not None  # its row was read in this transaction
    return _found(card, place, standing, _start_of(row[0], row[1], place), length)


def worked_out(
    *, actor: Actor, place: PlaceRef, window: Interval, length: timedelta, kind: str = ""
) -> FirstFree | None:
    """The same from opening hours and claims; its time grows with the resources and the days."""
    standing = places.standing_of(actor, place=place)
    cards = [
        card
        for card in places.resource_cards(place_id=place.id)
        if card.shown_to(standing) and kind in {"", card.kind} and not card.long_term
    ]
    busy = busy_of(cards, window=window.widened(before=_HALF_A_DAY, after=_HALF_A_DAY))
    opened = Opened(places.hours_of(place), place, window)
    first: FirstFree | None = None
    for card in cards:
        limits = rules_of(card, place=place)
        free = rules.free_intervals(open_intervals=opened.of(card.id), busy=busy[card.id], rules=limits)
        start = rules.first_start(free=free, length=length, rules=limits)
        if start is not None and (first is None or start < first.slot.starts_at):
            first = _found(card, place, standing, start, length)
    return first


_HALF_A_DAY = timedelta(hours=12)


def _look(
    place: PlaceRef,
    standing: place_rules.Standing,
    window: Interval,
    days: Sequence[date],
    length: timedelta,
    kind: str,
) -> sql.Row | None:
    return sql.row(
        _FIRST,
        [
            place.organisation_id,
            place.id,
            [each.value for each in place_rules.Standing if standing.reaches(each)],
            kind,
            list(days),
            [as_bits(rules.covered_mask_of([window], day=day, timezone=place.timezone)) for day in days],
            length // rules.QUARTER,
        ],
    )


def _start_of(day: date, quarter: int, place: PlaceRef) -> datetime:
    """The quarter on the wall clock; of the hour that comes twice, the first."""
    [first, *_] = rules.intervals_of(1 << quarter, day=day, timezone=place.timezone)
    return first.starts_at


def _found(
    card: ResourceCard, place: PlaceRef, standing: place_rules.Standing, start: datetime, length: timedelta
) -> FirstFree:
    return FirstFree(card, Interval(start, start + length), card.access.mode_for(standing))

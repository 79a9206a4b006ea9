"""Keeping ``OccupancyDay`` true: recomputed for the resources and days that a transaction touched, at its end.

The rows are locked first, in (resource, day) order, then what takes them is read: two bookings that meet in a joined room
queue there, and the second sees what the first wrote. Nothing is added or taken away: a day is computed whole.

Rows are made by ``rebuild_occupancy`` alone, some months ahead; a booking renews those it finds and pays for no other. So
that no change slips between a row's making and its first reading, both pass one advisory lock of the tenancy before they
look: bookings together, a rebuild alone.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from cantine.booking import rules
from cantine.booking.models import Claim, SeatClaim
from cantine.booking.models.occupancy import as_bits
from cantine.booking.queries.occupancy import LONGEST_CLAIM, uses_from, uses_of, window_of
from cantine.core import scoping, sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, PlaceRef, ResourceCore

DAYS_AHEAD = 92
_DOOR = 204  # of the advisory locks of this table, here and in booking_days_taken; the other number is the organisation
Pair = tuple[int, date]
Part = tuple[int | None, int | None, datetime, datetime]  # a unit or a pool, from, to
_TAKEN = "SELECT * FROM booking_days_taken(%s, %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s)"
_OF_A_DAY = 10  # the columns of a day; those of a claim follow
_LOCK = """
SELECT 1 FROM booking_occupancyday o
JOIN unnest(%s::bigint[], %s::date[]) AS w(resource_id, day) ON w.resource_id = o.resource_id AND w.day = o.day
WHERE o.organisation_id = %s ORDER BY o.resource_id, o.day FOR UPDATE OF o
"""
_MAKE = """
INSERT INTO booking_occupancyday (organisation_id, resource_id, day, open, taken, longest_free, open_minutes, taken_minutes)
SELECT %s, w.resource_id, w.day, 0::bit(96), 0::bit(96), 0, 0, 0 FROM unnest(%s::bigint[], %s::date[]) AS w(resource_id, day)
ORDER BY w.resource_id, w.day ON CONFLICT (organisation_id, day, resource_id) DO NOTHING
"""
# As one value: with arrays PostgreSQL thinks a plan of their length worth making anew, each time, for longer than it runs.
_WRITE = """
UPDATE booking_occupancyday o SET open = w.open::bit(96), taken = w.taken::bit(96), longest_free = w.longest_free,
  open_minutes = w.open_minutes, taken_minutes = w.taken_minutes
FROM json_to_recordset(%s) AS w (
  resource_id bigint, day date, open text, taken text, longest_free integer, open_minutes integer, taken_minutes integer)
WHERE o.organisation_id = %s AND o.resource_id = w.resource_id AND o.day = w.day
  AND (o.open, o.taken, o.open_minutes, o.taken_minutes) IS DISTINCT FROM
      (w.open::bit(96), w.taken::bit(96), w.open_minutes, w.taken_minutes)
"""


def rebuild_occupancy(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    first_day: date,
    days: int = 7,
    resource_ids: Collection[int] | None = None,
) -> int:
    """Compute some days of resources of the place (all, unless said) anew, hours included; returns how many rows. Records
    nothing: it tells again what bookings and hours say. Bookings of the tenancy end after it: keep it short."""
    authorize(actor, "occupancy.rebuild", Target(place.organisation_id, place.id))
    cards = places.resource_cores(place_id=place.id, ids=resource_ids)
    wanted = place_rules.days_between(first_day, first_day + timedelta(days=days - 1))
    pairs = [(card.id, day) for card in cards for day in wanted]
    if pairs:
        hours = places.hours_of(place)
        sql.rows("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [_DOOR, place.organisation_id % 2**31])
        sql.run(_MAKE, [place.organisation_id, *_columns(pairs)])
        sql.rows(_LOCK, [*_columns(pairs), place.organisation_id])
        window = window_of(wanted, timezone=place.timezone, margin=_margin(cards))
        uses = uses_of(cards, organisation_id=place.organisation_id, window=window)
        opened = {pair: _opened(hours, *pair) for pair in pairs}
        _renew(place.organisation_id, cards, opened, place.timezone, uses)
    return len(pairs)


def touch(organisation_id: int, *parts: Part) -> None:
    """These units, or these pools, change during these intervals: their days are computed when the transaction ends."""
    if parts:
        key = ("booking.occupancy", organisation_id)
        scoping.before_commit(key, _Touched(organisation_id)).parts.extend(parts)


def touch_claims(claims: Iterable[Claim], seat_claims: Iterable[SeatClaim]) -> None:
    for claim in claims:
        touch(claim.organisation_id, (claim.unit_id, None, claim.starts_at, claim.ends_at))
    for seats in seat_claims:
        touch(seats.organisation_id, (None, seats.pool_id, seats.starts_at, seats.ends_at))


def touch_dates(occurrence_ids: Iterable[int]) -> None:
    """Dates that keep what they take but count otherwise: approved, or an offer taken up."""
    ids = list(occurrence_ids)
    touch_claims(Claim.objects.filter(occurrence_id__in=ids), SeatClaim.objects.filter(occurrence_id__in=ids))


class _Touched:
    """What one transaction changed in one tenancy; called once, at its end."""

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id
        self.parts: list[Part] = []

    def __call__(self) -> None:
        parts = list(zip(*dict.fromkeys(self.parts), strict=True))
        with scoping.within(self.organisation_id):
            found = sql.rows(_TAKEN, [self.organisation_id, *map(list, parts), LONGEST_CLAIM])
            days = [row[:_OF_A_DAY] for row in found if row[0] is not None]
            takings = [row[_OF_A_DAY:] for row in found if row[0] is None]
            cards = {row[2]: places.resource_core(row[2:]) for row in days}
            uses = uses_from(cards.values(), takings)
            for timezone in {row[4] for row in days}:
                opened = {(row[2], row[0]): int(row[1][::-1], 2) for row in days if row[4] == timezone}
                _renew(self.organisation_id, list(cards.values()), opened, timezone, uses)


def _opened(hours: Hours, resource_id: int, day: date) -> int:
    """The quarters of a day that are wholly open; a night that began the day before is of both."""
    intervals = hours.open_intervals(resource_id=resource_id, first_day=day - rules.A_DAY, last_day=day)
    return rules.covered_mask_of(intervals, day=day, timezone=hours.place.timezone)


def _margin(cards: Iterable[ResourceCore]) -> timedelta:
    return timedelta(minutes=max(max(card.buffer_before_minutes, card.buffer_after_minutes) for card in cards))


def _renew(
    organisation_id: int,
    cards: Sequence[ResourceCore],
    opened: dict[Pair, int],
    timezone: str,
    uses: dict[int, rules.DayUse],
) -> None:
    """``uses``, what takes the time, was read after the rows were locked: that is what makes it true."""
    margin = _margin(cards)
    figures = {}
    for card in cards:
        days = sorted(day for resource_id, day in opened if resource_id == card.id)
        before, after = (timedelta(minutes=n) for n in (card.buffer_before_minutes, card.buffer_after_minutes))
        for day, use in rules.use_by_day(uses[card.id], days, timezone=timezone, margin=margin):
            figures[card.id, day] = rules.day_figures(
                day=day,
                timezone=timezone,
                opened=opened[card.id, day],
                use=use,
                seats=card.seats or 1,
                before=before,
                after=after,
            )
    _write(organisation_id, figures)


def _write(organisation_id: int, figures: dict[Pair, rules.DayFigures]) -> None:
    days = [
        {
            "resource_id": resource_id, "day": day.isoformat(), "open": as_bits(each.open), "taken": as_bits(each.taken),
            "longest_free": each.longest_free, "open_minutes": each.open_minutes, "taken_minutes": each.taken_minutes,
        }
        for (resource_id, day), each in figures.items()
    ]  # fmt: skip
    sql.soon(_WRITE, [json.dumps(days), organisation_id])


def _columns(pairs: Sequence[Pair]) -> tuple[list[int], list[date]]:
    return [resource_id for resource_id, _ in pairs], [day for _, day in pairs]

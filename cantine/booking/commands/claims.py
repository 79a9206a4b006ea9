"""Taking and giving back: the rows behind the promise.

Units and pools are locked first, in the order of their ids, so that two bookings of one room queue instead of
meeting in the exclusion constraint, where two waiting inserts could only be told apart by the deadlock detector.
The lock is FOR NO KEY UPDATE: it queues bookings, not the foreign keys that point at the unit.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError

from cantine.booking.commands import occupancy
from cantine.booking.models import Blocking, Claim, Occupation, Occurrence, SeatClaim
from cantine.booking.rules.occupations import taken_by
from cantine.core import sql
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef, ResourceCard


def lock_resources(resources: Iterable[ResourceCard], *, house: PlaceRef | None = None, whole: bool = False) -> None:
    """Queue behind whoever is booking the same units or seats; held until the transaction ends.

    In a ``house`` with a legal capacity every booking queues, whatever its room: people are counted over the whole
    house, and two rooms at the same second could pass the limit together. ``whole`` queues there in any case.
    """
    cards = list(resources)
    if house is not None and (whole or house.legal_capacity is not None):
        places.lock_house(house.id)
    pools = {card.id for card in cards if card.seats} | {pool.pool_id for card in cards for pool in card.pools}
    places.lock_units(unit_ids={unit for card in cards for unit in card.units}, pool_ids=pools)


def take_dates(dates: Iterable[tuple[Occurrence, ResourceCard]]) -> None:
    """Claim what each date takes, buffers included. Refusals: taken, when something else got there by another way."""
    claims: list[Claim] = []
    seat_claims: list[SeatClaim] = []
    for date, card in dates:
        period = claimed(card, Interval(date.starts_at, date.ends_at))
        _add(claims, seat_claims, card, period, quantity=date.quantity, occurrence=date)
    _insert(claims, seat_claims)


def take_blocking(blocking: Blocking, card: ResourceCard) -> None:
    """Claim the whole resource, without buffers: a blocking says exactly when."""
    claims: list[Claim] = []
    seat_claims: list[SeatClaim] = []
    period = Interval(blocking.starts_at, blocking.ends_at)
    _add(claims, seat_claims, card, period, quantity=card.seats or 1, blocking=blocking)
    _insert(claims, seat_claims)


def take_occupation(occupation: Occupation, card: ResourceCard, *, timezone: str) -> None:
    """Claim whole days, without buffers, to the far end of the calendar when there is no end."""
    claims: list[Claim] = []
    seat_claims: list[SeatClaim] = []
    period = taken_by(starts_on=occupation.starts_on, ends_on=occupation.ends_on, timezone=timezone)
    _add(claims, seat_claims, card, period, quantity=occupation.quantity, occupation=occupation)
    _insert(claims, seat_claims)


def give_back(
    *, occurrence_ids: Iterable[int] = (), blocking_ids: Iterable[int] = (), occupation_ids: Iterable[int] = ()
) -> None:
    """Free what these took. The rows go: what was taken when is told by the dates and occupations themselves."""
    ids = [list(occurrence_ids), list(blocking_ids), list(occupation_ids)]
    for organisation_id, unit, starts_at, ends_at in _gone("booking_claim", "unit_id", ids):
        occupancy.touch(organisation_id, (unit, None, starts_at, ends_at))
    for organisation_id, pool, starts_at, ends_at in _gone("booking_seatclaim", "pool_id", ids):
        occupancy.touch(organisation_id, (None, pool, starts_at, ends_at))


def _gone(table: str, column: str, ids: list[list[int]]) -> list[sql.Row]:
    """Delete the claims of these dates, blockings and occupations, and say what they took, in one statement."""
    return sql.rows(
        f"DELETE FROM {table} WHERE occurrence_id = ANY(%s::bigint[]) OR blocking_id = ANY(%s::bigint[]) "  # noqa: S608
        f"OR occupation_id = ANY(%s::bigint[]) RETURNING organisation_id, {column}, starts_at, ends_at",
        ids,
    )


def claimed(card: ResourceCard, interval: Interval) -> Interval:
    return interval.widened(
        before=timedelta(minutes=card.buffer_before_minutes), after=timedelta(minutes=card.buffer_after_minutes)
    )


def _add(
    claims: list[Claim],
    seat_claims: list[SeatClaim],
    card: ResourceCard,
    period: Interval,
    *,
    quantity: int,
    occurrence: Occurrence | None = None,
    blocking: Blocking | None = None,
    occupation: Occupation | None = None,
) -> None:
    common = {
        "organisation_id": card.organisation_id,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "occurrence": occurrence,
        "blocking": blocking,
        "occupation": occupation,
    }
    claims += [Claim(unit_id=unit, **common) for unit in card.units]
    if card.seats:
        seat_claims.append(SeatClaim(pool_id=card.id, quantity=quantity, **common))
    seat_claims += [SeatClaim(pool_id=pool.pool_id, quantity=pool.seats, **common) for pool in card.pools]


def _insert(claims: list[Claim], seat_claims: list[SeatClaim]) -> None:
    with _promised():
        if claims:
            sql.insert_soon(sorted(claims, key=lambda claim: (claim.unit_id, claim.starts_at)))
        if seat_claims:
            sql.insert_soon(sorted(seat_claims, key=lambda claim: (claim.pool_id, claim.starts_at)))
        sql.send()
    occupancy.touch_claims(claims, seat_claims)


@contextmanager
def _promised() -> Iterator[None]:
    """The database's refusal in our words. What it refuses undoes the whole command, whose ``atomic`` keeps the caller's
    transaction usable: a savepoint of its own would be made and dropped by every booking for nothing."""
    try:
        yield
    except IntegrityError as error:
        if "claim_never_overlaps" in str(error) or "seats" in str(error):
            raise Refused(Refusal("taken", {"conflicts": ()}, "starts_at")) from error
        raise

"""What is taken and what is there already, as a file of bookings brought from elsewhere is compared with it."""

from collections.abc import Iterable
from datetime import datetime

from cantine.booking.models import Claim, Occurrence, SeatClaim
from cantine.kernel import Interval
from cantine.places.queries import PlaceRef, ResourceCard

Taken = tuple[datetime, datetime, int]


def taken_units(cards: Iterable[ResourceCard], *, window: Interval) -> dict[int, list[Taken]]:
    """When each unit of these resources is taken within ``window``, buffers included: (start, end, 1)."""
    units = {unit for card in cards for unit in card.units}
    rows = Claim.objects.filter(
        unit_id__in=sorted(units), live=True, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at
    )
    found: dict[int, list[Taken]] = {}
    for unit, starts_at, ends_at in rows.values_list("unit_id", "starts_at", "ends_at").iterator(chunk_size=5000):
        found.setdefault(unit, []).append((starts_at, ends_at, 1))
    return found


def taken_seats(cards: Iterable[ResourceCard], *, window: Interval) -> dict[int, list[Taken]]:
    """When seats of each pool that these resources are or take along are taken: (start, end, seats)."""
    listed = list(cards)
    pools = {card.id for card in listed if card.seats} | {pool.pool_id for card in listed for pool in card.pools}
    rows = SeatClaim.objects.filter(
        pool_id__in=sorted(pools), live=True, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at
    )
    found: dict[int, list[Taken]] = {}
    columns = rows.values_list("pool_id", "starts_at", "ends_at", "quantity")
    for pool, starts_at, ends_at, quantity in columns.iterator(chunk_size=5000):
        found.setdefault(pool, []).append((starts_at, ends_at, quantity))
    return found


def known_dates(*, place: PlaceRef, window: Interval) -> frozenset[tuple[int, datetime, int | None]]:
    """The dates of the place that begin within ``window``, whatever became of them: (resource, start, person)."""
    rows = Occurrence.objects.filter(
        organisation_id=place.organisation_id,
        place_id=place.id,
        starts_at__gte=window.starts_at,
        starts_at__lte=window.ends_at,
    )
    return frozenset(rows.values_list("resource_id", "starts_at", "person_id").iterator(chunk_size=5000))

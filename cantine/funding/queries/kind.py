"""What a place was given, and gave, in kind over a year."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.funding.models import InKind
from cantine.funding.rules.kind import Sort, Worth
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class KindLine:
    uuid: UUID
    worth: Worth
    cents: int


def in_kind_of(place: PlaceRef, *, year: int) -> list[KindLine]:
    """The latest first; one statement."""
    rows = InKind.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, day__range=(date(year, 1, 1), date(year, 12, 31))
    )
    return [_line(row) for row in rows.order_by("-day", "-pk")]


def _line(row: InKind) -> KindLine:
    worth = Worth(
        what=row.what, sort=Sort(row.sort), day=row.day, quantity=row.quantity, unit_cents=row.unit_cents, given=row.given,
        method=row.method,
    )  # fmt: skip
    return KindLine(row.uuid, worth, row.cents)

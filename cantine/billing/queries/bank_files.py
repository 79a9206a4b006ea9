"""The statements of the bank that came in, and of how many of their lines something was made."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.core import sql
from cantine.places.queries import PlaceRef

_FILES = """
SELECT f.uuid, f.first_day, f.last_day, f.imported_at, count(l.id), coalesce(sum(l.cents) FILTER (WHERE l.cents > 0), 0)::bigint,
  coalesce(sum(l.cents) FILTER (WHERE l.cents < 0), 0)::bigint,
  count(l.id) FILTER (WHERE l.payment_id IS NOT NULL OR l.debit_id IS NOT NULL OR l.run_id IS NOT NULL OR l.entry IS NOT NULL
    OR l.turn > 0 OR l.reason <> '')
FROM billing_bankfile f LEFT JOIN billing_bankline l ON l.file_id = f.id
WHERE f.organisation_id = %s AND f.place_id = %s GROUP BY f.id ORDER BY f.imported_at DESC, f.id DESC LIMIT %s
"""


@dataclass(frozen=True)
class FileCard:
    """A statement that came in; ``made``: of how many of its lines something was made."""

    uuid: UUID
    first_day: date
    last_day: date
    imported_at: datetime
    lines: int
    in_cents: int
    out_cents: int
    made: int


def bank_files_of(place: PlaceRef, *, most: int = 5) -> list[FileCard]:
    """The latest first; one statement."""
    return [FileCard(*row) for row in sql.rows(_FILES, [place.organisation_id, place.id, most])]

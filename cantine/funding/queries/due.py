"""What is due with funders soon: money to ask for, reports to send."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from cantine.core import sql
from cantine.places.queries import PlaceRef

BEFORE = (30, 7)
_DUE = """
SELECT g.place_id, g.uuid, f.name, g.purpose, 'part', i.uuid, i.condition, i.cents, i.due_on
FROM funding_instalment i JOIN funding_grant g ON g.id = i.grant_id JOIN funding_funder f ON f.id = g.funder_id
WHERE i.received_on IS NULL AND g.state = 'granted' AND i.due_on BETWEEN %(first)s AND %(last)s {where}
UNION ALL
SELECT g.place_id, g.uuid, f.name, g.purpose, 'report', r.uuid, r.what, 0, r.due_on
FROM funding_reportdue r JOIN funding_grant g ON g.id = r.grant_id JOIN funding_funder f ON f.id = g.funder_id
WHERE r.sent_on IS NULL AND g.state <> 'refused' AND r.due_on BETWEEN %(first)s AND %(last)s {where}
ORDER BY 9, 6
"""
_MINE = "AND g.organisation_id = %(organisation)s AND g.place_id = %(place)s"


@dataclass(frozen=True)
class Due:
    """``kind`` is ``part``, money to ask for, or ``report``; ``what`` says which one, where somebody did."""

    place_id: int
    grant: UUID
    funder: str
    purpose: str
    kind: str
    uuid: UUID
    what: str
    cents: int
    due_on: date


def due_of(place: PlaceRef, *, today: date, days: int = BEFORE[0]) -> list[Due]:
    """From today until so many days later, the first due first; one statement."""
    said = {"organisation": place.organisation_id, "place": place.id, **_span(today, days)}
    return [Due(*row) for row in sql.rows(_DUE.format(where=_MINE), said)]


def places_with_due(*, today: date) -> list[int]:
    """Read with every door open."""
    rows = sql.rows(_DUE.format(where=""), _span(today, BEFORE[0] + 1))
    return sorted({row[0] for row in rows})


def _span(today: date, days: int) -> dict[str, date]:
    return {"first": today, "last": today + timedelta(days=days)}

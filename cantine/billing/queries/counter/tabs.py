"""Tabs: what somebody took at the counter and did not pay yet, as charges that no document took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.rules import AT_THE_COUNTER
from cantine.core import sql
from cantine.places.queries import PlaceRef

SOURCE = AT_THE_COUNTER
_LINES = """
SELECT c.id, c.uuid, c.source, c.name, c.day, c.net_cents + c.vat_cents, c.person_id, c.customer_id,
  coalesce(o.name, nullif(p.name, ''), p.email, ''), coalesce(o.uuid, p.uuid), c.place_id, c.price ->> 'grid_name'
FROM billing_charge c LEFT JOIN people_person p ON p.id = c.person_id LEFT JOIN people_organisation o ON o.id = c.customer_id
WHERE c.source LIKE 'counter:%%' AND c.state = 'due' AND c.invoice_id IS NULL AND {which}
ORDER BY coalesce(o.sort_name, p.sort_name), c.customer_id, c.person_id, c.day, c.id
"""
_OF_PLACE = _LINES.format(which="c.organisation_id = %(organisation)s AND c.place_id = %(place)s")
_OF_PERSON = _LINES.format(
    which="c.organisation_id = %(organisation)s AND c.place_id = %(place)s AND c.person_id = %(key)s AND c.customer_id IS NULL"
)
_OF_CUSTOMER = _LINES.format(
    which="c.organisation_id = %(organisation)s AND c.place_id = %(place)s AND c.customer_id = %(key)s"
)
_MINE = _LINES.format(which="c.person_id = %(key)s AND c.customer_id IS NULL")


@dataclass(frozen=True)
class TabLine:
    """Something on a tab, VAT inside."""

    id: int
    uuid: UUID
    source: str
    name: str
    day: date
    cents: int
    place_id: int

    @property
    def sale(self) -> UUID:
        return UUID(self.source.split(":")[1])

    @property
    def position(self) -> int:
        return int(self.source.split(":")[2])


@dataclass(frozen=True)
class Tab:
    """What one owes at the counter: since the day of the first line."""

    who: Who
    uuid: UUID | None
    name: str
    lines: tuple[TabLine, ...]

    @property
    def cents(self) -> int:
        return sum(each.cents for each in self.lines)

    @property
    def since(self) -> date:
        return min(each.day for each in self.lines)


def tabs_of(place: PlaceRef) -> list[Tab]:
    """Every tab that is open, by name; one statement."""
    return _tabs(sql.rows(_OF_PLACE, {"organisation": place.organisation_id, "place": place.id}))


def tab_of(place: PlaceRef, *, who: Who) -> Tab | None:
    """That of one person or organisation; None where nothing is on it."""
    kind, key = who
    statement = _OF_CUSTOMER if kind == ORGANISATION else _OF_PERSON
    rows = sql.rows(statement, {"organisation": place.organisation_id, "place": place.id, "key": key})
    return next(iter(_tabs(rows)), None)


def my_tab_lines(person_id: int) -> list[TabLine]:
    """One's own, in every place: in the scope of one's rows."""
    return [line for tab in _tabs(sql.rows(_MINE, {"key": person_id})) for line in tab.lines]


def _tabs(rows: Iterable[sql.Row]) -> list[Tab]:
    found = []
    for who, group in groupby(rows, key=lambda row: (ORGANISATION, row[7]) if row[7] else (PERSON, row[6] or 0)):
        mine = list(group)
        lines = tuple(TabLine(row[0], row[1], row[2], row[3], row[4], row[5], row[10]) for row in mine)
        found.append(Tab(who, mine[0][9], mine[0][8], lines))
    return found

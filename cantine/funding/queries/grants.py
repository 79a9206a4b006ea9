"""Grants with their parts and their reports; what is due of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cantine.core import sql
from cantine.funding.models import Grant
from cantine.funding.rules import FunderKind, State
from cantine.places.queries import PlaceRef

_GRANTS = """
SELECT g.uuid, f.name, f.kind, g.purpose, g.first_day, g.last_day, g.state, g.asked_cents, g.granted_cents, g.likely_percent,
  g.probably_on, g.notified_on, g.conditions, g.documents, p.parts, r.reports, a.asides
FROM funding_grant g JOIN funding_funder f ON f.id = g.funder_id
LEFT JOIN LATERAL (SELECT json_agg(json_build_array(uuid, condition, due_on, cents, received_on) ORDER BY due_on, id) AS parts
  FROM funding_instalment WHERE organisation_id = g.organisation_id AND grant_id = g.id) AS p ON true
LEFT JOIN LATERAL (SELECT json_agg(json_build_array(uuid, what, due_on, sent_on) ORDER BY due_on, id) AS reports
  FROM funding_reportdue WHERE organisation_id = g.organisation_id AND grant_id = g.id) AS r ON true
LEFT JOIN LATERAL (SELECT json_agg(json_build_array(year, back, cents) ORDER BY year, back) AS asides
  FROM funding_setaside WHERE organisation_id = g.organisation_id AND grant_id = g.id) AS a ON true
WHERE g.organisation_id = %(organisation)s AND g.place_id = %(place)s {one} ORDER BY g.first_day DESC, g.id DESC
"""

_COLUMNS = (
    "uuid", "funder", "kind", "purpose", "first_day", "last_day", "state", "asked_cents", "granted_cents",
    "likely_percent", "probably_on", "notified_on", "conditions", "documents",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """An instalment."""

    uuid: UUID
    condition: str
    due_on: date
    cents: int
    received_on: date | None


@dataclass(frozen=True)
class Report:
    uuid: UUID
    what: str
    due_on: date
    sent_on: date | None


@dataclass(frozen=True)
class Aside:
    """What a year put aside, or took back."""

    year: int
    back: bool
    cents: int


@dataclass(frozen=True)
class GrantCard:
    uuid: UUID
    funder: str
    kind: FunderKind
    purpose: str
    first_day: date
    last_day: date
    state: State
    asked_cents: int
    granted_cents: int | None
    likely_percent: int
    probably_on: date | None
    notified_on: date | None
    conditions: str
    documents: str
    parts: tuple[Part, ...]
    reports: tuple[Report, ...]
    asides: tuple[Aside, ...]

    @property
    def received_cents(self) -> int:
        return sum(each.cents for each in self.parts if each.received_on)

    @property
    def planned_cents(self) -> int:
        return sum(each.cents for each in self.parts)

    @property
    def unplanned_cents(self) -> int:
        """What was granted and no instalment says yet."""
        return (self.granted_cents or 0) - self.planned_cents

    @property
    def waiting_cents(self) -> int:
        """What dedicated funds hold of it."""
        return sum(-each.cents if each.back else each.cents for each in self.asides)


def grants_of(place: PlaceRef) -> list[GrantCard]:
    """The latest period first; one statement."""
    rows = sql.rows(_GRANTS.format(one=""), {"organisation": place.organisation_id, "place": place.id})
    return [_card(row) for row in rows]


def find_grant(place: PlaceRef, *, uuid: UUID) -> GrantCard | None:
    values = {"organisation": place.organisation_id, "place": place.id, "uuid": uuid}
    found = sql.row(_GRANTS.format(one="AND g.uuid = %(uuid)s"), values)
    return _card(found) if found else None


def lock_grant(place: PlaceRef, *, uuid: UUID) -> Grant | None:
    """With its funder; locked until the transaction ends."""
    mine = Grant.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    return mine.select_related("funder").select_for_update(of=("self",)).first()


def _card(row: tuple[Any, ...]) -> GrantCard:
    *said, parts, reports, asides = row
    values = dict(zip(_COLUMNS, said, strict=True))
    values |= {"kind": FunderKind(values["kind"]), "state": State(values["state"])}
    made = tuple(Aside(*each) for each in asides or ())
    return GrantCard(**values, parts=_parts(parts), reports=_reports(reports), asides=made)


def _parts(rows: list[Any] | None) -> tuple[Part, ...]:
    return tuple(Part(UUID(key), said, _day(due), cents, _came(came)) for key, said, due, cents, came in rows or ())


def _reports(rows: list[Any] | None) -> tuple[Report, ...]:
    return tuple(Report(UUID(key), what, _day(due), _came(sent)) for key, what, due, sent in rows or ())


def _day(said: str) -> date:
    return date.fromisoformat(said)


def _came(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None

"""What persons accepted and showed."""

from dataclasses import dataclass
from datetime import date

from cantine.core import sql
from cantine.places.models import HouseRules
from cantine.places.queries.refs import PlaceRef


@dataclass(frozen=True)
class HouseRulesInForce:
    id: int
    version: int
    text: str


@dataclass(frozen=True)
class Papers:
    """What decides on a booking: the version of the house rules in force, the latest that the person accepted here (0:
    none), and the last day of their insurance."""

    house_rules: int
    accepted: int
    insured_until: date | None


_PAPERS = """
SELECT coalesce((SELECT max(version) FROM places_houserules WHERE place_id = %(place)s), 0),
  coalesce((SELECT max(h.version) FROM places_acceptance a JOIN places_houserules h ON h.id = a.house_rules_id
    WHERE a.person_id = %(person)s AND h.place_id = %(place)s), 0),
  (SELECT max(valid_until) FROM places_insurance WHERE organisation_id = %(organisation)s AND person_id = %(person)s)
"""


def papers_of(place: PlaceRef, *, person_id: int | None) -> Papers:
    """One statement; without a person, only what the place asks."""
    return papers_soon(place, person_id=person_id).value


def papers_soon(place: PlaceRef, *, person_id: int | None) -> sql.Awaited[Papers]:
    """The same, with whatever is read next."""
    values = {"place": place.id, "organisation": place.organisation_id, "person": person_id or 0}
    return sql.Awaited(sql.ahead(_PAPERS, values), lambda rows: Papers(*rows[0]))


def house_rules_in_force(*, place_id: int) -> HouseRulesInForce | None:
    row = HouseRules.objects.filter(place_id=place_id).order_by("-version").first()
    return HouseRulesInForce(row.pk, row.version, row.text) if row else None

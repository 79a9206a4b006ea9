"""Reads of the territory: which communes a postcode or a few letters may mean, and what a commune lives by."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from cantine.territory import rules
from cantine.territory.models import Commune

MOST = 10


@dataclass(frozen=True)
class CommuneRef:
    """A commune as the forms and the directory need it."""

    code: str
    name: str
    department: str
    department_name: str
    region_name: str
    population: int | None
    postcodes: tuple[str, ...]

    @property
    def territory(self) -> rules.Territory:
        return rules.territory_of(self.code)

    @property
    def timezone(self) -> str:
        return rules.time_zone_at(self.code)


def communes_at(postcode: str) -> list[CommuneRef]:
    """Every commune that a postcode serves, the most populous first."""
    return _refs(Commune.objects.filter(postcodes__contains=[postcode.strip()]), most=60)


def find_communes(text: str, *, most: int = MOST) -> list[CommuneRef]:
    """Communes whose name begins like ``text``, with or without its article, the most populous first.

    Digits are read as a whole postcode.
    """
    key = rules.search_key(text)
    if not key:
        return []
    if key.isdigit():
        return communes_at(key)[:most]
    rows = Commune.objects.filter(Q(key__startswith=key) | Q(bare_key__startswith=key))
    return _refs(rows, most=most)


def commune_of(insee_code: str) -> CommuneRef | None:
    """The commune of this code; for an arrondissement of Paris, Lyon or Marseille, the whole city."""
    return next(iter(_refs(Commune.objects.filter(code=rules.commune_code(insee_code)), most=1)), None)


def is_loaded() -> bool:
    return Commune.objects.exists()


def _refs(rows: QuerySet[Commune], *, most: int) -> list[CommuneRef]:
    ordered = rows.select_related("department__region").order_by(F("population").desc(nulls_last=True), "key", "code")
    return [
        CommuneRef(
            code=row.code,
            name=row.name,
            department=row.department_id,
            department_name=row.department.name,
            region_name=row.department.region.name,
            population=row.population,
            postcodes=tuple(row.postcodes),
        )
        for row in ordered[:most]
    ]

"""Fill the reference tables from the data packaged with the product (``data/README.md`` says whence it comes).

The file is gzip, tab-separated; each line begins with its kind: R(egion), D(epartment), C(ommune).
"""

import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.db import connection, models, transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.territory import rules
from cantine.territory.models import Commune, Department, Region

DATA = Path(__file__).parent / "data" / "communes-2026.tsv.gz"
Row = TypeVar("Row", bound=models.Model)
_COMMUNES = """
INSERT INTO territory_commune (code, name, department_id, population, postcodes, key, bare_key)
SELECT code, name, department, nullif(population, '')::integer, string_to_array(postcodes, ' '), key, bare_key
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
  AS row (code, name, department, population, postcodes, key, bare_key)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name, department_id = excluded.department_id, population = excluded.population,
  postcodes = excluded.postcodes, key = excluded.key, bare_key = excluded.bare_key
"""


def load_territory(*, actor: Actor, now: datetime, file: Path = DATA) -> int:
    """Write every region, department and commune of ``file`` and drop the communes that are no more; returns how many
    communes there are. May be run again at will. Refusals: none."""
    authorize(actor, "territory.load", Target(organisation_id=None))
    kinds: dict[str, list[list[str]]] = {"R": [], "D": [], "C": []}
    for kind, *columns in _lines(file):
        kinds[kind].append(columns)
    with transaction.atomic():
        _write(Region, [Region(code=code, name=name) for code, name in kinds["R"]])
        _write(Department, [Department(code=code, name=name, region_id=region) for code, name, region in kinds["D"]])
        _write_communes(kinds["C"])
        Commune.objects.exclude(code__in=[columns[0] for columns in kinds["C"]]).delete()
    return len(kinds["C"])


def _lines(file: Path) -> Iterator[list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\n").split("\t")


def _write(table: type[Row], rows: list[Row]) -> None:
    columns = [field.name for field in table._meta.concrete_fields if not field.primary_key]
    table._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=columns)


def _write_communes(rows: list[list[str]]) -> None:
    """Columns as arrays in one statement: a second for 35 000 rows, four times less than one object a row."""
    keys = [rules.search_key(name) for _, name, *_ in rows]
    with connection.cursor() as cursor:
        cursor.execute(_COMMUNES, [*map(list, zip(*rows, strict=True)), keys, list(map(rules.without_article, keys))])

"""The rows of an archive on their way in: new keys, the same public ids unless this instance has them already."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, UniqueConstraint

from cantine.core.archive.box import Box
from cantine.core.archive.tables import ORGANISATION, PERSON, ArchivedTable, archived_tables
from cantine.kernel import Refusal, Refused

BATCH = 1000
Record = dict[str, Any]


class Load:
    """What was met on the way in: the key here of each key of the archive, and the public ids that had to change."""

    def __init__(
        self, organisation_id: int, salt: str, persons: Mapping[str, int], organisations: Mapping[str, int]
    ) -> None:
        self.organisation_id, self.salt = organisation_id, salt
        self.keys: dict[str, Mapping[str, int]] = {PERSON: persons, ORGANISATION: organisations}
        self.renamed: dict[str, str] = {}
        self.rows = 0


def load_place(
    box: Box,
    *,
    organisation_id: int,
    persons: Mapping[str, int],
    organisations: Mapping[str, int],
    place_fields: Mapping[str, Any],
) -> Load:
    """Write every table of the archive; ``place_fields`` are said of the place instead of what the archive says.

    Called in a transaction, without a scope. Refusals: archive.unknown_table, archive.unknown_column, archive.value.
    """
    tables = archived_tables()
    known = {f"tables/{table.label}.jsonl" for table in tables} | {
        "tables/core.journal.jsonl", f"tables/{PERSON}.jsonl", f"tables/{ORGANISATION}.jsonl",
    }  # fmt: skip
    strange = sorted(name for name in box.members if name.startswith("tables/") and name not in known)
    if strange:
        raise Refused(Refusal("archive.unknown_table", {"name": strange[0]}))
    load = Load(organisation_id, str(place_fields["slug"]), persons, organisations)
    _foresee(load, box, tables)
    for table in tables:
        records = box.records(f"tables/{table.label}.jsonl")
        said = place_fields if table.is_place else {}
        while batch := list(islice(records, BATCH)):
            _write(load, table, [{**record, **said} for record in batch])
    return load


def _foresee(load: Load, box: Box, tables: list[ArchivedTable]) -> None:
    """Give their keys to the rows that others point at before they are written; PostgreSQL checks at the commit."""
    for rank, table in enumerate(tables):
        before = {each.label for each in tables[:rank]} | {PERSON, ORGANISATION}
        for label in {each.to for each in table.references} - before:
            target = next(each for each in tables if each.label == label)
            keys = [str(record.get("key")) for record in box.records(f"tables/{label}.jsonl")]
            load.keys[label] = dict(zip(keys, _new_ids(target.model, len(keys)), strict=True))


def _write(load: Load, table: ArchivedTable, records: list[Record]) -> None:
    _check_columns(table, records)
    keys = load.keys.setdefault(table.label, {})
    assert isinstance(keys, dict)
    rows: list[Model] = []
    taken = _taken(table, records)
    ids = _new_ids(table.model, len(records))
    for record in records:
        values = _values(load, table, record)
        if values is None:
            continue
        same = _same(load, table, record, values)
        if same is not None:
            keys[record["key"]] = same
            continue
        if "uuid" in {field.name for field in table.columns}:
            values["uuid"] = _uuid(load, record["key"], taken)
        keys[record["key"]] = pk = keys.get(record["key"]) or next(ids)
        rows.append(table.model(pk=pk, organisation_id=load.organisation_id, **values))
    table.model._default_manager.bulk_create(rows)
    load.rows += len(rows)


def _check_columns(table: ArchivedTable, records: list[Record]) -> None:
    known = {"key", *(f.name for f in table.columns), *(each.field.name for each in table.references)}
    for record in records:
        strange = record.keys() - known
        if strange or not isinstance(record.get("key"), str):
            name = f"{table.label}.{min(strange) if strange else 'key'}"
            raise Refused(Refusal("archive.unknown_column", {"name": name}))


def _values(load: Load, table: ArchivedTable, record: Record) -> Record | None:
    """The columns of a row; None when a row that it cannot be without is not here (a person who was erased)."""
    values: Record = {}
    for each in table.references:
        wanted = record.get(each.field.name)
        here = load.keys.get(each.to, {})
        values[each.field.attname] = here.get(wanted) if isinstance(wanted, str) else None
        if each.needed and values[each.field.attname] is None:
            return None
    for field in table.columns:
        if field.name == "uuid" or field.name not in record:
            continue
        try:
            values[field.attname] = field.to_python(record[field.name])
        except (ValidationError, ValueError, TypeError) as error:
            raise Refused(Refusal("archive.value", {"name": f"{table.label}.{field.name}"})) from error
    return values


def _same(load: Load, table: ArchivedTable, record: Record, values: Record) -> int | None:
    """The row of the tenancy that says the same: two places of one tenancy share its kinds and its address book."""
    if table.path and not (table.optional_place and record.get("place") is None):
        return None
    rows = table.model._default_manager.filter(organisation_id=load.organisation_id)
    for fields in _unique(table) or [tuple(values)]:
        which = {name: values[name] for name in fields if values.get(name) is not None}
        if which:
            found: int | None = rows.filter(**which).values_list("pk", flat=True).first()
            if found is not None:
                return found
    return None


def _unique(table: ArchivedTable) -> list[tuple[str, ...]]:
    """The columns of which a tenancy has each combination once."""
    names = {each.field.name: each.field.attname for each in table.references}
    return [
        tuple(names.get(name, name) for name in constraint.fields if name != "organisation")
        for constraint in table.model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and "organisation" in constraint.fields
    ]


def _taken(table: ArchivedTable, records: list[Record]) -> set[str]:
    if "uuid" not in {field.name for field in table.columns}:
        return set()
    wanted = [record["key"] for record in records]
    try:
        found = table.model._default_manager.filter(uuid__in=wanted).values_list("uuid", flat=True)
        return {str(uuid) for uuid in found}
    except ValidationError as error:
        raise Refused(Refusal("archive.value", {"name": f"{table.label}.key"})) from error


def _uuid(load: Load, key: str, taken: set[str]) -> UUID:
    """The public id that the row had; where this instance has it already, one drawn from it and the new address."""
    if key not in taken:
        return UUID(key)
    new = uuid5(UUID(key), load.salt)
    load.renamed[key] = str(new)
    return new


def _new_ids(model: type[Model], count: int) -> Iterator[int]:
    """Keys given beforehand, so that rows may point at one another in any order; the sequence stays ahead of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return iter(sorted(row[0] for row in cursor.fetchall()))

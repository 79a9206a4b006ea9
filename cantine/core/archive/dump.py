"""The rows of a place on their way out: keys become public ids, or the rank of the row in its table."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from cantine.core.archive.box import CHUNK, Packed
from cantine.core.archive.tables import ORGANISATION, PERSON, ArchivedTable, archived_tables
from cantine.core.models import JournalEntry
from cantine.kernel.formulas import neutral

BATCH = 2000
IN_MEMORY = 8 * 1024 * 1024


class Dump:
    """What was met on the way: the key of each row, the persons and the organisations that rows point at."""

    def __init__(self, place_id: int, organisation_id: int) -> None:
        self.place_id, self.organisation_id = place_id, organisation_id
        self.keys: dict[str, dict[int, str]] = {}
        self.persons: dict[int, str] = {}
        self.organisations: dict[int, str] = {}
        self.rows = 0


def dump_place(pack: Packed, *, place_id: int, organisation_id: int, sole: bool) -> Dump:
    """Write every table of the place, then its journal, and return what they point at.

    ``sole``: the tenancy bears this place only, so all of its address book goes along; otherwise those that have a
    row at this place.
    """
    dump = Dump(place_id, organisation_id)
    tables = archived_tables()
    tables = [*(each for each in tables if _early(each)), *(each for each in tables if not _early(each))]
    _foresee(dump, tables, sole=sole)
    for table in tables:
        _write(pack, dump, table, _rows(table, dump, sole=sole))
    _write_journal(pack, dump)
    return dump


def write_records(pack: Packed, label: str, records: Iterator[dict[str, Any]]) -> int:
    """A table as JSON lines, for programs, and as CSV, for people."""
    count = 0
    with SpooledTemporaryFile(IN_MEMORY) as lines, SpooledTemporaryFile(IN_MEMORY) as sheet:
        text = io.TextIOWrapper(sheet, "utf-8-sig", newline="", write_through=True)
        writer = None
        for record in records:
            if writer is None:
                writer = csv.writer(text, delimiter=";")
                writer.writerow(record)
            lines.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            writer.writerow([_cell(value) for value in record.values()])
            count += 1
        if count:
            text.flush()
            for name, file in ((f"tables/{label}.jsonl", lines), (f"csv/{label}.csv", text.detach())):
                file.seek(0)
                pack.add(name, iter(lambda file=file: file.read(CHUNK), b""), rows=count)  # type: ignore[misc]
        else:
            text.detach()
    return count


def _early(table: ArchivedTable) -> bool:
    """Tables of the place come first: whom they point at decides which rows of the tenancy go along."""
    return bool(table.path) or not any(each.to in {PERSON, ORGANISATION} for each in table.references)


def _foresee(dump: Dump, tables: list[ArchivedTable], *, sole: bool) -> None:
    """Give their keys to the rows that are pointed at before they are written: a decision replaced by a later one."""
    for rank, table in enumerate(tables):
        before = {each.label for each in tables[:rank]} | {PERSON, ORGANISATION}
        for label in {each.to for each in table.references} - before:
            target = next(each for each in tables if each.label == label)
            rows = _rows(target, dump, sole=sole)
            dump.keys[label] = {row.pk: _key(row, number) for number, row in enumerate(rows, start=1)}


def _key(row: Model, number: int) -> str:
    return str(row.uuid) if hasattr(row, "uuid") else str(number)


def _rows(table: ArchivedTable, dump: Dump, *, sole: bool) -> Any:
    which = table.rows_of(dump.place_id) & Q(organisation_id=dump.organisation_id)
    if not table.path and not sole:
        met = {PERSON: dump.persons, ORGANISATION: dump.organisations}
        of_those = Q(pk__in=[])
        for each in table.references:
            if each.to in met:
                of_those |= Q(**{f"{each.field.attname}__in": list(met[each.to])})
        which &= of_those if any(each.to in met for each in table.references) else Q()
    return table.model._default_manager.filter(which).order_by("pk").iterator(chunk_size=BATCH)


def _write(pack: Packed, dump: Dump, table: ArchivedTable, rows: Iterator[Model]) -> None:
    keys = dump.keys.setdefault(table.label, {})
    dump.rows += write_records(pack, table.label, _records(dump, table, rows, keys))


def _records(dump: Dump, table: ArchivedTable, rows: Iterator[Model], keys: dict[int, str]) -> Iterator[dict[str, Any]]:
    batch: list[Model] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield from _batch(dump, table, batch, keys)
            batch = []
    yield from _batch(dump, table, batch, keys)


def _batch(dump: Dump, table: ArchivedTable, rows: list[Model], keys: dict[int, str]) -> Iterator[dict[str, Any]]:
    _meet(dump, table, rows)
    for row in rows:
        pointed = {
            each.field.name: _pointed(dump, each.to, getattr(row, each.field.attname)) for each in table.references
        }
        if any(each.needed and pointed[each.field.name] is None for each in table.references):
            continue  # its parent came after the parents were read
        key = keys[row.pk] = keys.get(row.pk) or _key(row, len(keys) + 1)
        plain = {f.name: _json(getattr(row, f.attname)) for f in table.columns if f.name != "uuid"}
        yield {"key": key, **pointed, **plain}


def _meet(dump: Dump, table: ArchivedTable, rows: list[Model]) -> None:
    """Learn the public ids of the persons and organisations of a batch, in one statement each."""
    for label, met in ((PERSON, dump.persons), (ORGANISATION, dump.organisations)):
        fields = [each.field for each in table.references if each.to == label]
        new = {getattr(row, f.attname) for row in rows for f in fields} - {None} - met.keys()
        if new and fields:
            model: Any = fields[0].related_model
            met |= {pk: str(uuid) for pk, uuid in model._default_manager.filter(pk__in=new).values_list("pk", "uuid")}


def _pointed(dump: Dump, to: str, pk: int | None) -> str | None:
    if pk is None:
        return None
    met = {PERSON: dump.persons, ORGANISATION: dump.organisations}.get(to)
    return (met if met is not None else dump.keys.get(to, {})).get(pk)


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return neutral(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _write_journal(pack: Packed, dump: Dump) -> None:
    """The journal of the place, for reading: ids in facts become the keys of the archive where they are of it."""
    named = {label.partition(".")[2]: keys for label, keys in dump.keys.items()} | {"person": dump.persons}
    rows = JournalEntry.objects.filter(organisation_id=dump.organisation_id, place_id=dump.place_id).order_by("pk")
    write_records(pack, "core.journal", (_entry(row, named, dump) for row in rows.iterator(chunk_size=BATCH)))


def _entry(row: JournalEntry, named: dict[str, dict[int, str]], dump: Dump) -> dict[str, Any]:
    data = {
        name: _keyed(name, value, named)
        for name, value in row.data.items()
        if name not in {"organisation_id", "place_id"}
    }
    person = dump.persons.get(row.actor_person_id or 0)
    return {"at": row.at.isoformat(), "name": row.name, "actor": row.actor_kind, "person": person, "data": data}


def _keyed(name: str, value: Any, named: dict[str, dict[int, str]]) -> Any:
    if name.endswith("_ids") and isinstance(value, list):
        return [named.get(name[:-4], {}).get(each) for each in value]
    if name.endswith("_id") and isinstance(value, int):
        return named.get(name[:-3], {}).get(value)
    return value

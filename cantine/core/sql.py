"""Statements written by hand, for what every request reads and for the writes that must be fast.

PostgreSQL parses and plans each of them once a connection instead of once a request, and nothing is composed in Python:
a tenth of what a query of the ORM costs. They see what the open scope shows, like any other statement: row-level
security reads the same settings. Behind a pooler that keeps no session they are simply not prepared (settings).

``rows``, ``row`` and ``run`` answer at once. ``soon`` does not: what it says leaves with the next of them, in one message.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, TypeVar, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from django.db.models import ForeignKey, Model, fields
from psycopg.abc import AdaptContext
from psycopg.adapt import Loader
from psycopg.types.datetime import TimestamptzLoader

from cantine.core.postgresql import wire
from cantine.core.postgresql.base import DatabaseWrapper
from cantine.kernel.once import once

Row = wire.Row
Soon = wire.Soon
Values = wire.Values
M = TypeVar("M", bound=Model)
T = TypeVar("T")
_KEY = " RETURNING id"
_NEW_KEYS = "SELECT nextval(sequence::regclass) FROM unnest(%s::text[]) AS sequence"
_AS_THEY_ARE = {
    fields.BigIntegerField, fields.BooleanField, fields.CharField, fields.IntegerField, fields.PositiveIntegerField,
    fields.TextField, fields.UUIDField, ForeignKey,
}  # fmt: skip


class _Plain(psycopg.Cursor[Row]):
    """Django's own cursor binds in the client, and reads its values otherwise. Here its log finds the text."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_Plain":
        super().execute(query, params, prepare=False)
        return self


class Instant(Loader):
    """A timestamptz in UTC, parsed by the interpreter: Django's own loader is Python, and a planning has thousands."""

    timezone = UTC  # where Django looks for that of its own

    def load(self, data: Any) -> datetime:
        try:
            at = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # infinity, or before Christ
            return TimestamptzLoader(self._oid, self.connection).load(data)
        return at if at.tzinfo is UTC else at.astimezone(UTC)

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._oid = oid


def read_instants() -> None:
    """Once a process, before any connection: the ORM's instants are read by ``Instant`` too."""
    get_adapters_template(True, UTC).register_loader("timestamptz", Instant)


def rows(statement: str, values: Values = ()) -> list[Row]:
    """Every row that ``statement`` answers. A JSONB column is text, as everywhere below the ORM; cast it to json."""
    return _said(_database(), statement, values).rows


def row(statement: str, values: Values = ()) -> Row | None:
    """The first row, or None."""
    return next(iter(_said(_database(), statement, values).rows), None)


def run(statement: str, values: Values = ()) -> int:
    """For a statement that answers nothing: how many rows it touched."""
    return _said(_database(), statement, values).touched


def soon(statement: str, values: Values = ()) -> Soon:
    """Say ``statement`` with whatever is said next, or with the commit; its answer is there by then, and asking for it
    earlier sends it. What it refuses is raised there too: it is for what nobody expects to be refused. Outside a
    transaction, and where somebody listens to each statement, nothing waits."""
    database = _database()
    said = _said(database, statement, values)
    if not database.in_atomic_block:
        _ = said.rows
    return said


def ahead(statement: str, values: Values = ()) -> Soon:
    """A read that will be needed, with whatever is said next, be it outside a transaction."""
    return _said(_database(), statement, values)


def begin(statement: str, values: Values = ()) -> None:
    """Open the transaction that ``atomic`` just entered, say ``statement`` in it, and all that with what is said next: a
    scope costs no round trip of its own."""
    database = _database()
    if not database.listened_to:
        database.wire.word(wire.BEGIN)
    _said(database, statement, values)


def send() -> None:
    """Send what waits now: whatever it refuses is refused here."""
    _database().wire.flush()


class Awaited(Generic[T]):
    """What will be made of an answer that is on its way."""

    def __init__(self, said: Soon, make: Callable[[list[Row]], T]) -> None:
        self._said, self._make = said, make

    @once
    def value(self) -> T:
        return self._make(self._said.rows)


def insert(new: Iterable[M]) -> list[M]:
    """Write rows of one model in one statement and give each its key: ``bulk_create`` without its composing."""
    models = list(new)
    if models:
        for model, (key,) in zip(models, insert_soon(models, keys=True).rows, strict=True):
            model.pk, model._state.adding, model._state.db = key, False, DEFAULT_DB_ALIAS
    return models


def insert_soon(models: Sequence[M], *, keys: bool = False) -> Soon:
    """Write rows of one model (one at least) with whatever is said next; ``keys``: their new keys are the answer, in
    order. Rows that have one already (``new_keys``) are written with it."""
    alone, keyed = len(models) == 1, models[0].pk is not None
    statement, columns = _inserting(type(models[0]), alone, keyed)
    values = [[_prepared(field, model) for model in models] for field in columns]
    for model in models if keyed else ():
        model._state.adding, model._state.db = False, DEFAULT_DB_ALIAS
    return soon(statement + _KEY if keys else statement, [each for (each,) in values] if alone else values)


def new_keys(models: Iterable[type[Model]]) -> Soon:
    """A key for each row that will be written: known ahead, rows that point at each other leave in one message."""
    return soon(_NEW_KEYS, [[f"{model._meta.db_table}_id_seq" for model in models]])


def insert_once(new: Model) -> int | None:
    """Write one row and return its key; None, and nothing is written, when a unique key has it already."""
    statement, columns = _inserting(type(new), True, False)
    kept = row(f"{statement} ON CONFLICT DO NOTHING {_KEY}", [_prepared(field, new) for field in columns])
    return None if kept is None else int(kept[0])


@cache
def _inserting(model: type[Model], alone: bool, keyed: bool) -> tuple[str, list[Any]]:
    """The statement, and the fields that it takes: as arrays, which cost more to send, unless it is for a row ``alone``.
    Cast without their lengths: what is too long is refused."""
    meta = model._meta
    columns = [field for field in meta.concrete_fields if keyed or field is not meta.pk]
    names = ", ".join(f'"{field.column}"' for field in columns)
    kinds = [str(field.rel_db_type(connection) if field is meta.pk else field.db_type(connection)) for field in columns]
    casts = [kind.partition("(")[0] for kind in kinds]
    given = ", ".join(f"%s::{kind}" if alone else f"%s::{kind}[]" for kind in casts)
    chosen = f"VALUES ({given})" if alone else f"SELECT * FROM unnest({given})"  # noqa: S608  names of our own
    return f'INSERT INTO "{meta.db_table}" ({names}) {chosen}', columns


def _prepared(field: Any, model: Model) -> Any:
    """What most fields hold is what PostgreSQL is given; Django would ask each of them, fifty times a booking."""
    if type(field) in _AS_THEY_ARE:
        return getattr(model, field.attname)
    return field.get_db_prep_save(field.pre_save(model, True), connection=connection)


def _database() -> DatabaseWrapper:
    database = cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])
    if database.connection is None or not database.health_check_done:
        database.close_if_health_check_failed()
        database.ensure_connection()
    database.validate_no_broken_transaction()
    return database


def _said(database: DatabaseWrapper, statement: str, values: Values) -> Soon:
    """On its way, past Django's wrapper, which costs more than a short statement does; through it, at once, where somebody
    listens there (the log of statements, the hooks)."""
    if database.listened_to:
        return _listened_to(database, statement, values)
    said: Soon = database.wire.soon(statement, values)
    return said


def _listened_to(database: DatabaseWrapper, statement: str, values: Values) -> Soon:
    database.wire.flush()
    cursor: Any = _Plain(database.connection)
    made = database.make_debug_cursor(cursor) if database.queries_logged else database.make_cursor(cursor)
    made.execute(statement, values)
    return Soon.done(made.fetchall() if made.description else [], made.rowcount)

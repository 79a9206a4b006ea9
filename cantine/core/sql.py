"""Statements written by hand, for what every request reads and for the writes that must be fast.

PostgreSQL parses and plans each of them once a connection instead of once a request, and nothing is composed in Python:
a tenth of what a query of the ORM costs. They see what the open scope shows, like any other statement: row-level
security reads the same settings. Behind a pooler that keeps no session they are simply not prepared (settings).
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from django.db.models import ForeignKey, Model, fields
from psycopg import generators
from psycopg._preparing import PrepareManager
from psycopg.abc import AdaptContext
from psycopg.adapt import Loader
from psycopg.pq import ExecStatus
from psycopg.types.datetime import TimestamptzLoader

Values = Mapping[str, Any] | Sequence[Any]
Row = tuple[Any, ...]
M = TypeVar("M", bound=Model)
_KEY = "RETURNING id"
_AS_THEY_ARE = {
    fields.BigIntegerField, fields.BooleanField, fields.CharField, fields.IntegerField, fields.PositiveIntegerField,
    fields.TextField, fields.UUIDField, ForeignKey,
}  # fmt: skip


@dataclass(frozen=True)
class _Said:
    query: bytes


class _Prepared(psycopg.Cursor[Row]):
    """Django's own cursor binds in the client, where nothing can be prepared."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_Prepared":
        super().execute(query, params, prepare=True)
        if self._query is None:  # sent by its name: Django's log reads the text here
            self._query = _Said(query.encode())  # type: ignore[assignment]
        return self


class _Kept(PrepareManager):
    """psycopg forgets every statement at each rollback, in case a table was made anew. Ours are made by migrations, and a
    refused booking rolls back: the next one must not plan everything again. PostgreSQL keeps them all the same."""

    def clear(self) -> bool:
        return False

    @classmethod
    def of(cls, connection: Any) -> None:
        if type(connection._prepared) is not cls:
            kept = cls()
            kept.__dict__.update(connection._prepared.__dict__)
            connection._prepared = kept


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
    found: list[Row] = _done(statement, values).fetchall()
    return found


def row(statement: str, values: Values = ()) -> Row | None:
    """The first row, or None."""
    found: Row | None = _done(statement, values).fetchone()
    return found


def run(statement: str, values: Values = ()) -> int:
    """For a statement that answers nothing: how many rows it touched."""
    touched: int = _done(statement, values).rowcount
    return touched


def begin(statement: str) -> None:
    """Open the transaction that ``atomic`` just entered and say ``statement`` in the same message: a scope costs one
    round trip, not two. Without parameters, so of our own words only."""
    database = connections[DEFAULT_DB_ALIAS]
    raw = database.connection
    with database.wrap_database_errors, raw.lock:
        raw.wait(_said_at_once(raw, f"BEGIN; {statement}"))


def _said_at_once(raw: Any, statements: str) -> Generator[Any, Any, None]:
    """psycopg has no word for several statements in one message, save the one that it is made of."""
    raw._check_connection_ok()
    raw.pgconn.send_query(statements.encode())
    for result in (yield from generators.execute(raw.pgconn)):
        if result.status == ExecStatus.FATAL_ERROR:
            raise psycopg.errors.error_from_result(result, encoding=raw.pgconn._encoding)


def insert(new: Iterable[M]) -> list[M]:
    """Write rows of one model in one statement and give each its key: ``bulk_create`` without its composing."""
    models = list(new)
    if models:
        alone = len(models) == 1
        statement, columns = _inserting(type(models[0]), alone)
        values = [[_prepared(field, model) for model in models] for field in columns]
        kept = rows(statement, [each for (each,) in values] if alone else values)
        for model, (key,) in zip(models, kept, strict=True):
            model.pk, model._state.adding, model._state.db = key, False, connection.alias
    return models


def insert_once(new: Model) -> int | None:
    """Write one row and return its key; None, and nothing is written, when a unique key has it already."""
    statement, columns = _inserting(type(new), True)
    kept = row(
        f"{statement.removesuffix(_KEY)}ON CONFLICT DO NOTHING {_KEY}", [_prepared(field, new) for field in columns]
    )
    return None if kept is None else int(kept[0])


@cache
def _inserting(model: type[Model], alone: bool) -> tuple[str, list[Any]]:
    """The statement, and the fields that it takes: as arrays, which cost more to send, unless it is for a row ``alone``.
    Cast without their lengths: what is too long is refused."""
    meta = model._meta
    columns = [field for field in meta.concrete_fields if field is not meta.pk]
    names = ", ".join(f'"{field.column}"' for field in columns)
    kinds = [str(field.db_type(connection)).partition("(")[0] for field in columns]
    given = ", ".join(f"%s::{kind}" if alone else f"%s::{kind}[]" for kind in kinds)
    chosen = f"VALUES ({given})" if alone else f"SELECT * FROM unnest({given})"  # noqa: S608  names of our own
    return f'INSERT INTO "{meta.db_table}" ({names}) {chosen} {_KEY}', columns


def _prepared(field: Any, model: Model) -> Any:
    """What most fields hold is what PostgreSQL is given; Django would ask each of them, fifty times a booking."""
    if type(field) in _AS_THEY_ARE:
        return getattr(model, field.attname)
    return field.get_db_prep_save(field.pre_save(model, True), connection=connection)


def _done(statement: str, values: Values) -> Any:
    """The cursor that holds the answer. It goes through Django's wrapper where somebody listens there (the log of
    statements, the hooks); else past it, with the same errors: the wrapper costs more than a short statement does."""
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    _Kept.of(database.connection)
    if database.queries_logged or database.execute_wrappers:
        return _listened_to(database, statement, values)
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        return psycopg.Cursor(database.connection).execute(statement, values, prepare=True)


def _listened_to(database: Any, statement: str, values: Values) -> Any:
    cursor: Any = _Prepared(database.connection)
    made = database.make_debug_cursor(cursor) if database.queries_logged else database.make_cursor(cursor)
    made.execute(statement, values)
    return made

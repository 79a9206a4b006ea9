"""The statements written by hand, as they travel: prepared once a connection, and several in one message.

What nobody waits for (``Soon``) stays here until something must be answered, or the transaction ends: it leaves in that
message, before it, in the order in which it was said. A message is a round trip, two processes woken and two system calls
on each side, which is more than most of these statements cost. Whatever else speaks on the connection (the ORM's cursors,
savepoints, commits) passes ``base.DatabaseWrapper``, which sends what waits first.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg import generators
from psycopg._queries import _query2pg_nocache
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.waiting import Ready

Values = Mapping[str, Any] | Sequence[Any]
Row = tuple[Any, ...]
Key = tuple[bytes, tuple[int, ...]]
BEGIN, COMMIT = b"BEGIN", b"COMMIT"
MOST_PREPARED = 500


class Soon:
    """A statement that is on its way, and its answer once it is there."""

    __slots__ = ("_rows", "_touched", "_wire", "formats", "kept", "params", "query", "types")

    def __init__(self, wire: "Wire | None", query: bytes, kept: bool = False) -> None:
        self._wire, self.query, self.kept = wire, query, kept
        self.params: Any = None
        self.types: tuple[int, ...] = ()
        self.formats: Any = None
        self._rows: list[Row] | None = None
        self._touched = 0

    @classmethod
    def done(cls, rows: list[Row], touched: int) -> "Soon":
        """One that was said at once, because somebody listens to what is said."""
        said = cls(None, b"")
        said.answered(rows, touched)
        return said

    @property
    def rows(self) -> list[Row]:
        """Every row of the answer; what waits is sent now unless it already was."""
        if self._rows is None and self._wire is not None:
            self._wire.flush()
        if self._rows is None:
            raise psycopg.InterfaceError("A statement was given up with its transaction: it has no answer.")
        return self._rows

    @property
    def touched(self) -> int:
        """How many rows it read or wrote."""
        return self._touched if self.rows is not None else 0

    def answered(self, rows: list[Row], touched: int) -> None:
        self._rows, self._touched = rows, touched


class Wire:
    """One connection of psycopg's, spoken to by hand. ``messages`` counts how often: the tests look at it."""

    def __init__(self, raw: "psycopg.Connection[Any]", errors: AbstractContextManager[Any]) -> None:
        self._raw, self._pg, self._errors = raw, raw.pgconn, errors
        self._forms: Any = Transformer(raw)
        self._names: dict[Key, bytes] = {}
        self._numbers = count()
        self.waiting: list[Soon] = []
        self.messages = 0

    def soon(self, statement: str, values: Values = ()) -> Soon:
        """Say ``statement`` in the next message."""
        query, wanted, order = _compiled(statement)
        said = Soon(self, query, kept=self._raw.prepare_threshold is not None)
        if wanted:
            given = values if order is None else [values[name] for name in order]  # type: ignore[call-overload]
            said.params = self._forms.dump_sequence(given, wanted)
            said.types, said.formats = self._forms.types or (), self._forms.formats
        self.waiting.append(said)
        return said

    def word(self, query: bytes) -> None:
        """A word of the transaction itself, in the next message."""
        self.waiting.append(Soon(self, query))

    def flush(self) -> None:
        """Send what waits and read every answer. Raises the first error; what came after it was not done."""
        said, self.waiting = self.waiting, []
        if not said:
            return
        begun = self._raw.autocommit or self._pg.transaction_status != TransactionStatus.IDLE
        if not begun and all(each.query != BEGIN for each in said):
            said.insert(0, Soon(self, BEGIN))
        self.messages += 1
        with self._errors, self._raw.lock:
            self._raw._check_connection_ok()
            results = self._raw.wait(self._asked(said))
        for each, result in zip(said, results, strict=True):
            each.answered(self._read(result), result.command_tuples or 0)

    def give_up(self, back_to: bytes = b"") -> bool:
        """Forget what waits, back to the word ``back_to`` if it waits too (that one stays); whether it did."""
        places = [number for number, said in enumerate(self.waiting) if back_to and said.query == back_to]
        self.waiting = self.waiting[: places[-1] + 1] if places else []
        return bool(places)

    def _asked(self, said: list[Soon]) -> Generator[Any, Any, list[Any]]:
        if len(said) == 1 and (not said[0].kept or (said[0].query, said[0].types) in self._names):
            self._send(said[0], {})
            results = yield from generators.execute(self._pg)
            return self._sound(results)
        self._pg.enter_pipeline_mode()
        try:
            return (yield from self._asked_together(said))
        finally:
            if self._pg.status == ConnStatus.OK:
                self._pg.exit_pipeline_mode()

    def _asked_together(self, said: list[Soon]) -> Generator[Any, Any, list[Any]]:
        fresh = self._prepare(said)
        for each in said:
            self._send(each, fresh)
        self._pg.pipeline_sync()
        while self._pg.flush():
            if (yield Ready.RW) & Ready.R:  # it may wait for us to read before it reads on
                self._pg.consume_input()
        results = []
        for _ in range(len(fresh) + len(said)):
            results += yield from generators.fetch_many(self._pg)
        yield from generators.fetch_many(self._pg)  # the end of the message
        self._names.update(
            (key, name)
            for (key, name), result in zip(fresh.items(), results, strict=False)
            if result.status == ExecStatus.COMMAND_OK
        )
        return self._sound(results)[len(fresh) :]

    def _prepare(self, said: Iterable[Soon]) -> dict[Key, bytes]:
        """Have PostgreSQL prepare those that it does not know, before all others."""
        fresh: dict[Key, bytes] = {}
        for each in said:
            key = (each.query, each.types)
            if each.kept and key not in self._names and key not in fresh and len(self._names) < MOST_PREPARED:
                fresh[key] = b"house_%d" % next(self._numbers)
                self._pg.send_prepare(fresh[key], each.query, param_types=each.types)
        return fresh

    def _send(self, said: Soon, fresh: Mapping[Key, bytes]) -> None:
        key = (said.query, said.types)
        name = (self._names.get(key) or fresh.get(key)) if said.kept else None
        if name is None:
            self._pg.send_query_params(said.query, said.params, param_types=said.types, param_formats=said.formats)
        else:
            self._pg.send_query_prepared(name, said.params, param_formats=said.formats)

    def _sound(self, results: list[Any]) -> list[Any]:
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise psycopg.errors.error_from_result(result, encoding=self._pg._encoding)
        return results

    def _read(self, result: Any) -> list[Row]:
        if not result.ntuples:
            return []
        self._forms.set_pgresult(result)
        rows: list[Row] = self._forms.load_rows(0, result.ntuples, tuple)
        return rows


@lru_cache(2000)
def _compiled(statement: str) -> tuple[bytes, Any, list[str] | None]:
    """The text as PostgreSQL reads it, the formats of its values, and their order when they are named."""
    query, wanted, order, _parts = _query2pg_nocache(statement.encode(), "utf-8")
    return query, wanted, order

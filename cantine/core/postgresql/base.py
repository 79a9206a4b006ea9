"""A kept connection is looked at before each request serves with it. Django asks the server, which costs every request a
round trip; a server that stopped, died or ended the session has already closed its end, and the kernel knows.

What transactions say (savepoints, commit) waits with the statements written by hand and leaves with them (``wire``), and
nothing of the ORM overtakes them.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction

from cantine.core.postgresql.wire import COMMIT, Wire

_Cursor: Any = base.Cursor  # the stubs know neither what these two are made of
_Wrapper: Any = base.DatabaseWrapper


class Cursor(_Cursor):  # type: ignore[misc]  # see above
    """The ORM's: what was said before it speaks is sent before."""

    def execute(self, *args: Any, **options: Any) -> Any:
        _send_first(self._conn)
        return super().execute(*args, **options)

    def executemany(self, *args: Any, **options: Any) -> Any:
        _send_first(self._conn)
        return super().executemany(*args, **options)

    def copy(self, *args: Any, **options: Any) -> Any:
        _send_first(self._conn)
        return super().copy(*args, **options)


class DatabaseWrapper(_Wrapper):  # type: ignore[misc]  # see above
    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def get_new_connection(self, conn_params: Any) -> Any:
        raw: Any = super().get_new_connection(conn_params)
        raw.wire = Wire(raw, self.wrap_database_errors)
        return raw

    def is_usable(self) -> bool:
        """Nothing waits to be read on the socket of a connection at rest; what does is a farewell, or a notice: then, and
        after an error, the server is asked."""
        raw = self.connection
        if raw is None or raw.closed or self.errors_occurred or _waits(raw.fileno()):
            return bool(super().is_usable())
        return True

    @property
    def listened_to(self) -> bool:
        """Whether somebody looks at each statement by itself: the log of statements, the hooks."""
        return bool(self.queries_logged or self.execute_wrappers)

    def create_cursor(self, name: str | None = None) -> Any:
        if name:  # a cursor of the server's speaks by other means
            self.wire.flush()
        return super().create_cursor(name)

    @property
    def wire(self) -> Wire:
        """The hand-written statements of the connection that is open."""
        wire: Wire = self.connection.wire
        return wire

    def _savepoint(self, sid: str) -> None:
        self._word(self.ops.savepoint_create_sql(sid)) if not self.listened_to else super()._savepoint(sid)

    def _savepoint_commit(self, sid: str) -> None:
        self._word(self.ops.savepoint_commit_sql(sid)) if not self.listened_to else super()._savepoint_commit(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        """What still waits was never said; if the savepoint itself waits, there is nothing to undo."""
        if self.connection is None or not self.wire.give_up(self.ops.savepoint_create_sql(sid).encode()):
            super()._savepoint_rollback(sid)

    def _word(self, said: str) -> None:
        self.ensure_connection()
        self.wire.word(said.encode())

    def _commit(self) -> None:
        if self.connection is None or not self.wire.waiting:
            super()._commit()
            return
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
            self.wire.word(COMMIT)
            self.wire.flush()

    def _rollback(self) -> None:
        if self.connection is not None:
            self.wire.give_up()
        super()._rollback()

    def _close(self) -> None:
        if self.connection is not None:
            self.wire.give_up()
        super()._close()


def _send_first(raw: Any) -> None:
    if (wire := getattr(raw, "wire", None)) is not None:  # while it is being opened, there is none
        wire.flush()


def _waits(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))

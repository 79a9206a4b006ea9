"""The migrated database, made once: each worker's is a copy of it, which takes a tenth of a second instead of a minute.

It is made anew when a migration changes, or anything that one reads. The last three are kept, so that going from one branch
to another and back costs nothing.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql

PREFIX = "test_cantine_from_"
KEPT = 3
LOCK = 7_305_511  # any number that nothing else of the tests takes
READ_BY_MIGRATIONS = re.compile(rb"^\s*(?:from|import) (cantine[\w.]*)", re.MULTILINE)
LOCKS = Path(__file__).parents[2] / "requirements"


def copy_instead_of_migrating() -> None:
    """From now on Django makes a test database by copying; with ``--reuse-db`` it keeps the one that it has."""
    from django.db.backends.postgresql.creation import DatabaseCreation

    made_by_django = DatabaseCreation.create_test_db

    def create(creation: Any, verbosity: int = 1, autoclobber: bool = True, keepdb: bool = False, **rest: Any) -> str:
        if keepdb or rest.get("serialize"):
            return str(made_by_django(creation, verbosity, autoclobber, keepdb=keepdb, **rest))
        name = creation._get_test_db_name()
        _copy(creation, _template(creation, made_by_django), name)
        _connect_to(creation, name)
        return str(name)

    pytest.MonkeyPatch().setattr(DatabaseCreation, "create_test_db", create)


@contextmanager
def _patient(creation: Any) -> Iterator[Any]:
    """The other worker may migrate for a minute: what waits here waits longer than a page would."""
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '0', false), set_config('statement_timeout', '0', false)")
        yield cursor


def _copy(creation: Any, template: str, name: str) -> None:
    with _patient(creation) as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        said = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        cursor.execute(said)


def _template(creation: Any, make: Any) -> str:
    """Its name. The first of two workers makes it; the other waits, and finds it there."""
    name = PREFIX + digest()
    with _patient(creation) as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until this connection is closed
        if name not in _made(cursor):
            _make(creation, cursor, name, make)
            for old in _made(cursor)[KEPT:]:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
    return name


def _make(creation: Any, cursor: Any, name: str, make: Any) -> None:
    """Under another name until it is whole: a run that is stopped half-way leaves nothing that looks like it."""
    tests, unfinished = creation.connection.settings_dict["TEST"], f"test_unfinished_{name}"
    asked, tests["NAME"] = tests["NAME"], unfinished
    try:
        make(creation, verbosity=0, autoclobber=True, serialize=False)
    finally:
        tests["NAME"] = asked
    creation.connection.close()
    cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name)))


def _made(cursor: Any) -> list[str]:
    """The newest first."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [PREFIX])
    return [name for (name,) in cursor.fetchall()]


def _connect_to(creation: Any, name: str) -> None:
    from django.conf import settings

    connection = creation.connection
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def digest() -> str:
    """Of all that a migrated database comes from: the migrations, the modules of ours that they read, the libraries."""
    seen = hashlib.sha256()
    for file in [*sorted(LOCKS.glob("*.lock")), *migrations(), Path(__file__)]:
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def migrations() -> Iterator[Path]:
    from django.apps import apps

    read: set[str] = set()
    for app in apps.get_app_configs():
        if app.name.startswith("cantine."):
            for file in sorted(Path(app.path, "migrations").glob("*.py")):
                yield file
                read.update(name.decode() for name in READ_BY_MIGRATIONS.findall(file.read_bytes()))
    for name in sorted(read):
        spec = find_spec(name)
        if spec is not None and spec.origin:
            yield Path(spec.origin)

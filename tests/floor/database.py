"""The database of the tests: made by the owner, from a migrated one (``template``), then used as the application's role.

So row-level security holds in every test, and a test that needs the owner's rights says so (``as_owner``). Rows that
migrations wrote (reference data) outlive the flush of transactional tests.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
import pytest
from psycopg import sql

from tests.floor.template import copy_instead_of_migrating

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

APPLICATION = "cantine_app"
FEW = 60
_running: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Server:
    """Where the tests' PostgreSQL is: the owner's address, and the role that the tests act as."""

    url: str
    owner_url: str

    @property
    def role(self) -> str:
        """One privileged address and no other: the tests make the application's role themselves."""
        return urlsplit(self.url).username or APPLICATION if self.url != self.owner_url else APPLICATION


def pytest_configure(config: pytest.Config) -> None:
    """The parent of parallel workers starts the server once; they inherit its address. Then Django, before any test."""
    if not hasattr(config, "workerinput") and getattr(config.option, "numprocesses", None):
        server()
    django.setup()


def pytest_unconfigure() -> None:
    while _running:
        _running.pop()()


def server() -> Server:
    """The server named by ``CANTINE_DATABASE_URL``, or our own, started when first asked for."""
    if not os.environ.get("CANTINE_DATABASE_URL"):
        _start()
    url = os.environ["CANTINE_DATABASE_URL"]
    return Server(url, os.environ.get("CANTINE_DATABASE_OWNER_URL") or url)


def _start() -> None:
    from cantine.config.embedded import cluster_for_tests

    cluster = cluster_for_tests(Path(os.environ["CANTINE_DATA"]) / "postgresql")
    urls = cluster.start()
    _running.append(cluster.stop)
    os.environ["CANTINE_DATABASE_URL"], os.environ["CANTINE_DATABASE_OWNER_URL"] = urls.app, urls.owner
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        _let_owner_act_as(admin, owner=urlsplit(urls.owner).username or "", role=urlsplit(urls.app).username or "")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Log in as the owner, to make the database. Its name is then given the worker's suffix: test_…_gw0."""
    from django.conf import settings

    from cantine.config.settings import _database

    settings.DATABASES["default"].update(_database(server().owner_url))
    copy_instead_of_migrating()
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """After the migrations, the application's role; before the database is dropped, its owner again."""
    from django.db import connection

    role = server().role
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            _let_owner_act_as(cursor.connection, owner=connection.settings_dict["USER"], role=role)
            _grant(cursor.connection, role=role)
        reference = _tables_with_rows(connection)
        connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = role
    undo = _flush_as_owner(keep=reference)
    yield
    undo()
    with django_db_blocker.unblock():
        _end_other_sessions(connection)
        connection.close()
    del connection.settings_dict["OPTIONS"]["assume_role"]


def _end_other_sessions(connection: Any) -> None:
    """Those of threads that served a test and are gone: a database in use is not dropped."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )


def _let_owner_act_as(connection: Any, *, owner: str, role: str) -> None:
    names = {"role": sql.Identifier(role), "owner": sql.Identifier(owner)}
    with connection.cursor() as cursor:
        if not cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            cursor.execute(sql.SQL("CREATE ROLE {role}").format(**names))
        if cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [owner, role]).fetchone()[0]:
            return
        try:
            cursor.execute(sql.SQL("GRANT {role} TO {owner}").format(**names))
        except psycopg.Error as error:
            pytest.exit(f"The tests act as {role}: run GRANT {role} TO {owner} as a superuser first. ({error})", 4)


def _grant(connection: Any, *, role: str) -> None:
    """What the owner made, and will make in a test, the application may use and never alter."""
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO {role}",
    ):
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


def _tables_with_rows(connection: Any) -> set[str]:
    """Asked without a scope: forced row-level security holds the owner too."""
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cantine.unscoped', 'on', true)")
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = [row[0] for row in cursor.fetchall()]
        rows = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
        cursor.execute(rows)
        return {row[0] for row in cursor.fetchall()}


def _flush_as_owner(*, keep: set[str]) -> Callable[[], None]:
    """Django's flush truncates, which only an owner may. Ours empties the tables that a test filled, and those only: row by
    row where they are few, for truncating one table truncates all that know it."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    def flush(operations: Any, sql_list: Iterable[str]) -> None:
        with owner_rights(operations.connection):
            filled = sorted(_tables_with_rows(operations.connection) - keep)
            if filled:
                with operations.connection.cursor() as cursor:
                    cursor.execute(_emptied(filled))

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
    # Rights and kinds of content, which it would make anew for every table, are reference: they were kept.
    patch.setattr("django.core.management.commands.flush.emit_post_migrate_signal", lambda *_args, **_options: None)
    return patch.undo


def _emptied(tables: list[str]) -> str:
    """What is only ever added to refuses a DELETE, so its triggers are put aside meanwhile; keys are checked at the end."""
    if len(tables) > FEW:
        return "TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " CASCADE"
    said = ["SELECT set_config('cantine.unscoped', 'on', true)", "SET CONSTRAINTS ALL DEFERRED"]
    for words in ('ALTER TABLE "{}" DISABLE TRIGGER USER', 'DELETE FROM "{}"'):
        said += [words.format(table) for table in tables]
    said.append("SET CONSTRAINTS ALL IMMEDIATE")
    said += [f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in tables]
    return "; ".join(said)


@contextmanager
def owner_rights(connection: Any) -> Iterator[None]:
    """The owner's rights, then the application's again. SET ROLE is undone with the savepoint if a query fails."""
    from django.db import transaction

    role = sql.Identifier(connection.settings_dict["OPTIONS"]["assume_role"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while its keys wait to be checked
        cursor.execute("RESET ROLE")
        yield
        cursor.execute(sql.SQL("SET ROLE {role}").format(role=role))


@pytest.fixture
def as_owner(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[None]]:
    """``with as_owner(): …`` breaks a promise of the database to show its test failing; in ``db`` it is rolled back."""
    from django.db import connection

    if not {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("db")
    return lambda: owner_rights(connection)


@dataclass(frozen=True)
class DatabaseUrls:
    """The test database as another process reaches it, by real logins."""

    app: str
    owner: str
    role: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            "CANTINE_DATABASE_URL": self.app,
            "CANTINE_DATABASE_OWNER_URL": self.owner,
            "CANTINE_DATABASE_DIRECT_URL": self.app,
        }


@pytest.fixture
def database_urls(transactional_db: None) -> DatabaseUrls:
    """For a worker or a server started by a test; what it reads must be committed, hence ``transactional_db``."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    app, owner = (urlsplit(url)._replace(path=f"/{name}") for url in (server().url, server().owner_url))
    return DatabaseUrls(urlunsplit(app), urlunsplit(owner), urlsplit(server().url).username or "")

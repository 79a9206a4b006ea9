"""Who may do what in the database: an owner that makes tables, an application that only uses them.

The application's role is neither owner nor superuser, so row-level security holds it; the owner bypasses
row-level security, so that migrations and backups see every row. What the owner makes later is granted in
advance (default privileges), in the template too, so that test databases are born right.
"""

from typing import LiteralString

import psycopg
from psycopg import sql

DATABASE = "cantine"
OWNER = "cantine_owner"
APPLICATION = "cantine_app"
Connection = psycopg.Connection[tuple[object, ...]]


def make_roles(*, admin_url: str, template_url: str, owner_password: str, application_password: str) -> None:
    """Make, or put right, the embedded cluster's roles and database; safe to repeat."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        put_role(admin, OWNER, owner_password, rights="NOSUPERUSER CREATEDB CREATEROLE BYPASSRLS")
        rights = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
        put_role(admin, APPLICATION, application_password, rights=rights)
    with psycopg.connect(template_url, autocommit=True) as template:
        grant_application(template, owner=OWNER, application=APPLICATION)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
        close_to_others(admin, database=DATABASE, application=APPLICATION)


def grant_application(connection: Connection, *, owner: str, application: str) -> None:
    """In this database: what ``owner`` has made and will make, ``application`` may use and never alter.

    To be run as ``owner`` or a superuser. Also right for a test database on a server that is not ours.
    """
    names = {"owner": sql.Identifier(owner), "application": sql.Identifier(application)}
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {application}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {application}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {application}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {application}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def close_to_others(connection: Connection, *, database: str, application: str) -> None:
    """Only the owner and ``application`` may connect to ``database``."""
    names = {"database": sql.Identifier(database), "application": sql.Identifier(application)}
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
    connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {application}").format(**names))


def put_role(connection: Connection, name: str, password: str, *, rights: LiteralString = "") -> None:
    """A role that logs in with ``password``, made or put right; without ``rights`` it has none."""
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER" if exists else "CREATE")
    statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}")
    connection.execute(statement.format(verb, sql.Identifier(name), sql.SQL(rights), sql.Literal(password)))

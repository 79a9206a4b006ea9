"""Who may do what in the database: an owner that makes tables, an application that only uses them.

The application's role is neither owner nor superuser, so row-level security holds it; the owner bypasses
row-level security, so that migrations and backups see every row. What the owner makes later is granted in
advance (default privileges), in the template too, so that test databases are born right.
"""

import psycopg
from psycopg import sql

DATABASE = "cantine"
OWNER = "cantine_owner"
APPLICATION = "cantine_app"
Connection = psycopg.Connection[tuple[object, ...]]


def make_roles(*, admin_url: str, template_url: str, owner_password: str, application_password: str) -> None:
    """Make, or put right, the embedded cluster's roles and database; safe to repeat."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        _role(admin, OWNER, owner_password, sql.SQL("CREATEDB CREATEROLE BYPASSRLS"))
        _role(admin, APPLICATION, application_password, sql.SQL("NOCREATEDB NOCREATEROLE NOBYPASSRLS"))
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


def _role(connection: Connection, name: str, password: str, rights: sql.SQL) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    connection.execute(
        sql.SQL("{verb} ROLE {name} LOGIN NOSUPERUSER {rights} PASSWORD {password}").format(
            verb=sql.SQL("ALTER" if exists else "CREATE"),
            name=sql.Identifier(name),
            rights=rights,
            password=sql.Literal(password),
        )
    )

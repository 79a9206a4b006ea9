"""Checks of the database server, as the application sees it."""

import os
from collections.abc import Sequence
from datetime import datetime

import psycopg

from cantine.config.backup import current_instant
from cantine.config.database import APP
from cantine.config.doctor.finding import Finding, warning, well, wrong
from cantine.config.words import _

OLDEST_VERSION = 150_000
WORST_DRIFT_SECONDS = 2.0


def version() -> Sequence[Finding]:
    """PostgreSQL 15 or later, with data checksums."""
    with psycopg.connect(os.environ[APP]) as connection:
        number = connection.info.server_version
        checksums = _setting(connection, "data_checksums")
    name = f"{number // 10_000}.{number % 10_000}"
    if number < OLDEST_VERSION:
        return [wrong(_("Database: PostgreSQL {name} is too old, 15 or later is needed.").format(name=name))]
    if checksums != "on":
        sentence = _("Database: PostgreSQL {name} answers, without data checksums: a failing disk would go unseen.")
        return [warning(sentence.format(name=name))]
    return [well(_("Database: PostgreSQL {name} answers, with data checksums.").format(name=name))]


def roles() -> Sequence[Finding]:
    """The application is no superuser, does not own its tables and does not bypass row-level security."""
    with psycopg.connect(os.environ[APP]) as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper, rolbypassrls, pg_has_role(d.datdba, 'MEMBER')"
            " FROM pg_roles, pg_database d WHERE rolname = current_user AND d.datname = current_database()"
        ).fetchone()
    return [role_finding(*row)] if row else []


def role_finding(name: str, superuser: bool, bypasses: bool, owner: bool) -> Finding:
    """Three columns of one row."""
    if superuser or bypasses or owner:
        sentence = _(
            "Database: the application logs in as “{name}”, which row-level security does not hold. Set "
            "CANTINE_DATABASE_URL to an ordinary role, and CANTINE_DATABASE_OWNER_URL to this one."
        )
        return wrong(sentence.format(name=name))
    return well(_("Database: the application logs in as “{name}”, which row-level security holds.").format(name=name))


def clock() -> Sequence[Finding]:
    """The machine and the database agree on the time."""
    with psycopg.connect(os.environ[APP]) as connection:
        before = current_instant()
        row = connection.execute("SELECT clock_timestamp()").fetchone()
        after = current_instant()
    return [clock_finding(row[0] if row else before, before=before, after=after)]


def clock_finding(theirs: datetime, *, before: datetime, after: datetime) -> Finding:
    drift = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    if drift > WORST_DRIFT_SECONDS:
        sentence = _("Clock: the database and this machine are {seconds} s apart. Set both by NTP.")
        return wrong(sentence.format(seconds=round(drift)))
    return well(_("Clock: the database and this machine agree."))


def _setting(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> object:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return row[0] if row else None

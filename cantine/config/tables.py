"""Whether the tables are those of this release, asked of the database without loading Django."""

import os
from pathlib import Path

import psycopg

from cantine.config.database import APP
from cantine.config.place import CLONE
from cantine.config.terminal import Stop
from cantine.config.words import _


def check_tables() -> None:
    """Stop before a page is served on tables that it does not know."""
    if missing_migrations():
        raise Stop(_("The tables of this release are not there yet. Run “cantine migrate” first."))


def missing_migrations() -> list[str]:
    """Names as ``booking.0003_…``, of the migrations of this release that the database has not seen."""
    with psycopg.connect(os.environ[APP], connect_timeout=10) as connection:
        known = connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
        if not (known and known[0]):
            return sorted(_packaged())
        seen = {f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations")}
    return sorted(_packaged() - seen)


def _packaged() -> set[str]:
    files = (CLONE / "cantine").glob("*/migrations/[0-9]*.py")
    return {f"{_app(file)}.{file.stem}" for file in files}


def _app(migration: Path) -> str:
    return migration.parents[1].name

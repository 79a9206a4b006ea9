"""``cantine doctor``: what is well and what is not in this installation, each in one sentence that says what to do.

A check is a function that returns one :class:`Finding` or several; it never raises for what it is there to find.
"""

from collections.abc import Callable, Sequence

import psycopg

from cantine.config.database import database
from cantine.config.doctor import machine, server, service
from cantine.config.doctor.finding import Finding, Level, wrong
from cantine.config.embedded import ClusterError
from cantine.config.terminal import Stop, say
from cantine.config.words import _

Check = Callable[[], Sequence[Finding]]
WITHOUT_DATABASE: tuple[Check, ...] = (machine.configuration, machine.time_zones, machine.disk, machine.mail)
WITH_DATABASE: tuple[Check, ...] = (
    server.version,
    server.roles,
    server.clock,
    service.tables,
    service.jobs,
    service.journal,
)
LAST: tuple[Check, ...] = (machine.backups,)


def examine() -> int:
    """Say every finding; 1 if something is wrong, else 0."""
    findings = [*_all(WITHOUT_DATABASE), *_database_findings(), *_all(LAST)]
    for finding in findings:
        say(f"{_mark(finding.level)}  {finding.sentence}")
    return 1 if any(finding.level == Level.WRONG for finding in findings) else 0


def _all(checks: Sequence[Check]) -> list[Finding]:
    return [finding for check in checks for finding in check()]


def _database_findings() -> list[Finding]:
    try:
        with database():
            return _all(WITH_DATABASE)
    except (Stop, ClusterError, psycopg.Error) as reason:
        return [wrong(_("Database: {why}").format(why=str(reason).strip()))]


def _mark(level: Level) -> str:
    return {Level.WELL: "✓", Level.WARNING: "!", Level.WRONG: "✗"}[level]

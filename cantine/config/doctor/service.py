"""Checks of the service itself: its tables, its jobs."""

import json
import os
import subprocess
from collections.abc import Sequence

import psycopg

from cantine.config.database import APP
from cantine.config.doctor.finding import Finding, warning, well, wrong
from cantine.config.supervisor import python
from cantine.config.tables import missing_migrations
from cantine.config.words import _


def tables() -> Sequence[Finding]:
    """Whether the tables are those of this release."""
    return [tables_finding(missing_migrations())]


def tables_finding(missing: Sequence[str]) -> Finding:
    if missing:
        return wrong(_("Tables: not yet those of this release. Run “cantine migrate”."))
    return well(_("Tables: those of this release."))


def journal() -> Sequence[Finding]:
    """Whether the Journal still is what was sealed, in a process of its own: the rows are read by the application."""
    done = subprocess.run(python("cantine", "journal"), capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr or done.stdout).strip().splitlines()[-1:]
        return [warning(_("Journal: it could not be read ({why}).").format(why="".join(why)))]
    return [journal_finding(**json.loads(done.stdout.splitlines()[-1]))]


def journal_finding(seals: int, entries: int, broken: Sequence[Sequence[int]], strays: int) -> Finding:
    """What ``cantine journal`` prints."""
    if broken:
        first, last = broken[0]
        sentence = _(
            "Journal: entries {first} to {last} are not what was sealed: somebody changed or removed one in the "
            "database itself. Compare with a backup, and change the passwords of the database."
        )
        return wrong(sentence.format(first=first, last=last))
    if strays:
        sentence = _(
            "Journal: {count} entries were slipped in after the others were sealed. Compare with a backup, and change "
            "the passwords of the database."
        )
        return wrong(sentence.format(count=strays))
    return well(_("Journal: {entries} entries under {seals} seals, all as they were sealed.").format(
        entries=entries, seals=seals
    ))  # fmt: skip


def jobs() -> Sequence[Finding]:
    """Jobs that failed in the last day, that nobody finishes, or that nobody begins."""
    with psycopg.connect(os.environ[APP]) as connection:
        known = connection.execute("SELECT to_regclass('public.procrastinate_jobs') IS NOT NULL").fetchone()
        if not (known and known[0]):
            return []
        row = connection.execute(
            "WITH last AS (SELECT job_id, max(at) AS at FROM procrastinate_events GROUP BY job_id)"
            " SELECT count(*) FILTER (WHERE status = 'failed' AND at > now() - interval '1 day'),"
            " count(*) FILTER (WHERE status = 'doing' AND at < now() - interval '10 minutes'),"
            " count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, at) < now() - interval '15 minutes')"
            " FROM procrastinate_jobs JOIN last ON job_id = id WHERE status IN ('failed', 'doing', 'todo')"
        ).fetchone()
    return [jobs_finding(*(row or (0, 0, 0)))]


def jobs_finding(failed: int, stuck: int, late: int) -> Finding:
    if late:
        sentence = _("Jobs: {count} have been waiting for over 15 minutes. Is a worker running? (“cantine worker”)")
        return wrong(sentence.format(count=late))
    if failed or stuck:
        sentence = _("Jobs: {failed} failed since yesterday, {stuck} have been running for over 10 minutes.")
        return warning(sentence.format(failed=failed, stuck=stuck))
    return well(_("Jobs: none failed, none is late."))

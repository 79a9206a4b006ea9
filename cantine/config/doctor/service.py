"""Checks of the service itself: its tables, its jobs."""

import os
from collections.abc import Sequence

import psycopg

from cantine.config.database import APP
from cantine.config.doctor.finding import Finding, warning, well, wrong
from cantine.config.tables import missing_migrations
from cantine.config.words import _


def tables() -> Sequence[Finding]:
    """Whether the tables are those of this release."""
    return [tables_finding(missing_migrations())]


def tables_finding(missing: Sequence[str]) -> Finding:
    if missing:
        return wrong(_("Tables: not yet those of this release. Run “cantine migrate”."))
    return well(_("Tables: those of this release."))


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

"""The short way to the tables makes the tables that the long way makes: every column, key, index, trigger, policy and function."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from cantine.config.embedded import cluster_for_tests

CLONE = Path(__file__).resolve().parents[2]
LONG = "import django; django.setup()\nfrom django.core.management.commands.migrate import Command\n"
LONG += "from django.core.management import call_command\ncall_command(Command(), verbosity=0)"
STRUCTURE = """
SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
  coalesce(pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '' FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '' FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'policy', tablename, policyname, cmd, coalesce(qual, ''), coalesce(with_check, '') FROM pg_policies
UNION ALL SELECT 'function', proname, '', md5(prosrc), '', '' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1, 2, 3, 4
"""


def structure(data: Path, *command: str) -> list[tuple[str, ...]]:
    cluster = cluster_for_tests(data / "postgresql")
    urls = cluster.start()
    try:
        told = {"CANTINE_DATA": str(data), "CANTINE_DATABASE_URL": urls.owner, "CANTINE_DATABASE_OWNER_URL": urls.owner}
        said = {**os.environ, **told, "DJANGO_SETTINGS_MODULE": "cantine.config.settings"}
        subprocess.run([sys.executable, *command], env=said, cwd=CLONE, check=True)
        with psycopg.connect(urls.owner) as connection:
            return connection.execute(STRUCTURE).fetchall()
    finally:
        cluster.stop()


@pytest.mark.faults
def test_the_short_way_and_the_long_way_make_the_same_tables(tmp_path: Path) -> None:
    short = structure(tmp_path / "short", "manage.py", "migrate", "--verbosity=0")
    assert len(short) > 4_000
    assert short == structure(tmp_path / "long", "-c", LONG)

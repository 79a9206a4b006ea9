"""Tables without their indexes while rows are poured in: put back after, and every promise compared with every row again.

One transaction: a load that is cut short leaves the tables as they were. Foreign keys and triggers are asleep meanwhile
(``session_replication_role``), so what is poured must point at rows that are there; uniqueness is proven when its index is
made anew, checks as each row comes, and the exclusion of overlaps by one sorted pass: PostgreSQL would look each claim up
among all the others, ten million times 60 µs.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

Connection = psycopg.Connection[tuple[object, ...]]
# What a foreign key leans on stays: it cannot be dropped without it. So does an exclusion: it could only be made the slow way.
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indrelid::regclass::text, quote_ident(c.conname),
  pg_get_constraintdef(c.oid)
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary AND NOT i.indisexclusion
  AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conindid = i.indexrelid AND f.contype = 'f')
ORDER BY 1
"""
_READY = "UPDATE pg_index SET indisready = %s WHERE indrelid = 'booking_claim'::regclass AND indisexclusion"
_OVERLAPS = """
SELECT count(*) FROM (SELECT ends_at > lead(starts_at) OVER (PARTITION BY unit_id ORDER BY starts_at) AS over
  FROM booking_claim WHERE live) claims WHERE over
"""


@contextmanager
def without_indexes(sql: Connection, tables: Sequence[str]) -> Iterator[None]:
    """For a superuser. Sorting has a gigabyte, since nothing else runs."""
    with sql.transaction():
        found = sql.execute(_INDEXES, [list(tables)]).fetchall()
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '1GB'", "work_mem = '1GB'"):
            sql.execute(f"SET LOCAL {setting}")
        for index, _, table, constraint, _ in found:
            sql.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}" if constraint else f"DROP INDEX {index}")
        with _exclusion_asleep(sql):
            yield
        for _, index, table, constraint, promise in found:
            sql.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {promise}" if constraint else str(index))
    sql.execute("VACUUM (ANALYZE) " + ", ".join(tables))


@contextmanager
def _exclusion_asleep(sql: Connection) -> Iterator[None]:
    """Its index takes no row while they are poured; CLUSTER fills it from them all, asking nothing: the sorted pass did."""
    sql.execute(_READY, [False])
    yield
    overlaps = sql.execute(_OVERLAPS).fetchone()
    if overlaps != (0,):
        raise ValueError(f"Claims that overlap another: {overlaps and overlaps[0]}. Nothing was kept.")
    sql.execute("CLUSTER booking_claim USING booking_claim_pkey")
    sql.execute("ALTER TABLE booking_claim SET WITHOUT CLUSTER")
    sql.execute(_READY, [True])

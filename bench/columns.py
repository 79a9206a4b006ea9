"""Rows without naming every column: what must not be null and is not said gets zero, '' or false."""

from bench.bare import Connection

_BLANKS = {
    "boolean": "false", "smallint": "0", "integer": "0", "bigint": "0", "jsonb": "'[]'::jsonb", "ARRAY": "'{}'",
}  # fmt: skip


def with_defaults(sql: Connection, table: str, said: dict[str, str], *, select: bool = False) -> str:
    """``(columns) VALUES (…)``, or ``SELECT …``."""
    rows = sql.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
        "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        [table],
    ).fetchall()
    every = {str(name): _BLANKS.get(str(kind), "''") for name, kind in rows} | said
    values = ", ".join(every.values())
    return f"({', '.join(every)}) " + (f"SELECT {values}" if select else f"VALUES ({values})")

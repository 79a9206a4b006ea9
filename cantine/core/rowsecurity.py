"""Migration operations: row-level security on a tenant table, and the keys that keep a row's parents in its tenancy.

The policy reads what the scopes set. Its sub-selects run once a statement, and ``=`` on integers is leak-proof, so the
planner still uses the indexes that a query's own conditions call for.
"""

from typing import Any

from django.db.migrations.operations import RunSQL

_POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON {table}
  USING ((SELECT cantine_unscoped()) OR {column} = ANY ((SELECT cantine_organisations())::bigint[]){own})
  WITH CHECK ((SELECT cantine_unscoped()) OR {column} = ANY ((SELECT cantine_organisations())::bigint[]){own_check});
"""
_UNDO = """
DROP POLICY tenant ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def secure(table: str, *, owner: str = "", column: str = "organisation_id", owner_writes: bool = False) -> RunSQL:
    """Put ``table`` under row-level security; ``owner`` is the column of the person whose row it is."""
    own = f" OR {owner} = (SELECT cantine_person())" if owner else ""
    names: dict[str, Any] = {"table": table, "column": column, "own": own}
    return RunSQL(_POLICY.format(own_check=own if owner_writes else "", **names), _UNDO.format(table=table))


def parent_key(table: str) -> RunSQL:
    """Let children point at ``table`` by (organisation, id), so that no row can have a parent in another tenancy."""
    name = f"{table}_in_tenancy"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (organisation_id, id)",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def same_tenancy(table: str, column: str, parent: str) -> RunSQL:
    """``table.column`` points into ``parent`` within one tenancy; deferred like Django's own keys."""
    name = f"{table}_{column}_same_tenancy"[:63]
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {parent} (organisation_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )

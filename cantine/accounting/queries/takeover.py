"""What the books hold of those that they took over."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.accounting.rules import Role
from cantine.core import sql

TAKEOVER = "takeover:"
_TAKEN = """
SELECT e.uuid, e.day, e.total_cents, (SELECT json_object_agg(g.role, s.cents) FROM (
    SELECT DISTINCT role, account_id FROM accounting_assignment WHERE entity_id = e.entity_id AND role = ANY(%s)) g
  JOIN (SELECT l.account_id, sum(l.debit_cents - l.credit_cents)::bigint AS cents FROM accounting_entryline l
    WHERE l.entry_id = e.id GROUP BY l.account_id) s USING (account_id))
FROM accounting_entry e WHERE e.entity_id = %s AND e.source LIKE 'takeover:%%'
  AND NOT EXISTS (SELECT FROM accounting_entry r WHERE r.entity_id = e.entity_id AND r.source = 'reverse:' || e.uuid)
ORDER BY e.id DESC LIMIT 1
"""
COMPARED = (Role.CUSTOMERS, Role.ADVANCES, Role.VAT_PENDING, Role.DEFERRED, Role.SHARES)


@dataclass(frozen=True)
class TakenOver:
    """The entry of a take-over: its total, and what some roles ended with (above zero: in debit)."""

    entry: UUID
    day: date
    total_cents: int
    by_role: dict[Role, int]


def books_taken_over(entity_id: int) -> TakenOver | None:
    """The one that stands; None where the books began here, or where it was undone. One statement."""
    found = sql.row(_TAKEN, [[each.value for each in COMPARED], entity_id])
    if found is None:
        return None
    entry, day, total, roles = found
    return TakenOver(entry, day, total, {Role(role): cents for role, cents in (roles or {}).items()})

"""What entries moved on the accounts where money stands: at the bank, and on its way there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.accounting.models import Entry
from cantine.accounting.rules import Role
from cantine.core import sql
from cantine.places.queries import PlaceRef

# What opens a year, or takes books over, moves nothing.
_MOVES = """
SELECT e.uuid, g.role, e.day, sum(l.debit_cents - l.credit_cents)::bigint, e.label, e.piece, e.source
FROM accounting_entry e JOIN accounting_journal j ON j.id = e.journal_id AND j.kind <> 'opening'
JOIN accounting_entryline l ON l.entry_id = e.id
JOIN (SELECT a.account_id, min(a.role) AS role FROM accounting_assignment a WHERE a.role = ANY(%(roles)s) GROUP BY a.account_id) g
  ON g.account_id = l.account_id
WHERE e.entity_id = (
    SELECT h.id FROM accounting_legalentity h LEFT JOIN accounting_seller s ON s.entity_id = h.id AND s.place_id = %(place)s
    WHERE h.organisation_id = %(organisation)s AND h.retired_at IS NULL AND (s.id IS NOT NULL OR h.main)
    ORDER BY s.id NULLS LAST LIMIT 1)
  AND e.day <= %(last)s AND (e.day >= %(first)s OR g.role = ANY(%(since_ever)s))
GROUP BY e.id, g.role HAVING sum(l.debit_cents - l.credit_cents) <> 0 ORDER BY e.day, e.id
"""


@dataclass(frozen=True)
class MoneyMove:
    """An entry on an account where money stands: above zero, it came in. ``source`` says which act it tells."""

    entry: UUID
    role: Role
    day: date
    cents: int
    label: str
    piece: str
    source: str


def money_moves(
    place: PlaceRef, roles: Iterable[Role], *, first_day: date, last_day: date, since_ever: Iterable[Role] = ()
) -> list[MoneyMove]:
    """Of the books of whoever invoices at the place, in the order of days; of ``since_ever`` whatever the first day. One statement."""
    always = [each.value for each in since_ever]
    asked = {
        "roles": [*(each.value for each in roles), *always], "since_ever": always, "place": place.id,
        "organisation": place.organisation_id, "first": first_day, "last": last_day,
    }  # fmt: skip
    return [MoneyMove(entry, Role(role), *rest) for entry, role, *rest in sql.rows(_MOVES, asked)]


def labels_of(entries: Iterable[UUID]) -> dict[UUID, str]:
    """What each of these entries says; one statement, none where none is asked."""
    asked = set(entries)
    return dict(Entry.objects.filter(uuid__in=asked).values_list("uuid", "label")) if asked else {}

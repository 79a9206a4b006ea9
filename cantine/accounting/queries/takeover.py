"""What the books hold of those that they took over."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from cantine.accounting.models import Entry
from cantine.accounting.queries.entities import LegalEntityRef
from cantine.accounting.rules import REVERSAL, JournalKind, Role, year_of
from cantine.core import sql
from cantine.kernel import Refusal

TAKEOVER = "takeover:"
MOVED = "moved:"  # then the entry of the take-over, the role, and what it held before
# What was moved from one old account to another counts with the entry that it straightens.
_TAKEN = """
SELECT e.uuid, e.day, e.total_cents, told.roles, told.vat
FROM accounting_entry e CROSS JOIN LATERAL (
  WITH held AS (
    SELECT l.account_id, sum(l.debit_cents - l.credit_cents)::bigint AS cents FROM accounting_entryline l
    JOIN accounting_entry m ON m.id = l.entry_id
    WHERE m.id = e.id OR (m.entity_id = e.entity_id AND m.source LIKE 'moved:' || e.uuid || ':%%'
      AND NOT EXISTS (SELECT FROM accounting_entry r WHERE r.entity_id = e.entity_id AND r.source = 'reverse:' || m.uuid))
    GROUP BY l.account_id)
  SELECT
    (SELECT json_object_agg(g.role, held.cents) FROM (
      SELECT DISTINCT role, account_id FROM accounting_assignment WHERE entity_id = e.entity_id AND role = ANY(%s)) g
      JOIN held USING (account_id)) AS roles,
    (SELECT json_agg(json_build_array(a.number, a.name, held.cents, EXISTS (SELECT FROM accounting_assignment w
        WHERE w.account_id = a.id AND w.role = 'vat_pending')) ORDER BY a.number)
      FROM held JOIN accounting_account a ON a.id = held.account_id WHERE a.number LIKE '445%%' AND held.cents <> 0) AS vat) told
WHERE e.entity_id = %s AND e.source LIKE 'takeover:%%'
  AND NOT EXISTS (SELECT FROM accounting_entry r WHERE r.entity_id = e.entity_id AND r.source = 'reverse:' || e.uuid)
ORDER BY e.id DESC LIMIT 1
"""
COMPARED = (Role.CUSTOMERS, Role.ADVANCES, Role.VAT_PENDING, Role.DEFERRED, Role.SHARES)


@dataclass(frozen=True)
class OldVat:
    """An account of VAT that the old books ended with something on, above zero in debit; ``waits``: it is ours of VAT that waits."""

    number: str
    name: str
    cents: int
    waits: bool


@dataclass(frozen=True)
class TakenOver:
    """The entry of a take-over: its total, what some roles ended with (above zero: in debit), and its accounts of VAT."""

    entry: UUID
    day: date
    total_cents: int
    by_role: dict[Role, int]
    vat: tuple[OldVat, ...] = ()


def books_taken_over(entity_id: int) -> TakenOver | None:
    """The one that stands; None where the books began here, or where it was undone. One statement."""
    found = sql.row(_TAKEN, [[each.value for each in COMPARED], entity_id])
    if found is None:
        return None
    entry, day, total, roles, vat = found
    by_role = {Role(role): cents for role, cents in (roles or {}).items()}
    return TakenOver(entry, day, total, by_role, tuple(OldVat(*each) for each in vat or ()))


def kept_here(entity: LegalEntityRef, day: date) -> list[Refusal]:
    """What the old books end with is the first of these: where entries of the same year come before, they would be counted
    twice. A take-over that was undone does not count, nor what came with it: old documents, and what straightened it."""
    year = year_of(day, starts_month=entity.year_starts_month)
    taken = Entry.objects.filter(entity_id=entity.id, source__startswith=TAKEOVER).values_list("uuid", flat=True)
    rows = Entry.objects.filter(entity_id=entity.id, day__range=(year.first_day, day))
    rows = rows.exclude(source__startswith=TAKEOVER).exclude(source__in=[f"{REVERSAL}{each}" for each in taken])
    came = Q(source__startswith="invoice:") | Q(source__startswith=MOVED) | Q(source__startswith=REVERSAL)
    rows = rows.exclude(came, journal__kind=JournalKind.OPENING)
    first = rows.order_by("day").values_list("day", flat=True).first()
    said = {"entity": entity.name, "first": first, "day": day}
    return [Refusal("books_kept_already", said, "day")] if first else []


def cannot_take_over(entity: LegalEntityRef, day: date) -> list[Refusal]:
    """Why a balance of that day would be refused, known before it is sent; three statements."""
    if books_taken_over(entity.id) is not None:
        return [Refusal("books_taken_over_already")]
    return kept_here(entity, day)

"""Cheques in hand, and the slips by which they are brought to the bank."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.accounting.models import ChequeSlip, SlipCheque
from cantine.accounting.queries.books import OURS
from cantine.accounting.rules.cheques import ChequeLine, in_hand
from cantine.core import sql
from cantine.places.queries import PlaceRef

CHEQUES = "cheques:"  # the source of what a slip pays in
PAGE = 60
# What a slip paid in has its own cheques, and an entry that was reversed is nothing, nor is its reversal: both are apart.
_LINES = f"""{OURS}
SELECT l.id, e.uuid, e.day, (l.debit_cents - l.credit_cents)::bigint, coalesce(w.third, ''),
  coalesce(w.third_name, e.label),
  EXISTS (SELECT FROM accounting_slipcheque c WHERE c.line_id = l.id AND c.live),
  e.source LIKE '{CHEQUES}%%' OR e.source LIKE 'reverse:%%' OR EXISTS (
    SELECT FROM accounting_entry r WHERE r.entity_id = e.entity_id AND r.source = 'reverse:' || e.uuid)
FROM accounting_entryline l JOIN accounting_entry e ON e.id = l.entry_id
JOIN accounting_journal j ON j.id = e.journal_id AND j.kind <> 'opening'
LEFT JOIN LATERAL (SELECT o.third, o.third_name FROM accounting_entryline o
  WHERE o.entry_id = e.id AND o.third_name <> '' ORDER BY o.position LIMIT 1) w ON true
WHERE l.account_id IN (SELECT account_id FROM accounting_assignment
  WHERE entity_id = (SELECT id FROM ours) AND role = 'cheques')
ORDER BY e.day, l.id
"""  # noqa: S608  a constant of ours


@dataclass(frozen=True)
class Slip:
    """A slip on one line: expected until the bank has paid it in."""

    uuid: UUID
    number: int
    day: date
    cents: int
    count: int
    paid_in: bool
    dropped_on: date | None


@dataclass(frozen=True)
class OnSlip:
    """A cheque of a slip."""

    drawer: str
    bank: str
    cents: int


def cheques_in_hand(place: PlaceRef) -> list[ChequeLine]:
    """The oldest first; one statement."""
    rows = sql.rows(_LINES, {"place": place.id, "organisation": place.organisation_id})
    return in_hand(ChequeLine(*row) for row in rows)


def slips_of(place: PlaceRef, *, expected: bool = False) -> list[Slip]:
    """The latest first; or only those that the bank has not paid in yet. One statement."""
    rows = ChequeSlip.objects.filter(organisation_id=place.organisation_id, place_id=place.id).order_by("-number")
    if expected:
        rows = rows.filter(entry=None, dropped_on=None)
    return [slip_from(each) for each in rows[:PAGE]]


def find_slip(place: PlaceRef, *, uuid: UUID) -> Slip | None:
    row = ChequeSlip.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid).first()
    return slip_from(row) if row else None


def cheques_on(slip: UUID) -> list[OnSlip]:
    """In their order; one statement."""
    rows = SlipCheque.objects.filter(slip__uuid=slip).order_by("position")
    return [OnSlip(*row) for row in rows.values_list("drawer", "bank", "cents")]


def lock_slip(place: PlaceRef, *, uuid: UUID) -> ChequeSlip | None:
    """Locked until the transaction ends."""
    rows = ChequeSlip.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    return rows.select_for_update().first()


def slip_from(row: ChequeSlip) -> Slip:
    return Slip(row.uuid, row.number, row.day, row.cents, row.count, row.entry is not None, row.dropped_on)

"""When an invoice will be taken by direct debit, as its letter may announce it: then no second letter is owed to its payer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cantine.billing.models import Debit, Mandate, Sending
from cantine.billing.queries.documents import InvoiceCard
from cantine.billing.queries.payers import ORGANISATION
from cantine.billing.queries.sepa import creditor_of, earliest_run, standing_on
from cantine.billing.rules.sepa import Standing, next_target_day
from cantine.core import sql
from cantine.places.queries import PlaceRef

_NEXT = """
SELECT min(s.debit_on) FROM billing_sending s JOIN billing_invoice i ON i.id = s.invoice_id
WHERE s.organisation_id = %s AND i.place_id = %s AND s.debit_on >= %s AND NOT EXISTS (
  SELECT FROM billing_debit d WHERE d.organisation_id = s.organisation_id AND d.invoice_id = s.invoice_id AND d.live)
"""
_DISPUTED = "SELECT 1 FROM billing_dispute WHERE organisation_id = %s AND invoice_id = %s AND ended_at IS NULL"


@dataclass(frozen=True)
class Announced:
    """What a payer is told before: how much, when, by which mandate, for whom."""

    on: date
    cents: int
    rum: str
    ics: str


def debit_to_announce(place: PlaceRef, card: InvoiceCard, *, today: date) -> Announced | None:
    """None where nothing would be taken: no creditor, no mandate that holds, nothing left, or a dispute. The day is that of its run;
    before it is in one, the first day of banks on which it is due and payers may be taken."""
    if card.kind.gives_back or card.left_cents <= 0 or card.due_on is None:
        return None
    creditor = creditor_of(place)
    if creditor is None or creditor.entity_id != card.entity_id:
        return None
    kind, key = card.who
    who = {"customer_id": key} if kind == ORGANISATION else {"person_id": key}
    row = Mandate.objects.filter(entity_id=card.entity_id, revoked_at=None, **who).first()
    if row is None or sql.row(_DISPUTED, [place.organisation_id, card.id]):
        return None
    going = Debit.objects.filter(organisation_id=place.organisation_id, invoice_id=card.id, live=True)
    run = going.values_list("run__collected_on", "cents", "online_id").first()
    if run and run[2]:
        return None  # a provider takes it, and tells
    day, cents = (
        run[:2] if run else (next_target_day(max(card.due_on, earliest_run(creditor, today=today))), card.left_cents)
    )
    if standing_on(row, day) is not Standing.ACTIVE:
        return None
    return Announced(day, cents, row.rum, creditor.ics)


def told_already(organisation_id: int, invoices: Iterable[int], *, on: date) -> set[tuple[int, int, str]]:
    """(invoice, cents, RUM) that a letter announced for that day; one statement."""
    rows = Sending.objects.filter(organisation_id=organisation_id, invoice_id__in=list(invoices), debit_on=on)
    return {(invoice, cents or 0, rum) for invoice, cents, rum in rows.values_list("invoice_id", "debit_cents", "rum")}


def next_announced(place: PlaceRef, *, since: date) -> date | None:
    """The first day from then on that letters announced and that no run takes yet; one statement."""
    row = sql.row(_NEXT, [place.organisation_id, place.id, since])
    return row[0] if row else None

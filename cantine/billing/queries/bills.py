"""The document that took an act, and where it is: for whoever sold the act and wants to know whether it was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.billing.rules import Kind, Where, where_is
from cantine.core import sql
from cantine.places.queries import PlaceRef

_BILLS = """
SELECT c.source, i.uuid, i.reference, i.issued_on, i.due_on, i.kind, i.due_cents, s.paid, s.credited
FROM billing_charge c LEFT JOIN billing_invoice i ON i.id = c.invoice_id LEFT JOIN LATERAL (
  SELECT coalesce(sum(cents) FILTER (WHERE payment_id IS NOT NULL), 0)::bigint AS paid,
    coalesce(sum(cents) FILTER (WHERE credit_note_id IS NOT NULL), 0)::bigint AS credited
  FROM billing_settlement WHERE organisation_id = i.organisation_id AND (invoice_id = i.id OR credit_note_id = i.id)
) AS s ON true
WHERE c.organisation_id = %s AND c.source = ANY(%s) AND c.state = 'due'
"""


@dataclass(frozen=True)
class Bill:
    """``invoice`` is None where the act is charged and on no document; ``reference`` is empty on a draft."""

    invoice: UUID | None
    reference: str
    where: Where | None


def bills_of(*, organisation_id: int, sources: Sequence[str], today: date) -> dict[str, Bill]:
    """By source, the acts that are charged; one statement, none where nothing is asked."""
    rows = sql.rows(_BILLS, [organisation_id, list(sources)]) if sources else []
    return {
        source: Bill(invoice, reference or "", _where(issued, due, kind, *sums, today=today) if invoice else None)
        for source, invoice, reference, issued, due, kind, *sums in rows
    }


def _where(
    issued: date | None, due: date | None, kind: str, due_cents: int, paid: int, credited: int, *, today: date
) -> Where:  # fmt: skip
    return where_is(
        kind=Kind(kind), issued=issued is not None, due_cents=due_cents, paid_cents=paid, credited_cents=credited, due_on=due,
        today=today,
    )  # fmt: skip


_PROMISED = """
SELECT greatest(coalesce(q.last_day, c.day), c.day), sum((c.net_cents + c.vat_cents)
  * CASE WHEN q.deposit_id IS NULL THEN 100 ELSE 100 - q.percent END / 100)::bigint
FROM billing_charge c JOIN billing_quote q ON q.id = c.quote_id LEFT JOIN billing_invoice i ON i.id = c.invoice_id
WHERE c.organisation_id = %s AND c.place_id = %s AND c.state = 'due' AND i.issued_at IS NULL GROUP BY 1 ORDER BY 1
"""


def promised_by_quotes(place: PlaceRef) -> list[tuple[date, int]]:
    """What quotes that were accepted still ask for, VAT included and their deposit taken off, by their last day; one statement."""
    return [(day, cents) for day, cents in sql.rows(_PROMISED, [place.organisation_id, place.id]) if cents]

"""What an entity sold and was paid between two days, as the tax office is told it: its documents, and the tickets of its counters.
Both are frozen and read whole: the rules decide."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cantine.billing import rules
from cantine.billing.queries.counter.frozen import lines_from
from cantine.billing.rules import Document
from cantine.billing.rules.reporting import (
    Kind,
    PaidPart,
    Payments,
    Period,
    Sales,
    Ticket,
    payments_of,
    payments_with,
    sales_of,
    sales_with,
)
from cantine.core import sql
from cantine.kernel.once import once

# Businesses of France and public bodies are on another road, whatever else a document says.
_SOLD = """
SELECT issued_on, content FROM billing_invoice
WHERE organisation_id = %(organisation)s AND entity_id = %(entity)s AND issued_on BETWEEN %(first)s AND %(last)s AND NOT taken_over
  AND content -> 'buyer' ->> 'nature' NOT IN ('business', 'public') ORDER BY issued_on, id
"""
_PAID = """
SELECT p.received_on, i.content, s.cents, (SELECT coalesce(sum(b.cents), 0)::bigint FROM billing_settlement b
  WHERE b.organisation_id = s.organisation_id AND b.invoice_id = s.invoice_id AND b.payment_id IS NOT NULL AND b.id < s.id)
FROM billing_payment p JOIN billing_settlement s ON s.payment_id = p.id JOIN billing_invoice i ON i.id = s.invoice_id
WHERE p.organisation_id = %(organisation)s AND p.entity_id = %(entity)s AND p.received_on BETWEEN %(first)s AND %(last)s
  AND i.content -> 'buyer' ->> 'nature' NOT IN ('business', 'public')
UNION ALL SELECT s.day, i.content, s.total_cents, 0::bigint FROM billing_countersale s
JOIN billing_counterinvoice c ON c.sale_id = s.id JOIN billing_invoice i ON i.id = c.invoice_id
WHERE s.organisation_id = %(organisation)s AND s.day BETWEEN %(first)s AND %(last)s
  AND s.drawer_id IN (SELECT id FROM accounting_cashdrawer WHERE entity_id = %(entity)s)
  AND i.content -> 'buyer' ->> 'nature' NOT IN ('business', 'public')
"""
# What an invoice took is told by it, and what was taken back on its own day is told by nothing. Who bought is of the kind that the
# tenant wrote, else of the kind that the organisation is (``queries.payers``).
_TICKETS = """
SELECT s.day, s.lines, s.customer_id IS NOT NULL AND coalesce(p.nature, CASE WHEN o.country <> 'FR' THEN 'abroad'
  WHEN o.kind = 'public' THEN 'public' WHEN o.kind IN ('association', 'collective') THEN 'non_taxable' ELSE 'business' END)
  IN ('business', 'public'), e.vat_on_debits
FROM billing_countersale s JOIN accounting_legalentity e ON e.id = s.entity_id
LEFT JOIN billing_payer p ON p.organisation_id = s.organisation_id AND p.customer_id = s.customer_id
LEFT JOIN people_organisation o ON o.id = s.customer_id
LEFT JOIN billing_countersale u ON u.id = s.undoes_id LEFT JOIN billing_countersale b ON b.undoes_id = s.id
WHERE s.organisation_id = %(organisation)s AND s.day BETWEEN %(first)s AND %(last)s AND s.means NOT IN ('tab', 'offered')
  AND s.drawer_id IN (SELECT id FROM accounting_cashdrawer WHERE entity_id = %(entity)s)
  AND s.day IS DISTINCT FROM coalesce(u.day, b.day)
  AND NOT EXISTS (SELECT FROM billing_counterinvoice c WHERE c.sale_id = s.id) ORDER BY s.day, s.number
"""


@dataclass(frozen=True)
class Sold:
    """A document of a day; read when it is asked for."""

    day: date
    content: str

    @once
    def document(self) -> Document:
        return rules.document_from_json(json.loads(self.content))


def sold_between(*, organisation_id: int, entity_id: int, first_day: date, last_day: date) -> list[Sold]:
    """What may be told of the documents of these days, the first first; one statement. Those of another tool told it there."""
    values = {"organisation": organisation_id, "entity": entity_id, "first": first_day, "last": last_day}
    return [Sold(*row) for row in sql.rows(_SOLD, values)]


def paid_between(*, organisation_id: int, entity_id: int, first_day: date, last_day: date) -> list[PaidPart]:
    """What money settled on these days; one statement. What is paid of a document of another tool is told here, for nobody else will;
    the invoice of a ticket was paid on the day of its ticket."""
    values = {"organisation": organisation_id, "entity": entity_id, "first": first_day, "last": last_day}
    read: dict[str, Document] = {}
    parts = []
    for day, content, cents, before in sql.rows(_PAID, values):
        document = read.get(content) or read.setdefault(content, rules.document_from_json(json.loads(content)))
        parts.append(PaidPart(document, day, before, cents))
    return parts


def tickets_between(*, organisation_id: int, entity_id: int, first_day: date, last_day: date) -> list[Ticket]:
    """What was paid at the counters on these days and has no invoice; one statement."""
    values = {"organisation": organisation_id, "entity": entity_id, "first": first_day, "last": last_day}
    return [Ticket(day, lines_from(lines), *rest) for day, lines, *rest in sql.rows(_TICKETS, values)]


def sums_of(period: Period, *, organisation_id: int, entity_id: int) -> Sales | Payments:
    """What the file of a period would say now; two statements."""
    return sums_and_tickets(period, organisation_id=organisation_id, entity_id=entity_id)[0]


def sums_and_tickets(period: Period, *, organisation_id: int, entity_id: int) -> tuple[Sales | Payments, list[Ticket]]:
    """The same, and the tickets that were read for it; two statements."""
    which: Any = {
        "organisation_id": organisation_id, "entity_id": entity_id, "first_day": period.first_day, "last_day": period.last_day,
    }  # fmt: skip
    tickets = tickets_between(**which)
    if period.kind is Kind.SALES:
        return sales_with(sales_of(each.document for each in sold_between(**which)), tickets), tickets
    return payments_with(payments_of(paid_between(**which)), tickets), tickets


def sums_within(
    period: Period, sold: Iterable[Sold], paid: Iterable[PaidPart], tickets: Iterable[Ticket]
) -> Sales | Payments:
    """The same, of what was read already of more days."""
    first, last = period.first_day, period.last_day
    mine = [each for each in tickets if first <= each.day <= last]
    if period.kind is Kind.SALES:
        return sales_with(sales_of(each.document for each in sold if first <= each.day <= last), mine)
    return payments_with(payments_of(each for each in paid if first <= each.day <= last), mine)

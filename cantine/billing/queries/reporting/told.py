"""What an entity sold and was paid between two days, as the tax office is told it. Frozen documents are read whole: the rules decide."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cantine.billing import rules
from cantine.billing.rules import Document
from cantine.billing.rules.reporting import Kind, PaidPart, Payments, Period, Sales, payments_of, sales_of
from cantine.core import sql

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
  AND i.content -> 'buyer' ->> 'nature' NOT IN ('business', 'public') ORDER BY s.id
"""


@dataclass(frozen=True)
class Sold:
    """A document of a day; read when it is asked for."""

    day: date
    content: str

    @cached_property
    def document(self) -> Document:
        return rules.document_from_json(json.loads(self.content))


def sold_between(*, organisation_id: int, entity_id: int, first_day: date, last_day: date) -> list[Sold]:
    """What may be told of the sales of these days, the first first; one statement. Documents of another tool told it there. Sales
    that have no document (a counter) join here."""
    values = {"organisation": organisation_id, "entity": entity_id, "first": first_day, "last": last_day}
    return [Sold(*row) for row in sql.rows(_SOLD, values)]


def paid_between(*, organisation_id: int, entity_id: int, first_day: date, last_day: date) -> list[PaidPart]:
    """What money settled on these days, in the order in which it was recorded; one statement. What is paid of a document of another tool
    is told here, for nobody else will."""
    values = {"organisation": organisation_id, "entity": entity_id, "first": first_day, "last": last_day}
    read: dict[str, Document] = {}
    parts = []
    for day, content, cents, before in sql.rows(_PAID, values):
        document = read.get(content) or read.setdefault(content, rules.document_from_json(json.loads(content)))
        parts.append(PaidPart(document, day, before, cents))
    return parts


def sums_of(period: Period, *, organisation_id: int, entity_id: int) -> Sales | Payments:
    """What the file of a period would say now; one statement."""
    which = {"organisation_id": organisation_id, "entity_id": entity_id}
    days = {"first_day": period.first_day, "last_day": period.last_day}
    if period.kind is Kind.SALES:
        return sales_of(each.document for each in sold_between(**which, **days))  # type: ignore[arg-type]  # two kinds of values
    return payments_of(paid_between(**which, **days))  # type: ignore[arg-type]


def sums_within(period: Period, sold: Iterable[Sold], paid: Iterable[PaidPart]) -> Sales | Payments:
    """The same, of what was read already of more days."""
    first, last = period.first_day, period.last_day
    if period.kind is Kind.SALES:
        return sales_of(each.document for each in sold if first <= each.day <= last)
    return payments_of(each for each in paid if first <= each.day <= last)

"""Telling the books what settles what: documents, payments and credit notes that even each other out bear one code."""

from datetime import datetime

from cantine.accounting import commands as accounting
from cantine.billing.commands.bookkeeping import BOOKKEEPER, third_of
from cantine.billing.queries.payers import Who
from cantine.core import sql

# From a document, through what settles it, to all that hangs together.
_TOGETHER = """
WITH RECURSIVE edge AS (
  SELECT invoice_id AS one, coalesce('P' || payment_id, 'I' || credit_note_id) AS other FROM billing_settlement
  WHERE organisation_id = %(organisation)s),
pair AS (SELECT 'I' || one AS one, other FROM edge UNION ALL SELECT other, 'I' || one FROM edge),
found AS (SELECT 'I' || id AS node FROM billing_invoice WHERE id = ANY(%(invoices)s)
  UNION SELECT p.other FROM found f JOIN pair p ON p.one = f.node)
SELECT 'invoice:' || i.uuid FROM found f JOIN billing_invoice i ON f.node = 'I' || i.id
UNION ALL SELECT 'payment:' || p.uuid FROM found f JOIN billing_payment p ON f.node = 'P' || p.id
"""


def letter_settled(
    *, now: datetime, organisation_id: int, entity_id: int, who: Who, payer: str, invoices: list[int]
) -> None:
    """In the transaction of a settlement: what these documents hang together with is lettered, where it is even."""
    if invoices:
        rows = sql.rows(_TOGETHER, {"organisation": organisation_id, "invoices": invoices})
        accounting.letter_entries(
            actor=BOOKKEEPER, now=now, entity_id=entity_id, third=third_of(who, payer).code, sources=[row[0] for row in rows]
        )  # fmt: skip

"""What the days of a period would leave open, were the books closed now: drafts, lines of the bank, days of the till."""

from datetime import date

from cantine.accounting.queries.beside import LeftOpen
from cantine.billing.queries.bank import WAITING_COUNT
from cantine.core import sql

_LEFT = f"""
SELECT (SELECT count(*) FROM billing_invoice i WHERE i.entity_id = %(entity)s AND i.issued_at IS NULL
    AND i.made_at < %(last)s::date + 1),
  ({WAITING_COUNT} AND b.organisation_id = e.organisation_id AND b.day <= %(last)s),
  (SELECT count(DISTINCT t.day) FROM accounting_taking t LEFT JOIN LATERAL (SELECT c.last_day, c.last_taking
      FROM accounting_closing c WHERE c.drawer_id = t.drawer_id AND c.span = 'day' ORDER BY c.number DESC LIMIT 1) c ON true
    WHERE t.entity_id = %(entity)s AND t.day <= %(last)s
      AND (c.last_day IS NULL OR t.day > c.last_day OR (t.day = c.last_day AND t.number > c.last_taking)))
FROM accounting_legalentity e WHERE e.id = %(entity)s
"""  # noqa: S608  a condition of our own
ROUTES = (("drafts", "billing:invoices"), ("bank", "billing:bank"), ("till", "billing:counter_close"))


def left_open_of(entity_id: int, last_day: date) -> list[LeftOpen]:
    """One statement."""
    row = sql.row(_LEFT, {"entity": entity_id, "last": last_day}) or (0, 0, 0)
    return [LeftOpen(code, int(count), route) for (code, route), count in zip(ROUTES, row, strict=True)]

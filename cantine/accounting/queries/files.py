"""What leaves with the accountant: the lines of a year, in the order of the file of entries."""

from cantine.accounting.rules import FecLine, Year
from cantine.core import sql

_LINES = """
SELECT j.code, j.name, e.number, e.day, a.number, a.name, l.third, l.third_name, e.piece, e.piece_day, l.label, l.debit_cents,
  l.credit_cents, coalesce(t.code, ''), (t.lettered_at AT TIME ZONE %s)::date, (e.posted_at AT TIME ZONE %s)::date
FROM accounting_year y JOIN accounting_entry e ON e.year_id = y.id JOIN accounting_journal j ON j.id = e.journal_id
JOIN accounting_entryline l ON l.entry_id = e.id JOIN accounting_account a ON a.id = l.account_id
LEFT JOIN accounting_lettering t ON t.line_id = l.id
WHERE y.entity_id = %s AND y.first_day = %s AND (j.code = %s OR %s = '') AND (a.number = %s OR %s = '')
ORDER BY j.kind = 'opening' DESC, e.id, l.position
"""
_NAMES = (
    "journal", "journal_name", "number", "day", "account", "account_name", "third", "third_name", "piece", "piece_day", "label",
    "debit_cents", "credit_cents", "lettering", "lettered_on", "valid_on",
)  # fmt: skip


def fec_lines_of(
    entity_id: int, year: Year, *, timezone: str, journal: str = "", account: str = ""
) -> list[FecLine]:  # fmt: skip
    """Openings first, then as they were entered; of one journal or one account where it is said. Days of instants are the
    place's. One statement."""
    rows = sql.rows(_LINES, [timezone, timezone, entity_id, year.first_day, journal, journal, account, account])
    return [FecLine(**dict(zip(_NAMES, row, strict=True))) for row in rows]

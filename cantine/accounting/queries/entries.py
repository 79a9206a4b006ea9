"""Reads of entries: journals, an account opened into its lines, an entry opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.accounting.rules import REVERSAL, JournalKind, Year
from cantine.core import sql

PAGE = 100


@dataclass(frozen=True)
class JournalLine:
    code: str
    name: str
    kind: JournalKind
    entries: int
    total_cents: int


_JOURNALS = """
SELECT j.code, j.name, j.kind, count(e.id), coalesce(sum(e.total_cents), 0)::bigint
FROM accounting_journal j
LEFT JOIN accounting_year y ON y.entity_id = j.entity_id AND y.first_day = %s
LEFT JOIN accounting_entry e ON e.year_id = y.id AND e.journal_id = j.id
WHERE j.entity_id = %s GROUP BY j.id ORDER BY j.id
"""


def journals_of(entity_id: int, year: Year) -> list[JournalLine]:
    """Each journal, and what a year wrote in it; one statement."""
    rows = sql.rows(_JOURNALS, [year.first_day, entity_id])
    return [JournalLine(code, name, JournalKind(kind), entries, total) for code, name, kind, entries, total in rows]


@dataclass(frozen=True)
class EntryHead:
    """An entry on one line."""

    uuid: UUID
    journal: str
    number: int
    day: date
    label: str
    piece: str
    total_cents: int


_HEADS = """
SELECT e.uuid, j.code, e.number, e.day, e.label, e.piece, e.total_cents, count(*) OVER ()
FROM accounting_year y JOIN accounting_entry e ON e.year_id = y.id JOIN accounting_journal j ON j.id = e.journal_id
WHERE y.entity_id = %s AND y.first_day = %s AND j.code = %s ORDER BY e.number DESC LIMIT %s OFFSET %s
"""


def journal_page(entity_id: int, year: Year, *, code: str, page: int) -> tuple[list[EntryHead], int]:
    """A hundred entries of a journal, the latest first, and how many there are."""
    rows = sql.rows(_HEADS, [entity_id, year.first_day, code, PAGE, PAGE * page])
    return [EntryHead(*row[:7]) for row in rows], rows[0][7] if rows else 0


@dataclass(frozen=True)
class LedgerLine:
    """A line of an account, and what the account holds once it is there."""

    entry: UUID
    journal: str
    number: int
    day: date
    piece: str
    label: str
    third_name: str
    debit_cents: int
    credit_cents: int
    balance_cents: int
    code: str


_LEDGER = """
SELECT a.number, a.name, v.* FROM accounting_account a LEFT JOIN LATERAL (
  SELECT e.uuid, j.code, e.number, e.day, e.piece, l.label, l.third_name, l.debit_cents, l.credit_cents,
    sum(l.debit_cents - l.credit_cents) OVER (ORDER BY e.day, e.id, l.position)::bigint, coalesce(t.code, ''),
    count(*) OVER ()
  FROM accounting_entryline l JOIN accounting_entry e ON e.id = l.entry_id JOIN accounting_year y ON y.id = e.year_id
  JOIN accounting_journal j ON j.id = e.journal_id LEFT JOIN accounting_lettering t ON t.line_id = l.id
  WHERE l.account_id = a.id AND y.first_day = %s
  ORDER BY e.day DESC, e.id DESC, l.position DESC LIMIT %s OFFSET %s) AS v ON true
WHERE a.entity_id = %s AND a.number = %s
"""


@dataclass(frozen=True)
class Ledger:
    """An account opened: a hundred of its lines, the latest first, and how many there are."""

    number: str
    name: str
    lines: Sequence[LedgerLine]
    count: int


def ledger_of(entity_id: int, year: Year, *, number: str, page: int = 0) -> Ledger | None:
    """The lines of a year, each with its running balance; None where there is no such account. One statement."""
    rows = sql.rows(_LEDGER, [year.first_day, PAGE, PAGE * page, entity_id, number])
    if not rows:
        return None
    lines = tuple(LedgerLine(*row[2:13]) for row in rows if row[2] is not None)
    return Ledger(rows[0][0], rows[0][1], lines, rows[0][13] or 0)


@dataclass(frozen=True)
class LineView:
    number: str
    name: str
    third: str
    third_name: str
    label: str
    debit_cents: int
    credit_cents: int
    code: str


@dataclass(frozen=True)
class EntryView:
    """An entry opened."""

    year: Year
    lines: Sequence[LineView]
    uuid: UUID
    entity_id: int
    journal: str
    journal_name: str
    number: int
    day: date
    posted_at: datetime
    label: str
    piece: str
    piece_day: date
    source: str
    total_cents: int
    undone_by: UUID | None = None
    undoes: UUID | None = None

    @property
    def may_be_undone(self) -> bool:
        """Once, and a contrary never is."""
        return self.undone_by is None and not self.source.startswith(REVERSAL)


_ENTRY = """
SELECT e.uuid, e.entity_id, j.code, j.name, e.number, e.day, e.posted_at, e.label, e.piece, e.piece_day, e.source,
  e.total_cents, (SELECT r.uuid FROM accounting_entry r WHERE r.entity_id = e.entity_id AND r.source = 'reverse:' || e.uuid),
  (SELECT o.uuid FROM accounting_entry o WHERE e.source LIKE 'reverse:%%' AND o.uuid::text = substr(e.source, 9)),
  y.first_day, y.last_day, a.number, a.name, l.third, l.third_name, l.label, l.debit_cents, l.credit_cents,
  coalesce(t.code, '')
FROM accounting_entry e JOIN accounting_journal j ON j.id = e.journal_id JOIN accounting_year y ON y.id = e.year_id
JOIN accounting_entryline l ON l.entry_id = e.id JOIN accounting_account a ON a.id = l.account_id
LEFT JOIN accounting_lettering t ON t.line_id = l.id
WHERE e.uuid = %s ORDER BY l.position
"""


def entry_of_source(entity_id: int, source: str) -> tuple[UUID, date] | None:
    """The entry of an act, and its day; one statement."""
    found = sql.row("SELECT uuid, day FROM accounting_entry WHERE entity_id = %s AND source = %s", [entity_id, source])
    return (found[0], found[1]) if found else None


def find_entry(*, uuid: UUID) -> EntryView | None:
    """An entry of those that the open scope shows, with its lines; one statement."""
    rows = sql.rows(_ENTRY, [uuid])
    if not rows:
        return None
    head = rows[0]
    return EntryView(Year(head[14], head[15]), tuple(LineView(*row[16:]) for row in rows), *head[:14])

"""The statements by which an entry is written: its book read and its act locked in one message, then all of it at once.
Nothing here decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from cantine.accounting import rules
from cantine.accounting.commands.charts import begin_books
from cantine.accounting.rules import JournalKind, Role, Slot
from cantine.core import sql

# One act at a time: whoever posts it too waits here, then finds the entry. Whoever closes a period is waited for too.
_ALONE = """
SELECT pg_advisory_xact_lock(hashtextextended('accounting:' || id::text || ':' || %s, 0))
FROM accounting_legalentity WHERE id = %s FOR SHARE
"""
_BOOK = """
SELECT e.organisation_id, e.uuid, e.year_starts_month, e.nature,
  (SELECT x.uuid FROM accounting_entry x WHERE x.entity_id = e.id AND x.source = %s),
  (SELECT max(p.last_day) FROM accounting_period p WHERE p.entity_id = e.id),
  (SELECT j.id FROM accounting_journal j WHERE j.entity_id = e.id AND j.kind = %s),
  (SELECT y.id FROM accounting_year y WHERE y.entity_id = e.id AND %s BETWEEN y.first_day AND y.last_day),
  (SELECT json_agg(json_build_array(a.role, a.variant, a.account_id)) FROM accounting_assignment a
   WHERE a.entity_id = e.id AND a.role = ANY(%s))
FROM accounting_legalentity e WHERE e.id = %s
"""
_YEAR = """
WITH made AS (
  INSERT INTO accounting_year (organisation_id, entity_id, first_day, last_day) VALUES (%s, %s, %s, %s)
  ON CONFLICT (entity_id, first_day) DO NOTHING RETURNING id)
SELECT id FROM made UNION ALL SELECT id FROM accounting_year WHERE entity_id = %s AND first_day = %s LIMIT 1
"""
# The counter's row stays locked until the transaction ends: a number is given in it, or not at all.
_WRITE = """
WITH taken AS (
  INSERT INTO accounting_counter AS c (organisation_id, entity_id, journal_id, year_id, last) VALUES (%s, %s, %s, %s, 1)
  ON CONFLICT (journal_id, year_id) DO UPDATE SET last = c.last + 1 RETURNING organisation_id, entity_id, last),
written AS (
  INSERT INTO accounting_entry (uuid, organisation_id, entity_id, journal_id, year_id, number, day, posted_at, label, piece,
    piece_day, source, total_cents, lines)
  SELECT %s, t.organisation_id, t.entity_id, %s, %s, last, %s, greatest(%s::timestamptz, (SELECT max(e.posted_at)
    FROM accounting_entry e WHERE e.entity_id = t.entity_id)), %s, %s, %s, %s, %s, %s FROM taken t
  RETURNING id, organisation_id, entity_id)
INSERT INTO accounting_entryline (organisation_id, entity_id, entry_id, position, account_id, third, third_name, label,
  debit_cents, credit_cents)
SELECT w.organisation_id, w.entity_id, w.id, v.* FROM written w, unnest(%s::smallint[], %s::bigint[], %s::text[], %s::text[],
  %s::text[], %s::bigint[], %s::bigint[]) AS v
"""


@dataclass(frozen=True)
class Book:
    """What must be known of an entity to enter something on a day."""

    id: int
    organisation_id: int
    uuid: UUID
    starts_month: int
    nature: rules.Nature
    already: UUID | None
    closed_until: date | None
    journal_id: int
    year_id: int | None
    accounts: dict[Slot, int]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line once its account is known."""

    account_id: int
    debit_cents: int
    credit_cents: int
    third: str = ""
    third_name: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What an entry says above its lines."""

    day: date
    label: str
    piece: str
    piece_day: date
    source: str


def lock_book(entity_id: int, *, kind: JournalKind, day: date, source: str, roles: Sequence[Role]) -> Book | None:
    """The book of an entity, the act locked until the transaction ends; None where there is no such entity in scope."""
    return lock_book_soon(entity_id, kind=kind, day=day, source=source, roles=roles).value


def lock_book_soon(
    entity_id: int, *, kind: JournalKind, day: date, source: str, roles: Sequence[Role]
) -> sql.Awaited[Book | None]:
    """The same, locked and asked with whatever is said next."""
    sql.soon(_ALONE, [source, entity_id])
    asked = [source, kind.value, day, [role.value for role in roles], entity_id]
    return sql.Awaited(sql.soon(_BOOK, asked), lambda rows: _book(entity_id, next(iter(rows), None), asked))


def _book(entity_id: int, found: sql.Row | None, asked: sql.Values) -> Book | None:
    if found is not None and found[6] is None:  # it has no journal: nothing was ever entered
        begin_books(found[0], entity_id, rules.Nature(found[3]))
        found = sql.row(_BOOK, asked)
    if found is None:
        return None
    organisation_id, uuid, month, nature, already, closed, journal, year, assigned = found
    accounts = {(Role(role), variant): account for role, variant, account in assigned or ()}
    return Book(entity_id, organisation_id, uuid, month, rules.Nature(nature), already, closed, journal, year, accounts)


def write(book: Book, heading: Heading, lines: Sequence[Line], *, now: datetime) -> UUID:
    """The number, the entry and its lines, in one statement that leaves with whatever is said next; the year too where it is
    its first entry."""
    year_id = book.year_id or begin_year(book, heading.day)
    uuid = uuid4()
    columns = [
        (place, line.account_id, line.third, line.third_name[:160], (line.label or heading.label)[:200], line.debit_cents,
         line.credit_cents)
        for place, line in enumerate(lines, 1)
    ]  # fmt: skip
    sql.soon(
        _WRITE,
        [
            book.organisation_id, book.id, book.journal_id, year_id, uuid, book.journal_id, year_id, heading.day, now,
            heading.label[:200], heading.piece[:60], heading.piece_day, heading.source,
            sum(line.debit_cents for line in lines), len(lines), *map(list, zip(*columns, strict=True)),
        ],
    )  # fmt: skip
    return uuid


def begin_year(book: Book, day: date) -> int:
    """The key of the year of a day, which begins with its first entry."""
    year = rules.year_of(day, starts_month=book.starts_month)
    values = [book.organisation_id, book.id, year.first_day, year.last_day, book.id, year.first_day]
    found = sql.row(_YEAR, values) or sql.row(_YEAR, values)  # the second sees what another transaction just committed
    assert found is not None
    return int(found[0])

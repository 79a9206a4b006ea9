"""What the bank says, as it stands: what waits with what it may pay, what is matched, what is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from cantine.accounting import queries as accounting
from cantine.billing.documents.bank import read_file, text_of
from cantine.billing.rules import bank as rules
from cantine.billing.rules.bank import BankLine, Candidate, Columns, Payer, Proposal, Table
from cantine.billing.rules.bank.debits import SentRun
from cantine.core import sql
from cantine.core.sealing import unseal
from cantine.kernel import Refusal
from cantine.places.queries import PlaceRef

MOST = 500
PAID_WITHIN_DAYS = 400  # an invoice that is paid twice was paid not long ago


class Heap(StrEnum):
    """Where a line stands."""

    WAITING = "waiting"
    MATCHED = "matched"
    ASIDE = "aside"
    RETURNED = "returned"
    OUT = "out"


_HEAP = """
CASE WHEN p.id IS NOT NULL AND u.id IS NULL OR b.debit_id IS NOT NULL OR b.run_id IS NOT NULL OR b.became <> '' THEN 'matched'
  WHEN b.reason <> '' THEN 'aside' WHEN b.return_code <> '' AND b.cents < 0 THEN 'returned'
  WHEN b.cents <= 0 OR b.reversal THEN 'out' ELSE 'waiting' END
"""
_FROM = """
FROM billing_bankline b LEFT JOIN billing_payment p ON p.id = b.payment_id LEFT JOIN billing_payment u ON u.undoes_id = p.id
"""
# How many lines wait, to be narrowed further.
WAITING_COUNT = f"SELECT count(*) {_FROM} WHERE {_HEAP} = 'waiting'"
_LINES = f"""
SELECT b.uuid, {_HEAP} AS heap, b.day, b.value_day, b.cents, b.label, b.counterparty, b.reference, b.reversal, b.iban_sealed,
  b.iban_print, b.reason, b.note, p.uuid AS payment, p.payer_name,
  (SELECT array_agg(DISTINCT i.reference ORDER BY i.reference) FROM billing_settlement s JOIN billing_invoice i ON i.id = s.invoice_id
   WHERE s.payment_id = p.id),
  coalesce(k.customer_id, 0), coalesce(k.person_id, 0), k.name, b.return_code,
  coalesce((SELECT r.reference FROM billing_debitrun r WHERE r.id = b.run_id), (SELECT i.reference || ', ' || i.payer_name
   FROM billing_debit d JOIN billing_invoice i ON i.id = d.invoice_id WHERE d.id = b.debit_id), ''), b.became, b.entry
{_FROM} LEFT JOIN billing_payeriban k
  ON k.organisation_id = b.organisation_id AND k.iban_print = b.iban_print AND b.iban_print <> ''
WHERE b.organisation_id = %(organisation)s AND b.place_id = %(place)s
"""  # noqa: S608  columns of our own
_OF_HEAP = f"SELECT * FROM ({_LINES}) AS lines WHERE heap = %(heap)s ORDER BY day DESC, uuid LIMIT %(most)s"  # noqa: S608
_ONE = f"{_LINES} AND b.uuid = %(line)s"
_HEAPS = f"""
SELECT heap, count(*), sum(cents)::bigint FROM (SELECT {_HEAP} AS heap, b.cents {_FROM}
  WHERE b.organisation_id = %(organisation)s AND b.place_id = %(place)s) AS lines GROUP BY heap
UNION ALL SELECT 'until:' || last_day, 0, closing_cents FROM (SELECT last_day, closing_cents FROM billing_bankfile
  WHERE organisation_id = %(organisation)s AND place_id = %(place)s ORDER BY last_day DESC, id DESC LIMIT 1) AS latest
UNION ALL SELECT concat_ws(':', 'run', r.uuid, r.reference, r.collected_on), (r.credited_on IS NOT NULL)::int,
  (SELECT sum(d.cents)::bigint FROM billing_debit d WHERE d.run_id = r.id) FROM billing_debitrun r
WHERE r.organisation_id = %(organisation)s AND r.place_id = %(place)s AND r.sent_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM billing_bankline b WHERE b.run_id = r.id GROUP BY b.run_id HAVING sum(b.cents) >= (
    SELECT sum(d.cents) FROM billing_debit d WHERE d.run_id = r.id))
ORDER BY 1
"""  # noqa: S608  columns of our own
_CANDIDATES = """
SELECT i.uuid, i.reference, coalesce(i.customer_id, 0), coalesce(i.person_id, 0), i.payer_name, i.due_cents, i.due_cents - s.settled,
  i.due_on
FROM billing_invoice i
JOIN LATERAL (SELECT coalesce(sum(cents), 0)::bigint AS settled FROM billing_settlement
  WHERE organisation_id = i.organisation_id AND invoice_id = i.id) AS s ON true
WHERE i.organisation_id = %(organisation)s AND i.place_id = %(place)s AND i.issued_at IS NOT NULL AND i.kind IN ('invoice', 'deposit')
  AND (i.due_cents > s.settled OR i.issued_on >= %(since)s)
ORDER BY i.due_on, i.id
"""
_THERE = """
SELECT key FROM billing_bankline WHERE organisation_id = %s AND account = %s AND key = ANY(%s)
"""


@dataclass(frozen=True)
class Line:
    """A line in a list. ``known`` is who paid from this account before; ``iban`` is masked. ``debits``: what it is of our direct
    debits, a run or an invoice that came back. ``became`` and ``entry``: what it is in the books where no payment tells it."""

    uuid: UUID
    heap: Heap
    said: BankLine
    iban: str
    reason: str
    note: str
    payment: UUID | None
    payer_name: str
    settles: tuple[str, ...]
    known: Payer | None
    debits: str = ""
    became: str = ""
    entry: UUID | None = None


@dataclass(frozen=True)
class Heaps:
    """How many lines stand where, and their cents; up to which day the bank was read, and what it held then; the runs of direct
    debits that it may be paying in."""

    counts: dict[Heap, int]
    cents: dict[Heap, int]
    until: date | None = None
    closing_cents: int | None = None
    runs: tuple[SentRun, ...] = ()


@dataclass(frozen=True)
class Previewed:
    """What importing one account of a file would do; ``lines`` are those that it would bring, in the order of the file."""

    account: str
    days: tuple[date, date]
    opening_cents: int | None
    closing_cents: int | None
    lines: tuple[BankLine, ...]
    there: int

    @property
    def new(self) -> int:
        return len(self.lines)

    @property
    def in_cents(self) -> int:
        return sum(each.cents for each in self.lines if each.cents > 0)

    @property
    def out_cents(self) -> int:
        return sum(each.cents for each in self.lines if each.cents < 0)


@dataclass(frozen=True)
class Preview:
    """What a file would bring, or what is wrong in it; ``table`` where its columns can be chosen."""

    statements: tuple[Previewed, ...]
    wrong: tuple[Refusal, ...]
    table: Table | None = None
    columns: Columns | None = None


def bank_lines_of(place: PlaceRef, heap: Heap, *, most: int = MOST) -> list[Line]:
    """The latest first; one statement."""
    return [_line(row) for row in sql.rows(_OF_HEAP, {**_values(place), "heap": str(heap), "most": most})]


def find_bank_line(place: PlaceRef, uuid: UUID) -> Line | None:
    row = sql.row(_ONE, {**_values(place), "line": uuid})
    return _line(row) if row else None


def bank_heaps_of(place: PlaceRef) -> Heaps:
    """One statement."""
    rows = sql.rows(_HEAPS, _values(place))
    latest = next((row for row in rows if row[0].startswith("until:")), None)
    heaps = {Heap(row[0]): row for row in rows if ":" not in row[0]}
    return Heaps(
        {heap: heaps[heap][1] if heap in heaps else 0 for heap in Heap},
        {heap: heaps[heap][2] if heap in heaps else 0 for heap in Heap},
        date.fromisoformat(latest[0].removeprefix("until:")) if latest else None, latest[2] if latest else None,
        tuple(_run(*row) for row in rows if row[0].startswith("run:")),
    )  # fmt: skip


def _run(said: str, credited: int, cents: int) -> SentRun:
    _word, uuid, reference, day = said.split(":")
    return SentRun(UUID(uuid), reference, date.fromisoformat(day), cents, bool(credited))


def candidates_of(place: PlaceRef, *, today: date) -> list[Candidate]:
    """Invoices with something left, and those of a year or so, which may be paid twice; one statement."""
    rows = sql.rows(_CANDIDATES, {**_values(place), "since": today - timedelta(days=PAID_WITHIN_DAYS)})
    return [
        Candidate(uuid, reference, _who(customer, person), name, due, left, due_on)
        for uuid, reference, customer, person, name, due, left, due_on in rows
    ]


def proposals_for(lines: Sequence[Line], candidates: Sequence[Candidate]) -> dict[UUID, tuple[Proposal, ...]]:
    matcher = rules.Matcher(candidates, [line.known for line in lines if line.known])
    return {line.uuid: matcher.propose(line.said) for line in lines}


def preview_of(place: PlaceRef, content: bytes, *, columns: Columns | None = None) -> Preview:
    """A statement for each account that the file speaks of; nothing is written."""
    reading = read_file(content, columns=columns)
    table = _table(content)
    used = (columns or table.columns) if table else None
    if reading.wrong:
        return Preview((), reading.wrong, table, used)
    entity = accounting.entity_of(place)
    own = entity.iban if entity else ""
    return Preview(tuple(_previewed(place, each, own) for each in reading.statements if each.days), (), table, used)


def _table(content: bytes) -> Table | None:
    text = text_of(content) if b"\0" not in content[:4] else ""
    if text.lstrip()[:1] == "<" or rules.is_cfonb(text):
        return None
    return rules.table_of(text)


def _previewed(place: PlaceRef, said: rules.Statement, own: str) -> Previewed:
    account, days = (said.account or own)[:34], said.days
    assert days is not None
    rows = sql.rows(_THERE, [place.organisation_id, account, [line.bank_key for line in said.lines]])
    there = {key for (key,) in rows}
    new = tuple(line for line in said.lines if line.bank_key not in there)
    return Previewed(rules.masked(account), days, said.opening_cents, said.closing_cents, new, len(there))


def _values(place: PlaceRef) -> dict[str, Any]:
    return {"organisation": place.organisation_id, "place": place.id}


def _who(customer: int, person: int) -> tuple[str, int]:
    return ("organisation", customer) if customer else ("person", person)


def _line(row: tuple[Any, ...]) -> Line:
    uuid, heap, day, value_day, cents, label, other, reference, reversal, sealed, print_, reason, note, *rest = row
    payment, payer, settles, customer, person, name, code, debits, became, entry = rest
    # Where accounts are compared, their print stands for them.
    said = BankLine(day, value_day, cents, label, other, print_, reference, reversal=reversal, return_code=code)
    return Line(
        uuid, Heap(heap), said, rules.masked(unseal(sealed)) if sealed else "", reason, note,
        payment if heap == "matched" and not debits else None, payer or "", tuple(settles or ()),
        Payer(_who(customer, person), name, print_) if name is not None else None, debits, became, entry,
    )  # fmt: skip

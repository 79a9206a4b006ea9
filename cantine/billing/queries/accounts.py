"""The account of one payer, as it would be read over a counter; what is late, and what was written about it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cantine.billing.queries.advances import LEFT, MONEY
from cantine.billing.rules import Kind, Late, Nature, Tone
from cantine.core import sql
from cantine.places.queries import PlaceRef

_STATEMENT = """
SELECT NULL::date AS day, 'before' AS kind, '' AS reference, NULL::uuid AS uuid, coalesce(sum(cents), 0)::bigint, '' AS note,
  false AS disputed, (SELECT coalesce(sum({left}), 0)::bigint FROM billing_payment p
    WHERE organisation_id = %(organisation)s AND {money} AND {mine}) AS held
FROM ({lines}) AS old WHERE day < %(first)s
UNION ALL
SELECT day, kind, reference, uuid, cents, note, disputed, 0 FROM (
  SELECT * FROM ({lines}) AS every WHERE day BETWEEN %(first)s AND %(last)s ORDER BY day, turn, id
) AS lines
"""
_LINES = """
  SELECT issued_on AS day, kind, reference, uuid, CASE WHEN kind LIKE '%%credit_note' THEN -gross_cents ELSE due_cents END AS cents,
    '' AS note, 0 AS turn, id, EXISTS (SELECT FROM billing_dispute WHERE organisation_id = billing_invoice.organisation_id
      AND invoice_id = billing_invoice.id AND ended_at IS NULL) AS disputed FROM billing_invoice
  WHERE organisation_id = %(organisation)s AND issued_at IS NOT NULL AND {mine}
  UNION ALL SELECT received_on, 'payment:' || method, '', uuid, -cents, note, 1, id, false FROM billing_payment
  WHERE organisation_id = %(organisation)s AND {mine}
"""
_MINE = {
    "organisation": "customer_id = %(who)s",
    "person": "customer_id IS NULL AND person_id = %(who)s",
}
_LATE = f"""
SELECT i.id, i.uuid, i.reference, i.payer_name, i.issued_on, i.due_on, i.due_cents - s.settled, i.content -> 'buyer' ->> 'nature',
  i.content -> 'buyer' ->> 'email', i.content ->> 'language', r.tone, r.sent_at, d.reason, coalesce(i.customer_id, 0),
  coalesce(i.person_id, 0), i.taken_over, i.entity_id, (SELECT coalesce(sum({LEFT}), 0)::bigint FROM billing_payment p
    WHERE p.organisation_id = i.organisation_id AND p.entity_id = i.entity_id AND {MONEY}
    AND (p.customer_id = i.customer_id OR (p.customer_id IS NULL AND i.customer_id IS NULL AND p.person_id = i.person_id)))
FROM billing_invoice i
JOIN LATERAL (SELECT coalesce(sum(cents), 0)::bigint AS settled FROM billing_settlement
  WHERE organisation_id = i.organisation_id AND invoice_id = i.id) AS s ON true
LEFT JOIN LATERAL (SELECT tone, sent_at FROM billing_reminder WHERE organisation_id = i.organisation_id AND invoice_id = i.id
  ORDER BY sent_at DESC LIMIT 1) AS r ON true
LEFT JOIN billing_dispute d ON d.organisation_id = i.organisation_id AND d.invoice_id = i.id AND d.ended_at IS NULL
WHERE i.organisation_id = %s AND i.place_id = %s AND i.kind IN ('invoice', 'deposit') AND i.due_on < %s AND i.due_cents > s.settled
ORDER BY i.payer_name, i.due_on, i.id
"""  # noqa: S608  words of our own


@dataclass(frozen=True)
class StatementLine:
    """``cents`` is what it adds to what is owed: below zero, money that came in or was given back. ``kind`` is that of a
    document, or ``payment:`` and how."""

    day: date
    kind: str
    reference: str
    uuid: UUID
    cents: int
    note: str
    disputed: bool
    balance_cents: int

    @property
    def is_payment(self) -> bool:
        return self.kind.startswith("payment:")

    @property
    def document(self) -> Kind | None:
        return None if self.is_payment else Kind(self.kind)


@dataclass(frozen=True)
class Statement:
    """From what was owed before the first day to what is owed after the last; below zero, the payer is in advance. ``held_cents``
    settle nothing yet today."""

    before_cents: int
    lines: tuple[StatementLine, ...]
    held_cents: int = 0

    @property
    def balance_cents(self) -> int:
        return self.lines[-1].balance_cents if self.lines else self.before_cents


@dataclass(frozen=True)
class LateInvoice:
    """A late invoice with what was written about it. ``covered_cents`` of what is left are in hand already, and settle nothing yet."""

    id: int
    uuid: UUID
    reference: str
    payer_name: str
    issued_on: date
    due_on: date
    left_cents: int
    email: str
    language: str
    reason: str
    who: tuple[str, int]
    last_at: datetime | None
    late: Late
    taken_over: bool
    covered_cents: int

    @property
    def asked_cents(self) -> int:
        return self.left_cents - self.covered_cents


def statement_of(*, organisation_id: int, who: tuple[str, int], first_day: date, last_day: date) -> Statement:
    """One statement, however many lines."""
    mine = _MINE[who[0]]
    asked = _STATEMENT.format(lines=_LINES.format(mine=mine), mine=mine, left=LEFT, money=MONEY)
    values = {"organisation": organisation_id, "who": who[1], "first": first_day, "last": last_day}
    (*_before, before, _note, _disputed, held), *rows = sql.rows(asked, values)
    balance, lines = before, []
    for day, kind, reference, uuid, cents, note, disputed, _held in rows:
        balance += cents
        lines.append(StatementLine(day, kind, reference, uuid, cents, note, disputed, balance))
    return Statement(before, tuple(lines), held)


def late_invoices(place: PlaceRef, *, today: date) -> list[LateInvoice]:
    """Payer by payer, the oldest first; one statement."""
    held: dict[object, int] = {}
    return [_late(row, place, held) for row in sql.rows(_LATE, [place.organisation_id, place.id, today])]


def _late(row: tuple[Any, ...], place: PlaceRef, held: dict[object, int]) -> LateInvoice:
    """``held`` is what each payer has in hand after the invoices before this one."""
    (
        key,
        uuid,
        reference,
        name,
        issued,
        due,
        left,
        nature,
        email,
        language,
        tone,
        sent,
        reason,
        customer,
        person,
        taken,
        entity,
        in_hand,
    ) = row
    late = Late(
        due_on=due, nature=Nature(nature), disputed=reason is not None, last=Tone(tone) if tone else None,
        last_on=sent.astimezone(place.zone).date() if sent else None,
    )  # fmt: skip
    who = ("organisation", customer) if customer else ("person", person)
    payer = (entity, *who)
    covered = 0 if late.disputed else min(left, held.setdefault(payer, in_hand))
    held[payer] = held.get(payer, in_hand) - covered
    return LateInvoice(
        key, uuid, reference, name, issued, due, left, email or "", language, reason or "", who, sent, late, taken, covered
    )  # fmt: skip

"""Documents as they stand: what was issued, what settled it, what is left."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cantine.billing import rules
from cantine.billing.models import Invoice, InvoiceFile, Sending
from cantine.billing.rules import OPEN, Document, Kind, Owed, Where
from cantine.core import scoping, sql
from cantine.kernel.once import once
from cantine.places.queries import PlaceRef

_COLUMNS = """
  i.id, i.uuid, i.place_id, i.entity_id, i.kind, i.person_id, i.customer_id, i.payer_name, i.reference, i.made_at, i.issued_on,
  i.due_on, i.currency, i.net_cents, i.vat_cents, i.gross_cents, i.due_cents, i.taken_over, s.paid, s.credited,
  coalesce((SELECT reason FROM billing_dispute
    WHERE organisation_id = i.organisation_id AND invoice_id = i.id AND ended_at IS NULL), '')
FROM billing_invoice i LEFT JOIN LATERAL (
  SELECT coalesce(sum(cents) FILTER (WHERE payment_id IS NOT NULL), 0)::bigint AS paid,
    coalesce(sum(cents) FILTER (WHERE credit_note_id IS NOT NULL), 0)::bigint AS credited
  FROM billing_settlement
  WHERE organisation_id = i.organisation_id AND (invoice_id = i.id OR credit_note_id = i.id)
) AS s ON true
"""
_OF_PLACE = f"""
SELECT {_COLUMNS} WHERE i.organisation_id = %(organisation)s AND i.place_id = %(place)s
  AND (i.issued_on IS NULL OR i.issued_on BETWEEN %(first)s AND %(last)s)
ORDER BY i.issued_on DESC NULLS FIRST, i.number DESC, i.id DESC LIMIT %(most)s
"""
_OPEN_OF = f"""
SELECT {_COLUMNS} WHERE i.organisation_id = %(organisation)s AND i.entity_id = %(entity)s AND i.issued_at IS NOT NULL
  AND i.kind IN ('invoice', 'deposit') AND i.due_cents > s.paid + s.credited
  AND coalesce(i.customer_id, 0) = %(customer)s AND (%(customer)s > 0 OR i.person_id = %(person)s)
ORDER BY i.due_on, i.id
"""
_ONE = f"""
SELECT i.organisation_id, i.content, coalesce(
  (SELECT uuid FROM people_organisation WHERE id = i.customer_id),
  (SELECT uuid FROM people_person WHERE id = i.person_id AND i.customer_id IS NULL)
), (SELECT jsonb_build_object('state', state, 'at', coalesce(left_at, made_at), 'reason', reason) FROM billing_flow
  WHERE organisation_id = i.organisation_id AND invoice_id = i.id ORDER BY id DESC LIMIT 1),
{_COLUMNS} WHERE i.uuid = %s AND i.organisation_id = ANY(%s) AND i.issued_at IS NOT NULL
"""  # noqa: S608  columns of our own
_MINE = """
SELECT i.organisation_id, i.id FROM billing_invoice i
WHERE i.person_id = %s AND i.customer_id IS NULL AND i.issued_at IS NOT NULL ORDER BY i.issued_on DESC, i.id DESC LIMIT %s
"""
_THESE = f"SELECT {_COLUMNS} WHERE i.id = ANY(%s) ORDER BY i.issued_on DESC, i.id DESC"
_CLOSED = """
SELECT s.cents, s.settled_at, p.uuid, p.method, p.received_on, p.note, p.cents, p.undoes_id IS NOT NULL OR EXISTS
    (SELECT 1 FROM billing_payment u WHERE u.undoes_id = p.id), c.uuid, c.reference
FROM billing_settlement s LEFT JOIN billing_payment p ON p.id = s.payment_id
LEFT JOIN billing_invoice c ON c.id = CASE WHEN s.credit_note_id = %(id)s THEN s.invoice_id ELSE s.credit_note_id END
WHERE s.organisation_id = %(organisation)s AND (s.invoice_id = %(id)s OR s.credit_note_id = %(id)s) ORDER BY s.id
"""
_AFTER = f"""
SELECT (SELECT code FROM billing_series WHERE id = i.series_id), {_COLUMNS}
WHERE i.organisation_id = %(organisation)s AND i.place_id = %(place)s AND i.issued_at IS NOT NULL AND i.id > %(after)s
ORDER BY i.id LIMIT %(most)s
"""  # noqa: S608  columns of our own
_PAYMENTS = """
SELECT p.uuid, p.payer_name, p.method, p.cents, p.received_on, p.note, p.undoes_id IS NOT NULL,
  EXISTS (SELECT 1 FROM billing_payment u WHERE u.undoes_id = p.id),
  (SELECT array_agg(DISTINCT i.reference ORDER BY i.reference) FROM billing_settlement s JOIN billing_invoice i ON i.id = s.invoice_id
   WHERE s.payment_id = p.id)
FROM billing_payment p WHERE p.organisation_id = %s AND p.place_id = %s AND p.received_on BETWEEN %s AND %s
ORDER BY p.received_on DESC, p.id DESC
"""
_UNSENT = f"""
SELECT i.content -> 'buyer' ->> 'email', {_COLUMNS} WHERE i.organisation_id = %(organisation)s AND i.place_id = %(place)s
  AND i.issued_at IS NOT NULL AND NOT i.taken_over AND i.issued_on >= %(since)s
  AND NOT EXISTS (SELECT FROM billing_sending d WHERE d.organisation_id = i.organisation_id AND d.invoice_id = i.id)
ORDER BY i.payer_name, i.id LIMIT %(most)s
"""  # noqa: S608  columns of our own
MOST = 500


@dataclass(frozen=True)
class InvoiceCard:
    """A document in a list. ``paid_cents`` came as money, ``credited_cents`` as credit notes; ``dispute`` is why its payer does not
    agree, "" where they do."""

    id: int
    uuid: UUID
    place_id: int
    entity_id: int
    kind: Kind
    person_id: int | None
    customer_id: int | None
    payer_name: str
    reference: str
    made_at: datetime
    issued_on: date | None
    due_on: date | None
    currency: str
    net_cents: int
    vat_cents: int
    gross_cents: int
    due_cents: int
    taken_over: bool
    paid_cents: int
    credited_cents: int
    dispute: str

    @property
    def is_disputed(self) -> bool:
        return bool(self.dispute) and self.left_cents > 0

    @property
    def who(self) -> tuple[str, int]:
        return ("organisation", self.customer_id) if self.customer_id else ("person", self.person_id or 0)

    @property
    def left_cents(self) -> int:
        return self.due_cents - self.paid_cents - self.credited_cents

    @property
    def owed(self) -> Owed:
        return Owed(self.id, self.left_cents)

    def where(self, today: date) -> Where:
        return rules.where_is(
            kind=self.kind, issued=self.issued_on is not None, due_cents=self.due_cents, paid_cents=self.paid_cents,
            credited_cents=self.credited_cents, due_on=self.due_on, today=today,
        )  # fmt: skip


@dataclass(frozen=True)
class Settled:
    """What settled a part of a document: money, or another document. ``undone``: it came and went."""

    cents: int
    at: datetime
    payment: UUID | None
    method: str
    received_on: date | None
    note: str
    paid_cents: int | None
    undone: bool
    other: UUID | None
    other_reference: str


@dataclass(frozen=True)
class Issued:
    """An issued document, whole. Its parts are read when asked for. ``flow`` is where it was sent, as JSON; None where it did not leave."""

    card: InvoiceCard
    organisation_id: int
    content: str
    payer: UUID | None
    flow: str | None = None

    @once
    def document(self) -> Document:
        return rules.document_from_json(json.loads(self.content))

    @once
    def settled(self) -> list[Settled]:
        rows = sql.rows(_CLOSED, {"id": self.card.id, "organisation": self.organisation_id})
        return [Settled(*row) for row in rows]

    @once
    def corrections(self) -> list[tuple[UUID, str]]:
        """The credit notes that give it back, or part of it."""
        rows = Invoice.objects.filter(corrects_id=self.card.id).exclude(issued_at=None)
        return list(rows.order_by("pk").values_list("uuid", "reference"))

    @once
    def sent(self) -> list[tuple[str, datetime]]:
        rows = Sending.objects.filter(organisation_id=self.organisation_id, invoice_id=self.card.id)
        return list(rows.order_by("-sent_at").values_list("to", "sent_at"))


def invoices_of(place: PlaceRef, *, first_day: date, last_day: date, most: int = MOST) -> list[InvoiceCard]:
    """Drafts, whatever their day, then what was issued on these days, the latest first; one statement."""
    values = {
        "organisation": place.organisation_id,
        "place": place.id,
        "first": first_day,
        "last": last_day,
        "most": most,
    }
    return [_card(row) for row in sql.rows(_OF_PLACE, values)]


def unsent_invoices(place: PlaceRef, *, since: date, most: int = MOST) -> list[tuple[InvoiceCard, str]]:
    """What was issued since a day and that no letter carried, with the address that it bears; one statement."""
    values = {"organisation": place.organisation_id, "place": place.id, "since": since, "most": most}
    return [(_card(row[1:]), row[0] or "") for row in sql.rows(_UNSENT, values)]


def open_invoices(*, organisation_id: int, entity_id: int, who: tuple[str, int]) -> list[InvoiceCard]:
    """What one payer still owes to one seller, the first due first."""
    kind, key = who
    values = {
        "organisation": organisation_id, "entity": entity_id,
        "customer": key if kind == "organisation" else 0, "person": key if kind == "person" else 0,
    }  # fmt: skip
    return [_card(row) for row in sql.rows(_OPEN_OF, values)]


def find_invoice(*, organisations: Sequence[int], uuid: UUID) -> Issued | None:
    """The issued document of this id in these tenancies."""
    row = sql.row(_ONE, [uuid, list(organisations)])
    return Issued(_card(row[4:]), *row[:4]) if row else None


def my_invoices(person_id: int, *, most: int = 200) -> list[InvoiceCard]:
    """Those of a person in every place: found in the door ``own``, then read in the tenancies that issued them, where what settled
    them is. Two statements."""
    found = sql.rows(_MINE, [person_id, most])
    if not found:
        return []
    with scoping.scope(sorted({organisation for organisation, _id in found})):
        return [_card(row) for row in sql.rows(_THESE, [[key for _organisation, key in found]])]


def file_of(invoice_id: int, *, kind: str) -> tuple[bytes, str] | None:
    """The bytes that were kept, and their SHA-256; None as long as they were not made."""
    row = InvoiceFile.objects.filter(invoice_id=invoice_id, format=kind).values_list("content", "sha256").first()
    return (bytes(row[0]), row[1]) if row else None


def reference_of(invoice_id: int) -> str:
    """Its number; "" for a draft."""
    return Invoice.objects.filter(pk=invoice_id).values_list("reference", flat=True).first() or ""


def my_invoice(person_id: int, *, uuid: UUID) -> int | None:
    """The tenancy of one of a person's own invoices: read in the door ``own``."""
    rows = Invoice.objects.filter(person_id=person_id, customer_id=None, uuid=uuid).exclude(issued_at=None)
    return rows.values_list("organisation_id", flat=True).first()


@dataclass(frozen=True)
class InvoiceKey:
    """Whose tenancy, which place, and whose invoice: what a policy needs to decide."""

    organisation_id: int
    place_id: int
    person_id: int | None


def key_of_invoice(uuid: UUID) -> InvoiceKey | None:
    """Of an issued document; the person is whose own it is, and no one where an organisation pays."""
    with scoping.unscoped("an address that names no place leads to one tenancy"):
        rows = Invoice.objects.filter(uuid=uuid).exclude(issued_at=None)
        row = rows.values_list("organisation_id", "place_id", "person_id", "customer_id").first()
    return InvoiceKey(row[0], row[1], None if row[3] else row[2]) if row else None


def invoices_after(place: PlaceRef, *, after: int, most: int) -> list[tuple[InvoiceCard, str]]:
    """Issued documents in the order in which they were made, each with the code of its series; one statement."""
    values = {"organisation": place.organisation_id, "place": place.id, "after": after, "most": most}
    return [(_card(row[1:]), row[0]) for row in sql.rows(_AFTER, values)]


def is_open(card: InvoiceCard, *, today: date) -> bool:
    return card.where(today) in OPEN


def _card(row: tuple[Any, ...]) -> InvoiceCard:
    values = list(row)
    values[4] = Kind(values[4])
    return InvoiceCard(*values)


@dataclass(frozen=True)
class PaymentLine:
    """Money in a list. ``settles`` are the numbers of the documents that it settled."""

    uuid: UUID
    payer_name: str
    method: str
    cents: int
    received_on: date
    note: str
    undoes: bool
    undone: bool
    settles: tuple[str, ...]


def payments_of(place: PlaceRef, *, first_day: date, last_day: date) -> list[PaymentLine]:
    """Money received on these days, the latest first; one statement."""
    values = [place.organisation_id, place.id, first_day, last_day]
    return [PaymentLine(*[*row[:-1], tuple(row[-1] or ())]) for row in sql.rows(_PAYMENTS, values)]

"""What came from another tool, and where our own series stand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cantine.billing.models import Invoice, Quote
from cantine.billing.rules import Kind, document_from_json, waiting_groups
from cantine.core import sql
from cantine.places.queries import PlaceRef

# What a document is leant on by: then it stays.
_TAKEN = """
SELECT i.uuid, i.reference, i.kind, i.payer_name, i.issued_on, i.net_cents, i.due_cents, i.content,
  EXISTS (SELECT FROM billing_settlement s WHERE s.invoice_id = i.id OR s.credit_note_id = i.id)
  OR EXISTS (SELECT FROM billing_deduction d WHERE d.deposit_id = i.id)
  OR EXISTS (SELECT FROM billing_reminder r WHERE r.invoice_id = i.id)
  OR EXISTS (SELECT FROM billing_dispute r WHERE r.invoice_id = i.id)
  OR EXISTS (SELECT FROM billing_onlinepayment o WHERE o.invoice_id = i.id)
  OR EXISTS (SELECT FROM billing_invoice n WHERE n.corrects_id = i.id)
FROM billing_invoice i WHERE i.organisation_id = %s AND i.entity_id = %s AND i.taken_over ORDER BY i.issued_on, i.id
"""
_STANDING = """
SELECT s.code, s.last_number, EXISTS (SELECT FROM billing_invoice WHERE series_id = s.id)
  OR EXISTS (SELECT FROM billing_quote WHERE series_id = s.id)
FROM billing_series s WHERE s.organisation_id = %s AND s.entity_id = %s AND s.year = %s
"""


@dataclass(frozen=True)
class TakenDocument:
    """A document of another tool, in cents: what was left of it as it came, and its VAT that waits for that. ``leant_on``:
    something happened to it here."""

    uuid: UUID
    reference: str
    kind: Kind
    payer_name: str
    issued_on: date
    net_cents: int
    left_cents: int
    waiting_cents: int
    leant_on: bool


@dataclass(frozen=True)
class TakenSums:
    """What came, as it came: what customers owed, the worth of deposits without VAT, the VAT that waited for payment."""

    documents: tuple[TakenDocument, ...] = ()

    @property
    def invoices(self) -> int:
        """How many came with something to pay."""
        return sum(each.left_cents > 0 for each in self.documents)

    @property
    def left_cents(self) -> int:
        return sum(each.left_cents for each in self.documents)

    @property
    def deposits(self) -> int:
        """How many are held: paid before they came."""
        return sum(each.kind is Kind.DEPOSIT and not each.left_cents for each in self.documents)

    @property
    def deposits_net_cents(self) -> int:
        return sum(each.net_cents for each in self.documents if each.kind is Kind.DEPOSIT)

    @property
    def waiting_cents(self) -> int:
        return sum(each.waiting_cents for each in self.documents)


@dataclass(frozen=True)
class SeriesLine:
    """A series of a year: its last number, and whether a document has one of its numbers."""

    code: str
    last_number: int
    in_use: bool


def taken_sums(place: PlaceRef, *, entity_id: int) -> TakenSums:
    """One statement."""
    rows = sql.rows(_TAKEN, [place.organisation_id, entity_id])
    return TakenSums(tuple(_taken(*row) for row in rows))


def _taken(
    uuid: UUID, reference: str, kind: str, name: str, day: date, net: int, left: int, content: Any, leant_on: bool
) -> TakenDocument:  # fmt: skip
    document = document_from_json(content if isinstance(content, dict) else json.loads(content))
    waiting = sum(each.vat_cents for each in waiting_groups(document))
    return TakenDocument(uuid, reference, Kind(kind), name, day, net, left, waiting, leant_on)


def series_of(place: PlaceRef, *, entity_id: int, year: int) -> dict[str, SeriesLine]:
    """By code, those of a year; one statement."""
    rows = sql.rows(_STANDING, [place.organisation_id, entity_id, year])
    return {code: SeriesLine(code, last, used) for code, last, used in rows}


def series_in_use(series_id: int) -> bool:
    """Whether a document or a quote has a number of it."""
    return any(rows.filter(series_id=series_id).exists() for rows in (Invoice.objects, Quote.objects))


def references_among(place: PlaceRef, references: Sequence[str]) -> frozenset[str]:
    """Those that are a document of the organisation already; one statement."""
    rows = Invoice.objects.filter(organisation_id=place.organisation_id, reference__in=list(references))
    return frozenset(rows.values_list("reference", flat=True))


def taken_numbers(place: PlaceRef) -> frozenset[str]:
    """The numbers that other tools gave, of the documents that came; one statement."""
    rows = Invoice.objects.filter(organisation_id=place.organisation_id).exclude(reference="")
    return frozenset(rows.values_list("reference", flat=True))

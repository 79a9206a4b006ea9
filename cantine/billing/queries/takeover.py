"""What came from another tool, and where our own series stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from cantine.billing.models import Invoice, Quote
from cantine.core import sql
from cantine.places.queries import PlaceRef

_TAKEN = """
SELECT count(*) FILTER (WHERE due_cents > 0), coalesce(sum(due_cents), 0)::bigint,
  count(*) FILTER (WHERE kind = 'deposit' AND due_cents = 0), coalesce(sum(net_cents) FILTER (WHERE kind = 'deposit'), 0)::bigint
FROM billing_invoice WHERE organisation_id = %s AND entity_id = %s AND taken_over
"""
_STANDING = """
SELECT s.code, s.last_number, EXISTS (SELECT FROM billing_invoice WHERE series_id = s.id)
  OR EXISTS (SELECT FROM billing_quote WHERE series_id = s.id)
FROM billing_series s WHERE s.organisation_id = %s AND s.entity_id = %s AND s.year = %s
"""


@dataclass(frozen=True)
class TakenSums:
    """How many invoices came with something to pay and how much, and deposits: how many are held, and their worth without VAT."""

    invoices: int
    left_cents: int
    deposits: int
    deposits_net_cents: int


@dataclass(frozen=True)
class SeriesLine:
    """A series of a year: its last number, and whether a document has one of its numbers."""

    code: str
    last_number: int
    in_use: bool


def taken_sums(place: PlaceRef, *, entity_id: int) -> TakenSums:
    """One statement."""
    found = sql.row(_TAKEN, [place.organisation_id, entity_id])
    assert found is not None
    return TakenSums(*found)


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

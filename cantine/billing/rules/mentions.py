"""What the law wants on a document before it may have a number: CGI ann. II art. 242 nonies A, C. com. L441-9, L441-10.

Each refusal says one thing that is missing, and on whose side: ``seller``, ``buyer``, ``lines`` or ``terms``.
"""

from collections.abc import Iterator
from datetime import date

from cantine.billing.rules.documents import Document, Line, Nature, Party
from cantine.billing.rules.payers import check_country
from cantine.billing.rules.reporting.chorus import check_public_buyer
from cantine.kernel.refusal import Refusal
from cantine.pricing.rules import VatKind, check_vat

MOST_LINES = 300


def check_issuable(document: Document, *, on: date) -> list[Refusal]:
    """All that stands in the way of a number, were it issued on that day."""
    return [
        *_check_seller(document), *_check_buyer(document.buyer), *_check_lines(document), *_check_terms(document, on),
        *check_public_buyer(document),
    ]  # fmt: skip


def _check_seller(document: Document) -> Iterator[Refusal]:
    """The rest of what a seller needs is told by its own rules (``accounting``)."""
    seller = document.seller
    if not seller.vat_number and any(line.vat.kind is VatKind.TAXED for line in document.lines):
        yield Refusal("seller_vat_number_missing", {"name": seller.name}, "seller")


def _check_buyer(buyer: Party) -> Iterator[Refusal]:
    if not buyer.name:
        yield Refusal("buyer_name_missing", {}, "buyer")
    elif not _reaches(buyer):
        yield Refusal("buyer_address_missing", {"name": buyer.name}, "buyer")
    yield from check_country(buyer.address.country or "FR", "buyer")
    if buyer.nature in {Nature.BUSINESS, Nature.PUBLIC} and not buyer.siren:
        yield Refusal("buyer_siren_missing", {"name": buyer.name}, "buyer")


def _check_lines(document: Document) -> Iterator[Refusal]:
    if not document.lines:
        yield Refusal("document_empty", {}, "lines")
        return
    if len(document.lines) > MOST_LINES:
        yield Refusal("document_too_long", {"most": MOST_LINES}, "lines")
    for line in document.lines:
        yield from check_line(line)
    if document.gross_cents <= 0:
        yield Refusal("document_below_zero", {}, "lines")
    elif document.due_cents < 0:
        yield Refusal("deposits_above_total", {}, "lines")


def check_line(line: Line) -> Iterator[Refusal]:
    """A line is something, some of it, at a price and a rate that exist."""
    if not line.name.strip():
        yield Refusal("line_name_missing", {}, "name")
    if line.quantity <= 0:
        yield Refusal("line_quantity_not_above_zero", {"quantity": line.quantity}, "quantity")
    if line.unit_cents < 0:
        yield Refusal("line_price_below_zero", {}, "unit_cents")
    yield from check_vat(line.vat)


def _check_terms(document: Document, on: date) -> Iterator[Refusal]:
    if document.due_on is not None and document.due_on < on:
        yield Refusal("due_before_issued", {"day": document.due_on}, "due_on")
    if document.kind.gives_back:
        if document.corrects is None:
            yield Refusal("corrects_nothing", {}, "terms")
        return
    if not document.terms.penalties or not document.terms.discount:
        yield Refusal("terms_missing", {}, "terms")
    if document.buyer.nature is not Nature.PERSON and not document.terms.recovery:
        yield Refusal("recovery_missing", {}, "terms")


def _reaches(party: Party) -> bool:
    """A letter would arrive."""
    address = party.address
    return bool(address.town and (address.street or address.extra or address.country != "FR"))

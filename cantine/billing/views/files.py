"""The files of documents, as they were kept: for the place, and for whoever pays."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import translation

from cantine.billing import commands, queries
from cantine.billing.commands.settled_wording import paid_of
from cantine.billing.documents import receipt_pdf_of
from cantine.billing.queries import Issued
from cantine.billing.tasks import FILES
from cantine.billing.views.invoice import issued_at
from cantine.core import clock
from cantine.places.policies import PlaceRequest

RECEIPT = "recu.pdf"
TYPES = {"pdf": "application/pdf", "xml": "application/xml"}


def invoice_file(request: PlaceRequest, *, invoice: UUID, kind: str) -> HttpResponse:
    """The bytes that were handed over, with their SHA-256 as their tag."""
    return file_answer(issued_at(request, invoice), kind)


def file_answer(found: Issued, kind: str) -> HttpResponse:
    """Made now where no worker has made it yet: whoever asks does not wait for one. ``RECEIPT`` says that it is paid."""
    if kind == RECEIPT:
        return _receipt(found)
    if kind not in TYPES:
        raise Http404
    said = {"organisation_id": found.organisation_id, "invoice_id": found.card.id}
    kept = queries.file_of(found.card.id, kind=kind)
    if kept is None:
        commands.make_files(actor=FILES, now=clock.now(), **said)
        kept = queries.file_of(found.card.id, kind=kind)
    if kept is None:
        raise Http404
    content, sha256 = kept
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'inline; filename="{found.card.reference}.{kind}"'
    answer.headers["ETag"] = f'"{sha256}"'
    return answer


def _receipt(found: Issued) -> HttpResponse:
    with translation.override(found.document.language):
        paid = paid_of(found)
    if not paid:
        raise Http404
    answer = HttpResponse(receipt_pdf_of(found.document, paid), content_type=TYPES["pdf"])
    answer.headers["Content-Disposition"] = f'inline; filename="{found.card.reference}-recu.pdf"'
    return answer

"""The files of a document: its PDF with the XML inside and the XML by itself, made once and kept as they are."""

import hashlib
from datetime import datetime

from django.db import transaction

from cantine.billing import rules
from cantine.billing.documents import made
from cantine.billing.models import Invoice, InvoiceFile
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize


def make_files(*, actor: Actor, now: datetime, organisation_id: int, invoice_id: int) -> None:
    """Make both files of an issued document unless they are there. Records nothing. Refusals: none."""
    authorize(actor, "invoice.make_files", Target(organisation_id))
    row = Invoice.objects.filter(organisation_id=organisation_id, pk=invoice_id).exclude(issued_at=None).first()
    if row is None or row.content is None or row.taken_over or InvoiceFile.objects.filter(invoice_id=row.pk).exists():
        return
    files = made(rules.document_from_json(row.content))
    with transaction.atomic():
        InvoiceFile.objects.bulk_create(
            (_file(row, kind, content, now) for kind, content in (("xml", files.xml), ("pdf", files.pdf))),
            ignore_conflicts=True,
        )


def _file(row: Invoice, kind: str, content: bytes, now: datetime) -> InvoiceFile:
    return InvoiceFile(
        organisation_id=row.organisation_id, invoice_id=row.pk, format=kind, content=content,
        sha256=hashlib.sha256(content).hexdigest(), made_at=now,
    )  # fmt: skip

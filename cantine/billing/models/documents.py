"""Invoices and credit notes. A draft has no number and follows its charges; an issued document never changes again, and a
trigger holds that, as it holds that a series has no gap (see the migration of walls)."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.billing.rules import Kind
from cantine.core.scoping import TenantModel, tenant_key

KINDS = [(each.value, each.value) for each in Kind]
FORMATS = [("pdf", "pdf"), ("xml", "xml")]


class Series(TenantModel):
    """A sequence of numbers without gaps: its row is locked by whoever takes the next."""

    organisation = tenant_key(db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entity", "code", "year"], name="one_series_a_year")
        ]


class Invoice(TenantModel):
    """A document of any kind. ``added`` is what somebody wrote on a draft, beside its charges; ``content`` is the whole
    document as it was frozen. ``checked`` names the draft that the rules of electronic invoicing were tried on. ``taken_over``: another
    tool issued it, and keeps its files."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=KINDS)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    added = models.JSONField(default=dict)
    checked = models.CharField(max_length=64, blank=True)
    taken_over = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)
    reference = models.CharField(max_length=35, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    payer_name = models.CharField(max_length=160)
    content = models.JSONField(null=True)
    currency = models.CharField(max_length=3, default="EUR")
    net_cents = models.PositiveBigIntegerField(default=0)
    vat_cents = models.PositiveBigIntegerField(default=0)
    gross_cents = models.PositiveBigIntegerField(default=0)
    due_cents = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="one_document_a_number"),
            models.UniqueConstraint(
                fields=["organisation", "reference"], condition=~Q(reference=""), name="one_document_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(
                    number__isnull=True, series__isnull=True, issued_at__isnull=True, issued_on__isnull=True,
                    content__isnull=True, reference="",
                )
                | (
                    Q(
                        number__isnull=False, series__isnull=False, issued_at__isnull=False, issued_on__isnull=False,
                        content__isnull=False,
                    )
                    & ~Q(reference="")
                ),
                name="a_draft_has_no_number",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "place", "-issued_on", "-number"], name="invoice_by_day"),
            models.Index(fields=["organisation", "customer", "person"], name="invoice_by_payer"),
        ]


class InvoiceFile(TenantModel):
    """The bytes that were handed over, kept as they are: never made again."""

    organisation = tenant_key(db_index=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="files", db_index=False)
    format = models.CharField(max_length=4, choices=FORMATS)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "invoice", "format"], name="one_file_a_format")]


class Sending(TenantModel):
    """A document written to somebody. ``debit_on`` is the day that the letter announced for its direct debit, by mandate ``rum``."""

    organisation = tenant_key(db_index=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="sendings", db_index=False)
    to = models.EmailField()
    sent_at = models.DateTimeField()
    debit_on = models.DateField(null=True)
    debit_cents = models.PositiveBigIntegerField(null=True)
    rum = models.CharField(max_length=35, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debit_on=None, debit_cents=None, rum="")
                | (Q(debit_on__isnull=False, debit_cents__gt=0) & ~Q(rum="")),
                name="what_is_announced_is_whole",
            )
        ]
        indexes = [models.Index(fields=["organisation", "invoice"], name="sending_by_invoice")]

"""Tax receipts: whether an entity gives any, their series without gaps, and each with the bytes that the donor was given."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.funding.models.support import Gift
from cantine.funding.rules.receipts import Form, Quality

QUALITIES = [(each.value, each.value) for each in Quality]
FORMS = [(each.value, each.value) for each in Form]


class ReceiptTerms(TenantModel):
    """Columns as ``rules.receipts.Terms`` says them; an entity without a row gives none."""

    organisation = tenant_key()
    entity = models.OneToOneField("accounting.LegalEntity", on_delete=models.CASCADE, related_name="+")
    on = models.BooleanField(default=False)
    persons = models.BooleanField(default=False)
    firms = models.BooleanField(default=False)
    quality = models.CharField(max_length=10, choices=QUALITIES, default=Quality.INTEREST)
    purpose = models.CharField(max_length=300, blank=True)
    signer = models.CharField(max_length=160, blank=True)
    signer_role = models.CharField(max_length=80, blank=True)
    confirmed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on=False)
                | Q(confirmed=True) & ~Q(signer="") & ~Q(purpose="") & (Q(persons=True) | Q(firms=True)),
                name="receipts_are_on_once_confirmed",
            )
        ]


class ReceiptSeries(TenantModel):
    """The last number of an entity in a year. Its row is locked by whoever takes the next."""

    organisation = tenant_key()
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entity", "year"], name="one_series_of_receipts")
        ]


class TaxReceipt(TenantModel):
    """Written once with its file; afterwards it may only be cancelled, once, and a trigger keeps it so."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    form = models.CharField(max_length=5, choices=FORMS)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    cents = models.PositiveBigIntegerField()
    issued_on = models.DateField()
    content = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    cancelled_on = models.DateField(null=True)
    why = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "year", "number"], name="one_receipt_a_number"),
            models.UniqueConstraint(
                fields=["gift"], condition=Q(cancelled_on=None), name="a_gift_has_one_receipt_that_stands"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, why="") | Q(cancelled_on__isnull=False) & ~Q(why=""),
                name="a_receipt_is_cancelled_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place", "year", "number"], name="receipt_by_number")]

"""Money that came in or went back, and what it settles. Rows are only ever added: a mistake is undone by another row."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.billing.rules import Method
from cantine.core.scoping import TenantModel, tenant_key

METHODS = [(each.value, each.value) for each in Method]


class Payment(TenantModel):
    """``key`` says which payment it is to whoever recorded it: the same one twice is one. Below zero, it was paid back;
    ``undoes`` is a payment that was never one; ``returns`` one of which what settled nothing went back."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    payer_name = models.CharField(max_length=160)
    method = models.CharField(max_length=12, choices=METHODS)
    cents = models.BigIntegerField()
    received_on = models.DateField()
    note = models.CharField(max_length=120, blank=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    returns = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="returned_by")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_payment_a_key"),
            models.CheckConstraint(condition=Q(returns=None) | Q(cents__lt=0), name="what_returns_goes_out"),
            models.CheckConstraint(condition=~Q(cents=0), name="a_payment_is_of_something"),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-received_on"], name="payment_by_day")]


class Settlement(TenantModel):
    """So many cents of a document are settled by a payment or by a credit note; below zero, that is undone."""

    organisation = tenant_key(db_index=False)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="settlements", db_index=False)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="settlements")
    credit_note = models.ForeignKey("billing.Invoice", null=True, on_delete=models.PROTECT, related_name="settles")
    cents = models.BigIntegerField()
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="a_settlement_is_of_something"),
            models.CheckConstraint(
                condition=Q(payment__isnull=True, credit_note__isnull=False)
                | Q(payment__isnull=False, credit_note__isnull=True),
                name="settled_by_money_or_by_a_credit_note",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "invoice"], name="settlement_by_invoice")]

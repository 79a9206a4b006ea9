"""Charges: what is owed, before any document."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.billing.rules import State
from cantine.core.scoping import TenantModel, tenant_key

STATES = [(state.value, state.value) for state in State]


class Charge(TenantModel):
    """An act that was sold, at the price frozen when it was made. ``source`` says which act, to whoever sold it: one act
    is charged once. Who pays is ``customer`` where there is one, else whoever pays for ``person``, else ``person``.
    ``invoice`` is the document that took it: one at most, so it is never billed twice. ``quote`` promised its price: all of
    a quote is billed together, its deposit taken off."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=80)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=160)
    day = models.DateField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    price = models.JSONField()
    net_cents = models.PositiveIntegerField()
    vat_cents = models.PositiveIntegerField()
    offered_cents = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=STATES)
    percent = models.PositiveSmallIntegerField(default=100)
    invoice = models.ForeignKey("billing.Invoice", null=True, on_delete=models.PROTECT, related_name="charges")
    quote = models.ForeignKey("billing.Quote", null=True, on_delete=models.PROTECT, related_name="charges")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source"], name="an_act_is_charged_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="charge_asks_for_its_price_at_most"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="charge_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place", "day"], name="charge_by_day")]

"""Costs that come back."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.funding.models.costs import ACTIVITIES
from cantine.funding.rules.recurring import Every

EVERY = [(each.value, each.value) for each in Every]


class RecurringCost(TenantModel):
    """Columns as ``rules.recurring.Recurring`` says them. ``entered_until`` is the last date that was entered: each is a Cost
    whose key names it, so that it comes once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    what = models.CharField(max_length=160)
    supplier = models.CharField(max_length=160, blank=True)
    category = models.CharField(max_length=8, blank=True)
    activity = models.CharField(max_length=10, choices=ACTIVITIES)
    net_cents = models.PositiveBigIntegerField()
    vat_cents = models.PositiveBigIntegerField(default=0)
    every = models.CharField(max_length=8, choices=EVERY)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    alone = models.BooleanField(default=False)
    entered_until = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place", "key"], name="a_recurring_cost_comes_once"),
            models.CheckConstraint(condition=Q(net_cents__gt=0), name="a_recurring_cost_is_of_something"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="a_recurring_cost_has_days"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place", "first_day"], name="recurring_by_place")]

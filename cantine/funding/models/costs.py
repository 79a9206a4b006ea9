"""What a place spends."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.funding.rules import Activity

ACTIVITIES = [(each.value, each.value) for each in Activity]


class Cost(TenantModel):
    """``net_cents`` is what it costs, ``vat_cents`` what is deducted. ``key`` is that of the form or of the line of a file
    that brought it: the same one brings it once. What a cost is never changes: the books hold it. A payment that was none is undone, and
    ``turn`` counts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    what = models.CharField(max_length=160)
    supplier = models.CharField(max_length=160, blank=True)
    category = models.CharField(max_length=8, blank=True)
    activity = models.CharField(max_length=10, choices=ACTIVITIES)
    day = models.DateField()
    net_cents = models.PositiveBigIntegerField()
    vat_cents = models.PositiveBigIntegerField(default=0)
    paid_on = models.DateField(null=True)
    turn = models.PositiveSmallIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place", "key"], name="a_cost_comes_once"),
            models.CheckConstraint(condition=Q(net_cents__gt=0), name="a_cost_is_of_something"),
            models.CheckConstraint(condition=Q(vat_cents__lte=models.F("net_cents")), name="vat_is_below_its_cost"),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-day"], name="cost_by_day")]

"""What a place is given, or gives, in kind."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.funding.rules.kind import Sort

SORTS = [(each.value, each.value) for each in Sort]


class InKind(TenantModel):
    """``quantity`` at ``unit_cents`` each makes ``cents``; ``method`` says how it was valued. What is received is in the
    books, on both sides; what is given is told beside them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    given = models.BooleanField(default=False)
    sort = models.CharField(max_length=10, choices=SORTS)
    what = models.CharField(max_length=160)
    day = models.DateField()
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    unit_cents = models.PositiveIntegerField()
    cents = models.PositiveBigIntegerField()
    method = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0, quantity__gt=0), name="what_is_in_kind_is_worth")
        ]
        indexes = [models.Index(fields=["organisation", "place", "-day"], name="in_kind_by_day")]

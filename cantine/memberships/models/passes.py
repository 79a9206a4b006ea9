"""Passes as a place sells them."""

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.memberships.models.allowances import UNITS, USES


class PassKind(TenantModel):
    """N units for a price, used within some days of the sale."""

    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=40)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    use = models.CharField(max_length=5, choices=USES)
    unit = models.CharField(max_length=8, choices=UNITS)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    cents = models.PositiveIntegerField()
    valid_days = models.PositiveSmallIntegerField(null=True)
    online = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="one_pass_kind_a_code"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_pass_holds_something"),
            models.CheckConstraint(
                condition=Q(valid_days__isnull=True) | Q(valid_days__gt=0), name="a_pass_serves_a_day_at_least"
            ),
        ]


class PassKindPrice(TenantModel):
    """What a pass costs to a category of customers; the others pay what the kind says."""

    organisation = tenant_key()
    kind = models.ForeignKey(PassKind, on_delete=models.CASCADE, related_name="prices")
    category = models.ForeignKey("pricing.Category", on_delete=models.PROTECT, related_name="+")
    cents = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "category"], name="a_pass_costs_a_category_one_price")]


class DropIn(TenantModel):
    """What a visit costs to who has no allowance for it: the price of a seat of this kind. No row: visits are free."""

    organisation = tenant_key()
    place = models.OneToOneField("places.Place", on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey("places.Kind", on_delete=models.CASCADE, related_name="+")

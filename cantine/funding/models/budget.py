"""What a year should earn and spend."""

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key


class BudgetLine(TenantModel):
    """``code`` is a line of ``rules.budget``."""

    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24)
    cents = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place", "year", "code"], name="one_budget_a_line"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_budget_is_of_something"),
        ]

"""Rights of use that a supporter has."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.funding.models.grants import Grant
from cantine.funding.models.support import Sponsorship


class SupportRight(TenantModel):
    """``days`` of so many ``hours``, given by a grant or by a sponsorship; ``allowance`` keeps the count of what is used."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="rights")
    sponsorship = models.ForeignKey(Sponsorship, null=True, on_delete=models.PROTECT, related_name="rights")
    allowance = models.OneToOneField("memberships.Allowance", on_delete=models.PROTECT, related_name="+")
    allowance_uuid = models.UUIDField()
    name = models.CharField(max_length=160)
    days = models.DecimalField(max_digits=6, decimal_places=2)
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    first_day = models.DateField()
    last_day = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grant__isnull=True, sponsorship__isnull=False)
                | Q(grant__isnull=False, sponsorship__isnull=True),
                name="a_right_is_of_one_supporter",
            ),
            models.CheckConstraint(condition=Q(days__gt=0, hours__gt=0), name="a_right_gives_something"),
        ]

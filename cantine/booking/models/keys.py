"""The register of keys and badges: what the place lends, to whom, since when."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.booking.rules.keys import KeyKind
from cantine.core.scoping import TenantModel, tenant_key


class Key(TenantModel):
    """A key or a badge that the place lends; ``number`` is what the door's reader says of a badge, ``resource`` the room
    that it opens when it opens one only. What is lost stays in the hands that lost it until it is found or retired."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=[(kind.value, kind.value) for kind in KeyKind])
    label = models.CharField(max_length=60)
    number = models.CharField(max_length=40, blank=True)
    resource = models.ForeignKey("places.Resource", null=True, on_delete=models.PROTECT, related_name="+")
    lost_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "number"], condition=Q(retired_at=None) & ~Q(number=""), name="one_key_a_number"
            )
        ]


class Loan(TenantModel):
    """A key in somebody's hands, until it comes back."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="loans")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    lent_at = models.DateTimeField()
    due = models.DateField(null=True)
    lent_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    returned_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(returned_at=None), name="one_open_loan_a_key"),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("lent_at")), name="loan_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(returned_at=None), name="loan_to_remind")]

"""What the team wrote to people."""

import uuid

from django.db import models

from cantine.booking.rules.messages import Sort
from cantine.core.scoping import TenantModel, tenant_key


class Message(TenantModel):
    """One message to a group, kept as it was sent; each letter stands in the outbox."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    sort = models.CharField(max_length=7, choices=[(each.value, each.value) for each in Sort])
    audience = models.CharField(max_length=80)
    subject = models.CharField(max_length=150)
    words = models.TextField()
    reached = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["organisation", "place", "-sent_at"], name="message_by_place")]

"""What the team wrote to people."""

import uuid

from django.db import models

from cantine.booking.rules.messages import LeftOut, Sort
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


class MessageReader(TenantModel):
    """One person of a message's audience, as it stood when it was sent: written to once, or left out and why."""

    owned_by = "person_id"
    organisation = tenant_key()
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    left_out = models.CharField(max_length=12, blank=True, choices=[(each.value, each.value) for each in LeftOut])
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="one_letter_a_reader")]
        indexes = [
            models.Index(fields=["message", "id"], condition=models.Q(done_at__isnull=True), name="readers_to_write_to")
        ]


class NewsStop(TenantModel):
    """A person wants no more news of this place; its service messages still come."""

    owned_by = "person_id"
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "person"], name="one_news_stop")]

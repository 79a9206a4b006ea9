"""Secret addresses that calendars read. The secret is kept as a digest; ``hint`` is its beginning, to tell two apart."""

import uuid

from django.db import models

from cantine.core.scoping import TenantModel, tenant_key


class Feed(TenantModel):
    """A secret address at which a calendar reads dates: a person's own (no organisation), a room's or a place's."""

    owned_by = "made_by_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(null=True)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey("places.Resource", null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    detail = models.CharField(max_length=4)
    name = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="person", organisation__isnull=True, place__isnull=True, resource__isnull=True)
                | models.Q(kind="place", organisation__isnull=False, place__isnull=False, resource__isnull=True)
                | models.Q(kind="resource", organisation__isnull=False, place__isnull=False, resource__isnull=False),
                name="feed_is_of_one_thing",
            ),
            models.CheckConstraint(condition=models.Q(detail__in=["busy", "full"]), name="feed_detail_known"),
        ]
        indexes = [models.Index(fields=["made_by", "-made_at"], name="feed_of_person")]

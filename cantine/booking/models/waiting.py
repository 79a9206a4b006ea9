"""The waiting list: who waits for what, in the order of asking, and what was offered to them."""

import uuid

from django.db import models

from cantine.booking.models.bookings import Booking
from cantine.core.scoping import TenantModel, tenant_key


class Waiting(TenantModel):
    """Somebody waits for a time that is taken. Once it frees, an offer is a date held for them alone (``booking``)."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("places.Resource", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    quantity = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    offered_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(null=True)
    booking = models.ForeignKey(Booking, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="waiting_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="waiting_wants_something"),
            models.UniqueConstraint(
                fields=["resource", "person", "starts_at", "ends_at"],
                condition=models.Q(state__in=["waiting", "offered"]),
                name="waits_once_for_one_time",
            ),
            models.UniqueConstraint(
                fields=["booking"], condition=models.Q(booking__isnull=False), name="one_offer_a_booking"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "place", "asked_at"],
                condition=models.Q(state="waiting"),
                name="waiting_in_order",
            ),
            models.Index(fields=["person", "-asked_at"], name="waiting_of_person"),
        ]

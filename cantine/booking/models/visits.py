"""Tables of visits, and of what stands at the door: the devices that count, the codes that open, the cards that show."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.booking.models.bookings import Occurrence
from cantine.booking.rules.visits import DeviceKind, How
from cantine.core.scoping import TenantModel, tenant_key


class Device(TenantModel):
    """A tablet, a presence sensor or a door of the place. A tablet holds a cookie whose digest is here; the others
    sign with a key that is derived, never stored."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=[(kind.value, kind.value) for kind in DeviceKind])
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, blank=True)
    pairing_digest = models.CharField(max_length=64, blank=True)
    pairing_expires_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    paired_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="one_device_a_cookie"),
            models.UniqueConstraint(
                fields=["pairing_digest"], condition=~Q(pairing_digest=""), name="one_device_a_pairing"
            ),
        ]


class Visit(TenantModel):
    """Somebody was here, from, to. Without a person it counts guests; a headcount is one number for the whole day."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField()
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=9, choices=[(how.value, how.value) for how in How])
    count = models.PositiveIntegerField(default=1)
    occurrence = models.ForeignKey(Occurrence, null=True, on_delete=models.SET_NULL, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person"], condition=Q(left_at=None), name="one_open_visit_a_person"
            ),
            models.UniqueConstraint(fields=["place", "day"], condition=Q(how="headcount"), name="one_headcount_a_day"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")), name="visit_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(person=None) | Q(count=1), name="a_person_comes_once"),
            models.CheckConstraint(condition=Q(how="headcount") | Q(count__gt=0), name="visit_counts_somebody"),
            models.CheckConstraint(
                condition=~Q(how="headcount") | Q(left_at__isnull=False, person=None), name="headcount_is_a_total"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "place", "day", "arrived_at"], name="visit_by_day"),
            models.Index(fields=["organisation", "place"], condition=Q(left_at=None), name="visit_open"),
            models.Index(fields=["person", "-arrived_at"], name="visit_of_person"),
        ]


class SensorEvent(TenantModel):
    """A message of a device that was acted upon: the same one again is not. Kept two days, the signature's life is
    five minutes."""

    organisation = tenant_key()
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "key"], name="one_message_once")]


class OpeningCode(TenantModel):
    """The short code by which a person of the team opens and closes the day on the place's tablet."""

    owned_by = "person_id"
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person"], condition=Q(revoked_at=None), name="one_opening_code_a_person"
            ),
            models.UniqueConstraint(
                fields=["place", "digest"], condition=Q(revoked_at=None), name="one_person_an_opening_code"
            ),
        ]


class DayOpening(TenantModel):
    """Who opened the place on a day, and who closed it."""

    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "day"], name="one_opening_a_day")]


class VisitorCard(TenantModel):
    """A printed card with a person's QR, for who has no phone at hand; works until it is revoked."""

    owned_by = "person_id"
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person"], condition=Q(revoked_at=None), name="one_visitor_card_a_person"
            )
        ]

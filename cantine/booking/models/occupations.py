"""Months or years in one space: occupations, who waits for one, the state of the space at entry and at exit."""

import uuid

from django.db import models

from cantine.booking.rules.occupations import Moment
from cantine.core.scoping import TenantModel, tenant_key


class Occupation(TenantModel):
    """A resource held day after day, ``starts_on`` to ``ends_on`` included, or with no end. Its claims take the units, so
    that no booking can come over it. Whether it runs is told by the day, never stored."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("places.Resource", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    quantity = models.PositiveIntegerField(default=1)
    people = models.PositiveIntegerField(default=1)  # whom it brings, towards the legal capacity
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    agreement = models.TextField(blank=True)
    moved_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="moved_to")
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="occupation_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="occupation_takes_something"),
        ]
        indexes = [
            models.Index(fields=["organisation", "place", "starts_on"], name="occupation_by_place"),
            models.Index(fields=["person", "starts_on"], name="occupation_of_person"),
        ]


class OccupationWish(TenantModel):
    """Somebody waits for a space: of a kind, or this very one. Low positions first; a wish leaves when it is closed."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.ForeignKey("places.Kind", null=True, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("places.Resource", null=True, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    occupation = models.ForeignKey(Occupation, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__isnull=False) ^ models.Q(resource__isnull=False),
                name="a_wish_is_for_a_kind_or_a_resource",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "place", "position"],
                condition=models.Q(closed_at__isnull=True),
                name="wish_waiting",
            )
        ]


class StateReport(TenantModel):
    """État des lieux: what both saw, item by item, signed by two typed names. Written once, like the paper it prints to:
    ``lines`` are frozen ``{item, condition, note}``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="reports")
    moment = models.CharField(max_length=5, choices=[(each.value, each.value) for each in Moment])
    lines = models.JSONField()
    note = models.TextField(blank=True)
    signed_for_place = models.CharField(max_length=120)
    signed_for_occupant = models.CharField(max_length=120)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occupation", "moment"], name="one_state_report_a_moment")]


class StatePhoto(TenantModel):
    """A picture of what both saw, re-encoded like every picture; the file's name is its uuid. It is the report's, and
    like it changes no more."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    report = models.ForeignKey(StateReport, on_delete=models.CASCADE, related_name="photos")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="state_photos_in_order")]

"""Tables of bookings. ``Claim`` and ``SeatClaim`` are where the promise stands: whatever writes, nothing overlaps.

A key without a constraint of its own (``db_constraint=False``) has a stricter one: with the organisation, it points at a
parent of the same tenancy (``same_tenancy`` in the migrations), so checking it twice at each booking would prove nothing
more. One without an index is the beginning of another index, or has one of the few rows that are not null.
"""

import uuid
from datetime import timedelta

from django.db import models

from cantine.booking.rules import State
from cantine.core.scoping import TenantModel, tenant_key

STATES = [(state.value, state.value) for state in State]


class Booking(TenantModel):
    """What somebody asked for: a resource, by a person, perhaps for another or for an organisation. It has dates.

    ``held_for`` names what its options wait for, opaque here: they have no hour of their own then."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_constraint=False, db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    resource = models.ForeignKey("places.Resource", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    title = models.CharField(max_length=120, blank=True)
    title_hidden = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    guests = models.PositiveIntegerField(default=0)
    guest_names = models.TextField(blank=True)
    layout = models.CharField(max_length=24, blank=True)
    rrule = models.CharField(max_length=300, blank=True)
    overridden = models.JSONField(default=list)
    trial = models.BooleanField(default=False)
    held_for = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "place", "-made_at"], name="booking_by_place"),
            models.Index(
                fields=["organisation", "held_for"], condition=~models.Q(held_for=""), name="booking_held_for"
            ),
            models.Index(fields=["person", "place"], condition=models.Q(trial=True), name="booking_trial_used"),
            models.Index(fields=["customer"], condition=models.Q(customer__isnull=False), name="booking_for_customer"),
        ]


class Occurrence(TenantModel):
    """One date of a booking: ``[starts_at, ends_at)``, buffers not included."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_constraint=False, db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="occurrences", db_constraint=False)
    resource = models.ForeignKey("places.Resource", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    quantity = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, choices=STATES)
    expires_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    cancelled_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=200, blank=True)
    late = models.BooleanField(default=False)
    judged_from = models.DateTimeField(null=True)
    state_before = models.CharField(max_length=9, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="occurrence_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="occurrence_takes_something"),
            models.CheckConstraint(
                condition=models.Q(ends_at__lte=models.F("starts_at") + timedelta(days=14)),
                name="occurrence_is_a_fortnight_at_most",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "resource", "starts_at"],
                include=["ends_at", "state", "quantity", "booking"],
                name="occurrence_planning",
            ),
            models.Index(
                fields=["organisation", "place", "starts_at"], include=["ends_at", "state"], name="occurrence_by_place"
            ),
            models.Index(fields=["person", "starts_at"], name="occurrence_of_person"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(expires_at__isnull=False),
                name="occurrence_to_expire",
            ),
            models.Index(
                fields=["starts_at"],
                condition=models.Q(state="confirmed", reminded_at__isnull=True),
                name="occurrence_to_remind",
            ),
            models.Index(
                fields=["cancelled_by"], condition=models.Q(cancelled_by__isnull=False), name="occurrence_cancelled_by"
            ),
        ]


class Blocking(TenantModel):
    """A resource withdrawn for a while, with the reason that people read."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("places.Resource", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="blocking_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["organisation", "resource", "starts_at"], name="blocking_planning")]


REASONS = ("occurrence", "blocking", "occupation")
# Spelled out: Django's ^ over three is true of all three.
ONE_REASON = models.Q(
    *(models.Q(**{f"{name}__isnull": name != one for name in REASONS}) for one in REASONS), _connector=models.Q.OR
)


class Claim(TenantModel):
    """One unit taken, from, to, buffers included: for a date, a blocking or an occupation. An exclusion constraint guards it."""

    organisation = tenant_key(db_constraint=False, db_index=False)
    unit = models.ForeignKey(
        "places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    live = models.BooleanField(default=True)
    occurrence = models.ForeignKey(
        Occurrence, null=True, on_delete=models.CASCADE, related_name="claims", db_constraint=False
    )
    blocking = models.ForeignKey(
        Blocking, null=True, on_delete=models.CASCADE, related_name="claims", db_constraint=False, db_index=False
    )
    occupation = models.ForeignKey(
        "Occupation", null=True, on_delete=models.CASCADE, related_name="claims", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="claim_has_a_length"),
            models.CheckConstraint(
                condition=ONE_REASON,
                name="claim_has_one_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "unit", "starts_at"],
                include=["ends_at", "occurrence", "blocking", "occupation"],
                condition=models.Q(live=True),
                name="claim_reading",
            ),
            models.Index(
                fields=["organisation", "unit", "ends_at"],
                include=["starts_at", "blocking", "occupation"],
                condition=models.Q(live=True, occurrence__isnull=True),
                name="claim_that_may_last",
            ),
            models.Index(fields=["blocking"], condition=models.Q(blocking__isnull=False), name="claim_of_blocking"),
            models.Index(
                fields=["occupation"], condition=models.Q(occupation__isnull=False), name="claim_of_occupation"
            ),
        ]


class SeatClaim(TenantModel):
    """Seats of a pool taken, from, to. A trigger sums them under the pool's lock and refuses what would exceed it."""

    organisation = tenant_key(db_constraint=False, db_index=False)
    pool = models.ForeignKey(
        "places.Resource", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    quantity = models.PositiveIntegerField()
    live = models.BooleanField(default=True)
    occurrence = models.ForeignKey(
        Occurrence, null=True, on_delete=models.CASCADE, related_name="seat_claims", db_constraint=False
    )
    blocking = models.ForeignKey(
        Blocking, null=True, on_delete=models.CASCADE, related_name="seat_claims", db_constraint=False, db_index=False
    )
    occupation = models.ForeignKey(
        "Occupation",
        null=True,
        on_delete=models.CASCADE,
        related_name="seat_claims",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="seat_claim_has_a_length"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="seat_claim_takes_something"),
            models.CheckConstraint(
                condition=ONE_REASON,
                name="seat_claim_has_one_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "pool", "starts_at"],
                include=["ends_at", "quantity", "occurrence", "blocking", "occupation"],
                condition=models.Q(live=True),
                name="seat_claim_reading",
            ),
            models.Index(
                fields=["organisation", "pool", "starts_at"],
                include=["ends_at", "quantity", "blocking", "occupation"],
                condition=models.Q(live=True, occurrence__isnull=True),
                name="seat_claim_that_may_last",
            ),
            models.Index(
                fields=["blocking"], condition=models.Q(blocking__isnull=False), name="seat_claim_of_blocking"
            ),
            models.Index(
                fields=["occupation"], condition=models.Q(occupation__isnull=False), name="seat_claim_of_occupation"
            ),
        ]

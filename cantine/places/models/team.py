"""Who opens and welcomes, when, and the hours that people give to the place."""

import uuid

from django.db import models

from cantine.core.scoping import TenantModel, tenant_key
from cantine.places.rules.team import ShiftState

STATES = [(state.value, state.value) for state in ShiftState]


class Shift(TenantModel):
    """One person's turn on one day, on the wall clock of the place; nobody's while ``person`` is empty.

    ``ends`` at or before ``starts`` is the next day's. ``swap_for`` is the shift wanted in exchange; a swap that names
    none can be taken by anybody.
    """

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    duty = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=7, choices=STATES, default=ShiftState.PLANNED.value)
    note = models.CharField(max_length=160, blank=True)
    swap_asked_at = models.DateTimeField(null=True)
    swap_for = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "person", "day", "starts"], name="one_shift_at_once"),
            models.CheckConstraint(condition=~models.Q(starts=models.F("ends")), name="shift_has_a_length"),
            models.CheckConstraint(
                condition=models.Q(swap_for__isnull=True) | models.Q(swap_asked_at__isnull=False),
                name="an_exchange_is_a_swap",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "place", "day"], name="shift_by_day"),
            models.Index(fields=["person", "day"], name="shift_of_person"),
        ]


class HoursGiven(TenantModel):
    """The hours of one person in one year, entered as one number: it replaces what the shifts would add up to."""

    owned_by = "person_id"
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    hours = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "person", "year"], name="one_total_a_year")]

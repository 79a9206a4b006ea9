"""Who decides what, the occupants' meetings and what was decided; notices on the pages and screens of the place."""

import uuid

from django.db import models

from cantine.core.scoping import TenantModel, tenant_key
from cantine.places.rules.house_life import Body, DecisionState

BODIES = [(body.value, body.value) for body in Body]
STATES = [(state.value, state.value) for state in DecisionState]


class Remit(TenantModel):
    """One subject, and who decides on it; ``words`` say how, where the body alone does not."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=120)
    body = models.CharField(max_length=9, choices=BODIES)
    words = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "subject"], name="one_remit_a_subject")]


class Meeting(TenantModel):
    """The occupants met, or will. Who came is a number, and names as people gave them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=90)
    where = models.CharField(max_length=120, blank=True)
    agenda = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    attendees = models.PositiveSmallIntegerField(null=True)
    present = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "place", "-starts_at"], name="meeting_by_place")]


class Decision(TenantModel):
    """What was decided, in words, by whom. A decision is never edited: another one replaces it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    words = models.TextField()
    decided_on = models.DateField()
    body = models.CharField(max_length=9, choices=BODIES)
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.SET_NULL, related_name="decisions")
    state = models.CharField(max_length=8, choices=STATES, default=DecisionState.IN_FORCE.value)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "number"], name="one_decision_a_number"),
            models.CheckConstraint(
                condition=models.Q(state="replaced", replaced_by__isnull=False)
                | models.Q(state="in_force", replaced_by__isnull=True),
                name="a_replaced_decision_says_by_which",
            ),
        ]


class Notice(TenantModel):
    """A few words shown on pages of the place, from one day to another, both included."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    words_fr = models.CharField(max_length=300)
    words_en = models.CharField(max_length=300, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    on_public = models.BooleanField(default=True)
    on_planning = models.BooleanField(default=True)
    on_wall = models.BooleanField(default=True)
    posted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="notice_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(on_public=True) | models.Q(on_planning=True) | models.Q(on_wall=True),
                name="a_notice_is_shown_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place", "last_day"], name="notice_by_place")]

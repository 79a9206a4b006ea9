"""Requests. Who asks may be a person or an organisation that the place knows, or only a name, an address, a number."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.desk.rules import CameBy, Lane, State

WAYS = [(each.value, each.value) for each in CameBy]
LANES = [(each.value, each.value) for each in Lane]
STATES = [(each.value, each.value) for each in State]


class Request(TenantModel):
    """``whens`` are the days that are wished (day, starts, ends, sure), ``days`` what was said of them in words. ``lead`` is
    who of the team answers; ``next_action`` what comes next, and by when."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    came_by = models.CharField(max_length=8, choices=WAYS)
    came_at = models.DateTimeField()
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    company = models.CharField(max_length=160, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    what = models.TextField()
    whens = models.JSONField(default=list)
    days = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField(null=True)
    lane = models.CharField(max_length=13, choices=LANES, default=Lane.COMMERCIAL)
    state = models.CharField(max_length=8, choices=STATES, default=State.NEW)
    state_since = models.DateTimeField()
    lead = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    next_action = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True)
    language = models.CharField(max_length=2, default="fr")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_request_says_what"),
            models.CheckConstraint(
                condition=Q(people__isnull=True) | Q(people__gt=0), name="a_request_is_for_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "place", "-came_at"], name="request_by_day"),
            models.Index(fields=["organisation", "place", "state"], name="request_by_state"),
        ]


class Note(TenantModel):
    """Words that the team keeps about a request."""

    organisation = tenant_key(db_index=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=2000)

    class Meta:
        indexes = [models.Index(fields=["organisation", "request", "at"], name="note_by_request")]


class TimeSpent(TenantModel):
    """Minutes that somebody of the team gave to a request."""

    owned_by = "person_id"
    organisation = tenant_key(db_index=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="times", db_index=False)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=1440), name="time_spent_is_of_one_day")
        ]
        indexes = [models.Index(fields=["organisation", "request"], name="time_by_request")]


class AnswerTemplate(TenantModel):
    """An answer that serves again: ``{name}``, ``{place}`` and ``{when}`` are filled."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=4000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "place", "title"], name="one_answer_a_title")]

"""Dues of an association: the kinds of them and what each asks from a day on; who owes or paid which days; what a place makes
them open."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.billing.rules import Method
from cantine.core.scoping import TenantModel, tenant_key
from cantine.memberships.rules.dues import DuesPeriod, DuesState, DuesWho

DUES_WHO = [(who.value, who.value) for who in DuesWho]
DUES_PERIODS = [(period.value, period.value) for period in DuesPeriod]
DUES_STATES = [(state.value, state.value) for state in DuesState]
METHODS = [(method.value, method.value) for method in Method]


class DuesKind(TenantModel):
    """Columns as ``rules.dues.DuesKind`` says them. One is a member of the association, in every place that it bears."""

    organisation = tenant_key(db_index=False)
    code = models.SlugField(max_length=40, db_index=False)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    who = models.CharField(max_length=10, choices=DUES_WHO)
    period = models.CharField(max_length=6, choices=DUES_PERIODS)
    next_from = models.PositiveSmallIntegerField(null=True)
    counterpart = models.BooleanField(default=False)
    online = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_kind_of_dues_a_code"),
            models.CheckConstraint(
                condition=Q(next_from__isnull=True) | Q(next_from__range=(1, 12)), name="dues_count_from_a_month"
            ),
        ]


class DuesTerms(TenantModel):
    """What a kind asks from a day on, until the next terms begin; ``suggested`` is a list of cents."""

    organisation = tenant_key()
    kind = models.ForeignKey(DuesKind, on_delete=models.CASCADE, related_name="terms")
    first_day = models.DateField()
    cents = models.PositiveIntegerField()
    free = models.BooleanField(default=False)
    suggested = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "first_day"], name="dues_terms_never_begin_together")]


class Dues(TenantModel):
    """Days of membership of somebody: asked for, then paid or waived, or dropped with why. Days of one member never meet
    (migrations). ``entry`` is that of the books."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(DuesKind, on_delete=models.PROTECT, related_name="dues")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    cents = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=DUES_STATES)
    called_on = models.DateField()
    paid_on = models.DateField(null=True)
    paid_cents = models.PositiveIntegerField(null=True)
    gift_cents = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=8, choices=METHODS, blank=True)
    why = models.CharField(max_length=200, blank=True)
    entry = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="dues_end_after_they_begin"),
            models.CheckConstraint(
                condition=~Q(state=DuesState.PAID) | Q(paid_on__isnull=False, paid_cents__isnull=False),
                name="paid_dues_say_when_and_how_much",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(customer__isnull=True), name="dues_are_of_one_member"
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(state=DuesState.CALLED), name="dues_called_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["organisation", "customer"],
                condition=Q(state=DuesState.CALLED),
                name="dues_called_once_an_organisation",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "person", "first_day"], name="dues_of_person")]


class DuesGate(TenantModel):
    """What dues open at a place: the prices of ``category`` for who is up to date, ``grace_days`` past the end included; and
    booking, everything or the resources named. No row: nothing."""

    organisation = tenant_key()
    place = models.OneToOneField("places.Place", on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey("pricing.Category", null=True, on_delete=models.SET_NULL, related_name="+")
    grace_days = models.PositiveSmallIntegerField(default=30)
    everything = models.BooleanField(default=False)


class DuesGateResource(TenantModel):
    """A resource that only an up-to-date member may book."""

    organisation = tenant_key()
    gate = models.ForeignKey(DuesGate, on_delete=models.CASCADE, related_name="resources")
    resource = models.ForeignKey("places.Resource", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gate", "resource"], name="a_gate_names_a_resource_once")]


class DuesPriced(TenantModel):
    """Somebody whose price category comes from their dues: it goes with them. A category given by hand has no row here."""

    owned_by = "person_id"
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "person"], name="dues_price_a_person_once"),
            models.UniqueConstraint(fields=["place", "customer"], name="dues_price_an_organisation_once"),
        ]


class DuesPerson(TenantModel):
    """Somebody of an organisation, for whom its dues open what they open, from the day on which they were counted."""

    owned_by = "person_id"
    organisation = tenant_key()
    dues = models.ForeignKey(Dues, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dues", "person"], name="dues_open_to_a_person_once")]

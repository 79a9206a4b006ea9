"""Who gives public money, what for, in how many parts, and what they are owed in return."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.funding.rules import FunderKind, State

STATES = [(each.value, each.value) for each in State]
KINDS = [(each.value, each.value) for each in FunderKind]


class Funder(TenantModel):
    """Who gives: a city, a region, a foundation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=KINDS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_funder_a_name")]


class Grant(TenantModel):
    """``likely_percent`` and ``probably_on`` count until it is granted; ``granted_cents`` is what was notified, on
    ``notified_on``: the books hold it from that day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="grants")
    purpose = models.CharField(max_length=160)
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=8, choices=STATES, default=State.PREPARED)
    asked_cents = models.PositiveBigIntegerField()
    granted_cents = models.PositiveBigIntegerField(null=True)
    likely_percent = models.PositiveSmallIntegerField(default=50)
    probably_on = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    conditions = models.CharField(max_length=2000, blank=True)
    documents = models.CharField(max_length=2000, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_grant_has_days"),
            models.CheckConstraint(condition=Q(asked_cents__gt=0), name="a_grant_is_of_something"),
            models.CheckConstraint(condition=Q(likely_percent__lte=100), name="a_grant_is_likely_at_most"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["granted", "closed"], granted_cents__gt=0, granted_cents__isnull=False,
                    notified_on__isnull=False,
                )
                | Q(state__in=["prepared", "asked", "refused"], granted_cents__isnull=True, notified_on__isnull=True),
                name="a_grant_given_says_how_much",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "place", "-first_day"], name="grant_by_day")]


class Instalment(TenantModel):
    """A part of a grant, due by a day or on a condition; received once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="instalments", db_index=False)
    condition = models.CharField(max_length=160, blank=True)
    due_on = models.DateField()
    cents = models.PositiveBigIntegerField()
    received_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="an_instalment_is_of_something")]
        indexes = [models.Index(fields=["organisation", "grant", "due_on"], name="instalment_by_grant")]


class ReportDue(TenantModel):
    """What a funder wants to read, and by when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="reports", db_index=False)
    what = models.CharField(max_length=160)
    due_on = models.DateField()
    sent_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "grant", "due_on"], name="report_by_grant")]


class SetAside(TenantModel):
    """What a grant did not serve for in a year, put aside at its end, and taken back in a year that follows: once each."""

    organisation = tenant_key(db_index=False)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="set_asides", db_index=False)
    year = models.PositiveSmallIntegerField()
    back = models.BooleanField(default=False)
    cents = models.PositiveBigIntegerField()
    confirmed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "grant", "year", "back"], name="one_set_aside_a_year"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_set_aside_is_of_something"),
        ]

"""The cash drawer: takings and closings, each holding the hash of the one before. Rows are added, never changed (triggers)."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.accounting.models.books import entity_key, kin
from cantine.accounting.rules.cash import Method, Span
from cantine.core.scoping import TenantModel, tenant_key

METHODS = [(method.value, method.value) for method in Method]
SPANS = [(span.value, span.value) for span in Span]
CHAINED = "a chain testifies of what this instance saw itself: the archive of the drawer proves it elsewhere"


class CashDrawer(TenantModel):
    """Where a place takes money, in the name of one entity; ``float_cents`` is what it held when it was opened."""

    stays_here = CHAINED
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    entity = entity_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    float_cents = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="one_drawer_a_name")]


class Taking(TenantModel):
    """``source`` says which act it is, to whoever took it; ``what`` and ``vat`` are JSON, frozen as text."""

    stays_here = CHAINED
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = entity_key()
    drawer = kin("accounting.CashDrawer", db_index=False)
    number = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    day = models.DateField()
    method = models.CharField(max_length=8, choices=METHODS)
    amount_cents = models.BigIntegerField()
    what = models.TextField()
    vat = models.TextField()
    source = models.CharField(max_length=120)
    former = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "source"], name="an_act_is_taken_once"),
            models.UniqueConstraint(fields=["drawer", "number"], name="one_taking_a_number"),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="a_taking_is_of_something"),
        ]
        indexes = [models.Index(fields=["drawer", "day"], name="taking_by_day")]


class Closing(TenantModel):
    """A day, a month or a year of a drawer; ``last_taking`` is the number of the last taking that it counts."""

    stays_here = CHAINED
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = entity_key()
    drawer = kin("accounting.CashDrawer", db_index=False)
    number = models.PositiveIntegerField()
    span = models.CharField(max_length=5, choices=SPANS)
    first_day = models.DateField()
    last_day = models.DateField()
    takings = models.PositiveIntegerField()
    last_taking = models.PositiveIntegerField()
    sums = models.TextField()
    vat = models.TextField()
    total_cents = models.BigIntegerField()
    perpetual_cents = models.BigIntegerField()
    opening_cents = models.BigIntegerField()
    counted_cents = models.BigIntegerField()
    banked_cents = models.BigIntegerField()
    difference_cents = models.BigIntegerField()
    remark = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField()
    former = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drawer", "number"], name="one_closing_a_number"),
            models.UniqueConstraint(
                fields=["drawer", "span", "last_day"], name="one_closing_a_span", condition=~Q(span="day")
            ),
        ]

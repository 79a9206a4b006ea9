"""Who supports a place without being a public body: sponsors, who have something in return, and donors, who have nothing."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.funding.rules.support import DonorKind, Way

WAYS = [(each.value, each.value) for each in Way]
DONORS = [(each.value, each.value) for each in DonorKind]


class Sponsorship(TenantModel):
    """``name`` is the sponsor as it was called that day. What is asked for and what was paid stand on its invoice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=160)
    counterpart = models.CharField(max_length=2000)
    event = models.CharField(max_length=160, blank=True)
    year = models.PositiveSmallIntegerField()
    net_cents = models.PositiveBigIntegerField()
    agreed_on = models.DateField()
    dropped_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net_cents__gt=0), name="a_sponsorship_is_of_something"),
            models.CheckConstraint(condition=~Q(counterpart=""), name="a_sponsor_has_something_in_return"),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-year"], name="sponsorship_by_year")]


class Gift(TenantModel):
    """Columns as ``rules.Given`` says them. ``entry`` is what the books hold of it; ``key`` that of the form: pressed twice,
    it enters one gift. It never changes: a trigger keeps it, and what was wrong is undone by ``GiftUndone``."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=DONORS)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="FR")
    legal_form = models.CharField(max_length=80, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    cents = models.PositiveBigIntegerField()
    day = models.DateField()
    way = models.CharField(max_length=8, choices=WAYS)
    what = models.CharField(max_length=160, blank=True)
    valued_by = models.CharField(max_length=160, blank=True)
    entry = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="a_gift_comes_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_gift_is_of_something"),
            models.CheckConstraint(
                condition=~Q(way="kind") | ~Q(what="") & ~Q(valued_by=""), name="a_gift_in_kind_was_valued"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "place", "-day"], name="gift_by_day")]


class GiftUndone(TenantModel):
    """A gift that was never one: a cheque that came back, a mistake. Once each; the books hold its contrary."""

    organisation = tenant_key()
    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="undone")
    day = models.DateField()
    why = models.CharField(max_length=160)
    made_at = models.DateTimeField()

"""Allowances: what somebody may use, and the ledger of it. The ledger is only added to, and no balance goes below zero: the
database numbers each entry, counts its balance from the entry before it under the allowance's lock, and refuses the rest."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.memberships.rules import EntryKind, Use
from cantine.pricing.rules import Unit

USES = [(use.value, use.value) for use in Use]
UNITS = [(unit.value, unit.value) for unit in Unit]
ENTRY_KINDS = [(kind.value, kind.value) for kind in EntryKind]


class Allowance(TenantModel):
    """Units of one use, from a day until a day included. ``source`` names what gave it, once; ``right`` the pass, the
    subscription or the purchase behind it, opaque here: several allowances of one right follow each other. Whose it is:
    ``person``; where it is shared, the users of its right. ``balance`` repeats the last entry of the ledger."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    use = models.CharField(max_length=5, choices=USES)
    unit = models.CharField(max_length=8, choices=UNITS)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    right = models.CharField(max_length=80)
    source = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    begins_on = models.DateField()
    expires_on = models.DateField(null=True)
    granted = models.DecimalField(max_digits=9, decimal_places=2)
    balance = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    overage_cents = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "source"], name="an_allowance_is_given_once"),
            models.CheckConstraint(condition=Q(granted__gt=0), name="allowance_gives_something"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="allowance_never_overdrawn"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("begins_on")),
                name="allowance_expires_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "person", "use"], name="allowance_of_person"),
            models.Index(fields=["organisation", "right"], name="allowance_of_right"),
            models.Index(fields=["expires_on"], condition=Q(balance__gt=0), name="allowance_to_expire"),
        ]


class AllowanceEntry(TenantModel):
    """One line of a ledger. ``source`` names the act, opaque here; ``turn`` how many times that act did this; ``person`` who
    used it; ``name`` what for, as it was called that day."""

    owned_by = "person_id"
    organisation = tenant_key(db_index=False)
    allowance = models.ForeignKey(Allowance, on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=9, choices=ENTRY_KINDS)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    balance = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    source = models.CharField(max_length=120)
    turn = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    name = models.CharField(max_length=160, blank=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allowance", "number"], name="ledger_is_a_chain"),
            models.UniqueConstraint(fields=["allowance", "source", "kind", "turn"], name="an_act_is_entered_once"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="ledger_never_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=["grant", "give_back"], quantity__gt=0)
                | Q(kind__in=["draw", "expiry"], quantity__lt=0),
                name="entry_moves_its_own_way",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-day", "-id"], name="ledger_of_person"),
            models.Index(fields=["organisation", "source"], name="ledger_of_act"),
        ]


class RightUser(TenantModel):
    """A person who uses what a right gives to several; ``cap`` is what they may use of it in a month, None is all of it."""

    owned_by = "person_id"
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    right = models.CharField(max_length=80)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    cap = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "right", "person"], name="a_right_has_a_user_once"),
            models.CheckConstraint(condition=Q(cap__isnull=True) | Q(cap__gt=0), name="a_cap_leaves_something"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="user_leaves_after_they_came"
            ),
        ]

"""Shares of a co-operative: colleges, the value of a share by dates, who holds what, and every movement. The register is only
added to: the database counts each balance from the one before it, under the holding's lock, and refuses one below zero."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.memberships.models.dues import METHODS
from cantine.memberships.rules.shares import MovementKind, SubscriptionState

MOVEMENTS = [(kind.value, kind.value) for kind in MovementKind]
SUBSCRIPTION_STATES = [(state.value, state.value) for state in SubscriptionState]


class College(TenantModel):
    """A group of shareholders, with its part of the votes."""

    organisation = tenant_key(db_index=False)
    code = models.SlugField(max_length=40, db_index=False)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    weight = models.PositiveSmallIntegerField(default=0)
    minimum = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_college_a_code"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="a_college_weighs_a_whole_at_most"),
        ]


class ShareTerms(TenantModel):
    """The value of a share from a day on, and how long a withdrawal waits."""

    organisation = tenant_key(db_index=False)
    first_day = models.DateField()
    cents = models.PositiveIntegerField()
    delay_months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "first_day"], name="shares_have_one_value_a_day"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_share_is_worth_something"),
        ]


class Shareholding(TenantModel):
    """What somebody holds, in one college. ``balance`` repeats the last movement; ``old_number`` is that of the register that
    was taken over."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    college = models.ForeignKey(College, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    balance = models.IntegerField(default=0)
    old_number = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_holding_a_person"),
            models.UniqueConstraint(fields=["organisation", "customer"], name="one_holding_an_organisation"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="no_holding_below_zero"),
        ]


class ShareSubscription(TenantModel):
    """A bulletin: who signed for how many shares; then paid, then admitted on the day of the board. ``read_print`` is the SHA-256 of
    the text that was signed by a link, ``signed_with`` the browser."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    college = models.ForeignKey(College, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    quantity = models.PositiveIntegerField()
    cents_each = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=SUBSCRIPTION_STATES)
    asked_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_from = models.GenericIPAddressField(null=True)
    signed_with = models.CharField(max_length=300, blank=True)
    read_print = models.CharField(max_length=64, blank=True)
    paid_on = models.DateField(null=True)
    method = models.CharField(max_length=8, choices=METHODS, blank=True)
    settled_on = models.DateField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_subscription_is_of_a_share"),
            models.CheckConstraint(
                condition=~Q(state=SubscriptionState.ADMITTED) | Q(paid_on__isnull=False, settled_on__isnull=False),
                name="who_is_admitted_has_paid",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SubscriptionState.ASKED, SubscriptionState.ANNULLED])
                | (Q(signed_at__isnull=False) & ~Q(signed_by="")),
                name="what_is_subscribed_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubscriptionState.ANNULLED) | Q(paid_on=None), name="what_is_annulled_was_not_paid"
            ),
        ]


class ShareMovement(TenantModel):
    """A line of the register. ``source`` names what moved it, once; ``number`` and ``balance`` are counted by the database."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    holding = models.ForeignKey(Shareholding, on_delete=models.PROTECT, related_name="movements")
    number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=MOVEMENTS)
    quantity = models.IntegerField()
    balance = models.IntegerField(default=0)
    cents_each = models.PositiveIntegerField()
    day = models.DateField()
    source = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source"], name="shares_move_once"),
            models.UniqueConstraint(fields=["holding", "number"], name="one_movement_a_number"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="no_share_below_zero"),
            models.CheckConstraint(condition=~Q(quantity=0), name="a_movement_moves_something"),
        ]


class ShareWithdrawal(TenantModel):
    """Shares that left and are to be paid back, from ``due_on`` on."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    movement = models.OneToOneField(ShareMovement, on_delete=models.PROTECT, related_name="withdrawal")
    cents = models.PositiveIntegerField()
    due_on = models.DateField()
    paid_on = models.DateField(null=True)

"""Plans and their terms by dates; who has which, from when until when, paused when; and each period that was charged."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.memberships.models.allowances import UNITS, USES
from cantine.memberships.rules import Every, Period

PERIODS = [(period.value, period.value) for period in Period]
EVERY = [(every.value, every.value) for every in Every]


class Plan(TenantModel):
    """What is sold by the month or by the year; its price and what it includes are in its terms."""

    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=40)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    period = models.CharField(max_length=5, choices=PERIODS)
    notice_days = models.PositiveSmallIntegerField(default=0)
    commitment_months = models.PositiveSmallIntegerField(default=0)
    people_max = models.PositiveSmallIntegerField(default=1)
    shared = models.BooleanField(default=True)
    online = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="one_plan_a_code"),
            models.CheckConstraint(condition=Q(people_max__gte=1), name="a_plan_is_for_somebody"),
        ]


class PlanTerms(TenantModel):
    """What a plan costs from a day on, until the next terms begin."""

    organisation = tenant_key()
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="terms")
    first_day = models.DateField()
    cents = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "first_day"], name="terms_never_begin_together")]


class PlanPrice(TenantModel):
    """What these terms cost to a category of customers; the others pay what the terms say."""

    organisation = tenant_key()
    terms = models.ForeignKey(PlanTerms, on_delete=models.CASCADE, related_name="prices")
    category = models.ForeignKey("pricing.Category", on_delete=models.PROTECT, related_name="+")
    cents = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "category"], name="terms_cost_a_category_one_price")]


class PlanIncluded(TenantModel):
    """Units of a use that these terms include."""

    organisation = tenant_key()
    terms = models.ForeignKey(PlanTerms, on_delete=models.CASCADE, related_name="included")
    use = models.CharField(max_length=5, choices=USES)
    unit = models.CharField(max_length=8, choices=UNITS)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    every = models.CharField(max_length=5, choices=EVERY)
    rolls_over = models.BooleanField(default=False)
    overage_cents = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terms", "use"], name="a_use_is_included_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="what_is_included_is_something"),
        ]


class Subscription(TenantModel):
    """A person, or a team of an organisation, has a plan. The payer is ``customer`` where there is one, else ``person``; a team
    has no person of its own, its people are the users of its right. ``consented_cents`` is the highest price that was said yes
    to; ``consented_how`` says how, where somebody of the team noted it for them. ``committed_until`` is what is left of the
    commitment of the plan that was left for this one; ``waived`` says why the team let them leave this one
    before its commitment or its notice ran out. ``until`` is its last day, included; the eve of
    ``since`` where it never began (migrations)."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="subscriptions")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    consented_cents = models.PositiveIntegerField()
    consented_at = models.DateTimeField()
    consented_how = models.CharField(max_length=200, blank=True, default="")
    consent_noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    notice_at = models.DateTimeField(null=True)
    committed_until = models.DateField(null=True)
    waived = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "place", "since"], name="subscription_of_place")]


class SubscriptionPause(TenantModel):
    """Days that are not charged and give nothing; two of one subscription never meet (migrations)."""

    organisation = tenant_key()
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="pauses")
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="pause_ends_after_it_begins"
            )
        ]


class SubscriptionPeriod(TenantModel):
    """A month, or a year, that was charged: once. ``days`` of ``of_days`` counted. What the whole period costs, to which category,
    and what it costs to everybody else is frozen (migrations); null where it was charged before that was kept."""

    organisation = tenant_key()
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="periods")
    first_day = models.DateField()
    last_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    of_days = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    whole_cents = models.PositiveIntegerField(null=True)
    usual_cents = models.PositiveIntegerField(null=True)
    category = models.SlugField(max_length=40, blank=True, db_index=False)
    category_fr = models.CharField(max_length=60, blank=True)
    category_en = models.CharField(max_length=60, blank=True)
    offered = models.BooleanField(default=False)
    charged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "first_day"], name="a_period_is_charged_once"),
            models.CheckConstraint(condition=Q(days__lte=F("of_days")), name="a_period_counts_its_own_days"),
            models.CheckConstraint(
                condition=Q(whole_cents__isnull=True, usual_cents__isnull=True, category="")
                | Q(whole_cents__isnull=False, usual_cents__isnull=False),
                name="a_frozen_price_is_whole",
            ),
        ]

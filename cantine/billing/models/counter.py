"""The till: its buttons, its sales and their closings, tabs that were paid. Sales, closings and what tabs paid are only ever
added, each sale holding the hash of the one before (triggers: see the migration of its promises)."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.billing.rules.counter import ACTIVITIES, Act, Means, Reason, Tone
from cantine.core.scoping import TenantModel, tenant_key
from cantine.pricing.rules import VatKind

CHAINED = "a chain testifies of what this instance saw itself: the archive of the drawer proves it elsewhere"
MEANS = [(each.value, each.value) for each in Means]
ACTS = [(each.value, each.value) for each in Act]
REASONS = [(each.value, each.value) for each in Reason]
TONES = [(each.value, each.value) for each in Tone]
SPANS = [(each, each) for each in ("day", "month", "year")]


class CounterTerms(TenantModel):
    """What one may owe on a tab, and what whoever welcomes may offer at once."""

    organisation = tenant_key()
    place = models.OneToOneField("places.Place", on_delete=models.CASCADE, related_name="+")
    tab_cents = models.PositiveIntegerField()
    offer_cents = models.PositiveIntegerField()


class CounterButton(TenantModel):
    """``product`` is one of the price list, which then says the price and VAT; else ``cents``, VAT inside, or a price that is
    typed each time. ``gives`` is a right that goes with it, and ``uses`` what a plan may give of it, both opaque here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    name_fr = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    product = models.CharField(max_length=40, blank=True)
    cents = models.PositiveIntegerField(null=True)
    vat_kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in VatKind])
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    activity = models.CharField(max_length=12, choices=[(each, each) for each in ACTIVITIES])
    tone = models.CharField(max_length=8, choices=TONES)
    icon = models.CharField(max_length=20)
    gives = models.CharField(max_length=80, blank=True)
    uses = models.CharField(max_length=40, blank=True, default="")
    shown = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(product="") | Q(cents=None), name="a_button_has_one_price"),
            models.CheckConstraint(condition=Q(cents=None) | Q(cents__gt=0), name="a_button_asks_for_something"),
        ]
        indexes = [models.Index(fields=["organisation", "place", "position"], name="button_by_place")]


class CounterSale(TenantModel):
    """``number`` is the next of the entity; ``key`` is made with the page, and the same one twice is one sale. ``lines`` and
    ``vat`` are JSON, frozen as text. ``undoes`` is the sale that this one takes back."""

    owned_by = "person_id"
    stays_here = CHAINED
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    drawer = models.ForeignKey("accounting.CashDrawer", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    act = models.CharField(max_length=7, choices=ACTS)
    rung_at = models.DateTimeField()
    day = models.DateField()
    means = models.CharField(max_length=8, choices=MEANS)
    reason = models.CharField(max_length=9, choices=REASONS, blank=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    total_cents = models.BigIntegerField()
    offered_cents = models.BigIntegerField()
    given_cents = models.PositiveIntegerField(null=True)
    lines = models.TextField()
    vat = models.TextField()
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    former = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_sale_a_key"),
            models.UniqueConstraint(fields=["entity", "number"], name="one_sale_a_number"),
            models.CheckConstraint(condition=Q(undoes=None) | Q(act="reverse"), name="only_a_reverse_undoes"),
            models.CheckConstraint(
                condition=(Q(means="offered") & Q(total_cents=0)) | (~Q(means="offered") & ~Q(total_cents=0)),
                name="a_sale_is_paid_or_offered",
            ),
        ]
        indexes = [models.Index(fields=["drawer", "day"], name="sale_by_day")]


class CounterClosing(TenantModel):
    """The sales of a day, a month or a year of a drawer, added up for good."""

    stays_here = CHAINED
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    drawer = models.ForeignKey("accounting.CashDrawer", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    span = models.CharField(max_length=5, choices=SPANS)
    first_day = models.DateField()
    last_day = models.DateField()
    sales = models.PositiveIntegerField()
    first_sale = models.PositiveIntegerField()
    last_sale = models.PositiveIntegerField()
    by_means = models.TextField()
    by_product = models.TextField()
    vat = models.TextField()
    total_cents = models.BigIntegerField()
    settled_cents = models.BigIntegerField()
    offered_cents = models.BigIntegerField()
    perpetual_cents = models.BigIntegerField()
    closed_at = models.DateTimeField()
    former = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drawer", "number"], name="one_sales_closing_a_number"),
            models.UniqueConstraint(
                fields=["drawer", "span", "last_day"], name="one_sales_closing_a_span", condition=~Q(span="day")
            ),
        ]


class TabPaid(TenantModel):
    """A charge of a tab was paid at the counter, once."""

    stays_here = CHAINED
    organisation = tenant_key(db_index=False)
    charge = models.OneToOneField("billing.Charge", on_delete=models.PROTECT, related_name="+")
    sale = models.ForeignKey(CounterSale, on_delete=models.PROTECT, related_name="+")


class CounterInvoice(TenantModel):
    """The invoice that was made of a sale already paid: one at most."""

    stays_here = CHAINED
    organisation = tenant_key(db_index=False)
    sale = models.OneToOneField(CounterSale, on_delete=models.PROTECT, related_name="+")
    invoice = models.OneToOneField("billing.Invoice", on_delete=models.PROTECT, related_name="+")

"""Tables of prices: categories, versions of the list, rates and their steps, periods, products, VAT.

What one thing costs to one category stands once; versions never begin on the same day; nothing is below zero.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cantine.core.scoping import TenantModel, tenant_key
from cantine.pricing.models.customers import Customer as Customer
from cantine.pricing.rules import Sort, Unit, VatKind

UNITS = [(unit.value, unit.value) for unit in Unit]
SORTS = [(sort.value, sort.value) for sort in Sort]
VAT_KINDS = [(kind.value, kind.value) for kind in VatKind]


def _vat_is_whole(kind: str, rate: str) -> Q:
    """A rate where it is taxed, and nowhere else."""
    taxed = Q(**{kind: VatKind.TAXED.value})
    return (taxed & Q(**{f"{rate}__gt": 0})) | (~taxed & Q(**{rate: 0}))


class Terms(TenantModel):
    """How a place's sales are taxed, and whether its prices are on its public page."""

    organisation = tenant_key()
    place = models.OneToOneField("places.Place", on_delete=models.CASCADE, related_name="+")
    vat_kind = models.CharField(max_length=12, choices=VAT_KINDS)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=_vat_is_whole("vat_kind", "vat_rate"), name="terms_vat_whole")]


class Category(TenantModel):
    """Who pays how much: prices of its own, or those of ``base`` changed by ``percent``."""

    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=40)
    name_fr = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="derived")
    percent = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    offered = models.BooleanField(default=False)
    usual = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="one_category_a_code"),
            models.UniqueConstraint(fields=["place"], condition=Q(usual=True), name="one_usual_category"),
            models.CheckConstraint(condition=Q(percent__gte=-100), name="category_percent_leaves_a_price"),
            models.CheckConstraint(condition=~Q(base=F("id")), name="category_not_its_own_base"),
        ]


class PriceList(TenantModel):
    """A version, in force from ``first_day`` until the day before the next published one begins."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    first_day = models.DateField()
    half_day_minutes = models.PositiveSmallIntegerField(default=240)
    step_minutes = models.PositiveSmallIntegerField(default=30)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "first_day"],
                condition=Q(published_at__isnull=False),
                name="versions_never_overlap",
            ),
            models.CheckConstraint(
                condition=Q(half_day_minutes__gt=0, step_minutes__gt=0), name="price_list_lengths_are_real"
            ),
        ]


class Product(TenantModel):
    """An option; its VAT is the place's unless said."""

    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=40)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    sort = models.CharField(max_length=9, choices=SORTS, default=Sort.OTHER.value)
    vat_kind = models.CharField(max_length=12, choices=VAT_KINDS, blank=True)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="one_product_a_code"),
            models.CheckConstraint(condition=_vat_is_whole("vat_kind", "vat_rate"), name="product_vat_whole"),
        ]


class Period(TenantModel):
    """Peak or quiet hours, a season, of one version."""

    organisation = tenant_key()
    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="periods")
    code = models.SlugField(max_length=40)
    name_fr = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    percent = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["price_list", "code"], name="one_period_a_code"),
            models.CheckConstraint(condition=Q(percent__gte=-100), name="period_percent_leaves_a_price"),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True) | Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="period_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True) | Q(starts__isnull=False, ends__isnull=False),
                name="period_has_both_hours",
            ),
        ]


class Rate(TenantModel):
    """One unit of a resource, of a kind of resource, of a product or, with none of them, of any resource."""

    organisation = tenant_key()
    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="rates")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("places.Resource", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey("places.Kind", null=True, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, null=True, on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, null=True, on_delete=models.CASCADE, related_name="rates")
    unit = models.CharField(max_length=8, choices=UNITS)
    cents = models.PositiveIntegerField()
    least = models.DecimalField(max_digits=6, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "category", "resource", "kind", "product", "period", "unit"],
                nulls_distinct=False,
                name="one_rate_a_thing",
            ),
            models.CheckConstraint(
                condition=Q(resource__isnull=True, kind__isnull=True)
                | Q(resource__isnull=True, product__isnull=True)
                | Q(kind__isnull=True, product__isnull=True),
                name="a_rate_is_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(least__gte=0), name="a_minimum_is_not_negative"),
        ]


class Step(TenantModel):
    """From ``quantity`` units, each costs ``cents``."""

    organisation = tenant_key()
    rate = models.ForeignKey(Rate, on_delete=models.CASCADE, related_name="steps")
    quantity = models.DecimalField(max_digits=8, decimal_places=2)
    cents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rate", "quantity"], name="one_step_a_quantity"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_step_begins_somewhere"),
        ]

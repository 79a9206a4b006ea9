"""Who invoices. A code stands once in an organisation, one entity at most is its main one, and a retired one is not."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.accounting.rules import Nature
from cantine.core.scoping import TenantModel, tenant_key

NATURES = [(nature.value, nature.value) for nature in Nature]


class LegalEntity(TenantModel):
    """Columns as ``rules.Identity`` says them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    code = models.SlugField(max_length=40, db_index=False)
    name = models.CharField(max_length=160)
    legal_form = models.CharField(max_length=80, blank=True)
    capital = models.CharField(max_length=40, blank=True)
    nature = models.CharField(max_length=12, choices=NATURES)
    street = models.CharField(max_length=160, blank=True)
    extra = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="FR")
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    rna = models.CharField(max_length=10, blank=True)
    registry = models.CharField(max_length=80, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    bank_holder = models.CharField(max_length=70, blank=True)
    vat_on_debits = models.BooleanField(default=False)
    prefix = models.CharField(max_length=8, blank=True)
    due_days = models.PositiveSmallIntegerField(default=30)
    penalties = models.CharField(max_length=300, blank=True)
    recovery = models.CharField(max_length=300, blank=True)
    discount = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=600, blank=True)
    year_starts_month = models.PositiveSmallIntegerField(default=1)
    main = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_entity_a_code"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(main=True), name="one_main_entity"),
            models.CheckConstraint(condition=Q(main=False) | Q(retired_at=None), name="the_main_entity_stands"),
            models.CheckConstraint(condition=Q(prefix__regex=r"^[A-Z0-9-]{0,8}$"), name="a_prefix_is_short"),
            models.CheckConstraint(condition=Q(year_starts_month__range=(1, 12)), name="a_year_starts_in_a_month"),
        ]


class Seller(TenantModel):
    """In whose name a place invoices, where it is not the main entity."""

    organisation = tenant_key()
    place = models.OneToOneField("places.Place", on_delete=models.CASCADE, related_name="+")
    entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="+")

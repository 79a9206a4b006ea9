"""How a person or an organisation is invoiced by a tenant."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.billing.rules import Nature
from cantine.core.scoping import TenantModel, tenant_key

NATURES = [(each.value, each.value) for each in Nature]


class Payer(TenantModel):
    """What stands on their invoices. ``paid_by`` pays in the place of a person: an employer, a CAE, which then reads the
    person's name and ``reference``: for what is of ``paid_from`` and after, or for all that is not invoiced. ``due_days`` is what was
    agreed with them, else what the seller gives everybody."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=160)
    nature = models.CharField(max_length=12, choices=NATURES)
    street = models.CharField(max_length=160, blank=True)
    extra = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="FR")
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    endpoint = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    service_code = models.CharField(max_length=40, blank=True)
    engagement = models.CharField(max_length=40, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True)
    paid_by = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    paid_from = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_payer_a_person"),
            models.UniqueConstraint(fields=["organisation", "customer"], name="one_payer_an_organisation"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, customer__isnull=False)
                | Q(person__isnull=False, customer__isnull=True),
                name="a_payer_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | Q(person__isnull=False), name="only_a_person_is_paid_for"
            ),
            models.CheckConstraint(
                condition=Q(paid_from__isnull=True) | Q(person__isnull=False),
                name="only_a_person_is_paid_for_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__startswith=F("siren")), name="siret_of_the_payers_siren"
            ),
        ]

"""Who is of which category at a place."""

from django.db import models
from django.db.models import Q

from cantine.core.scoping import TenantModel, tenant_key


class Customer(TenantModel):
    """A person, or an organisation, in a category; who is in none has the usual prices."""

    owned_by = "person_id"
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey("pricing.Category", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "person"], name="one_category_a_person"),
            models.UniqueConstraint(fields=["place", "customer"], name="one_category_an_organisation"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, customer__isnull=False)
                | Q(person__isnull=False, customer__isnull=True),
                name="a_category_is_of_somebody",
            ),
        ]

"""Certifications: the right to use a machine, given by a place, with an end."""

import uuid

from django.db import models

from cantine.core.scoping import TenantModel, tenant_key


class Certification(TenantModel):
    """``code`` is what a resource asks for; valid on its days, both ends included."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=60)
    given_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "person", "code"], name="certification_of_person")]

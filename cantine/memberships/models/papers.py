"""Papers of membership: calls for dues, receipts, bulletins and certificates of shares. None is an invoice; each has a number
of its own series, what it says frozen, and its file with a SHA-256."""

import uuid

from django.db import models

from cantine.core.scoping import TenantModel, tenant_key
from cantine.memberships.rules.papers import PaperKind

PAPER_KINDS = [(kind.value, kind.value) for kind in PaperKind]


class PaperSeries(TenantModel):
    """The last number of a kind of paper, of an entity, in a year. Its row is locked by whoever takes the next."""

    organisation = tenant_key()
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PAPER_KINDS)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entity", "kind", "year"], name="one_series_of_papers")
        ]


class Paper(TenantModel):
    """``about`` is the public id of what it is of. It is written once: a trigger lets its file in, and nothing else."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PAPER_KINDS)
    reference = models.CharField(max_length=40)
    about = models.UUIDField(db_index=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    issued_on = models.DateField()
    content = models.JSONField()
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "reference"], name="one_paper_a_number")]

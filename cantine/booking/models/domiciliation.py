"""Domiciliation as a contract: the approval of the prefecture without which nothing is signed, what was agreed with each
organisation, and the documents of its file as the team saw them."""

from django.db import models
from django.db.models import F, Q

from cantine.booking.models.post import Domiciliation
from cantine.booking.rules.domiciliation import MINIMUM_MONTHS, DocumentKind
from cantine.core.scoping import TenantModel, tenant_key

DOCUMENT_KINDS = [(kind.value, kind.value) for kind in DocumentKind]


class DomiciliationApproval(TenantModel):
    """Who approved the place as a domiciliator, under which number, since when; and the registry that its letters go to."""

    organisation = tenant_key()
    place = models.OneToOneField("places.Place", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=60)
    prefecture = models.CharField(max_length=120)
    granted_on = models.DateField()
    registry = models.CharField(max_length=120, blank=True)
    registry_address = models.CharField(max_length=200, blank=True)


class DomiciliationContract(TenantModel):
    """What was agreed with a domiciled organisation. ``subscription`` names the one that charges its month, ``reference`` is the
    number of its paper, ``monthly_cents`` the price of the day on which it was signed, without VAT."""

    organisation = tenant_key()
    domiciliation = models.OneToOneField(Domiciliation, on_delete=models.PROTECT, related_name="contract")
    reference = models.CharField(max_length=40)
    subscription = models.UUIDField(unique=True)
    since = models.DateField()
    months = models.PositiveSmallIntegerField()
    notice_months = models.PositiveSmallIntegerField()
    monthly_cents = models.PositiveIntegerField()
    deposit_cents = models.PositiveIntegerField(default=0)
    representative = models.CharField(max_length=120)
    books_kept = models.CharField(max_length=200, blank=True)
    notice_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=MINIMUM_MONTHS), name="a_domiciliation_is_for_three_months_at_least"
            ),
            models.CheckConstraint(condition=Q(notice_months__lte=F("months")), name="a_notice_is_within_a_term"),
        ]


class DomiciliationDocument(TenantModel):
    """A document of the file as somebody saw it; the last one of each kind counts. No copy is kept here: ``kept_in`` says where
    the place has it."""

    organisation = tenant_key()
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12, choices=DOCUMENT_KINDS)
    seen_on = models.DateField()
    expires_on = models.DateField(null=True)
    kept_in = models.CharField(max_length=80, blank=True)
    seen_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("seen_on")),
                name="a_document_is_seen_before_it_expires",
            )
        ]
        indexes = [models.Index(fields=["domiciliation", "seen_on"], name="documents_of_a_file")]

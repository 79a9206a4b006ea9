"""Quotes. A draft has no number; what was sent never changes but for its answer, and is answered once: a trigger holds both
(see the migration of walls). An acceptance is only ever added."""

import uuid

from django.db import models
from django.db.models import Q

from cantine.billing.models.documents import Series
from cantine.billing.rules import Stage, Way
from cantine.core.scoping import TenantModel, tenant_key

WAYS = [(each.value, each.value) for each in Way]
STAGES = [(each.value, each.value) for each in Stage]
NUMBERED = {
    "number__isnull": False, "series__isnull": False, "sent_at__isnull": False, "content__isnull": False,
    "valid_until__isnull": False,
}  # fmt: skip


class Quote(TenantModel):
    """``source`` says what asked for it, opaque here. ``parts``, ``discounts`` and ``note`` are what stands on a draft beside the
    charges that name it; ``content`` is the whole as it was frozen. ``replaces`` is the version before."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    payer_name = models.CharField(max_length=160)
    state = models.CharField(max_length=9, choices=STAGES, default=Stage.DRAFT)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    parts = models.JSONField(default=list)
    discounts = models.JSONField(default=dict)
    note = models.CharField(max_length=600, blank=True)
    percent = models.PositiveSmallIntegerField()
    valid_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)
    reference = models.CharField(max_length=35, blank=True)
    sent_at = models.DateTimeField(null=True)
    last_day = models.DateField(null=True)
    content = models.JSONField(null=True)
    net_cents = models.PositiveBigIntegerField(default=0)
    gross_cents = models.PositiveBigIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    deposit = models.OneToOneField("billing.Invoice", null=True, on_delete=models.PROTECT, related_name="of_quote")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="one_quote_a_number"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="quote_asks_for_the_whole_at_most"),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, content=None, sent_at=None, reference="")
                | (Q(**NUMBERED) & ~Q(state="draft") & ~Q(reference="")),
                name="a_draft_quote_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, state__in=["draft", "sent"])
                | (Q(answered_at__isnull=False) & ~Q(state__in=["draft", "sent"])),
                name="an_answered_quote_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "place", "-made_at"], name="quote_by_day"),
            models.Index(fields=["organisation", "source"], name="quote_by_source"),
            models.Index(fields=["valid_until"], condition=Q(state="sent"), name="quote_to_expire"),
        ]


class QuoteFile(TenantModel):
    """The page that was sent, kept as it is."""

    organisation = tenant_key(db_index=False)
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class SignedQuoteFile(TenantModel):
    """The page of what was agreed, made with the yes: its options, its total, who and when. Kept as it is."""

    organisation = tenant_key(db_index=False)
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="signed_file")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class Acceptance(TenantModel):
    """Who said yes, when, from where or on which paper, to which page and to which of its options: what proves the
    agreement. ``gross_cents`` is what it comes to with what was ticked; none for those that were kept before options."""

    organisation = tenant_key(db_index=False)
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="acceptance")
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    way = models.CharField(max_length=5, choices=WAYS, default=Way.LINK)
    said_on = models.DateField(null=True)
    words = models.CharField(max_length=600, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    chosen = models.JSONField(default=list)
    net_cents = models.PositiveBigIntegerField(null=True)
    gross_cents = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="link") | (Q(said_on__isnull=False) & (~Q(words="") | ~Q(file_sha256=""))),
                name="a_yes_on_paper_leaves_a_trace",
            )
        ]


class Deduction(TenantModel):
    """A deposit is taken off one invoice."""

    organisation = tenant_key(db_index=False)
    deposit = models.OneToOneField("billing.Invoice", on_delete=models.PROTECT, related_name="deducted_on")
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="deductions")

"""What an entity says to the reform, its approved platform, the files of its periods, and what left or came."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.billing.rules.reporting import FlowState, Kind, Regime, Size
from cantine.core.scoping import TenantModel, tenant_key

REGIMES = [(each.value, each.value) for each in Regime]
SIZES = [(each.value, each.value) for each in Size]
KINDS = [(each.value, each.value) for each in Kind]
STATES = [(each.value, each.value) for each in FlowState]


class ReportingTerms(TenantModel):
    """Columns as ``rules.reporting.Terms`` says them; none where nothing was said."""

    organisation = tenant_key(db_index=False)
    entity = models.OneToOneField("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(max_length=10, choices=REGIMES)
    size = models.CharField(max_length=6, choices=SIZES)
    starts_on = models.DateField(null=True)
    platform_code = models.CharField(max_length=4, blank=True)
    platform_name = models.CharField(max_length=80, blank=True)


class PlatformAccess(TenantModel):
    """How an entity enters its platform; the secret is sealed. ``told_until`` is how far its news were read."""

    organisation = tenant_key(db_index=False)
    entity = models.OneToOneField("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    base_url = models.CharField(max_length=200)
    token_url = models.CharField(max_length=200)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.CharField(max_length=600)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    told_until = models.CharField(max_length=40, blank=True)


class ReportFile(TenantModel):
    """The bytes of a period, kept as they are; ``turn`` above zero rectifies, ``sums_sha256`` says which sums it told."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=KINDS)
    first_day = models.DateField()
    last_day = models.DateField()
    turn = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sums_sha256 = models.CharField(max_length=64)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "entity", "kind", "first_day", "turn"], name="one_report_file_a_turn"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_report_file_has_days"),
        ]


class Flow(TenantModel):
    """What left for a platform, by itself or by hand: an invoice or the file of a period, once; or what came from one. ``key`` says which
    to whoever sends: it never leaves twice. ``flow_id`` is the platform's own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    report = models.ForeignKey(ReportFile, null=True, on_delete=models.PROTECT, related_name="flows")
    invoice = models.ForeignKey("billing.Invoice", null=True, on_delete=models.PROTECT, related_name="flows")
    state = models.CharField(max_length=10, choices=STATES)
    reason = models.CharField(max_length=600, blank=True)
    flow_id = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="a_flow_leaves_once"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, invoice__isnull=True) | Q(report__isnull=True, invoice__isnull=False),
                name="a_flow_is_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "entity", "-made_at"], name="flow_latest"),
            models.Index(fields=["organisation", "flow_id"], name="flow_by_platform"),
        ]


class Incoming(TenantModel):
    """An invoice of a supplier, as its platform handed it: the file, to download and to note as a cost."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    flow_id = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entity", "flow_id"], name="an_incoming_file_comes_once")
        ]

"""Online payments: with whom, who lets their account be debited, each attempt, each word of a provider, what was sent back; and the
provider for practice."""

import uuid

from django.db import models
from django.db.models import F, Q

from cantine.billing.rules.online import Consent, Debited, Dispute, Stage
from cantine.core.scoping import TenantModel, tenant_key

ONLINE_STAGES = [(each.value, each.value) for each in Stage]
CONSENTS = [(each.value, each.value) for each in Consent]
DEBITED = [(each.value, each.value) for each in Debited]
LIVE = [Consent.WAITING.value, Consent.ACTIVE.value]
DISPUTES = [(each.value, each.value) for each in Dispute]
REFUNDS = [("asked", "asked"), ("done", "done"), ("refused", "refused")]


class OnlineConnection(TenantModel):
    """A legal entity's account with a provider. Its keys are sealed; one provider is on at a time."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=20)
    keys_sealed = models.TextField(blank=True)
    on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entity", "provider"], name="one_connection_a_provider"),
            models.UniqueConstraint(fields=["organisation", "entity"], condition=Q(on=True), name="one_provider_on"),
        ]


class OnlineMandate(TenantModel):
    """Somebody lets a provider debit their account for an entity. ``reference`` is the provider's name of the request, ``mandate``
    that of what was signed; both are its own, and so is the account, which is never told here."""

    owned_by = "person_id"
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey("accounting.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False)
    connection = models.ForeignKey(OnlineConnection, on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.CharField(max_length=20)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey("people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    payer_name = models.CharField(max_length=160)
    reference = models.CharField(max_length=120, blank=True)
    mandate = models.CharField(max_length=120, blank=True)
    stage = models.CharField(max_length=8, choices=CONSENTS, default=Consent.WAITING)
    why = models.CharField(max_length=200, blank=True)
    earliest_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    next_look_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "person"], condition=Q(stage__in=LIVE, customer=None), name="one_online_mandate_a_person"
            ),
            models.UniqueConstraint(
                fields=["connection", "customer"], condition=Q(stage__in=LIVE), name="one_online_mandate_an_organisation"
            ),
            models.UniqueConstraint(
                fields=["connection", "reference"], condition=~Q(reference=""), name="one_online_mandate_a_reference"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Consent.ACTIVE) | ~Q(mandate=""), name="an_active_online_mandate_is_signed"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "place", "-asked_at"], name="online_mandate_by_place"),
            models.Index(
                fields=["next_look_at"], condition=Q(next_look_at__isnull=False), name="online_mandate_to_ask"
            ),
        ]


class OnlinePayment(TenantModel):
    """One attempt to pay an invoice, or several of one payer (``parts``), or what another domain names by ``source``, with the words
    that it had then; by ``mandate`` where nobody is before a screen, and then
    on the day ``charged_on``. ``credited_cents`` of what came are in the books,
    ``fee_entered_cents`` of its cost; ``stuck`` is why the rest is not; ``next_look_at`` is when the provider is asked again."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    connection = models.ForeignKey(OnlineConnection, on_delete=models.PROTECT, related_name="+", db_index=False)
    invoice = models.ForeignKey(
        "billing.Invoice", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # fmt: skip
    source = models.CharField(max_length=80, blank=True, default="", db_default="")
    title = models.CharField(max_length=60, blank=True, default="", db_default="")
    payer_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    key = models.CharField(max_length=80)
    cents = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=120, blank=True)
    other = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=2000, blank=True)
    stage = models.CharField(max_length=8, choices=ONLINE_STAGES, default=Stage.STARTED)
    paid_cents = models.PositiveBigIntegerField(default=0)
    refunded_cents = models.PositiveBigIntegerField(default=0)
    fee_cents = models.PositiveBigIntegerField(default=0)
    dispute = models.CharField(max_length=4, choices=DISPUTES, blank=True)
    why = models.CharField(max_length=200, blank=True)
    credited_cents = models.PositiveBigIntegerField(default=0)
    fee_entered_cents = models.PositiveBigIntegerField(default=0)
    payment = models.OneToOneField("billing.Payment", null=True, on_delete=models.PROTECT, related_name="online")
    stuck = models.CharField(max_length=300, blank=True)
    mandate = models.ForeignKey(OnlineMandate, null=True, on_delete=models.PROTECT, related_name="payments")
    charged_on = models.DateField(null=True)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    next_look_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_online_payment_a_key"),
            models.UniqueConstraint(
                fields=["connection", "reference"], condition=~Q(reference=""), name="one_online_payment_a_reference"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="an_online_payment_is_of_something"),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, source="") | (Q(invoice__isnull=True) & ~Q(source="")),
                name="an_online_payment_is_of_an_invoice_or_a_source",
            ),
            models.CheckConstraint(condition=Q(credited_cents__lte=F("paid_cents")), name="only_what_came_is_credited"),
            models.CheckConstraint(condition=Q(refunded_cents__lte=F("paid_cents")), name="only_what_came_goes_back"),
        ]
        indexes = [
            models.Index(fields=["organisation", "place", "-started_at"], name="online_payment_by_day"),
            models.Index(fields=["organisation", "invoice"], name="online_payment_by_invoice"),
            models.Index(
                fields=["next_look_at"], condition=Q(next_look_at__isnull=False), name="online_payment_to_ask"
            ),
        ]


class WebhookEvent(TenantModel):
    """A word of a provider, taken once; one that was not ``genuine`` is kept as such, and does nothing."""

    organisation = tenant_key(db_index=False)
    connection = models.ForeignKey(OnlineConnection, on_delete=models.PROTECT, related_name="+", db_index=False)
    event_id = models.CharField(max_length=120)
    reference = models.CharField(max_length=120, blank=True)
    genuine = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "event_id"], name="one_webhook_an_event")]


class OnlinePart(TenantModel):
    """One more invoice that an attempt pays, after its first one, in the order of ``position``."""

    organisation = tenant_key(db_index=False)
    online_payment = models.ForeignKey(OnlinePayment, on_delete=models.PROTECT, related_name="parts", db_index=False)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["online_payment", "invoice"], name="one_part_an_invoice"),
            models.UniqueConstraint(fields=["online_payment", "position"], name="one_part_a_position"),
        ]
        indexes = [models.Index(fields=["organisation", "invoice"], name="online_part_by_invoice")]


class OnlineRefund(TenantModel):
    """What a credit note gives back by the way it came. Asked in the transaction that issues it, done by a job."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    online_payment = models.ForeignKey(OnlinePayment, on_delete=models.PROTECT, related_name="refunds", db_index=False)
    credit_note = models.OneToOneField("billing.Invoice", on_delete=models.PROTECT, related_name="online_refund")
    cents = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=REFUNDS, default="asked")
    why = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="an_online_refund_is_of_something")]
        indexes = [
            models.Index(fields=["organisation", "online_payment"], name="online_refund_by_payment"),
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="online_refund_to_try"),
        ]


class PracticeMandate(TenantModel):
    """An authorisation at the provider for practice; ``account`` writes what its debits do."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    connection = models.ForeignKey(OnlineConnection, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    back = models.CharField(max_length=2000)
    stage = models.CharField(max_length=8, choices=CONSENTS, default=Consent.WAITING)
    account = models.CharField(max_length=8, choices=DEBITED, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="one_practice_mandate_a_key")]


class PracticePayment(TenantModel):
    """A payment at the provider for practice, as it would be in its own house. ``refunds`` are the keys of what it sent back. A debit
    has its ``mandate``, and the moment at which its bank says more by itself."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    connection = models.ForeignKey(OnlineConnection, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    cents = models.PositiveBigIntegerField()
    label = models.CharField(max_length=200)
    back = models.CharField(max_length=2000)
    stage = models.CharField(max_length=8, choices=ONLINE_STAGES, default=Stage.STARTED)
    why = models.CharField(max_length=200, blank=True)
    fee_cents = models.PositiveBigIntegerField(default=0)
    refunds = models.JSONField(default=dict)
    mandate = models.ForeignKey(PracticeMandate, null=True, on_delete=models.PROTECT, related_name="debits")
    next_at = models.DateTimeField(null=True)
    returned = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="one_practice_payment_a_key")]


class PracticeNotice(TenantModel):
    """A webhook that the provider for practice is to send."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = tenant_key(db_index=False)
    payment = models.ForeignKey(PracticePayment, null=True, on_delete=models.PROTECT, related_name="notices")
    mandate = models.ForeignKey(PracticeMandate, null=True, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20)
    copies = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(payment=None, mandate__isnull=False) | Q(payment__isnull=False, mandate=None),
                name="a_practice_notice_is_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="practice_notice_to_send")]

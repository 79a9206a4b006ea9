"""Letters that ask for what is late, and what is not asked for because it is disputed."""

from django.db import models
from django.db.models import Q

from cantine.billing.rules import Tone
from cantine.core.scoping import TenantModel, tenant_key

TONES = [(tone.value, tone.value) for tone in Tone]


class Reminder(TenantModel):
    """One letter about one invoice; the same tone leaves once."""

    organisation = tenant_key(db_index=False)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="reminders", db_index=False)
    tone = models.CharField(max_length=8, choices=TONES)
    to = models.EmailField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "invoice", "tone"], name="one_reminder_a_tone")]


class Dispute(TenantModel):
    """Why an invoice is not asked for: nothing is sent about it until it is settled."""

    organisation = tenant_key(db_index=False)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="disputes", db_index=False)
    reason = models.CharField(max_length=300)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "invoice"], condition=Q(ended_at__isnull=True), name="one_dispute_at_a_time"
            )
        ]

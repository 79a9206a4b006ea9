"""Asking again for what is late: prepared for the treasurer, sent by one press; and holding back what is disputed."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from cantine.billing import facts, queries, rules
from cantine.billing.commands.reminder_wording import letter_about
from cantine.billing.models import Dispute, Invoice
from cantine.billing.queries import LateInvoice
from cantine.billing.rules import Tone
from cantine.billing.rules.reminders import tones_to_come
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.mail import Letter, post
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

# Two treasurers who press at once: one letter leaves.
_ONCE = """
INSERT INTO billing_reminder (organisation_id, invoice_id, tone, "to", sent_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (organisation_id, invoice_id, tone) DO NOTHING RETURNING id
"""


def remind(*, actor: Actor, now: datetime, place: PlaceRef, invoices: Iterable[UUID]) -> int:
    """Write about each of these that a letter is due for, in its own language; how many left. What is not late any more, is
    disputed, is covered by what the payer has in hand, or has no address is passed over.

    Records ReminderSent for each. Refusals: none.
    """
    authorize(actor, "invoice.remind", Target(place.organisation_id, place.id))
    wanted, today, sent = set(invoices), place.today(now), 0
    for late in queries.late_invoices(place, today=today):
        if late.uuid in wanted and late.email and late.asked_cents > 0:
            sent += _write(late, place, actor, now, today)
    return sent


def letter_to_come(
    *, place: PlaceRef, late: LateInvoice, today: date, tone: Tone | None = None
) -> Letter | None:  # fmt: skip
    """The letter in this tone as it would read today, in its own language; by default the one that is due, None where none is, or
    where it was sent already. It writes nothing."""
    tone = tone or rules.next_tone(late.late, today=today)
    if tone is None or tone not in tones_to_come(late.late):
        return None
    with translation.override(late.language):
        return letter_about(late, tone, place, today=today)


def hold_back(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, reason: str) -> None:
    """The payer disputes it: nothing is asked for until ``settle_dispute``.

    Refusals: invoice_unknown, reason_missing. Records InvoiceDisputed.
    """
    authorize(actor, "invoice.remind", Target(place.organisation_id, place.id))
    if not reason.strip():
        raise Refused(Refusal("dispute_reason_missing", {}, "reason"))
    with transaction.atomic():
        row = _issued(place, invoice)
        Dispute.objects.update_or_create(
            organisation_id=place.organisation_id, invoice_id=row.pk, ended_at=None,
            defaults={"reason": reason.strip()[:300], "begun_at": now},
        )  # fmt: skip
        _tell(facts.InvoiceDisputed, row, place, actor, now)


def settle_dispute(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID) -> None:
    """It is agreed: the invoice is asked for again.

    Refusals: invoice_unknown. Records DisputeSettled.
    """
    authorize(actor, "invoice.remind", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _issued(place, invoice)
        open_ones = Dispute.objects.filter(organisation_id=place.organisation_id, invoice_id=row.pk, ended_at=None)
        if open_ones.update(ended_at=now):
            _tell(facts.DisputeSettled, row, place, actor, now)


def _write(late: LateInvoice, place: PlaceRef, actor: Actor, now: datetime, today: date) -> int:
    tone = rules.next_tone(late.late, today=today)
    if tone is None:
        return 0
    with transaction.atomic():
        row = sql.row(_ONCE, [place.organisation_id, late.id, str(tone), late.email, now])
        if row is None:
            return 0
        with translation.override(late.language):
            letter = letter_about(late, tone, place, today=today)
        post(
            letter, once=f"reminder:{row[0]}", now=now, organisation_id=place.organisation_id, place_id=place.id,
            person_id=late.who[1] if late.who[0] == "person" and late.who[1] else None,
        )  # fmt: skip
        fact = facts.ReminderSent(
            organisation_id=place.organisation_id, place_id=place.id, invoice=late.uuid, tone=str(tone)
        )  # fmt: skip
        record(fact, actor=actor, now=now)
    return 1


def _issued(place: PlaceRef, invoice: UUID) -> Invoice:
    row = Invoice.objects.filter(place_id=place.id, uuid=invoice).exclude(issued_at=None).first()
    if row is None:
        raise Refused(Refusal("invoice_unknown"))
    return row


def _tell(kind: type[facts.InvoiceFact], row: Invoice, place: PlaceRef, actor: Actor, now: datetime) -> None:
    record(kind(organisation_id=place.organisation_id, place_id=place.id, invoice=row.uuid), actor=actor, now=now)

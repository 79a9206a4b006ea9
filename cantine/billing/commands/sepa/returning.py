"""A debit that the bank sends back: its invoice alone is owed again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cantine.accounting import commands as accounting
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.billing import facts
from cantine.billing.commands.bookkeeping import BOOKKEEPER
from cantine.billing.commands.sepa.mandates import revoke
from cantine.billing.commands.settling import undo_payment
from cantine.billing.models import Debit, Mandate
from cantine.billing.rules.sepa import REASONS
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

CASHIER = system("billing.debits")


def return_debit(
    *, actor: Actor, now: datetime, place: PlaceRef, debit: UUID, reason: str, on: date, fee_cents: int = 0
) -> None:  # fmt: skip
    """Undo the payment of that invoice with its entry, enter what the bank takes for it, and revoke the mandate where the reason
    says so.

    Refusals: debit_unknown, debit_returned_already, return_reason_unknown, and those of undoing a payment. Records
    DebitReturned, PaymentUndone, MandateRevoked.
    """
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    if reason not in REASONS:
        raise Refused(Refusal("return_reason_unknown", {}, "reason"))
    with transaction.atomic():
        rows = Debit.objects.select_for_update(of=("self",)).select_related("payment", "run", "mandate", "invoice")
        row = rows.filter(run__place_id=place.id, uuid=debit).exclude(payment=None).first()
        if row is None or row.payment is None:
            raise Refused(Refusal("debit_unknown"))
        if row.returned_on is not None:
            raise Refused(Refusal("debit_returned_already", {"reference": row.invoice.reference}))
        row.live, row.reason, row.returned_on = False, reason, on
        row.save(update_fields=["live", "reason", "returned_on"])
        undo_payment(actor=CASHIER, now=now, place=place, payment=row.payment.uuid)
        if fee_cents > 0:
            _charge(row, fee_cents, on, now)
        if REASONS[reason].revokes and row.mandate_id:
            revoke(Mandate.objects.select_for_update(of=("self",)).get(pk=row.mandate_id), reason, actor, now)
        fact = facts.DebitReturned(
            organisation_id=row.organisation_id, place_id=place.id, debit=row.uuid, reason=reason
        )  # fmt: skip
        record(fact, actor=actor, now=now)


def _charge(row: Debit, cents: int, on: date, now: datetime) -> None:
    assert row.run is not None
    accounting.post_entry(
        actor=BOOKKEEPER, now=now, entity_id=row.run.entity_id, journal=JournalKind.BANK, day=on,
        label=_("Fee of a debit sent back"), piece=row.invoice.reference, piece_day=on, source=f"debit-fee:{row.uuid}",
        postings=[Posting(role=Role.BANK_FEES, debit_cents=cents), Posting(role=Role.BANK, credit_cents=cents)],
    )  # fmt: skip

"""The truth of an online payment: asked of its provider, joined to what was known, and told to the books in one transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cantine.accounting import commands as accounting
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.billing import facts
from cantine.billing.commands.advances import use_what_is_held
from cantine.billing.commands.bookkeeping import BOOKKEEPER
from cantine.billing.commands.online.providers import provider_of
from cantine.billing.commands.online.sources import credit_source
from cantine.billing.commands.settling import record_payment, undo_payment
from cantine.billing.models import Debit, OnlinePayment, Payment
from cantine.billing.queries.online import account_of, online_payments_to_ask, truth_of
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.rules import Method
from cantine.billing.rules.online import (
    Dispute,
    Stage,
    Truth,
    Unreachable,
    learnt,
    learnt_of_debit,
    next_look,
    next_look_at_debit,
    state_of,
)
from cantine.core import scoping
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.refusals import sentence
from cantine.kernel import Refused
from cantine.places import queries as places

TELLER, CASHIER = system("billing.online"), system("billing.debits")
_A_DAY = timedelta(days=1)
LEARNT = (
    "stage", "dispute", "why", "other", "paid_cents", "fee_cents", "refunded_cents", "next_look_at", "moved_at",
)  # fmt: skip


def follow_payment(*, actor: Actor, now: datetime, organisation_id: int, payment: UUID, replay: bool = False) -> bool:
    """Ask the provider how it stands, outside of any transaction of ours, then write what was learnt; whether it answered.
    Money that came is credited once, whatever is told and how often: what is in the books is counted under the row's lock.

    Refusals: none: what the books refuse is kept on the payment, and tried again. Records OnlinePaymentMoved, PaymentRecorded.
    """
    authorize(actor, "online.follow", Target(organisation_id))
    with scoping.scope([organisation_id]):
        row = OnlinePayment.objects.select_related("connection").filter(uuid=payment).first()
        if row is None or not row.reference:
            return False
        account, code, reference = account_of(row.connection), row.connection.provider, row.reference
    try:
        told = provider_of(code).fetch(account, reference)
    except Unreachable:
        told = Truth()
    with scoping.scope([organisation_id]), transaction.atomic():
        held = lock_payment(row.pk)
        _learn(held, told, actor, now, replay=replay)
        _enter(held, now, replay=replay)
    return told != Truth()


def follow_due(*, actor: Actor, now: datetime, most: int = 200) -> int:
    """Ask about all that nobody told of in time: a webhook that was lost loses nothing. How many were asked about.

    Refusals: none. Records OnlinePaymentMoved, PaymentRecorded.
    """
    authorize(actor, "online.follow", Target(None))
    due = online_payments_to_ask(now=now, most=most)
    for organisation_id, payment in due:
        follow_payment(actor=actor, now=now, organisation_id=organisation_id, payment=payment)
    return len(due)


def tell_moved(row: OnlinePayment, actor: Actor, now: datetime, *, replay: bool) -> None:
    """It stands elsewhere than before."""
    fact = facts.OnlinePaymentMoved(
        organisation_id=row.organisation_id, place_id=row.place_id, online_payment=row.uuid,
        invoice=row.invoice.uuid if row.invoice else None, cents=row.paid_cents, state=state_of(truth_of(row)).value,
    )  # fmt: skip
    record(fact, actor=actor, now=now, replay=replay)


def lock_payment(pk: int) -> OnlinePayment:
    """The row, held until the transaction ends: whoever learns something else queues here."""
    rows = OnlinePayment.objects.select_for_update(of=("self",)).select_related("connection", "invoice")
    return rows.get(pk=pk)


def _learn(row: OnlinePayment, told: Truth, actor: Actor, now: datetime, *, replay: bool) -> None:
    before = truth_of(row)
    after = learnt_of_debit(before, told) if row.mandate_id else learnt(before, told)
    row.stage, row.dispute, row.why, row.other = after.stage, after.dispute, after.why[:200], after.other[:120]
    row.paid_cents, row.fee_cents = after.paid_cents, after.fee_cents
    row.refunded_cents = min(after.refunded_cents, after.paid_cents)
    if row.mandate_id:
        row.next_look_at = next_look_at_debit(started_at=row.started_at, now=now, truth=after)
    else:
        row.next_look_at = next_look(started_at=row.started_at, now=now, stage=after.stage)
    if row.next_look_at is None and after.stage in {Stage.STARTED, Stage.FAILED} and not row.mandate_id:
        row.stage = Stage.EXPIRED  # a fortnight without a word: its page is long closed
    if state_of(truth_of(row)) is not state_of(before):
        row.moved_at = now
        tell_moved(row, actor, now, replay=replay)
    row.save(update_fields=LEARNT)


def _enter(row: OnlinePayment, now: datetime, *, replay: bool) -> None:
    """What came and is not in the books yet, then what it cost. What they refuse (a closed period, a payer who was erased)
    stands on the payment until somebody lends a hand."""
    wanted = {"credited_cents": row.paid_cents, "fee_entered_cents": row.fee_cents, "stuck": ""}
    try:
        with transaction.atomic():
            _credit(row, row.paid_cents - row.credited_cents, now, replay=replay)
            _charge(row, row.fee_cents - row.fee_entered_cents, now, replay=replay)
            if row.mandate_id:
                _end_debit(row, now)
    except Refused as why:
        wanted = {"stuck": " ".join(map(sentence, why.refusals))[:300], "next_look_at": now + _A_DAY}
    _keep(row, wanted)


def _keep(row: OnlinePayment, columns: Mapping[str, Any]) -> None:
    if any(getattr(row, name) != value for name, value in columns.items()):
        OnlinePayment.objects.filter(pk=row.pk).update(**columns)


def _credit(row: OnlinePayment, cents: int, now: datetime, *, replay: bool) -> None:
    """The invoices in their order; what is above what is left of them stays with the payer, as with any payment."""
    if cents <= 0:
        return
    place = places.place_refs(ids=[row.place_id])[row.place_id]
    note, invoice = f"{provider_of(row.connection.provider).name} {row.reference}", row.invoice
    if invoice is None:
        credit_source(row, cents, place, now, key=credit_key(row), note=note, replay=replay)
        return
    who: Who = (ORGANISATION, invoice.customer_id) if invoice.customer_id else (PERSON, invoice.person_id or 0)
    also = row.parts.order_by("position").values_list("invoice__uuid", flat=True)
    made = record_payment(
        actor=TELLER, now=now, place=place, who=who, cents=cents, method=Method.CARD, received_on=place.today(now),
        key=credit_key(row), invoices=[invoice.uuid, *also], replay=replay,
        note=note,
    )  # fmt: skip
    for each in [] if row.mandate_id else [invoice.uuid, *also]:  # what was taken off what the payer was asked for
        use_what_is_held(actor=TELLER, now=now, place=place, invoice=each, replay=replay)
    if row.payment_id is None:
        paid = Payment.objects.values_list("pk", flat=True).get(organisation_id=row.organisation_id, uuid=made)
        OnlinePayment.objects.filter(pk=row.pk).update(payment_id=paid)
        Debit.objects.filter(online_id=row.pk).update(payment_id=paid)


def _end_debit(row: OnlinePayment, now: datetime) -> None:
    """Refused, its invoice may be debited again; taken back after it was paid, its invoice alone is owed again, as where our own bank
    sends a debit back. A payment that somebody undid by hand stays undone."""
    lost = row.dispute == Dispute.LOST
    debit = Debit.objects.select_for_update(of=("self",)).filter(online=row).first()
    if debit is None or not debit.live or not (lost or row.stage == Stage.FAILED):
        return
    place = places.place_refs(ids=[row.place_id])[row.place_id]
    debit.live, debit.returned_on = False, place.today(now) if lost else None
    debit.save(update_fields=["live", "returned_on"])
    paid = OnlinePayment.objects.values_list("payment__uuid", flat=True).get(pk=row.pk) if lost else None
    if paid is None or Payment.objects.filter(undoes__uuid=paid).exists():
        return
    undo_payment(actor=CASHIER, now=now, place=place, payment=paid)


def credit_key(row: OnlinePayment) -> str:
    """Which part of the money it is: told twice, it is one payment."""
    return f"online:{row.uuid}:{row.credited_cents}"


def _charge(row: OnlinePayment, cents: int, now: datetime, *, replay: bool) -> None:
    """What the provider keeps for itself, off the account where the money waits for the bank."""
    if cents <= 0:
        return
    place = places.place_refs(ids=[row.place_id])[row.place_id]
    name, day = provider_of(row.connection.provider).name, place.today(now)
    accounting.post_entry(
        actor=BOOKKEEPER, now=now, entity_id=row.connection.entity_id, journal=JournalKind.BANK, day=day,
        label=_("Fees, %(provider)s") % {"provider": name}, piece=row.invoice.reference if row.invoice else row.title, piece_day=day,
        source=f"online-fee:{row.uuid}:{row.fee_entered_cents}",
        postings=[Posting(role=Role.BANK_FEES, debit_cents=cents), Posting(role=Role.CARDS, credit_cents=cents)],
        replay=replay,
    )  # fmt: skip

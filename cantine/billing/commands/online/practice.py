"""What the provider for practice does in its own house: it takes a card or an authorisation, decides by its number, and sends its
notices."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cantine.billing.commands.online.signatures import signature_of
from cantine.billing.commands.online.webhooks import take_webhook
from cantine.billing.models import PracticeMandate, PracticeNotice, PracticePayment
from cantine.billing.queries.online import account_of
from cantine.billing.queries.practice import practice_debits_due, practice_notices_due
from cantine.billing.rules.online import (
    ACCOUNTS,
    Consent,
    Debited,
    Outcome,
    Stage,
    notices_of,
    outcome_of,
    practice_fee,
)
from cantine.core import jobs, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused

SIGNATURE = "Cantine-Signature"
NOW, COMES_BACK_AFTER = timedelta(), timedelta(days=2)


def pay_in_practice(
    *, actor: Actor, now: datetime, organisation_id: int, payment: UUID, card: str, agreed: bool | None = None
) -> bool:  # fmt: skip
    """A card is typed on the page of practice; whether its bank asks first, which ``agreed`` then answers. No money moves.

    Refusals: practice_card_unknown, practice_over. Records nothing: it is another house.
    """
    authorize(actor, "online.practise", Target(organisation_id))
    outcome = outcome_of(card)
    if outcome is None:
        raise Refused(Refusal("practice_card_unknown", {}, "card"))
    with scoping.scope([organisation_id]), transaction.atomic():
        row = PracticePayment.objects.select_for_update().filter(uuid=payment, mandate=None).first()
        if row is None or row.stage == Stage.PAID:
            raise Refused(Refusal("practice_over"))
        if outcome is Outcome.ASKS and agreed is None:
            return True
        _decide(row, Outcome.REFUSED if agreed is False else outcome, now)
    return False


def authorise_in_practice(
    *, actor: Actor, now: datetime, organisation_id: int, practice_mandate: UUID, account: str
) -> None:  # fmt: skip
    """Somebody lets this account of practice be debited, or, with none, refuses.

    Refusals: practice_account_unknown, practice_over. Records nothing: it is another house.
    """
    authorize(actor, "online.practise", Target(organisation_id))
    if account and account not in ACCOUNTS:
        raise Refused(Refusal("practice_account_unknown", {}, "account"))
    with scoping.scope([organisation_id]), transaction.atomic():
        row = PracticeMandate.objects.select_for_update().filter(uuid=practice_mandate).first()
        if row is None or row.stage != Consent.WAITING:
            raise Refused(Refusal("practice_over"))
        row.stage = Consent.ACTIVE if account else Consent.REFUSED
        row.account = ACCOUNTS[account] if account else ""
        row.save(update_fields=["stage", "account"])
        _tell(row.organisation_id, f"mandate.{row.stage}", now, mandate=row)


def stop_in_practice(*, actor: Actor, now: datetime, organisation_id: int, practice_mandate: UUID) -> None:
    """It serves no more, and what it was to take is not taken. Refusals: none. Records nothing."""
    authorize(actor, "online.practise", Target(organisation_id))
    with scoping.scope([organisation_id]), transaction.atomic():
        row = PracticeMandate.objects.select_for_update().get(uuid=practice_mandate)
        if row.stage not in {Consent.WAITING, Consent.ACTIVE}:
            return
        row.stage = Consent.STOPPED
        row.save(update_fields=["stage"])
        _tell(row.organisation_id, "mandate.stopped", now, mandate=row)
        for debit in row.debits.select_for_update().filter(stage=Stage.STARTED):
            _debited(debit, now, Stage.FAILED, why="mandate_stopped")


def play_debit(*, actor: Actor, now: datetime, organisation_id: int, practice_payment: UUID) -> None:
    """The day of a debit comes, and its account does what is written on it; once more, and the bank of one that may come back takes
    its money back.

    Refusals: practice_over. Records nothing.
    """
    authorize(actor, "online.practise", Target(organisation_id))
    with scoping.scope([organisation_id]), transaction.atomic():
        rows = PracticePayment.objects.select_for_update(of=("self",)).select_related("mandate")
        row = rows.filter(uuid=practice_payment).first()
        if row is None or row.mandate is None or row.next_at is None:
            raise Refused(Refusal("practice_over"))
        does = Debited(row.mandate.account)
        if row.stage == Stage.PAID:
            _debited(row, now, Stage.PAID, returned=True, why="refund_requested")
        elif does is Debited.NO_MONEY:
            _debited(row, now, Stage.FAILED, why="insufficient_funds")
        else:
            _debited(row, now, Stage.PAID, again=COMES_BACK_AFTER if does is Debited.BACK else None)


def play_due_debits(*, actor: Actor, now: datetime) -> int:
    """Those whose bank speaks now: how many. Refusals: none. Records nothing."""
    authorize(actor, "online.practise", Target(None))
    due = practice_debits_due(now=now)
    for organisation_id, payment in due:
        play_debit(actor=actor, now=now, organisation_id=organisation_id, practice_payment=payment)
    return len(due)


def send_notice(*, actor: Actor, now: datetime, organisation_id: int, notice: UUID) -> None:
    """Sign it and knock at our own door, as many times as the card says. Refusals: none. Records nothing."""
    authorize(actor, "online.practise", Target(organisation_id))
    with scoping.scope([organisation_id]):
        rows = PracticeNotice.objects.select_related("payment__connection", "mandate__connection")
        row = rows.filter(uuid=notice, sent_at=None).first()
        if row is None:
            return
        about = row.payment or row.mandate
        assert about is not None
        account = account_of(about.connection)
        named = "payment" if row.payment else "mandate"
        body = json.dumps({"id": str(row.uuid), "type": row.kind, named: str(about.uuid)}).encode()
    headers = {SIGNATURE: signature_of(body, secret=account.keys.get("secret", ""), at=now)}
    for _copy in range(row.copies):
        take_webhook(
            actor=actor, now=now, organisation_id=organisation_id, connection=account.connection, headers=headers, body=body
        )  # fmt: skip
    with scoping.scope([organisation_id]):
        PracticeNotice.objects.filter(uuid=notice).update(sent_at=now)


def send_due_notices(*, actor: Actor, now: datetime) -> int:
    """Those whose time has come: how many. Refusals: none. Records nothing."""
    authorize(actor, "online.practise", Target(None))
    due = practice_notices_due(now=now)
    for organisation_id, notice in due:
        send_notice(actor=actor, now=now, organisation_id=organisation_id, notice=notice)
    return len(due)


def _decide(row: PracticePayment, outcome: Outcome, now: datetime) -> None:
    refused = outcome is Outcome.REFUSED
    row.stage, row.why = (Stage.FAILED, "card_declined") if refused else (Stage.PAID, "")
    row.fee_cents = 0 if refused else practice_fee(row.cents)
    row.save(update_fields=["stage", "why", "fee_cents"])
    for each in notices_of(outcome):
        _tell(row.organisation_id, each.kind, now, payment=row, after=each.after, copies=each.copies)


def _debited(
    row: PracticePayment, now: datetime, stage: Stage, *, why: str = "", returned: bool = False, again: timedelta | None = None
) -> None:  # fmt: skip
    """What became of a debit, and when its bank says more."""
    row.stage, row.why, row.returned, row.next_at = stage, why, returned, now + again if again else None
    row.fee_cents = practice_fee(row.cents) if stage is Stage.PAID else 0
    row.save(update_fields=["stage", "why", "returned", "next_at", "fee_cents"])
    _tell(row.organisation_id, "payment.returned" if returned else f"payment.{stage}", now, payment=row)


def _tell(
    organisation_id: int, kind: str, now: datetime, *, payment: PracticePayment | None = None,
    mandate: PracticeMandate | None = None, after: timedelta = NOW, copies: int = 1,
) -> None:  # fmt: skip
    made = PracticeNotice.objects.create(
        organisation_id=organisation_id, payment=payment, mandate=mandate, kind=kind, copies=copies, due_at=now + after
    )
    if not after:
        jobs.later("billing.send_practice_notice", organisation_id=organisation_id, notice=str(made.uuid))

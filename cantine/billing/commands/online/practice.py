"""What the provider for practice does in its own house: it takes a card, decides by its number, and sends its notices."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing.commands.online.signatures import signature_of
from cantine.billing.commands.online.webhooks import take_webhook
from cantine.billing.models import PracticeNotice, PracticePayment
from cantine.billing.queries.online import account_of, practice_notices_due
from cantine.billing.rules.online import Outcome, Stage, notices_of, outcome_of, practice_fee
from cantine.core import jobs, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused

SIGNATURE = "Cantine-Signature"


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
        row = PracticePayment.objects.select_for_update().filter(uuid=payment).first()
        if row is None or row.stage == Stage.PAID:
            raise Refused(Refusal("practice_over"))
        if outcome is Outcome.ASKS and agreed is None:
            return True
        _decide(row, Outcome.REFUSED if agreed is False else outcome, now)
    return False


def send_notice(*, actor: Actor, now: datetime, organisation_id: int, notice: UUID) -> None:
    """Sign it and knock at our own door, as many times as the card says. Refusals: none. Records nothing."""
    authorize(actor, "online.practise", Target(organisation_id))
    with scoping.scope([organisation_id]):
        row = PracticeNotice.objects.select_related("payment__connection").filter(uuid=notice, sent_at=None).first()
        if row is None:
            return
        account = account_of(row.payment.connection)
        body = json.dumps({"id": str(row.uuid), "type": row.kind, "payment": str(row.payment.uuid)}).encode()
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
        made = PracticeNotice.objects.create(
            organisation_id=row.organisation_id,
            payment=row,
            kind=each.kind,
            copies=each.copies,
            due_at=now + each.after,
        )
        if not each.after:
            jobs.later("billing.send_practice_notice", organisation_id=row.organisation_id, notice=str(made.uuid))

"""Money that goes back by the way it came: a credit note at once, the provider by a job that does not give up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cantine.billing import facts, queries
from cantine.billing.commands.issuing import credit_invoice
from cantine.billing.commands.online.following import TELLER, lock_payment
from cantine.billing.commands.online.providers import provider_of
from cantine.billing.commands.settling import pay_back
from cantine.billing.models import Invoice, OnlinePayment, OnlineRefund
from cantine.billing.queries.online import account_of, online_refunds_to_try
from cantine.billing.rules import Afterwards, Method, PartOfLine
from cantine.billing.rules.online import Dispute, SaysNo, Stage, Unreachable, check_refund
from cantine.core import jobs, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.refusals import sentence
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=12)


def refund_online(
    *, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, lines: Sequence[int] | None = None, note: str = "",
    afterwards: Afterwards = Afterwards.LET_GO, parts: Mapping[int, PartOfLine] | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Give back an invoice that was paid online, whole, by some of its lines or by ``parts`` of them, as a credit note does: the note,
    which is answered, and the order to the provider, both or neither. The provider is asked by a job, again and again until it answers.

    Refusals: those of a credit note, online_payment_missing, refund_above_online. Records InvoiceIssued, OnlineRefundAsked.
    """
    authorize(actor, "online.refund", Target(place.organisation_id, place.id))
    with transaction.atomic():
        paid = _paid(place, invoice)
        made = credit_invoice(
            actor=actor, now=now, place=place, invoice=invoice, lines=lines, note=note, afterwards=afterwards,
            parts=parts, replay=replay,
        )  # fmt: skip
        found = queries.find_invoice(organisations=[place.organisation_id], uuid=made)
        assert found is not None
        asked = sum(paid.refunds.exclude(state="refused").values_list("cents", flat=True))
        gone = max(asked, paid.refunded_cents)
        if wrong := list(
            check_refund(cents=found.card.left_cents, paid_cents=paid.credited_cents, refunded_cents=gone)
        ):
            raise Refused(*wrong)
        row = OnlineRefund.objects.create(
            organisation_id=place.organisation_id, online_payment=paid, credit_note_id=found.card.id,
            cents=found.card.left_cents, asked_at=now, next_try_at=now + FIRST_WAIT,
        )  # fmt: skip
        _tell(facts.OnlineRefundAsked, row, actor, now, replay=replay)
        jobs.later("billing.send_refund", organisation_id=row.organisation_id, refund=str(row.uuid))
    return made


def send_refund(*, actor: Actor, now: datetime, organisation_id: int, refund: UUID) -> bool:
    """Ask the provider, under the refund's own key, then write that it was paid back; whether it was. Killed in between, it
    asks again and is told that it is done.

    Refusals: none: what the provider or the books refuse is kept on the refund. Records OnlineRefundAnswered,
    PaymentRecorded.
    """
    authorize(actor, "online.follow", Target(organisation_id))
    with scoping.scope([organisation_id]):
        row = _asked(refund)
        if row is None:
            return False
        account, code = account_of(row.online_payment.connection), row.online_payment.connection.provider
        reference, cents = row.online_payment.reference, row.cents
    provider = provider_of(code)
    try:
        provider.refund(account, reference, cents=cents, key=str(refund))
    except Unreachable:
        _later(organisation_id, refund, now, sentence(Refusal("provider_unreachable", {"provider": provider.name})))
        return False
    except SaysNo as error:
        return _refused(organisation_id, refund, error.why, actor, now)
    return _done(organisation_id, refund, actor, now)


def refund_due(*, actor: Actor, now: datetime) -> int:
    """Those that are to be tried again: how many. Refusals: none. Records OnlineRefundAnswered, PaymentRecorded."""
    authorize(actor, "online.follow", Target(None))
    due = online_refunds_to_try(now=now)
    for organisation_id, refund in due:
        send_refund(actor=actor, now=now, organisation_id=organisation_id, refund=refund)
    return len(due)


def _paid(place: PlaceRef, invoice: UUID) -> OnlinePayment:
    """The attempt that paid it, the most recent first, held."""
    rows = OnlinePayment.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    rows = rows.filter(Q(invoice__uuid=invoice) | Q(parts__invoice__uuid=invoice))
    taken_back = Q(mandate__isnull=False, dispute=Dispute.LOST)
    found = (
        rows.filter(~taken_back, stage=Stage.PAID, credited_cents__gt=0)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    if found is None:
        raise Refused(Refusal("online_payment_missing"))
    return lock_payment(found)


def _asked(refund: UUID) -> OnlineRefund | None:
    rows = OnlineRefund.objects.select_for_update(of=("self",)).filter(uuid=refund, state="asked")
    return rows.select_related("online_payment__connection", "online_payment__invoice", "credit_note").first()


def _done(organisation_id: int, refund: UUID, actor: Actor, now: datetime) -> bool:
    try:
        with scoping.scope([organisation_id]):
            row = _asked(refund)
            if row is None:
                return False
            place = places.place_refs(ids=[row.online_payment.place_id])[row.online_payment.place_id]
            pay_back(
                actor=TELLER, now=now, place=place, credit_note=row.credit_note.uuid, method=Method.CARD,
                received_on=place.today(now), key=f"online-refund:{row.uuid}",
                note=f"{provider_of(row.online_payment.connection.provider).name} {row.online_payment.reference}",
            )  # fmt: skip
            _answer(row, "done", "", actor, now)
            jobs.later("billing.follow_payment", organisation_id=organisation_id, payment=str(row.online_payment.uuid))
    except Refused as why:
        _later(organisation_id, refund, now, " ".join(map(sentence, why.refusals)))
        return False
    return True


def _refused(organisation_id: int, refund: UUID, why: str, actor: Actor, now: datetime) -> bool:
    with scoping.scope([organisation_id]):
        row = _asked(refund)
        if row is not None:
            _answer(row, "refused", why, actor, now)
    return False


def _answer(row: OnlineRefund, state: str, why: str, actor: Actor, now: datetime) -> None:
    row.state, row.why, row.next_try_at = state, why[:300], None
    row.save(update_fields=["state", "why", "next_try_at"])
    _tell(facts.OnlineRefundAnswered, row, actor, now, state=state)


def _later(organisation_id: int, refund: UUID, now: datetime, why: str) -> None:
    with scoping.scope([organisation_id]):
        row = _asked(refund)
        if row is not None:
            row.tries, row.why = row.tries + 1, why[:300]
            row.next_try_at = now + min(FIRST_WAIT * 2 ** min(row.tries, 12), LONGEST_WAIT)
            row.save(update_fields=["tries", "why", "next_try_at"])


def _tell(
    kind: type[facts.OnlinePaymentFact], row: OnlineRefund, actor: Actor, now: datetime, *, replay: bool = False,
    **more: str,
) -> None:  # fmt: skip
    paid = row.online_payment
    invoice: Invoice | None = paid.invoice
    fact = kind(
        organisation_id=row.organisation_id, place_id=paid.place_id, online_payment=paid.uuid, invoice=invoice.uuid if invoice else None,
        cents=row.cents, **more,
    )  # fmt: skip
    record(fact, actor=actor, now=now, replay=replay)

"""A payer goes to the page of a provider."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from cantine.billing import facts, queries
from cantine.billing.commands.online.providers import provider_of
from cantine.billing.models import OnlineConnection, OnlinePart, OnlinePayment
from cantine.billing.queries import InvoiceCard
from cantine.billing.queries.asking import Asking, asked_alone, asked_together
from cantine.billing.queries.online import account_of, invoices_debited
from cantine.billing.rules import Kind
from cantine.billing.rules.online import Intent, SaysNo, Stage, Unreachable, next_look
from cantine.core import scoping, sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LONGEST = 60  # of the numbers of several invoices, on the page of a provider
# Whoever starts under a key that is there already waits for the first one to commit, and finds it.
_START = """
INSERT INTO billing_onlinepayment (uuid, organisation_id, place_id, connection_id, invoice_id, key, cents, reference, other,
  address, stage, paid_cents, refunded_cents, fee_cents, dispute, why, credited_cents, fee_entered_cents, stuck, started_at,
  moved_at, next_look_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, '', '', '', 'started', 0, 0, 0, '', '', 0, 0, '', %s, %s, %s)
ON CONFLICT (organisation_id, key) DO NOTHING RETURNING id
"""


def start_payment_of_all(
    *, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, key: str, back: str
) -> UUID:  # fmt: skip
    """All that the payer of an invoice owes its seller at the place, in one attempt: that one is among them, or was paid already.
    What they paid before, and that settles nothing yet, is taken off, and settles the rest once the money came. The same as
    ``start_payment`` otherwise, whose refusals and facts are its own."""
    authorize(actor, "online.start", Target(place.organisation_id, place.id, _person_of(place, invoice)))
    with scoping.scope([place.organisation_id]):
        asking = asked_together(place, invoice)
        row = _attempt(actor, now, place, asking, key, replay=False)
    return gone_to(row, place, lambda: _intent(row, asking.cards, place, back))


def start_payment(
    *, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, key: str, back: str, replay: bool = False
) -> UUID:  # fmt: skip
    """What is left of an invoice, less what its payer has in hand, is to be paid on the page of the provider that is on: the
    attempt, whose address is read with ``find_online_payment``.
    The same ``key`` twice is one, and so is a second start while a page is still open for the
    same amount. ``back`` is where the payer returns, ``{payment}`` in it being the attempt.

    The provider is asked between two transactions, under the attempt's own key, so that a crash in between is mended by
    starting again. Refusals: invoice_unknown, nothing_left_to_pay, debit_going, online_not_connected, provider_unreachable,
    provider_says_no. Records OnlinePaymentStarted.
    """
    authorize(actor, "online.start", Target(place.organisation_id, place.id, _person_of(place, invoice)))
    with scoping.scope([place.organisation_id]):
        asking = asked_alone(organisation_id=place.organisation_id, card=_owed(place, invoice))
        row = _attempt(actor, now, place, asking, key, replay=replay)
    return gone_to(row, place, lambda: _intent(row, asking.cards, place, back))


def gone_to(row: OnlinePayment, place: PlaceRef, intent_of: Callable[[], Intent]) -> UUID:
    """The provider is asked for its page, unless it gave one. Raises Refused: provider_unreachable, provider_says_no."""
    with scoping.scope([place.organisation_id]):
        account, code = account_of(row.connection), row.connection.provider
        intent = intent_of()
    if row.address:
        return row.uuid
    provider = provider_of(code)
    try:
        started = provider.start(account, intent)
    except Unreachable as error:
        raise Refused(Refusal("provider_unreachable", {"provider": provider.name})) from error
    except SaysNo as error:
        raise Refused(Refusal("provider_says_no", {"provider": provider.name, "why": error.why})) from error
    with scoping.scope([place.organisation_id]):
        OnlinePayment.objects.filter(pk=row.pk, reference="").update(
            reference=started.reference, address=started.address
        )
    return row.uuid


def _person_of(place: PlaceRef, invoice: UUID) -> int | None:
    """Whose own invoice it is; nobody's where an organisation pays."""
    key = queries.key_of_invoice(invoice)
    return key.person_id if key and key.organisation_id == place.organisation_id else None


def _owed(place: PlaceRef, invoice: UUID) -> InvoiceCard:
    found = queries.find_invoice(organisations=[place.organisation_id], uuid=invoice)
    if found is None or found.card.place_id != place.id or found.card.kind not in {Kind.INVOICE, Kind.DEPOSIT}:
        raise Refused(Refusal("invoice_unknown"))
    if found.card.left_cents <= 0:
        raise Refused(Refusal("nothing_left_to_pay", {"reference": found.card.reference}))
    if invoices_debited([found.card.id]):
        raise Refused(Refusal("debit_going", {"name": found.card.payer_name, "reference": found.card.reference}))
    return found.card


def _attempt(
    actor: Actor, now: datetime, place: PlaceRef, asking: Asking, key: str, *, replay: bool
) -> OnlinePayment:  # fmt: skip
    cents = asking.cents
    if cents <= 0:
        raise Refused(Refusal("nothing_left_to_pay", {"reference": ", ".join(each.reference for each in asking.cards)}))
    card, others = asking.cards[0], [each.id for each in asking.cards[1:]]
    on = OnlineConnection.objects.filter(
        organisation_id=place.organisation_id, entity_id=card.entity_id, on=True
    ).first()
    if on is None:
        raise Refused(Refusal("online_not_connected"))
    rows = OnlinePayment.objects.select_related("connection")
    going = rows.filter(invoice_id=card.id, connection=on, stage=Stage.STARTED, cents=cents).exclude(address="")
    for open_one in going.order_by("-pk").prefetch_related("parts")[:5]:
        if sorted(each.invoice_id for each in open_one.parts.all()) == sorted(others):
            return open_one
    uuid = uuid4()
    look = next_look(started_at=now, now=now, stage=Stage.STARTED)
    values = [uuid, place.organisation_id, place.id, on.pk, card.id, key, cents, now, now, look]
    made = sql.row(_START, values)
    if made is not None:
        OnlinePart.objects.bulk_create(
            OnlinePart(
                organisation_id=place.organisation_id, online_payment_id=made[0], invoice_id=other, position=rank
            )
            for rank, other in enumerate(others, 1)
        )  # fmt: skip
        fact = facts.OnlinePaymentStarted(
            organisation_id=place.organisation_id, place_id=place.id, online_payment=uuid, invoice=card.uuid,
            cents=cents,
        )  # fmt: skip
        record(fact, actor=actor, now=now, replay=replay)
    found = rows.get(organisation_id=place.organisation_id, key=key)
    if [found.invoice_id, *found.parts.order_by("position").values_list("invoice_id", flat=True)] != [card.id, *others]:
        raise Refused(Refusal("invoice_unknown"))
    return found


def _intent(row: OnlinePayment, cards: Sequence[InvoiceCard], place: PlaceRef, back: str) -> Intent:
    card, words = cards[0], ", ".join(each.reference for each in cards)
    found = queries.find_invoice(organisations=[row.organisation_id], uuid=card.uuid)
    assert found is not None
    return Intent(
        key=str(row.uuid), cents=row.cents, label=f"{words[:LONGEST]}, {place.name}", name=card.payer_name,
        email=found.document.buyer.email, back=back.replace("{payment}", str(row.uuid)), language=found.document.language,
    )  # fmt: skip

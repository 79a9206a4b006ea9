"""Money that a payer had left settles an invoice: nothing moves but what is owed, and the VAT that waited for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing import facts, queries, rules
from cantine.billing.commands.bookkeeping import enter_advance
from cantine.billing.commands.lettering import letter_settled
from cantine.billing.commands.settling import paid_before
from cantine.billing.models import Invoice, Payment, Settlement
from cantine.billing.queries import Advance, InvoiceCard
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def use_advances(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID) -> int:
    """Settle an invoice with what its payer has left, the oldest money first. Returns the cents. Records AdvanceUsed.

    Refusals: invoice_unknown, nothing_in_advance, period_closed.
    """
    authorize(actor, "payment.record", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if not (used := use_what_is_held(actor=actor, now=now, place=place, invoice=invoice)):
            found = queries.find_invoice(organisations=[place.organisation_id], uuid=invoice)
            raise Refused(Refusal("nothing_in_advance", {"reference": found.card.reference if found else ""}))
    return used


def use_what_is_held(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, replay: bool = False) -> int:
    """The same inside a transaction, where it may well be that nothing is left: the cents, none then.

    Refusals: invoice_unknown, period_closed. Records AdvanceUsed.
    """
    authorize(actor, "payment.record", Target(place.organisation_id, place.id))
    if not _locked(place, invoice):
        raise Refused(Refusal("invoice_unknown"))
    found = queries.find_invoice(organisations=[place.organisation_id], uuid=invoice)
    assert found is not None  # it is held
    used = 0
    for advance in _held(place, found.card):
        used += _use(place, found.card, advance, found.card.left_cents - used, now)
    if used:
        fact = facts.AdvanceUsed(organisation_id=place.organisation_id, place_id=place.id, invoice=invoice, cents=used)
        record(fact, actor=actor, now=now, replay=replay)
    return used


def _locked(place: PlaceRef, invoice: UUID) -> bool:
    """The row of the document, held until the transaction ends."""
    rows = Invoice.objects.select_for_update().filter(place_id=place.id, uuid=invoice).exclude(issued_at=None)
    return rows.values_list("pk", flat=True).first() is not None


def _held(place: PlaceRef, card: InvoiceCard) -> list[Advance]:
    """What is left of each payment, its row held so that nothing else uses it."""
    if card.kind.gives_back:
        return []
    seen = _left(place, card)
    keys = [each.id for each in seen]
    list(Payment.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    return _left(place, card)


def _left(place: PlaceRef, card: InvoiceCard) -> list[Advance]:
    return queries.advances_of(organisation_id=place.organisation_id, entity_id=card.entity_id, who=card.who)


def _use(place: PlaceRef, card: InvoiceCard, advance: Advance, left_cents: int, now: datetime) -> int:
    parts = rules.shared_out(advance.left_cents, [rules.Owed(card.id, left_cents)])
    if not parts:
        return 0
    turn = Settlement.objects.filter(payment_id=advance.id).count() + 1
    enter_advance(
        card.entity_id, card.payer_name, advance.uuid, paid_before(parts), day=place.today(now), turn=turn, now=now
    )
    Settlement.objects.bulk_create(
        Settlement(
            organisation_id=place.organisation_id, invoice_id=key, payment_id=advance.id, cents=cents, settled_at=now
        )
        for key, cents in parts
    )  # fmt: skip
    letter_settled(
        now=now, organisation_id=place.organisation_id, entity_id=card.entity_id, who=card.who, payer=card.payer_name,
        invoices=[card.id],
    )  # fmt: skip
    return sum(cents for _key, cents in parts)

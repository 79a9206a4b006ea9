"""Money that came in, and what it settles. Rows are only ever added: what was wrong is undone by another row."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, Sum

from cantine.accounting.rules import Posting
from cantine.billing import facts, queries, rules
from cantine.billing.commands.bookkeeping import Money, enter_payment
from cantine.billing.commands.drafts import seller
from cantine.billing.commands.lettering import letter_settled
from cantine.billing.models import Invoice, Payment, Settlement
from cantine.billing.queries import InvoiceCard
from cantine.billing.queries.online import refund_going
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who, payer_cards
from cantine.billing.rules import Method, Paid
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

# Whoever records under a key that is there already waits for the first one to commit, and finds it.
_RECORD = """
INSERT INTO billing_payment (uuid, organisation_id, place_id, entity_id, key, person_id, customer_id, payer_name, method, cents,
  received_on, note, undoes_id, returns_id, made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (organisation_id, key) DO NOTHING RETURNING id
"""

# Of a credit note, what it corrects. What came without a document of its own was paid before.
_PAID_BEFORE = """
SELECT i.id, i.reference, r.content, coalesce((SELECT jsonb_agg(n.content ORDER BY n.id) FROM billing_invoice n
    WHERE n.corrects_id = r.id AND n.issued_at IS NOT NULL), '[]'),
  coalesce((SELECT sum(CASE WHEN s.invoice_id = r.id THEN s.cents ELSE -s.cents END) FROM billing_settlement s
    JOIN billing_invoice d ON d.id = s.invoice_id WHERE s.organisation_id = r.organisation_id AND s.payment_id IS NOT NULL
    AND (d.id = r.id OR d.corrects_id = r.id)), 0)::bigint
  + coalesce((SELECT sum((e ->> 'cents')::bigint) FROM jsonb_array_elements(r.content -> 'deposits') AS e
    WHERE jsonb_array_length(e -> 'groups') = 0), 0)::bigint,
  CASE WHEN i.corrects_id IS NULL THEN 1 ELSE -1 END
FROM billing_invoice i JOIN billing_invoice r ON r.id = coalesce(i.corrects_id, i.id) WHERE i.id = ANY(%s)
"""


def record_payment(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, cents: int, method: Method, received_on: date, key: str,
    invoices: Sequence[UUID] | None = None, note: str = "", replay: bool = False,
) -> UUID:  # fmt: skip
    """Money of a payer. It settles ``invoices`` in their order, else what they owe, the first due first; what is left over
    stays theirs, for what comes next. The same ``key`` twice is one payment, whose id is answered both times.

    Refusals: seller_missing, payer_unknown, payment_out_of_range, payment_in_the_future, invoice_unknown, period_closed,
    cash_day_closed. Records PaymentRecorded.
    """
    authorize(actor, "payment.record", Target(place.organisation_id, place.id))
    if wrong := rules.check_payment(cents=cents, received_on=received_on, today=place.today(now)):
        raise Refused(*wrong)
    with transaction.atomic():
        owed = _owed(place, who, invoices)
        entity = owed[0].entity_id if owed else seller(place).id
        money = _insert(place, entity, who, cents, method, received_on, key, note, None, now)
        if money is None:
            return _recorded(place, key)
        _settle(now, place, money, rules.shared_out(cents, [each.owed for each in owed]), replay=replay)
        _tell(facts.PaymentRecorded, money.uuid, cents, place, actor, now, replay=replay)
    return money.uuid


def undo_payment(*, actor: Actor, now: datetime, place: PlaceRef, payment: UUID) -> UUID:
    """That payment was never one: a mistake, a cheque returned. What it settled is owed again.

    Refusals: payment_unknown, payment_given_back, payment_undone_already, cash_day_closed. Records PaymentUndone.
    """
    authorize(actor, "payment.undo", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = Payment.objects.select_for_update().filter(place_id=place.id, uuid=payment, undoes=None).first()
        if row is None:
            raise Refused(Refusal("payment_unknown"))
        who = (ORGANISATION, row.customer_id) if row.customer_id else (PERSON, row.person_id or 0)
        if Payment.objects.filter(returns_id=row.pk).exists():
            raise Refused(Refusal("payment_given_back"))
        made = _insert(
            place, row.entity_id, who, -row.cents, Method(row.method), place.today(now), f"undo:{row.uuid}", row.note,
            row.pk, now, name=row.payer_name,
        )  # fmt: skip
        if made is None:
            raise Refused(Refusal("payment_undone_already"))
        parts = list(Settlement.objects.filter(payment_id=row.pk).values_list("invoice_id", "cents"))
        list(
            Invoice.objects.select_for_update().filter(settlements__payment_id=row.pk).order_by("pk").values_list("pk")
        )
        _settle(now, place, made, [(invoice, -cents) for invoice, cents in parts])
        for note in Invoice.objects.filter(corrects_id__in=[each for each, _cents in parts]).exclude(issued_at=None):
            assert note.corrects is not None
            settle_by_credit_note(now=now, invoice=note.corrects, credit_note=note)
        _tell(facts.PaymentUndone, row.uuid, row.cents, place, actor, now)
    return made.uuid


def pay_back(
    *, actor: Actor, now: datetime, place: PlaceRef, credit_note: UUID, method: Method, received_on: date, key: str,
    note: str = "",
) -> UUID:  # fmt: skip
    """What is left of a credit note goes back to the payer. The same ``key`` twice is one.

    Refusals: invoice_unknown, nothing_to_pay_back, refund_going, payment_in_the_future, cash_day_closed. Records PaymentRecorded.
    """
    authorize(actor, "payment.undo", Target(place.organisation_id, place.id))
    found = queries.find_invoice(organisations=[place.organisation_id], uuid=credit_note)
    if found is None or not found.card.kind.gives_back or found.card.place_id != place.id:
        raise Refused(Refusal("invoice_unknown"))
    with transaction.atomic():
        Invoice.objects.select_for_update().get(pk=found.card.id)
        card = queries.find_invoice(organisations=[place.organisation_id], uuid=credit_note).card  # type: ignore[union-attr]
        if card.left_cents <= 0:
            raise Refused(Refusal("nothing_to_pay_back", {"reference": card.reference}))
        if (going := refund_going(card.id)) and key != f"online-refund:{going.uuid}":
            raise Refused(Refusal("refund_going", {"reference": card.reference, "cents": going.cents}))
        if wrong := rules.check_payment(cents=card.left_cents, received_on=received_on, today=place.today(now)):
            raise Refused(*wrong)
        made = _insert(
            place, card.entity_id, card.who, -card.left_cents, method, received_on, key, note, None, now,
            name=card.payer_name,
        )  # fmt: skip
        if made is None:
            return _recorded(place, key)
        _settle(now, place, made, [(card.id, card.left_cents)])
        _tell(facts.PaymentRecorded, made.uuid, -card.left_cents, place, actor, now)
    return made.uuid


def give_back_advance(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, cents: int, method: Method, received_on: date, key: str,
    note: str = "",
) -> None:  # fmt: skip
    """What a payer paid too much goes back, of the oldest payment first. The same ``key`` twice is one.

    Refusals: seller_missing, payer_unknown, gives_back_too_much, payment_out_of_range, payment_in_the_future, period_closed.
    Records PaymentRecorded for each payment that it comes from.
    """
    authorize(actor, "payment.undo", Target(place.organisation_id, place.id))
    if wrong := rules.check_payment(cents=cents, received_on=received_on, today=place.today(now)):
        raise Refused(*wrong)
    with transaction.atomic():
        entity = seller(place).id
        if Payment.objects.filter(organisation_id=place.organisation_id, key=f"{key}:1").exists():
            return
        seen = queries.advances_of(organisation_id=place.organisation_id, entity_id=entity, who=who)
        list(
            Payment.objects.select_for_update()
            .filter(pk__in=[each.id for each in seen])
            .order_by("pk")
            .values_list("pk")
        )
        held = queries.advances_of(organisation_id=place.organisation_id, entity_id=entity, who=who)
        if cents > (most := sum(each.left_cents for each in held)):
            raise Refused(Refusal("gives_back_too_much", {"most_cents": most}, "amount"))
        parts = rules.shared_out(cents, [rules.Owed(each.id, each.left_cents) for each in held])
        for turn, (advance, part) in enumerate(parts, 1):
            made = _insert(
                place, entity, who, -part, method, received_on, f"{key}:{turn}", note, None, now, returns=advance
            )  # fmt: skip
            if made is not None:
                _settle(now, place, made, [])
                _tell(facts.PaymentRecorded, made.uuid, -part, place, actor, now)


def settle_by_credit_note(*, now: datetime, invoice: Invoice, credit_note: Invoice) -> None:
    """As much of the invoice as is not paid is settled by what is left of what was given back of it."""
    who = (ORGANISATION, invoice.customer_id) if invoice.customer_id else (PERSON, invoice.person_id or 0)
    left = left_of(invoice)
    used = Settlement.objects.filter(Q(invoice_id=credit_note.pk) | Q(credit_note_id=credit_note.pk))
    cents = min(left, credit_note.gross_cents - (used.aggregate(sum=Sum("cents"))["sum"] or 0))
    if cents > 0:
        Settlement.objects.create(
            organisation_id=invoice.organisation_id, invoice_id=invoice.pk, credit_note_id=credit_note.pk, cents=cents,
            settled_at=now,
        )  # fmt: skip
        letter_settled(
            now=now, organisation_id=invoice.organisation_id, entity_id=invoice.entity_id, who=who, payer=invoice.payer_name,
            invoices=[invoice.pk],
        )  # fmt: skip


def left_of(invoice: Invoice) -> int:
    """What is left to pay of an issued document."""
    owed = queries.open_invoices(
        organisation_id=invoice.organisation_id, entity_id=invoice.entity_id,
        who=(ORGANISATION, invoice.customer_id) if invoice.customer_id else (PERSON, invoice.person_id or 0),
    )  # fmt: skip
    return next((each.left_cents for each in owed if each.id == invoice.pk), 0)


def _owed(place: PlaceRef, who: Who, invoices: Sequence[UUID] | None) -> list[InvoiceCard]:
    """What is to be settled, its rows held so that two payments don't settle it twice."""
    entity = seller(place)
    held = Invoice.objects.select_for_update().filter(organisation_id=place.organisation_id).exclude(issued_at=None)
    mine = {"customer_id": who[1]} if who[0] == ORGANISATION else {"customer_id": None, "person_id": who[1]}
    if invoices is None:
        list(held.filter(entity_id=entity.id, **mine).order_by("pk").values_list("pk"))
        return queries.open_invoices(organisation_id=place.organisation_id, entity_id=entity.id, who=who)
    keys = list(held.filter(uuid__in=list(invoices), **mine).order_by("pk").values_list("pk", "entity_id"))
    if len(keys) != len(set(invoices)):
        raise Refused(Refusal("invoice_unknown"))
    open_ones = {
        each.uuid: each
        for entity_id in {each[1] for each in keys}
        for each in queries.open_invoices(organisation_id=place.organisation_id, entity_id=entity_id, who=who)
    }
    return [open_ones[each] for each in invoices if each in open_ones]


def _insert(
    place: PlaceRef, entity_id: int, who: Who, cents: int, method: Method, received_on: date, key: str, note: str,
    undoes: int | None, now: datetime, *, name: str | None = None, returns: int | None = None,
) -> Money | None:  # fmt: skip
    """None where this payment is there already."""
    if name is None:
        card = payer_cards(organisation_id=place.organisation_id, whos=[who]).get(who)
        if card is None:
            raise Refused(Refusal("payer_unknown"))
        name = card.party.name
    uuid, name, note = uuid4(), name[:160], note.strip()[:120]
    row = sql.row(
        _RECORD,
        [uuid, place.organisation_id, place.id, entity_id, key, who[1] if who[0] == PERSON and who[1] else None,
         who[1] if who[0] == ORGANISATION else None, name, str(method), cents, received_on, note, undoes, returns, now],
    )  # fmt: skip
    return Money(row[0], uuid, entity_id, who, name, method, cents, received_on, note) if row else None


def _recorded(place: PlaceRef, key: str) -> UUID:
    """The payment that is there already under this key."""
    return Payment.objects.values_list("uuid", flat=True).get(organisation_id=place.organisation_id, key=key)


def _settle(
    now: datetime, place: PlaceRef, money: Money, parts: Sequence[tuple[int, int]], *, replay: bool = False
) -> None:
    """What the money settles, and what the books say of it."""
    enter_payment(money, paid_before(parts), place=place, now=now, replay=replay)
    Settlement.objects.bulk_create(
        Settlement(
            organisation_id=place.organisation_id, invoice_id=invoice, payment_id=money.id, cents=cents, settled_at=now
        )
        for invoice, cents in parts
    )  # fmt: skip
    letter_settled(
        now=now, organisation_id=place.organisation_id, entity_id=money.entity_id, who=money.who, payer=money.payer_name,
        invoices=[invoice for invoice, _cents in parts],
    )  # fmt: skip


def paid_before(parts: Sequence[tuple[int, int]]) -> list[Paid]:
    """Each document, or what a credit note corrects, with its notes and what was paid of it before; their rows are held, so
    nothing comes between. What is paid back of a note is below zero."""
    rows = sql.rows(_PAID_BEFORE, [[document for document, _cents in parts]])
    found = {key: rest for key, *rest in rows}
    return [_paid(*found[document], cents=cents) for document, cents in parts]


def _paid(piece: str, content: Any, notes: Any, paid_cents: int, sign: int, *, cents: int) -> Paid:
    told = json.loads(notes) if isinstance(notes, str) else notes
    return Paid(_read(content), paid_cents, sign * cents, tuple(map(_read, told)), piece)


def correction_of(row: Invoice, note: rules.Document) -> list[Posting]:
    """What the VAT that was due becomes with one more credit note on a locked document."""
    (paid,) = paid_before([(row.pk, 0)])
    return rules.postings_of_correction(paid.document, paid.before_cents, paid.notes, note)


def _read(content: Any) -> rules.Document:
    return rules.document_from_json(json.loads(content) if isinstance(content, str) else content)


def _tell(
    kind: type[facts.PaymentFact], uuid: UUID, cents: int, place: PlaceRef, actor: Actor, now: datetime, *,
    replay: bool = False,
) -> None:  # fmt: skip
    fact = kind(organisation_id=place.organisation_id, place_id=place.id, payment=uuid, cents=cents)
    record(fact, actor=actor, now=now, replay=replay)

"""Giving a document its number: from then on it never changes, and what it got wrong another document gives back."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.billing import facts, rules
from cantine.billing.commands.bookkeeping import PostingsOf, begin_document
from cantine.billing.commands.checking import check_draft
from cantine.billing.commands.deposits import take_off_deposits
from cantine.billing.commands.drafts import lock_draft
from cantine.billing.commands.numbering import next_number_soon
from cantine.billing.commands.settling import correction_of, left_of, settle_by_credit_note
from cantine.billing.documents import Checker
from cantine.billing.models import Charge, Invoice
from cantine.billing.queries.deposits import credit_notes_of, notes_on
from cantine.billing.queries.drafts import drafts_of
from cantine.billing.rules import Afterwards, Document, Kind, Line, PartOfLine, Reference
from cantine.billing.rules.labels import label_of_document
from cantine.core import jobs, sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

_FROZEN = (
    "series_id", "number", "reference", "issued_at", "issued_on", "due_on", "payer_name", "content", "net_cents", "vat_cents",
    "gross_cents", "due_cents",
)  # fmt: skip
_FREEZE = f"UPDATE billing_invoice SET {', '.join(f'{each} = %s' for each in _FROZEN)} WHERE id = %s"  # noqa: S608  our own


def issue_invoice(
    *, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, seen: str | None = None, replay: bool = False
) -> str:
    """Freeze the draft as it is now and give it the next number of its series, which is answered. ``seen`` names the draft
    that was looked at: if it changed since, nothing is issued.

    Refusals: draft_unknown, draft_changed, period_closed, and all that the law wants and that is missing. Records
    InvoiceIssued.
    """
    authorize(actor, "invoice.issue", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_draft(place, invoice)
        today = place.today(now)
        found = drafts_of(place, [row], today=today, lock=True)[0]
        if seen is not None and seen != found.seen:
            raise Refused(Refusal("draft_changed"))
        if missing := found.missing(today):
            raise Refused(*missing)
        if found.given_up:
            Charge.objects.filter(invoice_id=row.pk).exclude(state=rules.State.DUE).update(invoice_id=None)
        return freeze(
            actor=actor, now=now, place=place, row=row, entity=found.entity, document=found.document, replay=replay
        )


def issue_invoices(
    *, actor: Actor, now: datetime, place: PlaceRef, invoices: Sequence[UUID], seen: Mapping[UUID, str] | None = None
) -> dict[UUID, str | tuple[Refusal, ...]]:
    """Each tried on the rules of electronic invoicing, then issued in a transaction of its own: what can be is, and what
    cannot says why. Done again, it issues nothing twice. ``seen`` names the drafts that were looked at.

    Refusals, by draft: einvoice_rule, and those of ``issue_invoice``. Records InvoiceIssued for each.
    """
    authorize(actor, "invoice.issue", Target(place.organisation_id, place.id))
    done: dict[UUID, str | tuple[Refusal, ...]] = {}
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place}
    with Checker() as checker:
        for each in invoices:
            try:
                check_draft(**said, invoice=each, checker=checker)
                done[each] = issue_invoice(**said, invoice=each, seen=(seen or {}).get(each))
            except Refused as why:
                done[each] = why.refusals
    return done


def credit_invoice(
    *, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, lines: Sequence[int] | None = None, note: str = "",
    afterwards: Afterwards = Afterwards.LET_GO, parts: Mapping[int, PartOfLine] | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Give back an issued document, whole or by some of its lines (their places in it), or by ``parts`` of them, by a credit
    note issued at once;
    what was not paid is settled by it. What it billed is let go, or is to be billed ``AGAIN``.

    Refusals: invoice_unknown, line_unknown, credited_already, line_given_too_much, nothing_to_credit. Records InvoiceIssued.
    """
    authorize(actor, "invoice.credit", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = (
            Invoice.objects.select_for_update().filter(place_id=place.id, uuid=invoice).exclude(issued_at=None).first()
        )
        if row is None or Kind(row.kind).gives_back or row.content is None or row.issued_on is None:
            raise Refused(Refusal("invoice_unknown"))
        whole = rules.document_from_json(row.content)
        notes = notes_on(row.pk) if whole.kind is Kind.DEPOSIT else []
        if any(not each.corrects_lines for each in notes):  # a part of it was given back: what is left of it is
            kept = rules.kept_of_deposit(whole, notes)
            net = sum(each.net_cents for each in kept)
            rest = rules.given_back_lines(kept, net_cents=net, name=whole.lines[0].name) if kept else ()
            return give_back(actor, now, place, row, rest, note, replay=replay)
        given = rules.give_lines(whole, credit_notes_of(row.pk), wanted=lines, parts=parts or {})
        if isinstance(given, list):
            raise Refused(*given)
        made = give_back(actor, now, place, row, given.lines, note, corrects_lines=given.places, replay=replay)
        if afterwards is Afterwards.AGAIN:
            _release(row, whole, given.whole)
    return made


def give_back(
    actor: Actor, now: datetime, place: PlaceRef, row: Invoice, lines: tuple[Line, ...], note: str, *,
    corrects_lines: tuple[int, ...] = (), replay: bool = False,
) -> UUID:  # fmt: skip
    """The credit note of these lines of a locked document, issued in the caller's transaction; it settles what was not
    paid. Raises Refused: nothing_to_credit."""
    assert row.content is not None
    assert row.issued_on is not None
    whole = rules.document_from_json(row.content)
    document = rules.draft(
        kind=whole.kind.undone_by, seller=whole.seller, buyer=whole.buyer, lines=lines, terms=whole.terms,
        supply=whole.supply, note=note.strip(), corrects=Reference(row.reference, row.issued_on),
        reference=whole.reference, language=whole.language, service_code=whole.service_code,
        engagement=whole.engagement, corrects_lines=corrects_lines,
    )  # fmt: skip
    if document.gross_cents <= 0:
        raise Refused(Refusal("nothing_to_credit"))
    document = replace(document, taken_off_cents=min(document.gross_cents, left_of(row)))
    made = Invoice.objects.create(
        uuid=uuid4(), organisation_id=row.organisation_id, place_id=row.place_id, entity_id=row.entity_id,
        kind=document.kind, person_id=row.person_id, customer_id=row.customer_id, payer_name=row.payer_name,
        corrects_id=row.pk, made_at=now, currency=row.currency,
    )  # fmt: skip
    again = correction_of(row, document)
    freeze(
        actor=actor, now=now, place=place, row=made, entity=_entity(row), document=document, replay=replay,
        postings_of=lambda said, third: [*rules.postings_of_document(said, third), *again],
    )  # fmt: skip
    settle_by_credit_note(now=now, invoice=row, credit_note=made)
    return made.uuid


def freeze(
    *, actor: Actor, now: datetime, place: PlaceRef, row: Invoice, entity: LegalEntityRef, document: Document,
    postings_of: PostingsOf = rules.postings_of_document, replay: bool = False,
) -> str:  # fmt: skip
    """The end of every issuing, in the caller's transaction: number, frozen content, entry in the books, files to make.
    ``postings_of`` tells the books otherwise where the sale was told before.

    Whoever issues next in the series waits from the moment the number is taken: its books are asked in the same message,
    and all that is written leaves with the commit.
    """
    today = place.today(now)
    row.payer_name = document.buyer.name[:160]
    number = next_number_soon(entity, rules.series_code(document.kind), today)
    entry = begin_document(row, document, postings_of, day=today, now=now, replay=replay)
    taken = number()
    frozen = replace(document, number=taken.reference, issued_on=today)
    row.series_id, row.number, row.reference = taken.series_id, taken.number, taken.reference
    row.issued_at, row.issued_on, row.due_on = now, today, frozen.due_on
    row.content = frozen.to_json()
    row.net_cents, row.vat_cents, row.gross_cents = frozen.net_cents, frozen.vat_cents, frozen.gross_cents
    row.due_cents = frozen.due_cents
    _write(row)
    take_off_deposits(row, frozen)
    label = label_of_document(frozen, number=row.reference, payer=row.payer_name)
    entry.post(label=label, piece=row.reference, piece_day=today)
    fact = facts.InvoiceIssued(
        organisation_id=place.organisation_id, place_id=place.id, invoice=row.uuid, reference=row.reference,
        gross_cents=row.gross_cents,
    )  # fmt: skip
    record(fact, actor=actor, now=now, replay=replay)
    jobs.later("billing.make_files", organisation_id=row.organisation_id, invoice_id=row.pk)
    return row.reference


def _write(row: Invoice) -> None:
    """What was frozen, with what is said next: a trigger holds it from then on."""
    said = {each: getattr(row, each) for each in _FROZEN} | {"content": json.dumps(row.content)}
    sql.soon(_FREEZE, [*said.values(), row.pk])


def _release(row: Invoice, whole: Document, credited: Set[int]) -> None:
    """A charge whose every line is given back now is to be invoiced again, if it still asks for something: one that was let
    go before in part is not asked for whole."""
    kept = {line.charge for place, line in enumerate(whole.lines) if place not in credited}
    gone = {line.charge for line in whole.lines if line.charge} - kept
    Charge.objects.filter(invoice_id=row.pk, uuid__in=[UUID(each) for each in gone]).update(invoice_id=None)


def _entity(row: Invoice) -> LegalEntityRef:
    return next(each for each in accounting.entities_of(row.organisation_id) if each.id == row.entity_id)

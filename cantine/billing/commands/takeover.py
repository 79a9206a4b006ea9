"""What another tool issued and that is not over comes in with its own numbers; and our own series begin where its ended."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import ProtectedError

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.billing import facts, queries, rules
from cantine.billing.commands.bookkeeping import BOOKKEEPER, third_of
from cantine.billing.commands.drafts import seller
from cantine.billing.commands.numbering import Number, take_number
from cantine.billing.models import Invoice, Series
from cantine.billing.queries.drafts import seller_of, terms_of
from cantine.billing.queries.payers import ORGANISATION, PERSON, PayerCard, Who, payer_cards
from cantine.billing.rules import OldInvoice
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

Old = tuple[Who, OldInvoice]
SERIES = (rules.INVOICES, rules.CREDIT_NOTES, rules.QUOTES)


def take_over_invoices(
    *, actor: Actor, now: datetime, place: PlaceRef, day: date, invoices: Sequence[Old]
) -> list[str]:  # fmt: skip
    """Bring in what is left to pay, and deposits that are held, as they stood on ``day``, the last of the old books. The
    balances hold their sums: here each customer’s part is told apart. Those whose number is here already are left out;
    the numbers of the others are answered. Records InvoiceTakenOver for each.

    Refusals: seller_missing, payer_unknown, books_not_taken_over, old_number_to_come, period_closed, those of an old document.
    """
    authorize(actor, "invoice.take_over", Target(place.organisation_id, place.id))
    if wrong := [each for _who, old in invoices for each in rules.check_old_invoice(old, last_day=day)]:
        raise Refused(*wrong)
    entity = seller(place)
    cards = payer_cards(organisation_id=place.organisation_id, whos={who for who, _old in invoices})
    if {who for who, _old in invoices} - set(cards):
        raise Refused(Refusal("payer_unknown"))
    with transaction.atomic():
        if books.books_taken_over(entity.id) is None:
            raise Refused(Refusal("books_not_taken_over"))
        known = queries.references_among(place, [old.number for _who, old in invoices])
        if clashing := _to_come(place, entity, [old.number for _who, old in invoices if old.number not in known]):
            raise Refused(*clashing)
        for who, old in invoices:
            if old.number not in known:
                _take_over(actor, now, place, entity, day, cards[who], old)
    return [old.number for _who, old in invoices if old.number not in known]


def take_back_invoices(*, actor: Actor, now: datetime, place: PlaceRef, invoices: Sequence[UUID]) -> int:
    """Documents of another tool that came by mistake go again, with the entry that told each one’s part apart: how many. Nothing
    happened to them here: the keys of the database hold what leans on them. Records InvoiceTakenBack for each.

    Refusals: invoice_unknown, old_document_used, period_closed.
    """
    authorize(actor, "invoice.take_over", Target(place.organisation_id, place.id))
    wanted = set(invoices)
    rows = Invoice.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, uuid__in=wanted, taken_over=True
    )
    with transaction.atomic():
        found = list(rows.order_by("pk").select_for_update())
        if len(found) < len(wanted):
            raise Refused(Refusal("invoice_unknown"))
        for row in found:
            _take_back(actor, now, place, row)
    return len(found)


def _take_back(actor: Actor, now: datetime, place: PlaceRef, row: Invoice) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise Refused(Refusal("old_document_used", {"reference": row.reference})) from error
    entry = books.entry_of_source(row.entity_id, f"invoice:{row.uuid}")
    if entry is not None:
        accounting.reverse_entry(
            actor=BOOKKEEPER, now=now, place=place, entry=entry[0], day=entry[1], label=row.payer_name
        )
    fact = facts.InvoiceTakenBack(
        organisation_id=place.organisation_id, place_id=place.id, invoice=row.uuid, reference=row.reference
    )
    record(fact, actor=actor, now=now)


def begin_series(*, actor: Actor, now: datetime, place: PlaceRef, code: str, number: int) -> None:
    """This year’s series of a kind of documents goes on after another tool’s: its first document here has this number.
    Records SeriesBegun.

    Refusals: seller_missing, series_unknown, next_number_out_of_range, series_begun_already.
    """
    authorize(actor, "invoice.take_over", Target(place.organisation_id, place.id))
    if refusals := list(rules.check_next_number(number)):
        raise Refused(*refusals)
    if code not in SERIES:
        raise Refused(Refusal("series_unknown", field="code"))
    entity, year = seller(place), place.today(now).year
    with transaction.atomic():
        which = {"organisation_id": entity.organisation_id, "entity_id": entity.id, "code": code, "year": year}
        row = Series.objects.select_for_update().filter(**which).first()
        if row is not None and queries.series_in_use(row.pk):
            raise Refused(Refusal("series_begun_already", {"code": code}, "number"))
        if row is not None:
            row.delete()
        Series.objects.create(**which, last_number=number - 1)
        begun = facts.SeriesBegun(
            organisation_id=place.organisation_id, place_id=place.id, code=code, year=year, number=number
        )
        record(begun, actor=actor, now=now)


def _to_come(place: PlaceRef, entity: LegalEntityRef, numbers: Sequence[str]) -> list[Refusal]:
    """Numbers that one of our series would give one day: it must begin after them."""
    found = []
    for number in numbers:
        ours = rules.number_in(number, prefix=entity.prefix)
        if ours is None:
            continue
        code, year, place_in_it = ours
        line = queries.series_of(place, entity_id=entity.id, year=year).get(code)
        if line is None or line.last_number < place_in_it:
            found.append(Refusal("old_number_to_come", {"number": number}, "number"))
    return found


def _take_over(
    actor: Actor, now: datetime, place: PlaceRef, entity: LegalEntityRef, day: date, card: PayerCard, old: OldInvoice
) -> None:
    document = rules.old_document(
        old, seller=seller_of(entity), buyer=card.party, terms=terms_of(entity), language=card.language
    )
    row = Invoice.objects.create(
        **_columns(card.who, take_number(entity, rules.TAKEN_OVER, day.year), old), place_id=place.id,
        organisation_id=place.organisation_id, entity_id=entity.id, payer_name=card.party.name[:160], made_at=now,
        issued_at=now, content=document.to_json(), net_cents=document.net_cents, vat_cents=document.vat_cents,
        gross_cents=document.gross_cents, due_cents=document.due_cents, taken_over=True,
    )  # fmt: skip
    _tell_apart(row, old, card, day, now)
    fact = facts.InvoiceTakenOver(
        organisation_id=place.organisation_id, place_id=place.id, invoice=row.uuid, reference=row.reference,
        left_cents=old.left_cents,
    )  # fmt: skip
    record(fact, actor=actor, now=now)


def _columns(who: Who, number: Number, old: OldInvoice) -> dict[str, Any]:
    return {
        "uuid": uuid4(), "kind": old.kind, "series_id": number.series_id, "number": number.number, "reference": old.number,
        "issued_on": old.day, "due_on": old.due_on, "person_id": who[1] if who[0] == PERSON else None,
        "customer_id": who[1] if who[0] == ORGANISATION else None,
    }  # fmt: skip


def _tell_apart(row: Invoice, old: OldInvoice, card: PayerCard, day: date, now: datetime) -> None:
    """The balances said what all customers owe: this part of it is this one’s."""
    if not old.left_cents:
        return
    third = third_of(card.who, card.party.name)
    postings = [
        Posting(role=Role.CUSTOMERS, debit_cents=old.left_cents, third=third.code, third_name=third.name),
        Posting(role=Role.CUSTOMERS, credit_cents=old.left_cents),
    ]
    accounting.post_entry(
        actor=BOOKKEEPER, now=now, entity_id=row.entity_id, journal=JournalKind.OPENING, day=day, label=card.party.name,
        piece=old.number, piece_day=old.day, source=f"invoice:{row.uuid}", postings=postings,
    )  # fmt: skip

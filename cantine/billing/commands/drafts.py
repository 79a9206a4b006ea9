"""Drafts of invoices: made of what a payer owes, written on, dropped. Nothing on them is final, and none has a number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import JSONField

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.billing import facts, queries, rules
from cantine.billing.models import Charge, Invoice
from cantine.billing.queries.charges import ChargeLine
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who, payer_cards
from cantine.billing.rules import Added, Kind
from cantine.core import presses, sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

_FIELDS = Invoice._meta.concrete_fields
_COLUMNS = ", ".join(f"{each.column}::json" if isinstance(each, JSONField) else str(each.column) for each in _FIELDS)
_LOCK = f"""
SELECT {_COLUMNS} FROM billing_invoice
WHERE organisation_id = %s AND place_id = %s AND uuid = %s AND issued_at IS NULL FOR UPDATE
"""  # noqa: S608  names of our own


@dataclass(frozen=True)
class Prepared:
    """What preparing a month made: a draft for each payer, and who was passed over, with why."""

    drafts: tuple[UUID, ...]
    passed: tuple[tuple[Who, Refusal], ...]


def prepare_invoice(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, last_day: date, replay: bool = False
) -> UUID:
    """A draft of all that one payer owes up to a day. The draft that they have takes what is new.

    Refusals: seller_missing, nothing_to_invoice, payer_unknown. Records InvoicePrepared.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    owed = queries.owed_by(place, payer=who, last_day=last_day)
    return _prepare(actor, now, place, who, owed, last_day, replay=replay)


def prepare_ahead(*, actor: Actor, now: datetime, place: PlaceRef, who: Who, charges: Iterable[UUID]) -> UUID:
    """A draft of what one payer owes for days to come that were chosen. The draft that they have takes it.

    Refusals: seller_missing, nothing_to_invoice, payer_unknown. Records InvoicePrepared.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    chosen = queries.owed_ahead(place, payer=who, charges=charges)
    return _prepare(actor, now, place, who, chosen, place.today(now), replay=False)


def _prepare(
    actor: Actor, now: datetime, place: PlaceRef, who: Who, owed: Sequence[ChargeLine], last_day: date, *, replay: bool
) -> UUID:
    if not owed:
        raise Refused(Refusal("nothing_to_invoice", {"day": last_day}))
    with transaction.atomic():
        row = _open_draft(place, who, now)
        taken = Charge.objects.filter(uuid__in=[each.uuid for each in owed], invoice=None).update(invoice_id=row.pk)
        if not taken and row.made_at == now:
            raise Refused(Refusal("nothing_to_invoice", {"day": last_day}))
        _record(facts.InvoicePrepared, row, place, actor, now, replay=replay)
    return row.uuid


def prepare_invoices(
    *, actor: Actor, now: datetime, place: PlaceRef, last_day: date, replay: bool = False
) -> Prepared:  # fmt: skip
    """The same for every payer of the place: the monthly run. Done again, it takes only what is new.

    Refusals: seller_missing. Records InvoicePrepared for each.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    seller(place)
    owed = queries.owed_by_payer(place, last_day=last_day)
    drafts: list[UUID] = []
    passed: list[tuple[Who, Refusal]] = []
    for who, charges in sorted(owed.items(), key=lambda each: each[0]):
        try:
            drafts.append(_prepare(actor, now, place, who, charges, last_day, replay=replay))
        except Refused as why:
            passed.extend((who, refusal) for refusal in why.refusals)
    return Prepared(tuple(drafts), tuple(passed))


def start_invoice(*, actor: Actor, now: datetime, place: PlaceRef, who: Who, kind: Kind = Kind.INVOICE) -> UUID:
    """An empty draft, for lines that somebody writes.

    Refusals: seller_missing, payer_unknown. Records InvoicePrepared.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _new_draft(place, who, now, kind)
        _record(facts.InvoicePrepared, row, place, actor, now)
    return row.uuid


def write_on_draft(
    *, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, added: Added, press: str = ""
) -> None:  # fmt: skip
    """What stands on a draft beside its charges: free lines, a note, the payer's reference, when it is due. The same
    ``press`` again writes nothing.

    Refusals: draft_unknown, those of a line, due_before_issued. Records InvoiceWritten.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    wrong = [refusal for line in added.lines for refusal in rules.check_line(line)]
    if added.due_on is not None and added.due_on < place.today(now):
        wrong.append(Refusal("due_before_issued", {"day": added.due_on}, "due_on"))
    if wrong:
        raise Refused(*wrong)
    with transaction.atomic():
        if presses.done_before(actor=actor, press=press, now=now):
            return
        row = lock_draft(place, invoice)
        row.added, row.checked = added.to_json(), ""
        row.save(update_fields=["added", "checked"])
        _record(facts.InvoiceWritten, row, place, actor, now)
        presses.keep(actor=actor, press=press)


def take_off_deposit(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, deposit: UUID) -> None:
    """A deposit of the same payer, that is held, is taken off this draft; said of the one it has already, it no longer is.

    Refusals: draft_unknown, deposit_unknown. Records InvoiceWritten.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_draft(place, invoice)
        added, who = rules.added_from_json(row.added), queries.who_of(row)
        held = queries.deposits_held(organisation_id=row.organisation_id, entity_id=row.entity_id, who=who)
        found = next((each.reference for each in held if each.uuid == deposit), None)
        if found is None:
            raise Refused(Refusal("deposit_unknown"))
        others = tuple(each for each in added.deposits if each.number != found.number)
        kept = others if len(others) < len(added.deposits) else (*others, found)
        row.added, row.checked = replace(added, deposits=kept).to_json(), ""
        row.save(update_fields=["added", "checked"])
        _record(facts.InvoiceWritten, row, place, actor, now)


def leave_out(
    *, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, charges: Iterable[UUID], press: str = ""
) -> None:  # fmt: skip
    """These charges leave the draft, and are to be invoiced another time. The same ``press`` again does nothing.

    Refusals: draft_unknown. Records InvoiceWritten.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if presses.done_before(actor=actor, press=press, now=now):
            return
        row = lock_draft(place, invoice)
        Charge.objects.filter(invoice_id=row.pk, uuid__in=list(charges)).update(invoice_id=None)
        _record(facts.InvoiceWritten, row, place, actor, now)
        presses.keep(actor=actor, press=press)


def drop_draft(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID) -> None:
    """The draft is no more; its charges are to be invoiced again.

    Refusals: draft_unknown. Records DraftDropped.
    """
    authorize(actor, "invoice.prepare", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_draft(place, invoice)
        Charge.objects.filter(invoice_id=row.pk).update(invoice_id=None)
        _record(facts.DraftDropped, row, place, actor, now)
        row.delete()


def lock_draft(place: PlaceRef, invoice: UUID) -> Invoice:
    """The row of a draft, held until the transaction ends. Raises Refused: draft_unknown."""
    row = sql.row(_LOCK, [place.organisation_id, place.id, invoice])
    if row is None:
        raise Refused(Refusal("draft_unknown"))
    return Invoice.from_db(DEFAULT_DB_ALIAS, [each.attname for each in _FIELDS], row)


def seller(place: PlaceRef) -> LegalEntityRef:
    """In whose name the place invoices. Raises Refused: seller_missing."""
    entity = accounting.entity_of(place)
    if entity is None:
        raise Refused(Refusal("seller_missing", {"place": place.name}))
    return entity


def _open_draft(place: PlaceRef, who: Who, now: datetime) -> Invoice:
    """The draft that the payer has, held; else a new one."""
    mine = {"customer_id": who[1]} if who[0] == ORGANISATION else {"customer_id": None, "person_id": who[1]}
    rows = Invoice.objects.select_for_update().filter(
        place_id=place.id, issued_at=None, kind=Kind.INVOICE, **mine
    )  # fmt: skip
    return rows.order_by("pk").first() or _new_draft(place, who, now, Kind.INVOICE)


def _new_draft(place: PlaceRef, who: Who, now: datetime, kind: Kind) -> Invoice:
    entity = seller(place)
    card = payer_cards(organisation_id=place.organisation_id, whos=[who]).get(who)
    if card is None:
        raise Refused(Refusal("payer_unknown"))
    return Invoice.objects.create(
        uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id, kind=kind,
        person_id=who[1] if who[0] == PERSON else None, customer_id=who[1] if who[0] == ORGANISATION else None,
        payer_name=card.party.name[:160], made_at=now, currency="EUR",
    )  # fmt: skip


def _record(
    kind: type[facts.InvoiceFact], row: Invoice, place: PlaceRef, actor: Actor, now: datetime, *, replay: bool = False
) -> None:
    fact = kind(organisation_id=place.organisation_id, place_id=place.id, invoice=row.uuid)
    record(fact, actor=actor, now=now, replay=replay)

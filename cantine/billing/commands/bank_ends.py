"""What a line of the bank is where it is no customer’s payment: an entry that the books hold already, money that was on its way,
or what a domain above entered from it. Undone, it waits again, and what it had made is undone with it."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.commands import cheques
from cantine.accounting.queries import cheques as slips
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.billing import facts
from cantine.billing.commands.bank import tell_line, waiting_line
from cantine.billing.commands.bookkeeping import BOOKKEEPER
from cantine.billing.models import BankLine
from cantine.billing.queries.bank_ends import PAID_IN, ROLES, bank_moves, on_their_way
from cantine.billing.rules.bank import Became, check_paid_in
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LABELS = {
    Became.CARDS: "Encaissements par carte",
    Became.CHEQUES: "Remise de chèques",
    Became.CASH: "Espèces déposées",
}  # fmt: skip  the language of the books


class Undo(Protocol):
    """Undoes what a line had made, in the transaction that lets it wait again."""

    def __call__(self, *, actor: Actor, now: datetime, place: PlaceRef, entry: UUID) -> None: ...


_UNDO: dict[Became, Undo] = {}


def register_bank_undo(became: Became, undo: Undo) -> None:
    """A domain above says how what it enters from a line of the bank is undone."""
    _UNDO[became] = undo


def explain_line(
    *, actor: Actor, now: datetime, place: PlaceRef, line: UUID, became: Became, entry: UUID, replay: bool = False
) -> None:
    """The line is this entry of the books, which says what it is: it waits no longer. Whoever enters something from a line says
    so in the same transaction.

    Refusals: bank_line_unknown, bank_line_matched_already, bank_entry_unknown, bank_entry_taken. Records BankLineExplained.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = waiting_line(place, line)
        if books.find_entry(uuid=entry) is None:
            raise Refused(Refusal("bank_entry_unknown"))
        _mark(row, place, became, entry, actor, now, replay=replay)


def confirm_in_books(
    *, actor: Actor, now: datetime, place: PlaceRef, line: UUID, entry: UUID, replay: bool = False
) -> None:
    """What the line says was entered before it came: nothing more is written in the books.

    Refusals: bank_line_unknown, bank_line_matched_already, bank_entry_unknown, bank_entry_taken. Records BankLineExplained.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = waiting_line(place, line)
        moves = bank_moves(place, first_day=row.day, last_day=row.day)
        found = next((each for each in moves if each.entry == entry), None)
        if found is None or found.cents != row.cents:
            raise Refused(Refusal("bank_entry_unknown"))
        refund = found.cents < 0 and found.source.startswith("payment:")
        _mark(row, place, Became.REFUND if refund else Became.ENTRY, entry, actor, now, replay=replay)


def pay_in(
    *, actor: Actor, now: datetime, place: PlaceRef, line: UUID, what: Became, gross_cents: int, replay: bool = False
) -> UUID:
    """Money that was on its way is there: ``gross_cents`` leave the account where they waited, what the bank kept is a charge (627).

    Refusals: bank_line_unknown, bank_line_matched_already, nobody_invoices, period_closed, and those of ``check_paid_in``.
    Records EntryPosted, BankLineExplained.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = waiting_line(place, line)
        if row.cents <= 0 or row.reversal or row.reason:
            raise Refused(Refusal("bank_line_unknown"))
        waiting = sum(each.cents for each in on_their_way(place, until=row.day).get(what, ()))
        if what is Became.CHEQUES:  # those of a slip wait for theirs
            waiting -= sum(each.cents for each in slips.slips_of(place, expected=True))
        wrong = check_paid_in(what, net_cents=row.cents, gross_cents=gross_cents, waiting_cents=waiting)
        if refusals := list(wrong):
            raise Refused(*refusals)
        entry = _enter(row, place, what, gross_cents, now, replay=replay)
        _mark(row, place, what, entry, actor, now, replay=replay)
    return entry


def pay_in_slip(*, actor: Actor, now: datetime, place: PlaceRef, line: UUID, slip: UUID, replay: bool = False) -> None:
    """The bank paid this slip of cheques in, whole. Records EntryPosted, ChequeSlipPaidIn, BankLineExplained.

    Refusals: bank_line_unknown, bank_line_matched_already, slip_unknown, slip_paid_in, slip_is_not_line, period_closed.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row, found = waiting_line(place, line), slips.find_slip(place, uuid=slip)
        if found is not None and found.cents != row.cents:
            raise Refused(Refusal("slip_is_not_line"))
        entry = cheques.pay_slip_in(actor=actor, now=now, place=place, slip=slip, day=row.day, replay=replay)
        _mark(row, place, Became.CHEQUES, entry, actor, now, replay=replay)


def release_line(*, actor: Actor, now: datetime, place: PlaceRef, line: UUID) -> None:
    """It waits again. What was entered from it is undone: money is on its way again, a cost is to pay again; what was in the books
    before it came stays there.

    Refusals: bank_line_unknown, and those of what is undone. Records BankLineReleased.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = BankLine.objects.select_for_update().filter(
            organisation_id=place.organisation_id, place_id=place.id, uuid=line
        ).exclude(became="").first()  # fmt: skip
        if row is None or row.entry is None:
            raise Refused(Refusal("bank_line_unknown"))
        became = Became(row.became)
        BankLine.objects.filter(pk=row.pk).update(became="", entry=None)
        if became is Became.CHEQUES and _is_of_slip(row.entry):
            cheques.take_slip_back(actor=actor, now=now, place=place, entry=row.entry)
        elif became in LABELS:
            _reverse(place, row.entry, LABELS[became], place.today(now), now)
        elif became in _UNDO:
            _UNDO[became](actor=actor, now=now, place=place, entry=row.entry)
        tell_line(facts.BankLineReleased, row, place, actor, now, became=became.value)


def _enter(row: BankLine, place: PlaceRef, what: Became, gross_cents: int, now: datetime, *, replay: bool) -> UUID:
    entity = books.entity_of(place)
    if entity is None:
        raise Refused(Refusal("nobody_invoices"))
    postings = [
        Posting(role=Role.BANK, debit_cents=row.cents),
        Posting(role=Role.BANK_FEES, debit_cents=gross_cents - row.cents),
        Posting(role=ROLES[what], credit_cents=gross_cents),
    ]
    return accounting.post_entry(
        actor=BOOKKEEPER, now=now, entity_id=entity.id, journal=JournalKind.BANK, day=row.day, label=LABELS[what],
        piece=f"REL-{row.day:%Y-%m-%d}", piece_day=row.day, source=f"{PAID_IN}{row.uuid}:{row.turn}", postings=postings,
        replay=replay,
    )  # fmt: skip


def _mark(
    row: BankLine, place: PlaceRef, became: Became, entry: UUID, actor: Actor, now: datetime, *, replay: bool = False
) -> None:  # fmt: skip
    if BankLine.objects.filter(organisation_id=place.organisation_id, entry=entry).exists():
        raise Refused(Refusal("bank_entry_taken"))
    BankLine.objects.filter(pk=row.pk).update(
        payment_id=None, reason="", note="", became=became.value, entry=entry, turn=row.turn + 1
    )
    tell_line(facts.BankLineExplained, row, place, actor, now, replay=replay, became=became.value, entry=entry)


def _reverse(place: PlaceRef, entry: UUID, label: str, day: date, now: datetime) -> None:
    accounting.reverse_entry(actor=BOOKKEEPER, now=now, place=place, entry=entry, day=day, label=label)


def _is_of_slip(entry: UUID) -> bool:
    found = books.find_entry(uuid=entry)
    return found is not None and found.source.startswith(slips.CHEQUES)

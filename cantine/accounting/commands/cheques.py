"""Bringing cheques to the bank: a slip of those in hand, which is expected until the bank has paid it in, whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cantine.accounting import facts, queries
from cantine.accounting.commands.entries import post_entry, reverse_entry
from cantine.accounting.models import ChequeSlip, SlipCheque
from cantine.accounting.queries.cheques import CHEQUES, cheques_in_hand, lock_slip
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.accounting.rules.cheques import MOST
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

KEEPER = system("accounting.cheques")
LABEL = "Remise de chèques"  # the language of the books


@dataclass(frozen=True)
class Brought:
    """A cheque of those in hand, by its line in the books; ``bank`` is the one that it is drawn on, where one reads it."""

    line: int
    bank: str = ""


def make_slip(
    *, actor: Actor, now: datetime, place: PlaceRef, cheques: Sequence[Brought], day: date, replay: bool = False
) -> UUID:
    """Cheques in hand leave for the bank together; nothing is entered before the bank has them. Records ChequeSlipMade.

    Refusals: cheques_none, cheques_too_many, cheque_not_in_hand, cheque_day_wrong, nobody_invoices.
    """
    authorize(actor, "cheque.remit", Target(place.organisation_id, place.id))
    with transaction.atomic():
        ours = queries.entity_of(place)
        entity = queries.lock_entity(uuid=ours.uuid) if ours else None  # one numbers at once
        if entity is None:
            raise Refused(Refusal("nobody_invoices"))
        found = {each.key: each for each in cheques_in_hand(place)}
        if refusals := _wrong(cheques, set(found), day, place.today(now)):
            raise Refused(*refusals)
        last = ChequeSlip.objects.filter(entity_id=entity.id).aggregate(last=Max("number"))["last"] or 0
        slip = ChequeSlip.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id, number=last + 1, day=day,
            cents=sum(found[each.line].cents for each in cheques), count=len(cheques), made_at=now,
        )  # fmt: skip
        SlipCheque.objects.bulk_create(
            SlipCheque(
                organisation_id=place.organisation_id, slip=slip, entity_id=entity.id, line_id=each.line, position=position,
                drawer=found[each.line].name[:160], bank=each.bank.strip()[:80], cents=found[each.line].cents,
            )
            for position, each in enumerate(cheques, 1)
        )  # fmt: skip
        _tell(facts.ChequeSlipMade, slip, actor, now, replay=replay)
    return slip.uuid


def drop_slip(*, actor: Actor, now: datetime, place: PlaceRef, slip: UUID) -> None:
    """It is not brought to the bank: its cheques are in hand again, its number stays. Records ChequeSlipDropped.

    Refusals: slip_unknown, slip_paid_in.
    """
    authorize(actor, "cheque.remit", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _expected(place, slip)
        SlipCheque.objects.filter(slip=row).update(live=False)
        ChequeSlip.objects.filter(pk=row.pk).update(dropped_on=place.today(now))
        _tell(facts.ChequeSlipDropped, row, actor, now)


def pay_slip_in(*, actor: Actor, now: datetime, place: PlaceRef, slip: UUID, day: date, replay: bool = False) -> UUID:
    """The bank has it: its cheques leave their account (5112) for that of the bank (512); the entry. Records EntryPosted,
    ChequeSlipPaidIn.

    Refusals: slip_unknown, slip_paid_in, period_closed.
    """
    authorize(actor, "cheque.remit", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _expected(place, slip)
        postings = [
            Posting(role=Role.BANK, debit_cents=row.cents),
            Posting(role=Role.CHEQUES, credit_cents=row.cents),
        ]
        entry = post_entry(
            actor=KEEPER, now=now, entity_id=row.entity_id, journal=JournalKind.BANK, day=day, label=f"{LABEL} nº {row.number}",
            piece=f"RC-{row.number}", piece_day=row.day, source=f"{CHEQUES}{row.uuid}:{row.turn}", postings=postings,
            replay=replay,
        )  # fmt: skip
        ChequeSlip.objects.filter(pk=row.pk).update(entry=entry, turn=row.turn + 1)
        _tell(facts.ChequeSlipPaidIn, row, actor, now, replay=replay)
    return entry


def take_slip_back(*, actor: Actor, now: datetime, place: PlaceRef, entry: UUID) -> None:
    """The bank has not paid it in after all: the contrary is entered today, and it is expected again. Records ChequeSlipTakenBack.

    Refusals: slip_unknown, period_closed.
    """
    authorize(actor, "cheque.remit", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = ChequeSlip.objects.select_for_update().filter(
            organisation_id=place.organisation_id, place_id=place.id, entry=entry
        ).first()  # fmt: skip
        if row is None:
            raise Refused(Refusal("slip_unknown"))
        label = f"{LABEL} nº {row.number}"
        reverse_entry(actor=KEEPER, now=now, place=place, entry=entry, day=place.today(now), label=label)
        ChequeSlip.objects.filter(pk=row.pk).update(entry=None)
        _tell(facts.ChequeSlipTakenBack, row, actor, now)


def _wrong(cheques: Sequence[Brought], known: set[int], day: date, today: date) -> list[Refusal]:
    lines = [each.line for each in cheques]
    found = [Refusal("cheques_none")] if not lines else []
    if len(lines) > MOST:
        found.append(Refusal("cheques_too_many", {"most": MOST}))
    if not set(lines) <= known or len(set(lines)) != len(lines):
        found.append(Refusal("cheque_not_in_hand"))
    if day > today:
        found.append(Refusal("cheque_day_wrong", {"day": day}, "day"))
    return found


def _expected(place: PlaceRef, slip: UUID) -> ChequeSlip:
    """Raises Refused: slip_unknown, slip_paid_in."""
    row = lock_slip(place, uuid=slip)
    if row is None or row.dropped_on:
        raise Refused(Refusal("slip_unknown"))
    if row.entry is not None:
        raise Refused(Refusal("slip_paid_in", {"number": row.number}))
    return row


def _tell(
    kind: type[facts.ChequeSlipFact], row: ChequeSlip, actor: Actor, now: datetime, *, replay: bool = False
) -> None:  # fmt: skip
    fact = kind(organisation_id=row.organisation_id, place_id=row.place_id, slip=row.uuid, number=row.number)
    record(fact, actor=actor, now=now, replay=replay)

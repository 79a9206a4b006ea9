"""What the bank says: brought in once, matched by a person, or set aside. The money itself is recorded as any payment is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cantine.accounting import queries as accounting
from cantine.billing import facts
from cantine.billing.commands.settling import record_payment
from cantine.billing.documents.bank import read_file
from cantine.billing.models import BankFile, BankLine, Invoice, PayerIban, Payment
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.rules import Kind, Method
from cantine.billing.rules import bank as rules
from cantine.billing.rules.bank import Columns, Statement
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.sealing import print_of, seal, unseal
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

OTHER, PAY_BACK = "other", "pay_back"


@dataclass(frozen=True)
class Choice:
    """Whose money a line is. It settles ``invoices``, in their order; with none, it stays with the payer of ``keep_for``."""

    line: UUID
    invoices: tuple[UUID, ...] = ()
    keep_for: UUID | None = None


def import_bank_file(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    content: bytes,
    columns: Columns | None = None,
    replay: bool = False,
) -> int:
    """All the lines that are not there already, or none where anything is wrong; how many are new.

    Refusals: bank_file_too_large, and all that is wrong in the file, line by line. Records BankFileImported.
    """
    authorize(actor, "bank.import", Target(place.organisation_id, place.id))
    if len(content) > rules.MOST_BYTES:
        raise Refused(Refusal("bank_file_too_large", {"most": rules.MOST_BYTES}, "file"))
    reading = read_file(content, columns=columns)
    if reading.wrong:
        raise Refused(*reading.wrong)
    with transaction.atomic():
        entity = accounting.entity_of(place)
        own = entity.iban if entity else ""
        return sum(_bring_in(place, each, own, actor, now, replay=replay) for each in reading.statements if each.lines)


def take_bank_file_back(*, actor: Actor, now: datetime, place: PlaceRef, file: UUID) -> int:
    """A statement that came in by mistake goes again with its lines, of which nothing was made: how many. Records BankFileTakenBack.

    Refusals: bank_statement_gone, bank_statement_used.
    """
    authorize(actor, "bank.import", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = BankFile.objects.select_for_update().filter(place_id=place.id, uuid=file).first()
        if row is None:
            raise Refused(Refusal("bank_statement_gone"))
        lines = BankLine.objects.filter(file_id=row.pk)
        list(lines.order_by("pk").select_for_update().values_list("pk"))  # who matches one of them waits, or was first
        untouched = lines.filter(payment=None, debit=None, run=None, entry=None, turn=0, reason="")
        if used := lines.count() - untouched.count():
            raise Refused(Refusal("bank_statement_used", {"count": used}))
        gone, _each = untouched.delete()
        row.delete()
        fact = facts.BankFileTakenBack(organisation_id=place.organisation_id, place_id=place.id, file=file, lines=gone)
        record(fact, actor=actor, now=now)
    return gone


def match_line(*, actor: Actor, now: datetime, place: PlaceRef, choice: Choice, replay: bool = False) -> UUID:
    """A person says whose money it is: it becomes a payment of that day, once, and the account is remembered.

    Refusals: bank_line_unknown, bank_line_matched_already, invoice_unknown, and those of a payment. Records BankLineMatched.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = waiting_line(place, choice.line)
        if row.cents <= 0 or row.reversal or row.reason:
            raise Refused(Refusal("bank_line_unknown"))
        who = _payer(place, choice)
        payment = record_payment(
            actor=actor, now=now, place=place, who=who, cents=row.cents, method=Method.TRANSFER, received_on=row.day,
            key=f"bank:{row.uuid}:{row.turn}", invoices=choice.invoices, note=row.label, replay=replay,
        )  # fmt: skip
        made = Payment.objects.only("pk", "payer_name").get(organisation_id=place.organisation_id, uuid=payment)
        BankLine.objects.filter(pk=row.pk).update(payment_id=made.pk, turn=row.turn + 1)
        _remember(row, who, made.payer_name, now)
        tell_line(facts.BankLineMatched, row, place, actor, now, replay=replay, payment=payment)
    return payment


def match_lines(
    *, actor: Actor, now: datetime, place: PlaceRef, choices: Sequence[Choice]
) -> tuple[int, list[Refusal]]:
    """Each on its own: what cannot be matched leaves the others alone. How many are, and why the rest is not.

    Refusals: none; those of ``match_line`` are answered. Records BankLineMatched for each.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    done = 0
    wrong: list[Refusal] = []
    for choice in choices:
        try:
            match_line(actor=actor, now=now, place=place, choice=choice)
            done += 1
        except Refused as why:
            wrong += why.refusals
    return done, wrong


def set_line_aside(*, actor: Actor, now: datetime, place: PlaceRef, line: UUID, note: str, reason: str = OTHER) -> None:
    """It is no customer's, or it will be paid back: a note says what it is.

    Refusals: bank_line_unknown, bank_line_matched_already, bank_note_missing. Records BankLineSetAside.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    if not note.strip():
        raise Refused(Refusal("bank_note_missing", {}, "note"))
    with transaction.atomic():
        row = waiting_line(place, line)
        BankLine.objects.filter(pk=row.pk).update(payment_id=None, reason=reason, note=note.strip()[:200])
        tell_line(facts.BankLineSetAside, row, place, actor, now, reason=reason)


def take_line_back(*, actor: Actor, now: datetime, place: PlaceRef, line: UUID) -> None:
    """What was set aside waits again. Refusals: bank_line_unknown. Records BankLineTakenBack."""
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = waiting_line(place, line)
        if row.reason:
            BankLine.objects.filter(pk=row.pk).update(reason="", note="")
            tell_line(facts.BankLineTakenBack, row, place, actor, now)


def _bring_in(place: PlaceRef, said: Statement, own: str, actor: Actor, now: datetime, *, replay: bool) -> int:
    account = (said.account or own)[:34]
    first, last = said.days or (place.today(now), place.today(now))
    file = BankFile.objects.create(
        organisation_id=place.organisation_id, place_id=place.id, account=account, first_day=first, last_day=last,
        opening_cents=said.opening_cents, closing_cents=said.closing_cents, lines=len(said.lines), imported_at=now,
    )  # fmt: skip
    BankLine.objects.bulk_create((_row(each, file) for each in said.lines), batch_size=1000, ignore_conflicts=True)
    new = BankLine.objects.filter(organisation_id=place.organisation_id, file_id=file.pk).count()
    if not new:
        file.delete()
        return 0
    BankFile.objects.filter(pk=file.pk).update(lines=new)
    fact = facts.BankFileImported(organisation_id=place.organisation_id, place_id=place.id, file=file.uuid, lines=new)
    record(fact, actor=actor, now=now, replay=replay)
    return new


def _row(line: rules.BankLine, file: BankFile) -> BankLine:
    return BankLine(
        organisation_id=file.organisation_id, place_id=file.place_id, file=file, account=file.account, key=line.bank_key,
        day=line.day, value_day=line.value_day, cents=line.cents, label=line.label[:300], reversal=line.reversal,
        return_code=line.return_code,
        counterparty=line.counterparty[:160], reference=line.reference[:200], iban_sealed=seal(line.iban),
        iban_print=print_of(line.iban),
    )  # fmt: skip


def waiting_line(place: PlaceRef, line: UUID) -> BankLine:
    """The line, held; a payment that was undone lets it wait again. Raises Refused: bank_line_unknown,
    bank_line_matched_already."""
    row = BankLine.objects.select_for_update().filter(
        organisation_id=place.organisation_id, place_id=place.id, uuid=line
    ).first()  # fmt: skip
    if row is None:
        raise Refused(Refusal("bank_line_unknown"))
    paid = row.payment_id and not Payment.objects.filter(undoes_id=row.payment_id).exists()
    if paid or row.debit_id or row.run_id or row.became:
        raise Refused(Refusal("bank_line_matched_already", {"label": row.label or row.counterparty}))
    return row


def _payer(place: PlaceRef, choice: Choice) -> Who:
    """Of all these documents, who must be one. Raises Refused: invoice_unknown."""
    asked = set(choice.invoices) | ({choice.keep_for} if choice.keep_for else set())
    rows = Invoice.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid__in=asked)
    rows = rows.exclude(issued_at=None).filter(kind__in=[Kind.INVOICE, Kind.DEPOSIT])
    found = list(rows.values_list("customer_id", "person_id"))
    whos = {(ORGANISATION, customer) if customer else (PERSON, person or 0) for customer, person in found}
    if not asked or len(found) != len(asked) or len(whos) != 1:
        raise Refused(Refusal("invoice_unknown"))
    return whos.pop()


def _remember(row: BankLine, who: Who, name: str, now: datetime) -> None:
    """Sealed anew, since a seal that is seen twice would tell that it is the same."""
    if row.iban_print:
        PayerIban.objects.update_or_create(
            organisation_id=row.organisation_id, iban_print=row.iban_print,
            defaults={
                "person_id": who[1] if who[0] == PERSON else None, "customer_id": who[1] if who[0] == ORGANISATION else None,
                "name": name, "iban_sealed": seal(unseal(row.iban_sealed)), "confirmed_at": now,
            },
        )  # fmt: skip


def tell_line(
    kind: type[facts.BankLineFact], row: BankLine, place: PlaceRef, actor: Actor, now: datetime, *, replay: bool = False,
    **more: Any,
) -> None:  # fmt: skip
    """Something happened to this line."""
    fact = kind(organisation_id=place.organisation_id, place_id=place.id, line=row.uuid, **more)
    record(fact, actor=actor, now=now, replay=replay)

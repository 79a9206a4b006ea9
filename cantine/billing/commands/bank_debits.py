"""What a person confirms of our direct debits on a statement: a debit that came back, a run that was paid in. Each line once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing import facts
from cantine.billing.commands.bank import waiting_line
from cantine.billing.commands.sepa.returning import return_debit
from cantine.billing.commands.sepa.runs import credit_run, lock_run
from cantine.billing.models import BankLine, Debit
from cantine.billing.queries.bank_debits import debits_going
from cantine.billing.rules.bank import debits as rules
from cantine.billing.rules.bank.lines import BankLine as Said
from cantine.billing.rules.sepa import reason_of
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def confirm_return(*, actor: Actor, now: datetime, place: PlaceRef, line: UUID, debit: UUID) -> None:
    """The bank sent this debit back, as its line says: the invoice is owed again, what the bank takes for it is entered, and the
    mandate revoked where the reason says so.

    Refusals: bank_line_unknown, bank_line_matched_already, debit_unknown, and those of ``return_debit``. Records
    BankLineOfDebits, and what ``return_debit`` records.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = waiting_line(place, line)
        if not row.return_code or row.cents >= 0 or row.reason:
            raise Refused(Refusal("bank_line_unknown"))
        known = next((each for each in debits_going(place, today=place.today(now)) if each.id == debit), None)
        if known is None or known.cents > -row.cents:
            raise Refused(Refusal("debit_unknown"))
        said = Said(row.day, row.value_day, row.cents, row.label)
        return_debit(
            actor=actor, now=now, place=place, debit=debit, reason=reason_of(row.return_code).code, on=row.day,
            fee_cents=rules.fee_of(said, known),
        )  # fmt: skip
        BankLine.objects.filter(pk=row.pk).update(debit_id=Debit.objects.only("pk").get(uuid=debit).pk)
        _tell(row, place, known.run, actor, now)


def confirm_run(*, actor: Actor, now: datetime, place: PlaceRef, line: UUID, run: UUID) -> None:
    """The bank paid this run in, or a batch of it: each of its invoices is paid, once.

    Refusals: bank_line_unknown, bank_line_matched_already, debit_run_unknown, and those of ``credit_run``. Records
    BankLineOfDebits, and what ``credit_run`` records.
    """
    authorize(actor, "bank.match", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = waiting_line(place, line)
        if row.cents <= 0 or row.reversal or row.reason:
            raise Refused(Refusal("bank_line_unknown"))
        found = lock_run(place, run)
        credit_run(actor=actor, now=now, place=place, run=run, on=row.day)
        BankLine.objects.filter(pk=row.pk).update(run_id=found.pk)
        _tell(row, place, run, actor, now)


def _tell(row: BankLine, place: PlaceRef, run: UUID, actor: Actor, now: datetime) -> None:
    fact = facts.BankLineOfDebits(organisation_id=place.organisation_id, place_id=place.id, line=row.uuid, run=run)
    record(fact, actor=actor, now=now)

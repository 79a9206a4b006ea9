"""A debit run: invoices taken on one day, their file, the letters that tell it before, the bank that has it, then pays it in."""

from collections import defaultdict
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cantine.billing import facts
from cantine.billing.commands.sepa.wording import letter_before
from cantine.billing.commands.settling import record_payment
from cantine.billing.documents.sepa import Collection, Collector, pain008
from cantine.billing.models import Debit, DebitRun, Invoice, Mandate, Payment
from cantine.billing.queries.announced import told_already
from cantine.billing.queries.payers import PERSON, Who, payer_cards
from cantine.billing.queries.sepa import CreditorRef, creditor_of, preview_of_run
from cantine.billing.rules import Method
from cantine.billing.rules.sepa import Taken, is_target_day
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.mail import post
from cantine.core.sealing import unseal
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

CASHIER = system("billing.debits")


def make_run(*, actor: Actor, now: datetime, place: PlaceRef, on: date, replay: bool = False) -> UUID:
    """Take on that day all that can be; the file is made and kept, and each payer told by letter who was not yet.

    Refusals: creditor_missing, seller_account_missing, not_a_day_of_banks, debit_too_early, nothing_to_debit, debit_going.
    Records DebitRunMade.
    """
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        creditor = creditor_of(place)
        if creditor is None:
            raise Refused(Refusal("creditor_missing"))
        if not creditor.iban:
            raise Refused(Refusal("seller_account_missing", {"name": creditor.name}))
        if not is_target_day(on):
            raise Refused(Refusal("not_a_day_of_banks", {"day": on}, "on"))
        found = preview_of_run(place, creditor, on=on, today=place.today(now))
        if on < found.earliest and not replay:
            raise Refused(Refusal("debit_too_early", {"day": found.earliest}, "on"))
        if not found.takes:
            raise Refused(Refusal("nothing_to_debit", {"day": on}, "on"))
        run = _made(place, creditor, on, found.takes, now)
        _tell(facts.DebitRunMade, run, len(found.takes), actor, now, replay=replay)
        if not replay:
            _write(place, creditor, run, found.takes, now)
    return run.uuid


def send_run(*, actor: Actor, now: datetime, place: PlaceRef, run: UUID, replay: bool = False) -> None:
    """The bank has its file: it is closed. Refusals: debit_run_unknown. Records DebitRunSent."""
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_run(place, run)
        if row.sent_at is None and row.dropped_at is None:
            row.sent_at = now
            row.save(update_fields=["sent_at"])
            mandates = Mandate.objects.filter(debits__run=row)
            mandates.update(used_on=row.collected_on)
            _tell(facts.DebitRunSent, row, row.debits.count(), actor, now, replay=replay)


def drop_run(*, actor: Actor, now: datetime, place: PlaceRef, run: UUID) -> None:
    """Given up before the bank has it: its invoices may be taken by another. Refusals: debit_run_unknown, debit_run_sent.

    Records DebitRunDropped.
    """
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_run(place, run)
        if row.sent_at is not None:
            raise Refused(Refusal("debit_run_sent"))
        if row.dropped_at is None:
            row.dropped_at = now
            row.save(update_fields=["dropped_at"])
            _tell(facts.DebitRunDropped, row, row.debits.update(live=False), actor, now)


def credit_run(
    *, actor: Actor, now: datetime, place: PlaceRef, run: UUID, on: date, replay: bool = False
) -> None:  # fmt: skip
    """The bank paid it in on that day: each invoice is paid by a payment of its own, so that one may come back alone.

    Refusals: debit_run_unknown, debit_run_not_sent, and those of a payment. Records DebitRunCredited, PaymentRecorded.
    """
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_run(place, run)
        if row.sent_at is None:
            raise Refused(Refusal("debit_run_not_sent"))
        if row.credited_on is not None:
            return
        row.credited_on = on
        row.save(update_fields=["credited_on"])
        debits = list(row.debits.select_related("mandate", "invoice").filter(live=True).order_by("pk"))
        for each in debits:
            _pay(each, place, row, now, replay=replay)
        _tell(facts.DebitRunCredited, row, len(debits), actor, now, replay=replay)


def lock_run(place: PlaceRef, run: UUID) -> DebitRun:
    """The row, held until the transaction ends. Raises Refused: debit_run_unknown."""
    row = DebitRun.objects.select_for_update(of=("self",)).filter(place_id=place.id, uuid=run).first()
    if row is None:
        raise Refused(Refusal("debit_run_unknown"))
    return row


def _made(place: PlaceRef, creditor: CreditorRef, on: date, takes: list[Taken], now: datetime) -> DebitRun:
    mandates = {row.pk: row for row in Mandate.objects.filter(pk__in={each.mandate for each in takes})}
    uuid = uuid4()
    reference = f"PRLV{on:%y%m%d}{uuid.hex[:12].upper()}"
    named = [(uuid4(), each) for each in takes]
    content = pain008(
        reference=reference, made_at=now.astimezone(place.zone), on=on,
        collector=Collector(creditor.name, creditor.iban, creditor.bic, creditor.ics),
        collections=[_collection(name, each, mandates[each.mandate], creditor) for name, each in named],
    )  # fmt: skip
    run = DebitRun.objects.create(
        uuid=uuid, organisation_id=place.organisation_id, place_id=place.id, entity_id=creditor.entity_id, reference=reference,
        collected_on=on, content=content, sha256=sha256(content).hexdigest(), made_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Debit.objects.bulk_create(
                Debit(
                    uuid=name, organisation_id=place.organisation_id, run=run, mandate_id=each.mandate, invoice_id=each.due.id,
                    cents=each.due.left_cents, sequence=each.sequence,
                )
                for name, each in named
            )  # fmt: skip
    except IntegrityError as error:  # two treasurers at once: the database keeps one run an invoice
        raise Refused(Refusal("debit_going", {"name": "", "reference": ""})) from error
    return run


def _collection(name: UUID, each: Taken, mandate: Mandate, creditor: CreditorRef) -> Collection:
    assert mandate.signed_on is not None
    return Collection(
        id=name.hex, cents=each.due.left_cents, words=f"{each.due.reference} {creditor.name}", rum=mandate.rum,
        signed_on=mandate.signed_on, scheme=mandate.scheme, sequence=each.sequence, name=mandate.holder, street=mandate.street,
        postcode=mandate.postcode, town=mandate.town, country=mandate.country, iban=unseal(mandate.iban_sealed),
    )  # fmt: skip


def _write(place: PlaceRef, creditor: CreditorRef, run: DebitRun, takes: list[Taken], now: datetime) -> None:
    """One letter a payer, whatever the number of their invoices; none for those that the letter of their invoice announced so."""
    told = told_already(place.organisation_id, [each.due.id for each in takes], on=run.collected_on)
    rums = dict(Mandate.objects.filter(pk__in={each.mandate for each in takes}).values_list("pk", "rum"))
    mine: dict[Who, list[Taken]] = defaultdict(list)
    for each in takes:
        if (each.due.id, each.due.left_cents, rums[each.mandate]) not in told:
            mine[each.due.who].append(each)
    cards = payer_cards(organisation_id=place.organisation_id, whos=mine)
    for who, theirs in mine.items():
        card = cards.get(who)
        if card is None or not card.party.email:
            continue
        letter = letter_before(
            place, creditor, to=card.party.email, language=card.language, on=run.collected_on, rum=rums[theirs[0].mandate],
            invoices=[(each.due.reference, each.due.left_cents) for each in theirs],
        )  # fmt: skip
        post(
            letter, once=f"debit:{run.uuid}:{who[0]}:{who[1]}", now=now, organisation_id=place.organisation_id,
            place_id=place.id, person_id=who[1] if who[0] == PERSON else None,
        )  # fmt: skip


def _pay(each: Debit, place: PlaceRef, run: DebitRun, now: datetime, *, replay: bool) -> None:
    invoice: Invoice = each.invoice
    who: Who = ("organisation", invoice.customer_id) if invoice.customer_id else ("person", invoice.person_id or 0)
    assert run.credited_on is not None
    assert each.mandate is not None
    made = record_payment(
        actor=CASHIER, now=now, place=place, who=who, cents=each.cents, method=Method.TRANSFER, received_on=run.credited_on,
        key=f"debit:{each.uuid}", invoices=[invoice.uuid], note=f"{run.reference} {each.mandate.rum}", replay=replay,
    )  # fmt: skip
    each.payment = Payment.objects.get(organisation_id=place.organisation_id, uuid=made)
    each.save(update_fields=["payment"])


def _tell(
    kind: type[facts.DebitRunFact], run: DebitRun, debits: int, actor: Actor, now: datetime, *, replay: bool = False
) -> None:  # fmt: skip
    fact = kind(organisation_id=run.organisation_id, place_id=run.place_id, run=run.uuid, debits=debits)
    record(fact, actor=actor, now=now, replay=replay)

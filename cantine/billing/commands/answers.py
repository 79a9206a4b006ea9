"""What becomes of a quote that was sent: accepted by its customer, refused, past its day, taken back. Once."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing import facts, rules
from cantine.billing.commands.charges import Sale, make_charges
from cantine.billing.commands.drafts import start_invoice, write_on_draft
from cantine.billing.commands.issuing import issue_invoice
from cantine.billing.commands.quote_steps import give_up, lock_quote, move_quote
from cantine.billing.documents import quote_pdf_of
from cantine.billing.models import Acceptance, Charge, Invoice, Quote, SignedQuoteFile
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.queries.quote_drafts import Drafted, drafted_of
from cantine.billing.queries.quotes import page_of_quote
from cantine.billing.rules import Added, Answer, Kind, Stage, Standing, State, Step, Way
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

CLERK = system("billing.quotes")
LONGEST_AGENT = 300
DAYS_TO_PAY_A_DEPOSIT = 14


def accept_quote(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, name: str, chosen: Collection[int] = (),
    address: str = "", agent: str = "", replay: bool = False,
) -> UUID | None:  # fmt: skip
    """The customer said yes: who, when, from where, to which page and to which options is kept for good, with the page
    of what was agreed; what was added is charged, and the deposit invoiced, whose id is answered (None where none is asked for).

    Refusals: quote_unknown, quote_answered, quote_past, quote_changed (what it sells is no more what was read),
    option_unknown, signature_missing, signature_too_long, and those of issuing an invoice. Records QuoteAccepted.
    """
    authorize(actor, "quote.answer", Target(place.organisation_id, place.id))
    said = {"address": address[:64], "agent": agent[:LONGEST_AGENT]}
    return _accepted(actor, now, place, quote, name, chosen, said, said_on=place.today(now), replay=replay)


def note_acceptance(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, name: str, answer: Answer, chosen: Collection[int] = (),
    replay: bool = False,
) -> UUID | None:  # fmt: skip
    """The yes came on paper or by mail: somebody of the team notes it, and it does what the signed link does. It counts
    from the day that it was said, so that a paper signed in time may be noted a little late.

    Refusals: those of ``accept_quote``, answer_day_wrong, answer_without_trace. Records QuoteAccepted.
    """
    authorize(actor, "quote.note_answer", Target(place.organisation_id, place.id))
    said = {
        "way": answer.way, "said_on": answer.said_on, "words": answer.words.strip()[:600],
        "file_name": answer.file_name[-120:], "file_sha256": answer.file_sha256,
    }  # fmt: skip
    return _accepted(actor, now, place, quote, name, chosen, said, said_on=answer.said_on, answer=answer, replay=replay)


def _accepted(
    actor: Actor, now: datetime, place: PlaceRef, quote: UUID, name: str, chosen: Collection[int], said: dict[str, Any],
    *, said_on: date, answer: Answer | None = None, replay: bool,
) -> UUID | None:  # fmt: skip
    today = place.today(now)
    with transaction.atomic():
        row = lock_quote(place, quote)
        frozen = _frozen(row, Step.ACCEPT, name, said_on)
        wrong = rules.check_chosen(frozen, chosen)
        if answer is not None:
            wrong += rules.check_answer(answer, sent_on=frozen.sent_on, today=today)
        if wrong:
            raise Refused(*wrong)
        found = drafted_of(place, row, today=today)
        if not rules.same_sale(frozen.whole, found.whole):
            raise Refused(Refusal("quote_changed", {"place": place.name}))
        page, agreed = page_of_quote(row.pk), frozen.taking(chosen)
        assert page is not None
        kept = Acceptance.objects.create(
            organisation_id=row.organisation_id, quote_id=row.pk, name=" ".join(name.split()), at=now, sha256=page[1],
            chosen=sorted(set(chosen)), net_cents=agreed.whole.net_cents, gross_cents=agreed.whole.gross_cents, **said,
        )  # fmt: skip
        _keep_signed(row, frozen, kept, place)
        _charge_parts(row, found, chosen, place, now, replay=replay)
        _grant_on_charges(found, now)
        deposit = _deposit(row, agreed, place, now, replay=replay)
        move_quote(row, Step.ACCEPT, now, deposit=deposit)
        fact = facts.QuoteAccepted(
            organisation_id=row.organisation_id, place_id=row.place_id, quote=row.uuid, source=row.source,
            reference=row.reference, gross_cents=agreed.whole.gross_cents, way=answer.way if answer else Way.LINK,
        )  # fmt: skip
        record(fact, actor=actor, now=now, replay=replay)
    return deposit.uuid if deposit else None


def refuse_quote(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, reason: str = "", replay: bool = False
) -> None:
    """The customer said no, perhaps with a word why. Refusals: quote_unknown, quote_answered. Records QuoteGivenUp."""
    authorize(actor, "quote.answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        give_up(lock_quote(place, quote), Step.REFUSE, actor, now, reason=reason, replay=replay)


def expire_quote(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, replay: bool = False) -> None:
    """Nobody answered before its last day was over. Refusals: quote_unknown, quote_answered, quote_not_past.

    Records QuoteGivenUp.
    """
    authorize(actor, "quote.answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_quote(place, quote)
        if row.valid_until is None or not rules.is_past(valid_until=row.valid_until, today=place.today(now)):
            raise Refused(Refusal("quote_not_past"))
        give_up(row, Step.EXPIRE, actor, now, replay=replay)


def withdraw_quote(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, reason: str = "") -> None:
    """The place takes its offer back before it was answered. Refusals: quote_unknown, quote_answered.

    Records QuoteGivenUp.
    """
    authorize(actor, "quote.send", Target(place.organisation_id, place.id))
    with transaction.atomic():
        give_up(lock_quote(place, quote), Step.WITHDRAW, actor, now, reason=reason)


def _frozen(row: Quote, step: Step, name: str, today: date) -> rules.Quote:
    wrong = [*rules.check_step(stage=Stage(row.state), step=step), *rules.check_signature(name)]
    if row.state == Stage.SENT and row.valid_until and rules.is_past(valid_until=row.valid_until, today=today):
        wrong.append(Refusal("quote_past", {"day": row.valid_until}))
    if wrong:
        raise Refused(*wrong)
    assert row.content is not None
    return rules.quote_from_json(row.content)


def _keep_signed(row: Quote, frozen: rules.Quote, kept: Acceptance, place: PlaceRef) -> None:
    """The page of what was agreed, made once and kept as it is, as an invoice is."""
    agreement = rules.Agreement(
        kept.name, kept.at.astimezone(place.zone), kept.sha256, tuple(kept.chosen), Way(kept.way), kept.said_on
    )
    content = quote_pdf_of(frozen, agreement=agreement)
    SignedQuoteFile.objects.create(
        organisation_id=row.organisation_id, quote_id=row.pk, content=content, made_at=kept.at,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def _charge_parts(
    row: Quote, found: Drafted, chosen: Collection[int], place: PlaceRef, now: datetime, *, replay: bool
) -> None:  # fmt: skip
    """What no booking charged is charged now, at the price that was accepted; of the options, what was ticked."""
    sales = [
        Sale(
            source=f"billing.quote:{row.uuid}:{number}", name=part.name, day=part.day, price=price,
            standing=Standing(State.DUE), person_id=row.person_id, customer_id=row.customer_id,
        )
        for number, (part, price) in enumerate(zip(found.parts, found.prices, strict=True))
        if not part.optional or number in chosen
    ]  # fmt: skip
    make_charges(actor=CLERK, now=now, place=place, sales=sales, replay=replay)
    sources = [each.source for each in sales]
    Charge.objects.filter(organisation_id=row.organisation_id, source__in=sources).update(quote_id=row.pk)


def _grant_on_charges(found: Drafted, now: datetime) -> None:
    """What was charged with its act asks from now on for the price that was agreed."""
    for each in found.sold:
        if rules.is_discounted(each.price):
            price = each.price
            Charge.objects.filter(uuid=each.uuid).update(
                price=price.to_json(), net_cents=price.net_cents, vat_cents=price.vat_cents, changed_at=now
            )


def _deposit(
    row: Quote, frozen: rules.Quote, place: PlaceRef, now: datetime, *, replay: bool
) -> Invoice | None:  # fmt: skip
    """A draft of the share that was agreed, issued by the path of every invoice; due in a fortnight, and before the day."""
    with translation.override(frozen.whole.language):
        said = {"percent": frozen.percent, "number": frozen.number}
        name = _("Deposit of %(percent)s %% on the quote %(number)s") % said
    asked = rules.deposit_of(frozen.whole, percent=frozen.percent, name=name)
    if asked is None:
        return None
    today, supplied = place.today(now), frozen.whole.supplied
    due_on = today + timedelta(days=DAYS_TO_PAY_A_DEPOSIT)
    if supplied:
        due_on = max(today, min(due_on, supplied[0]))
    who: Who = (ORGANISATION, row.customer_id) if row.customer_id else (PERSON, row.person_id or 0)
    made = start_invoice(actor=CLERK, now=now, place=place, who=who, kind=Kind.DEPOSIT)
    added = Added(lines=asked.lines, due_on=due_on, note=frozen.whole.note)
    write_on_draft(actor=CLERK, now=now, place=place, invoice=made, added=added)
    issue_invoice(actor=CLERK, now=now, place=place, invoice=made, replay=replay)
    return Invoice.objects.get(uuid=made)

"""Quotes: prepared, written on, sent with a number, answered once.

What an answer does to rooms that are held is not known here: whoever sells rooms composes it in the same transaction.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from cantine.billing import facts, rules
from cantine.billing.commands.checking import broken_rules
from cantine.billing.commands.drafts import seller
from cantine.billing.commands.numbering import next_number
from cantine.billing.commands.quote_steps import give_up, lock_quote
from cantine.billing.documents import Checker, quote_pdf_of, xml_of
from cantine.billing.models import Charge, Quote, QuoteFile
from cantine.billing.queries.payers import ORGANISATION, payer_cards
from cantine.billing.queries.quote_drafts import Drafted, drafted_of
from cantine.billing.rules import Part, Stage, Step
from cantine.core import presses
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Discount, check_discount


def prepare_quote(
    *, actor: Actor, now: datetime, place: PlaceRef, source: str, person_id: int | None, customer_id: int | None = None,
    charges: Iterable[str] = (), parts: Sequence[Part] = (), percent: int = rules.USUAL_PERCENT,
    valid_until: date | None = None, note: str = "", replaces: UUID | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """A draft of what these charges (by their sources) and these parts sell. ``replaces`` names a quote that was sent: it
    is withdrawn, and its charges go over.

    Refusals: seller_missing, payer_unknown, quote_unknown, quote_answered, quote_too_long, deposit_out_of_range,
    validity_out_of_range. Records QuotePrepared.
    """
    authorize(actor, "quote.prepare", Target(place.organisation_id, place.id))
    _check(parts, percent, valid_until, place.today(now))
    with transaction.atomic():
        before = _taken_back(place, replaces, actor, now) if replaces else None
        who = (ORGANISATION, customer_id) if customer_id else ("person", person_id or 0)
        card = payer_cards(organisation_id=place.organisation_id, whos=[who]).get(who)
        if card is None:
            raise Refused(Refusal("payer_unknown"))
        row = Quote.objects.create(
            uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, entity_id=seller(place).id,
            source=source, person_id=person_id, customer_id=customer_id, payer_name=card.party.name[:160],
            parts=rules.parts_to_json(tuple(parts)), note=note.strip(), percent=percent, valid_until=valid_until,
            discounts=before.discounts if before else {}, replaces=before, made_at=now,
        )  # fmt: skip
        if before is not None:
            Charge.objects.filter(quote_id=before.pk).update(quote_id=row.pk)
        _promise(row, charges)
        _record(facts.QuotePrepared, row, actor, now, replay=replay)
    return row.uuid


def write_quote(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, parts: Sequence[Part], percent: int,
    valid_until: date | None, note: str = "", charges: Iterable[str] = (), press: str = "",
) -> None:  # fmt: skip
    """What stands on a draft: its parts, its deposit, how long it holds, a note; ``charges`` are taken besides. The same
    ``press`` again writes nothing.

    Refusals: quote_unknown, quote_too_long, deposit_out_of_range, validity_out_of_range. Records QuotePrepared.
    """
    authorize(actor, "quote.prepare", Target(place.organisation_id, place.id))
    _check(parts, percent, valid_until, place.today(now))
    with transaction.atomic():
        if presses.done_before(actor=actor, press=press, now=now):
            return
        row = lock_quote(place, quote, stage=Stage.DRAFT)
        row.parts, row.percent, row.note = rules.parts_to_json(tuple(parts)), percent, note.strip()
        row.valid_until = valid_until
        row.save(update_fields=["parts", "percent", "note", "valid_until"])
        _promise(row, charges)
        _record(facts.QuotePrepared, row, actor, now)
        presses.keep(actor=actor, press=press)


def discount_quote(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, on: str, discount: Discount | None
) -> None:
    """Take a discount off a draft: off the whole, a part or a charge, as ``Drafted.listed`` names them; None takes it back. The one
    that was there makes room.

    Refusals: quote_unknown, line_unknown, those of a discount. Records QuotePrepared.
    """
    authorize(actor, "quote.prepare", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_quote(place, quote, stage=Stage.DRAFT)
        most = drafted_of(place, row, today=place.today(now)).most_of(on)
        if most is None:
            raise Refused(Refusal("line_unknown"))
        if discount and (wrong := check_discount(discount, most_cents=most)):
            raise Refused(*wrong)
        _grant(row, on, discount)
        _record(facts.QuotePrepared, row, actor, now)


def _grant(row: Quote, on: str, discount: Discount | None) -> None:
    if on.startswith(rules.PART):
        parts, place = list(rules.parts_from_json(row.parts)), int(on.removeprefix(rules.PART))
        parts[place] = replace(parts[place], discount=discount)
        row.parts = rules.parts_to_json(tuple(parts))
    else:
        kept = {each: said for each, said in rules.discounts_from_json(row.discounts).items() if each != on}
        row.discounts = rules.discounts_to_json({**kept, **({on: discount} if discount else {})})
    row.save(update_fields=["parts", "discounts"])


def drop_quote(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID) -> None:
    """A draft is no more. Refusals: quote_unknown. Records QuoteDropped."""
    authorize(actor, "quote.prepare", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_quote(place, quote, stage=Stage.DRAFT)
        Charge.objects.filter(quote_id=row.pk).update(quote_id=None)
        _record(facts.QuoteDropped, row, actor, now)
        row.delete()


def check_quote(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID) -> None:
    """Try what it would become, invoice and deposit, on the rules of electronic invoicing: a second or two, so that an
    acceptance never meets them. Refusals: quote_unknown, einvoice_rule. Records nothing."""
    authorize(actor, "quote.send", Target(place.organisation_id, place.id))
    row = Quote.objects.filter(place_id=place.id, uuid=quote, state=Stage.DRAFT).first()
    if row is None:
        raise Refused(Refusal("quote_unknown"))
    found = drafted_of(place, row, today=place.today(now))
    if not found.whole.seller.siren or found.missing(place.today(now)):
        return
    deposit = rules.deposit_of(found.whole, percent=row.percent, name=_("Deposit"))
    with Checker() as checker:
        tried = [each for document in (found.whole, deposit) if document for each in checker.check(xml_of(document))]
    if broken := broken_rules(tried):
        raise Refused(*broken)


def send_quote(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, replay: bool = False
) -> str:  # fmt: skip
    """Freeze the draft, give it the next number of its series, which is answered, and make its page. Whoever may not set
    prices of their own sends only what the price list says, without a discount.

    Refusals: quote_unknown, quote_empty, and all that an invoice of it would miss. Records QuoteSent.
    """
    target = Target(place.organisation_id, place.id)
    authorize(actor, "quote.send", target)
    today = place.today(now)
    with transaction.atomic():
        row = lock_quote(place, quote, stage=Stage.DRAFT)
        list(Charge.objects.select_for_update().filter(quote_id=row.pk).order_by("pk").values_list("pk"))
        found = drafted_of(place, row, today=today)
        if found.discounts or any(part.is_written for part in found.parts):
            authorize(actor, "quote.send_own_prices", target)
        if missing := found.missing(today):
            raise Refused(*missing)
        _freeze(row, found, today, now)
        fact = facts.QuoteSent(
            organisation_id=row.organisation_id, place_id=row.place_id, quote=row.uuid, source=row.source,
            reference=row.reference, gross_cents=row.gross_cents,
        )  # fmt: skip
        record(fact, actor=actor, now=now, replay=replay)
    return row.reference


def _freeze(row: Quote, found: Drafted, today: date, now: datetime) -> None:
    taken = next_number(found.entity, rules.QUOTES, today)
    valid_until = found.valid_until(today)
    before = row.replaces.reference if row.replaces else ""
    frozen = rules.Quote(
        found.whole, taken.reference, today, valid_until, row.percent, found.parts, before, found.options
    )
    supplied = found.whole.supplied
    row.series_id, row.number, row.reference = taken.series_id, taken.number, taken.reference
    row.state, row.sent_at, row.valid_until = Stage.SENT, now, valid_until
    row.last_day = supplied[1] if supplied else today
    row.content, row.payer_name = frozen.to_json(), found.whole.buyer.name[:160]
    row.net_cents, row.gross_cents = found.whole.net_cents, found.whole.gross_cents
    row.save()
    content = quote_pdf_of(frozen)
    QuoteFile.objects.create(
        organisation_id=row.organisation_id, quote_id=row.pk, content=content, made_at=now,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def _check(parts: Sequence[Part], percent: int, valid_until: date | None, today: date) -> None:
    wrong = rules.check_percent(percent)
    if valid_until is not None:
        wrong += rules.check_valid(valid_until=valid_until, today=today)
    if len(parts) > rules.MOST_PARTS:
        wrong.append(Refusal("quote_too_long", {"most": rules.MOST_PARTS}, "lines"))
    if wrong:
        raise Refused(*wrong)


def _taken_back(place: PlaceRef, quote: UUID, actor: Actor, now: datetime) -> Quote:
    """It makes room for the next version."""
    row = lock_quote(place, quote)
    give_up(row, Step.WITHDRAW, actor, now)
    return row


def _promise(row: Quote, sources: Iterable[str]) -> None:
    """From now on these charges are this quote's."""
    Charge.objects.filter(organisation_id=row.organisation_id, source__in=list(sources), invoice=None).update(
        quote_id=row.pk
    )


def _record(
    kind: type[facts.QuoteFact], row: Quote, actor: Actor, now: datetime, *, replay: bool = False
) -> None:  # fmt: skip
    fact = kind(organisation_id=row.organisation_id, place_id=row.place_id, quote=row.uuid, source=row.source)
    record(fact, actor=actor, now=now, replay=replay)

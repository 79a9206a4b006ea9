# ruff: noqa: E501  (a sentence does not wrap)
"""Writing a document to whoever pays, its PDF with the letter."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing import facts, queries, rules
from cantine.billing.commands.wording import kind_name
from cantine.billing.models import Invoice, Sending
from cantine.billing.queries import Issued
from cantine.billing.queries.announced import Announced, debit_to_announce
from cantine.billing.queries.asking import Asking, asked_alone
from cantine.billing.queries.online import entities_paid_online, path_to_pay
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.letters import Action, Block, Sheet, absolute, letter_of
from cantine.core.mail import Letter, post
from cantine.kernel import Refusal, Refused
from cantine.people.rules.organisations import check_email
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def send_invoice(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, to: str) -> None:
    """The document leaves with a short letter, in the language of the document. To a payer with a mandate it announces the direct
    debit: amount, day, RUM and ICS; then no other letter does.

    Refusals: invoice_unknown, invoice_of_another_tool, no_address_to_write_to, people.email_wrong. Records InvoiceSent.
    """
    authorize(actor, "invoice.send", Target(place.organisation_id, place.id))
    found = queries.find_invoice(organisations=[place.organisation_id], uuid=invoice)
    if found is None or found.card.place_id != place.id:
        raise Refused(Refusal("invoice_unknown"))
    if found.card.taken_over:
        raise Refused(Refusal("invoice_of_another_tool", {}, "to"))
    address = to.strip()
    if not address:
        raise Refused(Refusal("no_address_to_write_to", {}, "to"))
    if check_email(address):
        raise Refused(Refusal("people.email_wrong", {}, "to"))
    debit = debit_to_announce(place, found.card, today=place.today(now))
    told = {"debit_on": debit.on, "debit_cents": debit.cents, "rum": debit.rum} if debit else {}
    with transaction.atomic():
        sent = Sending.objects.create(
            organisation_id=place.organisation_id, invoice_id=found.card.id, to=address, sent_at=now, **told
        )  # fmt: skip
        post(
            _letter(found, place, address, debit), once=f"invoice-sent:{sent.pk}", now=now,
            organisation_id=place.organisation_id, place_id=place.id, person_id=found.card.person_id,
        )  # fmt: skip
        fact = facts.InvoiceSent(organisation_id=place.organisation_id, place_id=place.id, invoice=invoice)
        record(fact, actor=actor, now=now)


def send_invoices(*, actor: Actor, now: datetime, place: PlaceRef, invoices: Iterable[UUID]) -> int:
    """The letter of each of these that was never sent, to the address that it bears; how many left. The others are passed
    over, so pressed twice, it sends nothing twice.

    Refusals: none. Records InvoiceSent for each.
    """
    authorize(actor, "invoice.send", Target(place.organisation_id, place.id))
    sent = 0
    for each in invoices:
        with transaction.atomic():
            row = (
                Invoice.objects.select_for_update().filter(place_id=place.id, uuid=each).exclude(issued_at=None).first()
            )
            if row is None or row.taken_over or Sending.objects.filter(invoice_id=row.pk).exists():
                continue
            to = rules.document_from_json(row.content).buyer.email if row.content else ""
            if to and not check_email(to):
                send_invoice(actor=actor, now=now, place=place, invoice=each, to=to)
                sent += 1
    return sent


def _letter(found: Issued, place: PlaceRef, to: str, debit: Announced | None) -> Letter:
    document, head = found.document, places.letterhead_of(place_id=place.id)
    colour, ink = print_colours(place.accent)
    asking = asked_alone(organisation_id=place.organisation_id, card=found.card)
    with translation.override(document.language):
        said = {
            "kind": kind_name(document.kind), "number": document.number, "place": place.name,
            "amount": formats.money(document.due_cents),
        }  # fmt: skip
        foot = "\n".join(part for part in (document.seller.name, head.address, head.email) if part)
        sheet = Sheet(
            subject=_("%(kind)s %(number)s, %(place)s") % said, hello=_("Hello,"), lead=_lead(found, said, debit),
            blocks=tuple(_by_debit(debit) if debit else [*_paid_already(asking), *_how_to_pay(found, asking)]),
            actions=() if debit else ways_to_pay(asking), foot=foot, sender=place.name, colour=colour, ink=ink,
        )  # fmt: skip
        return letter_of(
            sheet, to=to, reply_to=document.seller.email or head.email, attachment=f"invoice:{found.card.id}"
        )


def _lead(found: Issued, said: dict[str, str], debit: Announced | None) -> str:
    if found.document.kind.gives_back:
        return _("you will find with this letter the credit note %(number)s, of %(amount)s.") % said
    if debit is not None:
        taken = {"day": formats.full_day(debit.on), "taken": formats.money(debit.cents)}
        return _(
            "you will find with this letter the invoice %(number)s, of %(amount)s. There is nothing to do: your account will be debited of %(taken)s on %(day)s."
        ) % {**said, **taken}
    if found.document.due_on is None:
        return _("you will find with this letter the invoice %(number)s, of %(amount)s.") % said
    when = {"day": formats.full_day(found.document.due_on)}
    return _("you will find with this letter the invoice %(number)s, of %(amount)s, to pay before %(day)s.") % {
        **said,
        **when,
    }


def ways_to_pay(asking: Asking) -> tuple[Action, ...]:
    """The button of a letter by which an invoice is paid from a phone, where its seller takes money online."""
    (card,) = asking.cards
    if card.kind.gives_back or asking.cents <= 0 or not entities_paid_online([card.entity_id]):
        return ()
    return (Action(label=_("Pay online"), href=absolute(path_to_pay(card.uuid))),)


def _by_debit(debit: Announced) -> list[Block]:
    """What the rulebook of SEPA wants said before."""
    amount = _("%(amount)s on %(day)s") % {"amount": formats.money(debit.cents), "day": formats.full_day(debit.on)}
    words = _("If something is wrong, answer this letter before that day.")
    return [Block(title=_("Your direct debit"), lines=(amount, f"RUM {debit.rum}", f"ICS {debit.ics}", words))]


def _paid_already(asking: Asking) -> list[Block]:
    """What the payer has in hand is theirs: they are asked for the rest."""
    if not asking.held_cents:
        return []
    said = {"held": formats.money(asking.held_cents), "left": formats.money(asking.cents)}
    words = _("The %(held)s that you paid already, and that were not used yet, are taken off: %(left)s is left to pay.")
    if asking.cents <= 0:
        words = _("The %(held)s that you paid already settle all of it: there is nothing to pay.")
    return [Block(title=_("Paid already"), lines=(words % said,))]


def _how_to_pay(found: Issued, asking: Asking) -> list[Block]:
    bank, document = found.document.bank, found.document
    if bank is None or document.kind.gives_back or asking.cents <= 0:
        return []
    iban = " ".join(bank.iban[start : start + 4] for start in range(0, len(bank.iban), 4))
    lines = (f"IBAN {iban}", *([f"BIC {bank.bic}"] if bank.bic else []))
    words = _("Write %(number)s with your transfer, so that we know it.") % {"number": document.number}
    return [Block(title=_("To pay by transfer"), lines=(*lines, words))]

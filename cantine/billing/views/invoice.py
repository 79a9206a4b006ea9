"""One document at its own address: a draft with its forms; what was issued with what settled it, and its files."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import commands, queries
from cantine.billing.commands.settled_wording import paid_words
from cantine.billing.commands.wording import (
    METHOD_NAMES,
    WHERE_KINDS,
    WHERE_NAMES,
    address_lines,
    document_rows,
    document_sums,
    kind_name,
    note_words,
)
from cantine.billing.forms import PaymentForm, SendForm, TakenForm, attempt
from cantine.billing.queries import Issued, Settled
from cantine.billing.queries import online as reads
from cantine.billing.queries.online import OnlineLine
from cantine.billing.rules import OPEN, Method, Where
from cantine.billing.views import draft as drafts
from cantine.billing.views.common import done, refused, said
from cantine.billing.views.online.rows import online_row
from cantine.billing.views.reporting.transmission import transmission_of
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def invoice(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """What was issued is looked for first: there are more of them."""
    found = queries.find_invoice(organisations=[request.place.organisation_id], uuid=invoice)
    if found is not None:
        return _page(request, _here(request, found))
    draft = drafts.find(request, invoice)
    if draft is None:
        raise Http404
    return drafts.show(request, draft)


def pay(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """Money came in for this invoice."""
    found = issued_at(request, invoice)
    form = PaymentForm(request.POST)

    def record(read: PaymentForm) -> None:
        what = read.cleaned_data
        commands.record_payment(
            **said(request), who=found.card.who, cents=what["amount"], method=Method(what["method"]),
            received_on=what["received_on"], key=what["key"], invoices=[invoice], note=what["note"],
        )  # fmt: skip

    above = _above(form, found)
    if above and not form.cleaned_data["surplus"]:
        said_too_much = _(
            "That is %(amount)s more than what is left to pay. Correct it, or say below that it is right."
        )
        form.add_error("amount", said_too_much % {"amount": formats.money(above)})
    if not form.errors and attempt(form, record):
        words = _(
            "The payment is recorded. %(amount)s too much stay on the account of the payer: use them or give them back there."
        )
        words = words % {"amount": formats.money(above)} if above else _("The payment is recorded.")
        return done(request, words, "billing:invoice", invoice)
    return _page(request, found, payment=form)


def _above(form: PaymentForm, found: Issued) -> int:
    """How much more than what is left."""
    return max(form.cleaned_data["amount"] - max(found.card.left_cents, 0), 0) if form.is_valid() else 0


def use_advances(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """What the payer has left settles this invoice."""
    issued_at(request, invoice)
    try:
        used = commands.use_advances(**said(request), invoice=invoice)
    except Refused as why:
        return refused(request, why, "billing:invoice", invoice)
    words = _("%(amount)s paid before settles it.") % {"amount": formats.money(used)}
    return done(request, words, "billing:invoice", invoice)


def pay_back(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """What is left of a credit note went back to the payer."""
    found = issued_at(request, invoice)
    form = TakenForm(request.POST)

    def record(read: TakenForm) -> None:
        what = read.cleaned_data
        commands.pay_back(
            **said(request), credit_note=invoice, method=Method(what["method"]), received_on=what["received_on"],
            key=what["key"], note=what["note"],
        )  # fmt: skip

    if attempt(form, record):
        return done(request, _("It is paid back."), "billing:invoice", invoice)
    return _page(request, found, payment=form)


def undo_payment(request: PlaceRequest, *, invoice: UUID, payment: UUID) -> HttpResponse:
    try:
        commands.undo_payment(**said(request), payment=payment)
    except Refused as why:
        return refused(request, why, "billing:invoice", invoice)
    return done(request, _("That payment is undone: what it settled is owed again."), "billing:invoice", invoice)


def send(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """Its PDF, with a short letter."""
    found = issued_at(request, invoice)
    form = SendForm(request.POST)

    def write(read: SendForm) -> None:
        commands.send_invoice(**said(request), invoice=invoice, to=read.cleaned_data["to"])

    if attempt(form, write):
        return done(request, _("The letter leaves."), "billing:invoice", invoice)
    return _page(request, found, sending=form)


def issued_at(request: PlaceRequest, invoice: UUID) -> Issued:
    """The issued document of this place. Raises Http404."""
    return _here(request, queries.find_invoice(organisations=[request.place.organisation_id], uuid=invoice))


def _here(request: PlaceRequest, found: Issued | None) -> Issued:
    if found is None or found.card.place_id != request.place.id:
        raise Http404
    return found


@dataclass(frozen=True)
class Part:
    """What settled a part of it, in words."""

    words: str
    day: date
    amount: str
    note: str
    undo: str
    undone: bool
    href: str


def _page(
    request: PlaceRequest, found: Issued, *, payment: PaymentForm | None = None, sending: SendForm | None = None
) -> HttpResponse:
    card, today = found.card, request.place.today(clock.now())
    where = card.where(today)
    slug = request.place.slug
    context: dict[str, Any] = {
        "card": card, "kind": kind_name(card.kind), "document": found.document,
        "where": WHERE_NAMES[where], "badge": WHERE_KINDS[where], "left": formats.money(card.left_cents),
        "rows": document_rows(found.document), "sums": document_sums(found.document),
        "address": address_lines(found.document),
        "parts": [_part(request, found, each) for each in found.settled if each.cents > 0 or not each.payment],
        "corrections": found.corrections, "transmission": transmission_of(found, request.place), "sent": found.sent,
        "can_credit": not card.kind.gives_back,
        "sending": sending or SendForm(initial={"to": found.document.buyer.email}),
        "pdf": reverse("billing:invoice_file", args=[slug, card.uuid, "pdf"]),
        "paid": paid_words(found), "receipt": reverse("billing:invoice_file", args=[slug, card.uuid, "recu.pdf"]),
        "xml": reverse("billing:invoice_file", args=[slug, card.uuid, "xml"]),
        "account": reverse("billing:statement", args=[slug, found.payer]) if found.payer else "",
        "inside": reverse("billing:invoices", args=[slug]),
        "tries": [online_row(request, each) for each in _tries(found)],
    }  # fmt: skip
    context["where_late"] = where is Where.LATE
    context["refundable"] = any(each["refundable"] for each in context["tries"])
    if where in OPEN:
        context["advance"] = _advance(request, found)
        context["payment"] = payment or PaymentForm(initial={"amount": card.left_cents, "received_on": today})
    elif where is Where.TO_REFUND and (going := reads.refund_going(card.id)) is not None:
        context |= {
            "going": formats.money(going.cents),
            "going_why": going.why,
            "where": _("On its way back"),
            "badge": "info",
        }
    elif where is Where.TO_REFUND:
        context["back"] = payment or TakenForm(initial={"received_on": today})
    return render(request, "billing/invoice.html", context, status=422 if _wrong(payment, sending) else 200)


def _advance(request: PlaceRequest, found: Issued) -> str:
    """How much of it the payer has paid before; "" where nothing is left."""
    card = found.card
    held = queries.advances_of(organisation_id=request.place.organisation_id, entity_id=card.entity_id, who=card.who)
    cents = min(card.left_cents, sum(each.left_cents for each in held))
    return formats.money(cents) if cents else ""


def _tries(found: Issued) -> list[OnlineLine]:
    if found.card.kind.gives_back:
        return []
    return reads.online_payments_of_invoice(organisation_id=found.organisation_id, invoice_id=found.card.id)


def _wrong(*forms: PaymentForm | SendForm | None) -> bool:
    return any(form is not None and form.errors for form in forms)


def _part(request: PlaceRequest, found: Issued, each: Settled) -> Part:
    slug, uuid = request.place.slug, found.card.uuid
    if each.payment is None:
        words = _("By the document %(reference)s") % {"reference": each.other_reference}
        href = reverse("billing:invoice", args=[slug, each.other])
        return Part(words, formats.day_of(each.at, request.place.zone), formats.money(each.cents), "", "", False, href)
    undo = "" if each.undone else reverse("billing:undo_payment", args=[slug, uuid, each.payment])
    words = str(METHOD_NAMES[Method(each.method)])
    return Part(
        words, each.received_on or date.min, formats.money(each.cents), note_words(each.note), undo, each.undone, ""
    )

"""Documents and money, as JSON and as files."""

from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.billing import commands, queries
from cantine.billing.commands import online as paying
from cantine.billing.policies import of_invoice, of_online_payment
from cantine.billing.queries import InvoiceCard, Issued, online
from cantine.billing.queries.reporting import flow_states_of
from cantine.billing.rules import MOST_CENTS, Afterwards, Method, PartOfLine, series_code
from cantine.billing.tasks import FILES
from cantine.core import clock
from cantine.core.answers import Answer
from cantine.core.api import (
    ApiRouter,
    Body,
    Cursor,
    Day,
    Key,
    Limit,
    Name,
    Out,
    Page,
    Text,
    answer,
    key_of,
    next_of,
    once,
)
from cantine.core.letters import absolute
from cantine.kernel import Refusal, Refused
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Invoices")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives


class InvoiceOut(Out):
    """`kind` is invoice, deposit, credit_note or deposit_credit_note; amounts are above zero whatever the kind. `state` is
    to_pay, part_paid, late, paid, credited, to_refund or refunded; `left_cents` is what is left to pay, or to pay back.
    `transmission` is where it is for a platform or for Chorus Pro: waiting, leaving, unsure, handed, sent, deposited, rejected, received,
    approved, refused or paid; null as long as it did not leave."""

    id: str
    number: str
    series: str
    issued_on: str
    due_on: str | None
    kind: str
    payer: str
    currency: str
    total_net_cents: int
    total_vat_cents: int
    total_gross_cents: int
    left_cents: int
    state: str
    transmission: str | None


class PaymentIn(Body):
    method: Literal["transfer", "card", "cash", "cheque", "other"]
    amount_cents: Annotated[int, Field(ge=1, le=MOST_CENTS)]
    received_on: Day
    note: Annotated[Name, Field(max_length=120)] = ""


class PaymentOut(Out):
    id: str


@router.operation(
    "GET",
    "/places/{slug:place}/invoices",
    policy=at_place("invoice.see"),
    gives=Page[InvoiceOut],
    summary=_("List the invoices of a place"),
    says=_("What was issued, credit notes included, in the order of issue: for who keeps the books."),
)
def list_invoices(request: PlaceRequest, cursor: Cursor = None, limit: Limit = 100) -> HttpResponse:
    key: Any = key_of(cursor, int)
    found = queries.invoices_after(request.place, after=key[0] if key else 0, most=limit + 1)
    shown, more = found[:limit], len(found) > limit
    following = next_of(request, (shown[-1][0].id,)) if more else None
    sent = flow_states_of(request.place.organisation_id, [card.id for card, _series in shown])
    items = [{**_told(request, card, series), "transmission": sent.get(card.id)} for card, series in shown]
    return answer({"items": items, "next": following})


@router.operation(
    "GET",
    "/invoices/{uuid:invoice}.pdf",
    policy=of_invoice("invoice.see"),
    gives=None,
    file="application/pdf",
    summary=_("Download an invoice for people"),
    says=_("The PDF/A-3 as it was handed over, its Factur-X XML inside: for who keeps the books, and for who pays."),
)
def read_invoice_pdf(request: PlaceRequest, invoice: UUID) -> HttpResponse:
    return _file(request, invoice, "pdf", "application/pdf")


@router.operation(
    "GET",
    "/invoices/{uuid:invoice}.xml",
    policy=of_invoice("invoice.see"),
    gives=None,
    file="application/xml",
    summary=_("Download an invoice for machines"),
    says=_("The CII XML of profile EN 16931, as it was handed over."),
)
def read_invoice_xml(request: PlaceRequest, invoice: UUID) -> HttpResponse:
    return _file(request, invoice, "xml", "application/xml")


@router.operation(
    "POST",
    "/invoices/{uuid:invoice}/payments",
    policy=of_invoice("payment.record"),
    gives=PaymentOut,
    status=201,
    summary=_("Record a payment"),
    says=_("Money that came in for this invoice; what is above what is left stays with the payer for what comes next."),
)
def record_payment(request: PlaceRequest, invoice: UUID, asked: PaymentIn, key: Key = None) -> HttpResponse:
    card = _issued(request, invoice).card

    def work() -> Answer:
        made = commands.record_payment(
            actor=request.actor, now=clock.now(), place=request.place, who=card.who, cents=asked.amount_cents,
            method=Method(asked.method), received_on=asked.received_on, invoices=[invoice], note=asked.note,
            key=f"api:{uuid4()}",
        )  # fmt: skip
        return Answer(201, {"id": str(made)})

    return once(request, key, asked.model_dump(), work)


class CreditPart(Body):
    """So many cents, without VAT, of the line at this place."""

    line: Annotated[int, Field(ge=0)]
    net_cents: Annotated[int, Field(ge=1, le=MOST_CENTS)]


class CreditIn(Body):
    """`lines` are the places of the lines that are given back, from 0; null is all that is left. `parts` gives back
    less than what is left of some. `afterwards`: let_go is a
    gesture, and nobody is asked for it again; again sends what was booked back to what is to be invoiced."""

    lines: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=500)] | None = None
    parts: Annotated[list[CreditPart], Field(max_length=500)] = []
    note: Annotated[Text, Field(max_length=300)] = ""
    afterwards: Literal["let_go", "again"] = "let_go"


@router.operation(
    "POST",
    "/invoices/{uuid:invoice}/credit-notes",
    policy=of_invoice("invoice.credit"),
    gives=InvoiceOut,
    status=201,
    summary=_("Give an invoice back"),
    says=_("Whole or by some of its lines: the credit note, issued at once. What was not paid is settled by it."),
)
def credit_invoice(request: PlaceRequest, invoice: UUID, asked: CreditIn, key: Key = None) -> HttpResponse:
    def work() -> Answer:
        made = commands.credit_invoice(
            actor=request.actor, now=clock.now(), place=request.place, invoice=invoice, lines=asked.lines, note=asked.note,
            afterwards=Afterwards(asked.afterwards),
            parts={each.line: PartOfLine(each.net_cents) for each in asked.parts},
        )  # fmt: skip
        card = _issued(request, made).card
        return Answer(201, {**_told(request, card, series_code(card.kind)), "transmission": None})

    return once(request, key, asked.model_dump(), work)


class OnlinePaymentIn(Body):
    """`return_to` is where the payer comes back, on a site of yours: `https://…`; empty, on the page of the invoice."""

    return_to: Annotated[str, Field(max_length=1000, pattern=r"^(https://[^\s{}]+)?$")] = ""


class OnlinePaymentOut(Out):
    """`state` is started, failed, expired, paid, part_refunded, refunded, disputed or lost; `address` is the page where
    the payer pays. What is true is this answer, never that somebody came back."""

    id: str
    state: str
    address: str
    amount_cents: int
    paid_cents: int
    refunded_cents: int
    fee_cents: int


@router.operation(
    "POST",
    "/invoices/{uuid:invoice}/online-payments",
    policy=of_invoice("online.start"),
    gives=OnlinePaymentOut,
    status=201,
    summary=_("Start an online payment"),
    says=_("Of all that is left to pay. The same key, or a page that is still open, is the same payment."),
)
def start_online_payment(
    request: PlaceRequest, invoice: UUID, asked: OnlinePaymentIn, key: Key = None
) -> HttpResponse:  # fmt: skip
    back = asked.return_to or absolute(f"{online.path_to_pay(invoice)}retour/{{payment}}/")

    def work() -> Answer:
        made = paying.start_payment(
            actor=request.actor, now=clock.now(), place=request.place, invoice=invoice, key=f"api:{uuid4()}", back=back
        )
        return Answer(201, _online(request, made))

    return once(request, key, asked.model_dump(), work)


@router.operation(
    "GET",
    "/online-payments/{uuid:payment}",
    policy=of_online_payment("invoice.see"),
    gives=OnlinePaymentOut,
    summary=_("Read an online payment"),
    says=_("Where it stands, as its provider said last."),
)
def read_online_payment(request: PlaceRequest, payment: UUID) -> HttpResponse:
    return answer(_online(request, payment))


def _online(request: PlaceRequest, payment: UUID) -> dict[str, Any]:
    found = online.find_online_payment(organisation_id=request.place.organisation_id, uuid=payment)
    assert found is not None
    return {
        "id": str(found.uuid), "state": found.state.value, "address": found.address, "amount_cents": found.cents,
        "paid_cents": found.paid_cents, "refunded_cents": found.refunded_cents, "fee_cents": found.fee_cents,
    }  # fmt: skip


def _issued(request: PlaceRequest, invoice: UUID) -> Issued:
    found = queries.find_invoice(organisations=[request.place.organisation_id], uuid=invoice)
    assert found is not None  # the policy found it
    return found


def _file(request: PlaceRequest, invoice: UUID, kind: str, media: str) -> HttpResponse:
    found = _issued(request, invoice)
    said = {"organisation_id": found.organisation_id, "invoice_id": found.card.id}
    commands.make_files(actor=FILES, now=clock.now(), **said)
    kept = queries.file_of(found.card.id, kind=kind)
    if kept is None:
        raise Refused(Refusal("invoice_of_another_tool"))
    response = HttpResponse(kept[0], content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.card.reference}.{kind}"'
    return response


def _told(request: PlaceRequest, card: InvoiceCard, series: str) -> dict[str, Any]:
    assert card.issued_on is not None
    return {
        "id": str(card.uuid), "number": card.reference, "series": series, "issued_on": card.issued_on.isoformat(),
        "due_on": card.due_on.isoformat() if card.due_on and not card.kind.gives_back else None,
        "kind": card.kind.value, "payer": card.payer_name, "currency": card.currency,
        "total_net_cents": card.net_cents, "total_vat_cents": card.vat_cents, "total_gross_cents": card.gross_cents,
        "left_cents": card.left_cents, "state": card.where(request.place.today(clock.now())).value,
    }  # fmt: skip

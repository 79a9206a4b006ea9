"""Money received in a place, the statement of account of a payer, and how they are debited, as JSON."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.billing import queries
from cantine.billing.policies import of_invoice
from cantine.billing.queries import PaymentLine, StatementLine
from cantine.billing.queries.online_mandates import debiting_of, path_to_authorise
from cantine.core import clock
from cantine.core.api import ApiRouter, Day, Out, Page, answer
from cantine.core.letters import absolute
from cantine.kernel import Refusal, Refused
from cantine.places.policies import PlaceRequest, at_place

MOST_DAYS = 366
Year = Annotated[int | None, Field(ge=1990, le=2100)]
router = ApiRouter(tags=[_("Invoices")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives


class ReceivedOut(Out):
    """`method` is transfer, card, cash, cheque or other; below zero, money was paid back or a payment undone. `settles` are the
    numbers of the documents that it settled: what it does not settle stays with the payer."""

    id: str
    payer: str
    method: str
    amount_cents: int
    received_on: str
    note: str
    undone: bool
    settles: list[str]


class MovementOut(Out):
    """`kind` is that of a document, or `payment:` and how; `cents` is what it adds to what is owed, below zero for money
    that came in or was given back. `balance_cents` is what is owed after it."""

    day: str
    kind: str
    number: str
    cents: int
    balance_cents: int
    note: str


class StatementOut(Out):
    """From `before_cents`, owed before the year, to `balance_cents`, owed after its last line; below zero, the payer is in
    advance."""

    payer: str
    year: int
    before_cents: int
    balance_cents: int
    lines: list[MovementOut]


class DebitsOut(Out):
    """`debited_cents` leave the account on `debited_on`, by the bank of the place or by a provider; null where nothing is on its way.
    `authorisation` is none, waiting or active, and is read, given and stopped at `address`."""

    debited_on: str | None
    debited_cents: int | None
    authorisation: str
    provider: str
    address: str


@router.operation(
    "GET",
    "/places/{slug:place}/payments",
    policy=at_place("payment.see"),
    gives=Page[ReceivedOut],
    summary=_("List the money received"),
    says=_("Between two days, both included, the latest first; the last thirty-one days unless said."),
)
def list_payments(request: PlaceRequest, first_day: Day | None = None, last_day: Day | None = None) -> HttpResponse:
    last = last_day or request.place.today(clock.now())
    first = first_day or last - timedelta(days=30)
    if last < first:
        raise Refused(Refusal("ends_before_it_starts", field="last_day"))
    if (last - first).days >= MOST_DAYS:
        raise Refused(Refusal("window_too_long", {"days": MOST_DAYS}, "last_day"))
    found = queries.payments_of(request.place, first_day=first, last_day=last)
    return answer({"items": [_received(each) for each in found], "next": None})


@router.operation(
    "GET",
    "/invoices/{uuid:invoice}/statement",
    policy=of_invoice("invoice.see"),
    gives=StatementOut,
    summary=_("Read a statement of account"),
    says=_(
        "Of whoever pays this invoice, over a civil year, this one unless said: for who keeps the books, and for who pays."
    ),
)
def read_statement(request: PlaceRequest, invoice: UUID, year: Year = None) -> HttpResponse:
    year = year or request.place.today(clock.now()).year
    found = queries.find_invoice(organisations=[request.place.organisation_id], uuid=invoice)
    assert found is not None  # the policy found it
    told = queries.statement_of(
        organisation_id=request.place.organisation_id, who=found.card.who, first_day=date(year, 1, 1),
        last_day=date(year, 12, 31),
    )  # fmt: skip
    return answer({
        "payer": found.card.payer_name, "year": year, "before_cents": told.before_cents, "balance_cents": told.balance_cents,
        "lines": [_moved(each) for each in told.lines],
    })  # fmt: skip


@router.operation(
    "GET",
    "/invoices/{uuid:invoice}/debits",
    policy=of_invoice("invoice.see"),
    gives=DebitsOut,
    summary=_("Read how an invoice is debited"),
    says=_(
        "Whether its debit is on its way, and whether whoever pays it lets the provider of online payments debit them."
    ),
)
def read_debits(request: PlaceRequest, invoice: UUID) -> HttpResponse:
    organisation_id = request.place.organisation_id
    found = queries.find_invoice(organisations=[organisation_id], uuid=invoice)
    assert found is not None  # the policy found it
    going, line = debiting_of(found.card, organisation_id=organisation_id)
    return answer({
        "debited_on": going.on.isoformat() if going and going.on else None, "debited_cents": going.cents if going else None,
        "authorisation": line.stage.value if line else "none", "provider": line.provider if line else "",
        "address": absolute(path_to_authorise(line.uuid)) if line else "",
    })  # fmt: skip


def _received(each: PaymentLine) -> dict[str, Any]:
    return {
        "id": str(each.uuid), "payer": each.payer_name, "method": each.method, "amount_cents": each.cents,
        "received_on": each.received_on.isoformat(), "note": each.note, "undone": each.undone, "settles": list(each.settles),
    }  # fmt: skip


def _moved(each: StatementLine) -> dict[str, Any]:
    return {
        "day": each.day.isoformat(), "kind": each.kind, "number": each.reference, "cents": each.cents,
        "balance_cents": each.balance_cents, "note": each.note,
    }  # fmt: skip

"""The till for a program: what it sells at the prices of who buys, ringing a sale once, what was sold on a day."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.billing import queries as documents
from cantine.billing.commands import counter as commands
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter import SaleCard
from cantine.billing.rules.counter import MOST_CENTS, MOST_PIECES, Button, Line, Means, Reason, Tap
from cantine.core import clock
from cantine.core.answers import Answer
from cantine.core.api import ApiRouter, Body, Day, Key, Out, answer, once
from cantine.kernel import Refusal, Refused
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Till")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives


class ButtonOut(Out):
    """`cents` is the price of one piece, VAT included, and null where it is typed each time."""

    id: str
    name_fr: str
    name_en: str
    cents: int | None
    vat_kind: str
    vat_rate: str
    on_sale: bool


class CounterOut(Out):
    buttons: list[ButtonOut]


class TapIn(Body):
    """`cents` is the price of one piece where the button has none."""

    button: str
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    cents: Annotated[int, Field(ge=1, le=MOST_CENTS)] | None = None


class SaleIn(Body):
    """`payer` is the id of a person or of an organisation that the place knows; `given_cents` what was given in cash;
    `reason` why it is offered."""

    lines: Annotated[list[TapIn], Field(min_length=1, max_length=40)]
    means: Literal["cash", "card", "cheque", "transfer", "tab", "offered"]
    payer: str | None = None
    given_cents: Annotated[int, Field(ge=1, le=MOST_CENTS)] | None = None
    reason: Literal["welcome", "volunteer", "event"] | None = None


class SaleLineOut(Out):
    name_fr: str
    name_en: str
    quantity: int
    unit_cents: int
    cents: int
    vat_kind: str
    vat_rate: str


class SaleOut(Out):
    """`act` is sale, reverse or settle; what takes a sale back is below zero and says the number that it `undoes`."""

    id: str
    number: int
    act: str
    means: str
    day: str
    rung_at: str
    total_cents: int
    offered_cents: int
    change_cents: int
    undoes: int | None
    lines: list[SaleLineOut]


class SalesOut(Out):
    items: list[SaleOut]


@router.operation(
    "GET",
    "/places/{slug:place}/counter",
    policy=at_place("sale.see"),
    gives=CounterOut,
    summary=_("Read what the counter sells"),
    says=_("In the order of the place, at the usual prices, VAT included."),
)
def read_counter(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    return answer({"buttons": [_button(each) for each in queries.buttons_of(request.place, on=today)]})


@router.operation(
    "GET",
    "/places/{slug:place}/sales",
    policy=at_place("sale.see"),
    gives=SalesOut,
    summary=_("List the sales of a day"),
    says=_("The last one first; today’s where no day is said."),
)
def list_sales(request: PlaceRequest, day: Day | None = None) -> HttpResponse:
    asked: date = day or request.place.today(clock.now())
    return answer({"items": [_sale(each) for each in queries.sales_of_day(request.place, day=asked)]})


@router.operation(
    "POST",
    "/places/{slug:place}/sales",
    policy=at_place("sale.ring"),
    gives=SaleOut,
    status=201,
    summary=_("Ring a sale"),
    says=_("At the prices of who buys, in the drawer and in the books at once. The same key twice is one sale."),
)
def ring_sale(request: PlaceRequest, asked: SaleIn, key: Key = None) -> HttpResponse:
    def work() -> Answer:
        made = commands.ring_sale(
            actor=request.actor, now=clock.now(), place=request.place, key=f"api:{uuid4()}",
            taps=[Tap(_uuid(each.button, "button_unknown"), each.quantity, each.cents) for each in asked.lines],
            means=Means(asked.means), who=_payer(request, asked.payer), given_cents=asked.given_cents,
            reason=Reason(asked.reason) if asked.reason else None,
        )  # fmt: skip
        found = queries.find_sale(request.place, uuid=made)
        assert found is not None  # rung a moment ago
        return Answer(201, _sale(found))

    return once(request, key, asked.model_dump(), work)


def _payer(request: PlaceRequest, asked: str | None) -> documents.Who | None:
    """Raises Refused: payer_unknown."""
    if asked is None:
        return None
    who = documents.find_payer(place=request.place, uuid=_uuid(asked, "payer_unknown"))
    if who is None:
        raise Refused(Refusal("payer_unknown"))
    return who


def _uuid(said: str, code: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Refused(Refusal(code)) from None


def _button(each: Button) -> dict[str, Any]:
    return {
        "id": str(each.uuid), "name_fr": each.name_fr, "name_en": each.name_en,
        "cents": each.price.cents if each.price else None, "vat_kind": each.vat.kind.value,
        "vat_rate": format(each.vat.rate.normalize(), "f"), "on_sale": each.shown,
    }  # fmt: skip


def _sale(each: SaleCard) -> dict[str, Any]:
    return {
        "id": str(each.uuid), "number": each.number, "act": each.act.value, "means": each.means.value,
        "day": each.day.isoformat(), "rung_at": each.rung_at.isoformat(), "total_cents": each.total_cents,
        "offered_cents": each.offered_cents, "change_cents": max(each.change_cents, 0), "undoes": each.undoes,
        "lines": [_line(line) for line in each.lines],
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    return {
        "name_fr": line.name_fr, "name_en": line.name_en, "quantity": line.quantity, "unit_cents": line.unit_cents,
        "cents": line.cents, "vat_kind": line.vat.kind.value, "vat_rate": format(line.vat.rate.normalize(), "f"),
    }  # fmt: skip

"""What anything would cost, as JSON: the price opened into its lines, by the list in force on the day of use."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.core.api import ApiRouter, Body, Moment, Out, Text, answer
from cantine.core.authorization import Target, can
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place
from cantine.places.queries import PlaceRef
from cantine.pricing import queries, rules
from cantine.pricing.commands.price_wording import count_words, reason_words
from cantine.pricing.commands.wording import named, vat_words
from cantine.pricing.rules import Ask, Entitlement, Line, Price, Unit, Wanted

router = ApiRouter(tags=[_("Prices")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
routers = [router]
FIRST_YEAR, LAST_YEAR = 1970, 2199
Word = Annotated[Text, Field(min_length=1, max_length=60)]
Many = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
Quantity = Annotated[Text, Field(pattern=r"^\d{1,7}(\.\d{1,2})?$", max_length=10, examples=["12", "1.5"])]


class WantedIn(Body):
    """`quantity` is a whole number, or a text with two decimals at most: never a binary fraction."""

    product: Word
    quantity: Many | Quantity = 1


class IncludedIn(Body):
    """What a plan already paid for: `quantity` units are free, and one more costs `overage_cents` without VAT, where the list
    asks for more."""

    name: Word
    unit: Literal["hour", "half_day", "day", "week", "month"] = "hour"
    quantity: Many | Quantity = 0
    overage_cents: Annotated[int | None, Field(ge=0, le=1_000_000_00)] = None


class PreviewIn(Body):
    """`resource` is a slug; or `kind`, for any of that kind. `category` is that of people who have none unless said;
    `included` is what a plan gives."""

    resource: Word | None = None
    kind: Word | None = None
    starts_at: Moment
    ends_at: Moment
    quantity: Many = 1
    category: Word | None = None
    products: Annotated[list[WantedIn], Field(max_length=50)] = []
    included: Annotated[list[IncludedIn], Field(max_length=10)] = []


class VatOut(Out):
    """`category` and `exemption` as EN 16931 lists them; `rate` is a percentage, as text."""

    category: Literal["S", "E", "O"]
    rate: str
    exemption: str | None
    sentence: str


class ReasonOut(Out):
    """What moved the line from its list price: step, period, category, included, overage, support, proration or discount;
    `amount_cents` is below zero where less is asked."""

    code: str
    name: str
    sentence: str
    percent: str | None
    quantity: str | None
    amount_cents: int


class LineOut(Out):
    """`quantity` × `list_unit_cents`, then each reason in turn, makes `amount_cents`, without VAT. `used` is less than
    `quantity` where a minimum or a better step bills more units."""

    code: str
    name: str
    unit: str
    quantity: str
    used: str
    list_unit_cents: int
    unit_cents: int
    amount_cents: int
    sentence: str
    reasons: list[ReasonOut]
    vat: VatOut


class GroupOut(Out):
    vat: VatOut
    net_cents: int
    vat_cents: int


class PriceOut(Out):
    """`offered_cents` is what the place offers and keeps on record for its funders."""

    currency: str
    on: str
    price_list: str
    category: str
    lines: list[LineOut]
    vat_groups: list[GroupOut]
    net_cents: int
    vat_cents: int
    gross_cents: int
    offered_cents: int


@router.operation(
    "POST",
    "/places/{slug:place}/price-preview",
    policy=at_place("place.see"),
    gives=PriceOut,
    summary=_("What it would cost"),
    says=_(
        "The cheapest price of a room, or of any of a kind, and of products, opened into its lines, by the list in force "
        "on the day of use. Nothing is booked or kept. 404 where the place does not publish its prices and you do not "
        "belong there. 422: every refusal at once."
    ),
)
def preview(request: PlaceRequest, asked: PreviewIn) -> HttpResponse:
    place, terms = request.place, queries.terms_of(request.place)
    if not terms.public and not can(request.actor, "place.see_prices", Target(place.organisation_id, place.id)):
        raise Http404
    ask = _ask(request, asked)
    grid = queries.grid_of(place, on=_day(place, ask))
    price = rules.price_of(ask, grid) if grid else (rules.missing(),)
    if not isinstance(price, Price):
        raise Refused(*price)
    return answer(_told(price))


def _ask(request: PlaceRequest, asked: PreviewIn) -> Ask:
    """What is asked for, as the rules take it. Raises Refused: ends_before_it_starts, date_out_of_range,
    resource_unknown, room_or_kind, price_kind_unknown."""
    refusals, kind, name, slug = [], asked.kind or "", "", ""
    if asked.ends_at <= asked.starts_at:
        refusals.append(Refusal("ends_before_it_starts", field="ends_at"))
    if not all(FIRST_YEAR <= each.year <= LAST_YEAR for each in (asked.starts_at, asked.ends_at)):
        refusals.append(Refusal("date_out_of_range", {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}, "starts_at"))
    if (asked.resource is None) == (asked.kind is None):
        refusals.append(Refusal("room_or_kind", field="resource"))
    elif asked.resource is not None:
        standing = places.standing_of(request.actor, place=request.place)
        card = places.find_resource(place_id=request.place.id, slug=asked.resource)
        if card is None or not card.shown_to(standing):
            refusals.append(Refusal("resource_unknown", field="resource"))
        else:
            kind, name, slug = card.kind, card.name, card.slug
    elif (names := places.kind_codes(place=request.place).get(kind)) is None:
        refusals.append(Refusal("price_kind_unknown", {"kind": kind}, "kind"))
    else:
        name = named(*names)
    if refusals:
        raise Refused(*refusals)
    return Ask(
        timezone=request.place.timezone, intervals=(Interval(asked.starts_at, asked.ends_at),), resource=slug,
        kind=kind, name=name, quantity=asked.quantity, category=asked.category or "",
        products=tuple(Wanted(each.product, Decimal(each.quantity)) for each in asked.products),
        entitlements=tuple(
            Entitlement(str(number), each.name, Unit(each.unit), max(Decimal(each.quantity), Decimal(0)), each.overage_cents)
            for number, each in enumerate(asked.included)
        ),
    )  # fmt: skip


def _day(place: PlaceRef, ask: Ask) -> Any:
    return ask.intervals[0].starts_at.astimezone(place.zone).date()


def _told(price: Price) -> dict[str, Any]:
    return {
        "currency": price.currency,
        "on": price.on.isoformat(),
        "price_list": price.grid_name,
        "category": price.category,
        "lines": [_line(line) for line in price.lines],
        "vat_groups": [
            {"vat": _vat(group.vat), "net_cents": group.net_cents, "vat_cents": group.vat_cents}
            for group in price.groups
        ],
        "net_cents": price.net_cents,
        "vat_cents": price.vat_cents,
        "gross_cents": price.gross_cents,
        "offered_cents": price.offered_cents,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": named(line.name_fr, line.name_en),
        "unit": line.unit.value,
        "quantity": _plain(line.quantity),
        "used": _plain(line.used),
        "list_unit_cents": line.list_cents,
        "unit_cents": line.unit_cents,
        "amount_cents": line.cents,
        "sentence": count_words(line),
        "reasons": [
            {
                "code": reason.why.value,
                "name": named(reason.name_fr, reason.name_en),
                "sentence": reason_words(reason, line.unit),
                "percent": _plain(reason.percent),
                "quantity": _plain(reason.quantity),
                "amount_cents": reason.cents,
            }
            for reason in line.reasons
        ],
        "vat": _vat(line.vat),
    }


def _vat(vat: rules.Vat) -> dict[str, Any]:
    return {
        "category": vat.code,
        "rate": _plain(vat.rate),
        "exemption": vat.exemption or None,
        "sentence": vat_words(vat),
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize() + 0, "f")

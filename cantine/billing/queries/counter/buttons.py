"""What the counter sells, at the prices of who buys, in the order that the place chose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cantine.billing.rules.counter import Button, Priced, Tone, with_vat_inside
from cantine.core import sql
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Grid, Scope, Tariff, Tariffs, Thing, Unit, Vat, VatKind

TAB_CENTS, OFFER_CENTS = 5_000, 1_500
SEAT = "kind:"
_BUTTONS = """
SELECT b.uuid, b.name_fr, b.name_en, b.product, b.cents, b.vat_kind, b.vat_rate, b.activity, b.tone, b.icon, b.gives, b.shown, b.uses
FROM billing_counterbutton b WHERE b.organisation_id = %s AND b.place_id = %s AND b.retired_at IS NULL
ORDER BY b.position, b.id
"""
_TERMS = "SELECT tab_cents, offer_cents FROM billing_counterterms WHERE place_id = %s"


@dataclass(frozen=True)
class Goods:
    """Something that a higher domain sells at the counter, for its price list of buttons: a pass. ``code`` is opaque; of what is
    ``listed`` it is that of ``seat_code``, and the price list says the price. ``uses``: what may be taken from what one has."""

    code: str
    name_fr: str
    name_en: str
    cents: int
    vat: Vat
    listed: bool = False
    uses: str = ""


Own = Callable[[PlaceRef, prices.Payer], Mapping[str, Priced]]
_GOODS: dict[str, Callable[[PlaceRef], Sequence[Goods]]] = {}
_OWN: dict[str, Own] = {}


def register_goods(name: str, goods: Callable[[PlaceRef], Sequence[Goods]], *, own: Own | None = None) -> None:
    """``goods(place)`` gives what may be put on a button, VAT inside; ``own(place, payer)`` what some of it costs to who pays,
    where that is another price."""
    _GOODS[name] = goods
    if own is not None:
        _OWN[name] = own


def goods_of(place: PlaceRef) -> list[Goods]:
    return [each for goods in _GOODS.values() for each in goods(place)]


def buttons_of(
    place: PlaceRef, *, on: date, person_id: int | None = None, customer_id: int | None = None
) -> list[Button]:
    """All of them, those that are out of sale included; three statements at most."""
    rows = sql.rows(_BUTTONS, [place.organisation_id, place.id])
    payer = prices.Payer(person_id=person_id, customer_id=customer_id)
    own = _own(place, payer) if any(row[10] for row in rows) else {}
    if not any(row[3] for row in rows):
        return [_button(row, None, own) for row in rows]
    grid, category = prices.prices_soon(place, on=on, payer=payer).value or (None, "")
    tariffs = Tariffs(grid, category or grid.usual) if grid else None
    return [_button(row, tariffs, own) for row in rows]


def counter_terms(place: PlaceRef) -> tuple[int, int]:
    """(the most that one may owe on a tab, the most that whoever welcomes offers at once), in cents; one statement."""
    tab, offer = sql.row(_TERMS, [place.id]) or (TAB_CENTS, OFFER_CENTS)
    return int(tab), int(offer)


def _own(place: PlaceRef, payer: prices.Payer) -> dict[str, Priced]:
    """Nobody named pays what everybody does."""
    if payer.person_id is None and payer.customer_id is None:
        return {}
    return {code: price for own in _OWN.values() for code, price in own(place, payer).items()}


def _button(row: sql.Row, tariffs: Tariffs | None, own: Mapping[str, Priced]) -> Button:
    uuid, fr, en, product, cents, kind, rate, activity, tone, icon, gives, shown, uses = row
    vat = Vat(VatKind(kind), Decimal(rate))
    price = Priced(cents, cents) if cents is not None else None
    if product:
        price, vat = priced_product(tariffs, product) if tariffs else (None, vat)
    price = own.get(gives, price)
    return Button(
        uuid=UUID(str(uuid)), name_fr=fr, name_en=en, price=price, vat=vat, activity=activity, tone=Tone(tone), icon=icon,
        gives=gives, product=product, shown=shown, uses=uses,
    )  # fmt: skip


def seat_code(kind: str, unit: Unit) -> str:
    """How a button names some time of a kind of seats of the price list, without choosing which."""
    return f"{SEAT}{kind}:{unit.value}"


def priced_product(tariffs: Tariffs, code: str) -> tuple[Priced | None, Vat]:
    """One of a product of the list, or some time of a seat, VAT inside; a product by the piece where it is sold so, else by its
    smallest unit."""
    vat = _vat_of(tariffs.grid, code)
    tariff = _tariff_of(tariffs, code)
    offer = tariff.offer(level=0, period=None) if tariff else None
    if offer is None:
        return None, vat
    return Priced(with_vat_inside(offer.cents, vat.rate), with_vat_inside(offer.worth_cents, vat.rate)), vat


def _tariff_of(tariffs: Tariffs, code: str) -> Tariff | None:
    if code.startswith(SEAT):
        kind, _colon, unit = code.removeprefix(SEAT).rpartition(":")
        return tariffs.of_room(resource="", kind=kind).get(Unit(unit))
    by_unit = tariffs.of(Thing(Scope.PRODUCT, code))
    return by_unit.get(Unit.PIECE) or next(iter(reversed(by_unit.values())), None)


def _vat_of(grid: Grid, code: str) -> Vat:
    product = next((each for each in grid.products if each.code == code), None)
    return product.vat if product and product.vat else grid.vat

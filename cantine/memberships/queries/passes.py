"""The passes that a place sells, and what a visit costs without one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.core import sql
from cantine.memberships import rules
from cantine.memberships.models import Allowance, DropIn
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Price, Tariffs, Unit, fixed_line, fixed_price

_SELLS = """SELECT EXISTS (SELECT 1 FROM memberships_passkind WHERE place_id = %s AND retired_at IS NULL)
  OR EXISTS (SELECT 1 FROM memberships_plan WHERE place_id = %s AND retired_at IS NULL)"""
_TAKEN_OVER = """SELECT unit, sum(granted) FROM memberships_allowance WHERE place_id = %s AND source LIKE 'taken:%%'
  GROUP BY unit ORDER BY unit"""
_PRICED = """
SELECT c.code FROM pricing_category c WHERE c.place_id = %s AND EXISTS (SELECT 1 FROM memberships_planprice x WHERE x.category_id = c.id)
UNION SELECT c.code FROM pricing_category c WHERE c.place_id = %s
  AND EXISTS (SELECT 1 FROM memberships_passkindprice x WHERE x.category_id = c.id)
"""
# The kinds that are seats: the desks that every place begins with, and what its visits are priced as.
SEATS = """SELECT 'desk' UNION SELECT k.code FROM memberships_dropin d JOIN places_kind k ON k.id = d.kind_id
  WHERE d.place_id = %(place)s"""
LIST_NAMES = ("Formules et carnets", "Plans and passes")

_KINDS = """
SELECT k.id, k.code, k.name_fr, k.name_en, k.use, k.unit, k.quantity, k.cents, k.valid_days, k.online, k.retired_at IS NOT NULL,
  ARRAY(SELECT json_build_array(c.code, x.cents, c.name_fr, c.name_en, c.offered)
    FROM memberships_passkindprice x JOIN pricing_category c ON c.id = x.category_id
    WHERE x.kind_id = k.id ORDER BY c.position, c.id),
  coalesce((SELECT c.code FROM pricing_customer u JOIN pricing_category c ON c.id = u.category_id
    WHERE u.place_id = k.place_id AND u.person_id = %s), '')
FROM memberships_passkind k WHERE k.place_id = %s
"""
_OF_CODE = " AND k.code = %s AND k.retired_at IS NULL"
_LISTED = " AND (k.retired_at IS NULL OR %s) ORDER BY k.position, k.id"


@dataclass(frozen=True)
class PassKindLine(rules.PassKind):
    """``retired``: no longer sold. ``category`` is that of whoever it was read for, ``""`` for everybody else."""

    id: int = 0
    retired: bool = False
    category: str = ""

    @property
    def own(self) -> rules.Fee:
        """What it costs to whoever it was read for."""
        return self.fee(self.category)


def pass_kinds_of(
    place: PlaceRef, *, retired: bool = False, person_id: int | None = None
) -> list[PassKindLine]:  # fmt: skip
    """Those that are sold, in the place's order, for a person where one is said; with those that no longer are if asked. One
    statement."""
    return [_line(row) for row in sql.rows(_KINDS + _LISTED, [person_id, place.id, retired])]


def find_pass_kind(place: PlaceRef, *, code: str) -> PassKindLine | None:
    row = sql.row(_KINDS + _OF_CODE, [None, place.id, code])
    return _line(row) if row else None


def price_of_pass(kind: rules.PassKind, *, place: PlaceRef, on: date, category: str = "") -> Price:
    """What a pass costs to somebody of a category, with its VAT: that of the place."""
    fee = kind.fee(category)
    line = fixed_line(
        code=f"pass:{kind.code}", names=(kind.name_fr, kind.name_en), unit=Unit.PIECE, quantity=Decimal(1),
        cents=fee.usual_cents, vat=prices.terms_of(place).vat, reasons=rules.reasons_of(fee),
    )  # fmt: skip
    return fixed_price(names=LIST_NAMES, on=on, lines=[line])


def seat_prices_of(place: PlaceRef, *, unit: Unit, on: date) -> dict[str, tuple[str, str, int]]:
    """By category, its names and what one unit of a seat costs by the list of a day; nothing where it sells none."""
    found = prices.prices_soon(place, on=on, payer=prices.Payer()).value
    kind = drop_in_kind_of(place) or "desk"
    if found is None:
        return {}
    offers = {
        each: tariff.offer(level=0, period=None)
        for each in found[0].categories
        if (tariff := Tariffs(found[0], each.code).of_room(resource="", kind=kind).get(unit)) is not None
    }
    return {each.code: (each.name_fr, each.name_en, offer.cents) for each, offer in offers.items() if offer is not None}


def seat_kinds_of(place: PlaceRef) -> frozenset[str]:
    """The codes of the kinds of resource that are seats among others: booked, they use days and half-days."""
    return frozenset(code for (code,) in sql.rows(SEATS, {"place": place.id}))


def drop_in_kind_of(place: PlaceRef) -> str:
    """The code of the kind of resource whose prices a visit has; ``""`` where visits are free."""
    return DropIn.objects.filter(place_id=place.id).values_list("kind__code", flat=True).first() or ""


def _line(row: sql.Row) -> PassKindLine:
    pk, code, name_fr, name_en, use, unit, quantity, cents, valid_days, online, retired, prices, category = row
    return PassKindLine(
        code, name_fr, name_en, rules.Use(use), Unit(unit), quantity, cents, valid_days, online,
        tuple(rules.CategoryPrice(*each) for each in prices), id=pk, retired=retired, category=category,
    )  # fmt: skip


def priced_categories(place: PlaceRef) -> set[str]:
    """Those that a plan or a pass has a price for; one statement."""
    return {code for (code,) in sql.rows(_PRICED, [place.id, place.id])}


def sells_something(place: PlaceRef) -> bool:
    """One statement for plans and passes together."""
    found = sql.row(_SELLS, [place.id, place.id])
    return bool(found and found[0])


def taken_over_units(place: PlaceRef) -> dict[Unit, Decimal]:
    """What came with passes that another tool sold, by unit; one statement."""
    return {Unit(unit): quantity for unit, quantity in sql.rows(_TAKEN_OVER, [place.id])}


def taken_over_sources(place: PlaceRef) -> frozenset[str]:
    """What came with them already, by source; one statement."""
    rows = Allowance.objects.filter(place_id=place.id, source__startswith="taken:")
    return frozenset(rows.values_list("source", flat=True))

"""The passes that a place sells, and what a visit costs without one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.core import sql
from cantine.memberships import rules
from cantine.memberships.models import Allowance, DropIn, PassKind
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Price, Unit, fixed_line, fixed_price

_SELLS = """SELECT EXISTS (SELECT 1 FROM memberships_passkind WHERE place_id = %s AND retired_at IS NULL)
  OR EXISTS (SELECT 1 FROM memberships_plan WHERE place_id = %s AND retired_at IS NULL)"""
_TAKEN_OVER = """SELECT unit, sum(granted) FROM memberships_allowance WHERE place_id = %s AND source LIKE 'taken:%%'
  GROUP BY unit ORDER BY unit"""
LIST_NAMES = ("Formules et carnets", "Plans and passes")

_COLUMNS = (
    "pk", "code", "name_fr", "name_en", "use", "unit", "quantity", "cents", "valid_days", "online", "retired_at",
)  # fmt: skip


@dataclass(frozen=True)
class PassKindLine(rules.PassKind):
    """``retired``: no longer sold."""

    id: int = 0
    retired: bool = False


def pass_kinds_of(place: PlaceRef, *, retired: bool = False) -> list[PassKindLine]:
    """Those that are sold, in the place's order; with those that no longer are if asked."""
    rows = PassKind.objects.filter(place_id=place.id)
    if not retired:
        rows = rows.filter(retired_at=None)
    return [_line(row) for row in rows.order_by("position", "pk").values_list(*_COLUMNS)]


def find_pass_kind(place: PlaceRef, *, code: str) -> PassKindLine | None:
    rows = PassKind.objects.filter(place_id=place.id, code=code, retired_at=None)
    row = rows.values_list(*_COLUMNS).first()
    return _line(row) if row else None


def price_of_pass(kind: rules.PassKind, *, place: PlaceRef, on: date) -> Price:
    """What a pass costs, with its VAT: that of the place."""
    line = fixed_line(
        code=f"pass:{kind.code}", names=(kind.name_fr, kind.name_en), unit=Unit.PIECE, quantity=Decimal(1),
        cents=kind.cents, vat=prices.terms_of(place).vat,
    )  # fmt: skip
    return fixed_price(names=LIST_NAMES, on=on, lines=[line])


def drop_in_kind_of(place: PlaceRef) -> str:
    """The code of the kind of resource whose prices a visit has; ``""`` where visits are free."""
    return DropIn.objects.filter(place_id=place.id).values_list("kind__code", flat=True).first() or ""


def _line(row: tuple[object, ...]) -> PassKindLine:
    pk, code, name_fr, name_en, use, unit, quantity, cents, valid_days, online, retired_at = row
    return PassKindLine(
        code, name_fr, name_en, rules.Use(use), Unit(unit), quantity, cents, valid_days, online, id=pk,  # type: ignore[arg-type]  # a row of known columns
        retired=retired_at is not None,
    )  # fmt: skip


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

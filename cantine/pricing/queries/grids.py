"""A version of the price list as a value, in one statement, whatever the number of its rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from cantine.core import sql
from cantine.places.queries import PlaceRef
from cantine.pricing import rules
from cantine.pricing.models import PriceList
from cantine.pricing.rules import Scope

# Decimals and days travel as text: a JSON number would be read as a float.
_GRID = """
SELECT l.uuid, l.name, l.first_day,
  (SELECT min(n.first_day) FROM pricing_pricelist n
   WHERE n.place_id = l.place_id AND n.published_at IS NOT NULL AND n.first_day > l.first_day) AS next,
  l.half_day_minutes, l.step_minutes, coalesce(t.vat_kind, 'taxed'), coalesce(t.vat_rate, 20),
  ARRAY(SELECT json_build_array(c.code, c.name_fr, c.name_en, coalesce(b.code, ''), c.percent::text, c.offered, c.usual)
    FROM pricing_category c LEFT JOIN pricing_category b ON b.id = c.base_id
    WHERE c.place_id = l.place_id ORDER BY c.position, c.id),
  ARRAY(SELECT json_build_array(
      CASE WHEN r.resource_id IS NOT NULL THEN 'resource' WHEN r.kind_id IS NOT NULL THEN 'kind'
           WHEN r.product_id IS NOT NULL THEN 'product' ELSE 'any' END,
      coalesce(s.slug, k.code, p.code, ''), c.code, r.unit, r.cents, coalesce(d.code, ''), r.least::text,
      ARRAY(SELECT json_build_array(e.quantity::text, e.cents) FROM pricing_step e
            WHERE e.rate_id = r.id ORDER BY e.quantity))
    FROM pricing_rate r JOIN pricing_category c ON c.id = r.category_id
    LEFT JOIN places_resource s ON s.id = r.resource_id LEFT JOIN places_kind k ON k.id = r.kind_id
    LEFT JOIN pricing_product p ON p.id = r.product_id LEFT JOIN pricing_period d ON d.id = r.period_id
    WHERE r.price_list_id = l.id ORDER BY r.id),
  ARRAY(SELECT json_build_array(d.code, d.name_fr, d.name_en, d.percent::text, d.first_day::text, d.last_day::text,
      d.weekdays, d.starts::text, d.ends::text) FROM pricing_period d WHERE d.price_list_id = l.id ORDER BY d.id),
  ARRAY(SELECT json_build_array(p.code, p.name_fr, p.name_en, p.sort, p.vat_kind, p.vat_rate::text)
    FROM pricing_product p WHERE p.place_id = l.place_id AND p.retired_at IS NULL ORDER BY p.position, p.id)
{payer}
FROM pricing_pricelist l LEFT JOIN pricing_terms t ON t.place_id = l.place_id
WHERE l.place_id = %(place)s AND {which}
"""
# The organisation on whose behalf it is comes first: it pays.
_PAYER = """, (SELECT c.code FROM pricing_customer u JOIN pricing_category c ON c.id = u.category_id WHERE u.place_id = l.place_id
  AND (u.customer_id = %(customer)s::bigint OR (u.person_id = %(person)s::bigint AND %(customer)s::bigint IS NULL)))"""
_IN_FORCE = "l.published_at IS NOT NULL AND l.first_day <= %(on)s ORDER BY l.first_day DESC LIMIT 1"


def grid_of(place: PlaceRef, *, on: date) -> rules.Grid | None:
    """The version in force on a day; None before the first one."""
    return _grid(sql.row(_GRID.format(which=_IN_FORCE, payer=""), {"place": place.id, "on": on}))


@dataclass(frozen=True)
class Payer:
    """Who pays: the organisation on whose behalf it is, else the person."""

    person_id: int | None = None
    customer_id: int | None = None


def prices_soon(place: PlaceRef, *, on: date, payer: Payer) -> sql.Awaited[tuple[rules.Grid, str] | None]:
    """The version in force on a day and the category of who pays (``""`` for the usual one), asked with whatever is said
    next; None before the first version."""
    values = {"place": place.id, "on": on, "person": payer.person_id, "customer": payer.customer_id}
    said = sql.soon(_GRID.format(which=_IN_FORCE, payer=_PAYER), values)
    return sql.Awaited(said, lambda rows: _priced(rows[0]) if rows else None)


def _priced(row: sql.Row) -> tuple[rules.Grid, str] | None:
    *columns, category = row
    grid = _grid(tuple(columns))
    return (grid, category or "") if grid is not None else None


def find_grid(place: PlaceRef, *, price_list: UUID) -> rules.Grid | None:
    """One version, published or not: for whoever prepares it."""
    return _grid(sql.row(_GRID.format(which="l.uuid = %(uuid)s", payer=""), {"place": place.id, "uuid": price_list}))


@dataclass(frozen=True)
class PriceListLine:
    """A version among the others; ``last_day`` is None for the last one, and for what is not published."""

    uuid: UUID
    name: str
    first_day: date
    last_day: date | None
    published_at: datetime | None

    def is_in_force(self, today: date) -> bool:
        return (
            self.published_at is not None
            and self.first_day <= today
            and (self.last_day is None or today <= self.last_day)
        )


def price_lists_of(place: PlaceRef) -> list[PriceListLine]:
    """Every version, the latest first."""
    rows = PriceList.objects.filter(place_id=place.id).order_by("-first_day", "-pk")
    lines: list[PriceListLine] = []
    following: date | None = None
    for uuid, name, first_day, published_at in rows.values_list("uuid", "name", "first_day", "published_at"):
        last_day = date.fromordinal(following.toordinal() - 1) if published_at and following else None
        lines.append(PriceListLine(uuid, name, first_day, last_day, published_at))
        following = first_day if published_at else following
    return lines


def _grid(row: sql.Row | None) -> rules.Grid | None:
    if row is None:
        return None
    uuid, name, first_day, following, half_day, step, vat_kind, vat_rate, categories, rates, periods, products = row
    return rules.Grid(
        id=str(uuid), name=name, first_day=first_day,
        last_day=date.fromordinal(following.toordinal() - 1) if following else None,
        categories=tuple(_category(each) for each in categories),
        usual=next((each[0] for each in categories if each[6]), ""),
        rates=tuple(map(_rate, rates)), vat=rules.Vat(rules.VatKind(vat_kind), Decimal(vat_rate)),
        periods=tuple(map(_period, periods)), products=tuple(map(product_of, products)),
        half_day_minutes=half_day, step_minutes=step,
    )  # fmt: skip


def _category(row: Sequence[Any]) -> rules.Category:
    code, name_fr, name_en, base, percent, offered, _usual = row
    return rules.Category(code, name_fr, name_en, base, Decimal(percent), offered)


def _rate(row: Sequence[Any]) -> rules.Rate:
    scope, code, category, unit, cents, period, least, steps = row
    return rules.Rate(
        rules.Thing(Scope(scope), code), category, rules.Unit(unit), cents, period, Decimal(least),
        tuple(rules.Step(Decimal(quantity), price) for quantity, price in steps),
    )  # fmt: skip


def _period(row: Sequence[Any]) -> rules.Period:
    code, name_fr, name_en, percent, first_day, last_day, weekdays, starts, ends = row
    return rules.Period(
        code, name_fr, name_en, Decimal(percent),
        date.fromisoformat(first_day) if first_day else None, date.fromisoformat(last_day) if last_day else None,
        frozenset(weekdays), time.fromisoformat(starts) if starts else None, time.fromisoformat(ends) if ends else None,
    )  # fmt: skip


def product_of(row: Sequence[Any]) -> rules.Product:
    """From its columns, in their order."""
    code, name_fr, name_en, sort, vat_kind, vat_rate = row
    vat = rules.Vat(rules.VatKind(vat_kind), Decimal(vat_rate)) if vat_kind else None
    return rules.Product(code, name_fr, name_en, rules.Sort(sort), vat)

"""A price opened into its lines: what was counted, at how much, what changed it and in which order, VAT, what is offered.

It is frozen as plain JSON when the act is made, so it says names as they were that day and needs no grid to be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cantine.kernel.frozen import plain, thawed
from cantine.pricing.rules.values import Unit, Vat

FORMAT = 1


class Why(StrEnum):
    """What moved a line from its list price, in the order in which they are counted."""

    STEP = "step"
    PERIOD = "period"
    CATEGORY = "category"
    INCLUDED = "included"
    OVERAGE = "overage"
    SUPPORT = "support"
    PRORATION = "proration"
    DISCOUNT = "discount"


ORDER = tuple(Why)


@dataclass(frozen=True)
class Reason:
    """One of them: ``cents`` is what it adds to the line, below zero for a discount. ``quantity`` is that of a step, or
    how many units an entitlement gives, or prices at ``unit_cents`` past what it gives; a category with a price of its own has it
    there. ``code`` and the names say which period, category, entitlement or days; ``unit`` is what it counts, where that is
    not the line’s. A discount has its words as names, whether it is on one line or the whole as ``code``, and the amount that was
    granted as ``unit_cents``."""

    why: Why
    cents: int
    code: str = ""
    name_fr: str = ""
    name_en: str = ""
    percent: Decimal | None = None
    quantity: Decimal | None = None
    offered: bool = False
    unit_cents: int | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class Line:
    """``quantity`` × ``list_cents``, then each reason in turn, makes ``cents``. ``unit_cents`` is what one unit costs to
    this customer. ``used`` is less than ``quantity`` where a minimum or a better step makes more units billed."""

    code: str
    name_fr: str
    name_en: str
    unit: Unit
    quantity: Decimal
    used: Decimal
    list_cents: int
    unit_cents: int
    cents: int
    vat: Vat
    reasons: tuple[Reason, ...] = ()
    least: Decimal = Decimal(0)

    @property
    def is_product(self) -> bool:
        return self.code.startswith("product:")


@dataclass(frozen=True)
class VatGroup:
    """The lines of one rate: VAT is counted once, half up, on their sum (EN 16931, BR-CO-17)."""

    vat: Vat
    net_cents: int
    vat_cents: int


@dataclass(frozen=True)
class Drawn:
    """How much of an entitlement the price uses."""

    code: str
    quantity: Decimal


@dataclass(frozen=True)
class Price:
    grid: str
    grid_name: str
    on: date
    category: str
    category_fr: str
    category_en: str
    lines: tuple[Line, ...]
    groups: tuple[VatGroup, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int
    offered_cents: int
    drawn: tuple[Drawn, ...] = ()
    currency: str = "EUR"

    def to_json(self) -> dict[str, Any]:
        """Plain values that JSON keeps without loss; ``price_from_json`` reads them back."""
        return {"format": FORMAT, **plain(self)}


def price_from_json(data: Mapping[str, Any]) -> Price:
    """The price that was frozen. Raises ValueError for a format that this version does not know."""
    if data.get("format") != FORMAT:
        raise ValueError(f"A price of format {data.get('format')!r} can't be read here.")
    return thawed(Price, {key: value for key, value in data.items() if key != "format"})

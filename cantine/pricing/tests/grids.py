"""Grids and asks for the tests of the rules: La Cantine's four categories of 2009, in Paris."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cantine.kernel import Interval
from cantine.pricing.rules import Ask, Category, Grid, Price, Rate, Scope, Thing, Unit, Vat, price_of

PARIS = ZoneInfo("Europe/Paris")
RED = Thing(Scope.RESOURCE, "salle-rouge")
VAT_20 = Vat(rate=Decimal(20))
CATEGORIES = (
    Category("grand-compte", "Grand compte", "Large company"),
    Category("tpe-pme", "TPE/PME", "Small company"),
    Category("membre", "Membre", "Member", "tpe-pme", Decimal(-30)),
    Category("contributif", "Contributif", "Contributor", "tpe-pme", Decimal(-100), offered=True),
)


def rate(unit: Unit, euros: int, *, thing: Thing = RED, category: str = "tpe-pme", **said: Any) -> Rate:
    return Rate(thing=thing, category=category, unit=unit, cents=euros * 100, **said)


HOUR, HALF_DAY, DAY = rate(Unit.HOUR, 40), rate(Unit.HALF_DAY, 130), rate(Unit.DAY, 220)


def a_grid(*rates: Rate, **said: Any) -> Grid:
    values: dict[str, Any] = {
        "id": "g-2009", "name": "Tarifs 2009", "first_day": date(2009, 1, 1), "last_day": None,
        "categories": CATEGORIES, "usual": "tpe-pme", "rates": rates or (HOUR, HALF_DAY, DAY), "vat": VAT_20,
    }  # fmt: skip
    return Grid(**{**values, **said})


def at(hours: str, day: int = 14) -> Interval:
    """``at("9:00-12:30")``: a Tuesday of April 2009, in Paris."""
    first, last = (datetime.strptime(word, "%H:%M").time() for word in hours.split("-"))
    return Interval(*(datetime.combine(date(2009, 4, day), each, PARIS).astimezone(UTC) for each in (first, last)))


def an_ask(*hours: str, **said: Any) -> Ask:
    intervals = tuple(at(each) for each in hours or ("9:00-12:00",))
    values: dict[str, Any] = {"intervals": intervals, "resource": "salle-rouge", "kind": "room", "name": "Salle Rouge"}
    return Ask(timezone="Europe/Paris", **{**values, **said})


def priced(ask: Ask, grid: Grid) -> Price:
    found = price_of(ask, grid)
    assert isinstance(found, Price), found
    return found


def shown(price: Price) -> list[tuple[str, str, int]]:
    """(unit, quantity, cents) of each line."""
    return [(line.unit.value, format(line.quantity, "f"), line.cents) for line in price.lines]

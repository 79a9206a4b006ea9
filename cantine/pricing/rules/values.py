"""The words of prices: units, categories, rates, periods, products, VAT; a grid holds them, an ask is priced by it.

Amounts are cents without VAT. ``""`` names nothing: no period, no base, any room. Days are those of the place.
"""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from cantine.kernel import Interval

NOTHING = Decimal(0)


class Unit(StrEnum):
    """What is counted. The largest first: between two ways that cost the same, the one of fewer units is shown."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HALF_DAY = "half_day"
    HOUR = "hour"
    PIECE = "piece"


TIME_UNITS: tuple[Unit, ...] = tuple(unit for unit in Unit if unit is not Unit.PIECE)


class Scope(StrEnum):
    """What a rate is for, the nearest first: a room with prices of its own has only those."""

    RESOURCE = "resource"
    KIND = "kind"
    ANY = "any"
    PRODUCT = "product"


@dataclass(frozen=True, order=True)
class Thing:
    """What has a price: a resource by its slug, a kind of them, any of them, or a product."""

    scope: Scope
    code: str = ""


ANYTHING = Thing(Scope.ANY)


@dataclass(frozen=True)
class Category:
    """Who pays how much. With a ``base``, its prices are those of the base changed by ``percent`` (-30 is 30 % less).

    ``offered``: what is not asked for is a value that the place offers, kept on the price for its funders.
    """

    code: str
    name_fr: str
    name_en: str
    base: str = ""
    percent: Decimal = NOTHING
    offered: bool = False


@dataclass(frozen=True)
class RateKey:
    """Which rate: never two of them in one version."""

    thing: Thing
    category: str
    unit: Unit
    period: str = ""


@dataclass(frozen=True, order=True)
class Step:
    """From ``quantity`` units, each of them costs ``cents``."""

    quantity: Decimal
    cents: int


@dataclass(frozen=True)
class Rate:
    """The price of one unit of a thing for a category, perhaps during a period. ``least`` is billed at least: hours of
    one day, or pieces of one order."""

    thing: Thing
    category: str
    unit: Unit
    cents: int
    period: str = ""
    least: Decimal = NOTHING
    steps: tuple[Step, ...] = ()

    @property
    def key(self) -> RateKey:
        return RateKey(self.thing, self.category, self.unit, self.period)


@dataclass(frozen=True)
class Period:
    """Peak or quiet hours, a season: what begins then costs ``percent`` more or less, or has rates of its own.

    Both days are included; no weekday is every weekday; ``ends`` ≤ ``starts`` is in the night after; without hours, the
    whole day.
    """

    code: str
    name_fr: str
    name_en: str
    percent: Decimal = NOTHING
    first_day: date | None = None
    last_day: date | None = None
    weekdays: frozenset[int] = frozenset()
    starts: time | None = None
    ends: time | None = None


class VatKind(StrEnum):
    """Taxed at a rate; franchise (293 B); services of an association to its members (261-7); not an act of trade."""

    TAXED = "taxed"
    FRANCHISE = "franchise"
    EXEMPT = "exempt"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, order=True)
class Vat:
    """How something is taxed; ``rate`` is a percentage, 0 but for what is taxed."""

    kind: VatKind = VatKind.TAXED
    rate: Decimal = NOTHING

    @property
    def code(self) -> str:
        """The VAT category of EN 16931."""
        return {VatKind.TAXED: "S", VatKind.OUT_OF_SCOPE: "O"}.get(self.kind, "E")

    @property
    def exemption(self) -> str:
        """Why there is none, as EN 16931 lists it (BT-121)."""
        return EXEMPTIONS.get(self.kind, "")


EXEMPTIONS = {
    VatKind.FRANCHISE: "VATEX-FR-FRANCHISE",
    VatKind.EXEMPT: "VATEX-FR-CGI261-7",
    VatKind.OUT_OF_SCOPE: "VATEX-EU-O",
}


class Sort(StrEnum):
    """What a product is."""

    CATERING = "catering"
    EQUIPMENT = "equipment"
    STAFF = "staff"
    CLEANING = "cleaning"
    OTHER = "other"


@dataclass(frozen=True)
class Product:
    """An option: lunch, a microphone, somebody of the team, cleaning. ``vat`` is the place's own unless said."""

    code: str
    name_fr: str
    name_en: str
    sort: Sort = Sort.OTHER
    vat: Vat | None = None


@dataclass(frozen=True)
class Grid:
    """A version of a place's price list, in force from ``first_day`` until the day before the next one.

    ``usual`` is the category of who has none. A half-day lasts ``half_day_minutes`` at most; hours are billed by started
    ``step_minutes``.
    """

    id: str
    name: str
    first_day: date
    last_day: date | None
    categories: tuple[Category, ...]
    usual: str
    rates: tuple[Rate, ...]
    vat: Vat
    periods: tuple[Period, ...] = ()
    products: tuple[Product, ...] = ()
    half_day_minutes: int = 240
    step_minutes: int = 30


@dataclass(frozen=True)
class Wanted:
    """A product, and how many: of a product priced by time, how many at once."""

    code: str
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class Entitlement:
    """Units that a plan or a pass already paid for: the first ones used are free. ``code`` says to the caller which.
    ``overage_cents`` is what one more unit costs then, where the plan says so and the list asks for more."""

    code: str
    name: str
    unit: Unit
    quantity: Decimal
    overage_cents: int | None = None
    name_en: str = ""


@dataclass(frozen=True)
class Support:
    """Free or reduced use for a nascent collective, until a day included; what it is worth stays on the price."""

    name: str
    percent: Decimal = Decimal(100)
    until: date | None = None


@dataclass(frozen=True)
class Ask:
    """What is to be priced: a room (or a kind of room) during some time, products, for somebody of a category."""

    timezone: str
    intervals: tuple[Interval, ...] = ()
    resource: str = ""
    kind: str = ""
    name: str = ""
    quantity: int = 1
    products: tuple[Wanted, ...] = ()
    category: str = ""
    entitlements: tuple[Entitlement, ...] = ()
    support: Support | None = None
    on: date | None = field(default=None)

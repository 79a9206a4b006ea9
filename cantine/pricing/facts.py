"""What happens to prices. A fact says which list changed, never how much: the amounts are in the rows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CategoriesChanged(Fact):
    """The categories of customers of a place changed."""


@dataclass(frozen=True, kw_only=True)
class PriceListFact(Fact):
    """What every fact of a version says: which one."""

    price_list: UUID


@dataclass(frozen=True, kw_only=True)
class PriceListOpened(PriceListFact):
    """A version of the price list is being prepared."""


@dataclass(frozen=True, kw_only=True)
class PriceListPublished(PriceListFact):
    """A version of the price list is in force from a day."""

    first_day: date


@dataclass(frozen=True, kw_only=True)
class PriceListDiscarded(PriceListFact):
    """A version that was never in force was thrown away."""


@dataclass(frozen=True, kw_only=True)
class RatesChanged(PriceListFact):
    """Prices, steps, minimums or periods of a version changed."""


@dataclass(frozen=True, kw_only=True)
class ProductsChanged(Fact):
    """A product was added, changed or retired."""

    product: str


@dataclass(frozen=True, kw_only=True)
class TermsChanged(Fact):
    """How sales are taxed, or whether prices are public, changed."""


@dataclass(frozen=True, kw_only=True)
class CustomerCategoryChanged(Fact):
    """A person, or an organisation, has the prices of another category from their next booking on."""

    person_id: int | None = None
    customer_id: int | None = None

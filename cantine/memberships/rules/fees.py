"""What one pays for a plan or a pass: the price of their category where it has one, else that of everybody else.

Amounts are cents without VAT. Nothing here knows who is of which category, nor when.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cantine.kernel import Refusal
from cantine.pricing.rules import Reason, Why


@dataclass(frozen=True)
class CategoryPrice:
    """What it costs to a category, by its code. The names are the category’s, and ``offered`` says that what it pays less is a
    value that the place offers."""

    category: str
    cents: int
    name_fr: str = ""
    name_en: str = ""
    offered: bool = False


@dataclass(frozen=True)
class Fee:
    """``cents`` is what one pays, ``usual_cents`` what everybody else does; without a category the two are one price."""

    cents: int
    usual_cents: int
    category: str = ""
    name_fr: str = ""
    name_en: str = ""
    offered: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is that of a category."""
        return bool(self.category)


def fee_of(cents: int, prices: Iterable[CategoryPrice], *, category: str) -> Fee:
    """That of a category, whatever the order of ``prices``. What is free to somebody is always a value that is offered."""
    own = next((each for each in prices if category and each.category == category), None)
    if own is None:
        return Fee(cents, cents)
    offered = own.cents < cents and (own.offered or own.cents == 0)
    return Fee(own.cents, cents, own.category, own.name_fr, own.name_en, offered)


def kept(cents: int) -> Fee:
    """The last price that was said yes to, while another one waits for a yes."""
    return Fee(cents, cents)


def reasons_of(fee: Fee) -> tuple[Reason, ...]:
    """Why a line is not at the price of everybody else."""
    if not fee.is_own:
        return ()
    return (
        Reason(
            Why.CATEGORY, fee.cents - fee.usual_cents, fee.category, fee.name_fr, fee.name_en, offered=fee.offered,
            unit_cents=fee.cents,
        ),
    )  # fmt: skip


def check_prices(prices: Iterable[CategoryPrice]) -> Iterator[Refusal]:
    """Refusals: category_priced_twice."""
    seen: set[str] = set()
    for each in prices:
        if each.category in seen:
            yield Refusal("category_priced_twice", {"category": each.category}, price_field(each.category))
        seen.add(each.category)


def price_field(category: str) -> str:
    """Where a form asks for it."""
    return f"price_{category}"

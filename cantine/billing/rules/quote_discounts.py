"""Discounts of a quote: one on each of its lines at most, then one on the whole.

An option is sold or not once the quote is read, so that a percentage on the whole is taken off it too, and an amount is
not: that one is taken off what is sold in any case.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cantine.kernel.frozen import plain, thawed
from cantine.pricing.rules import ON_WHOLE, Discount, Price, Why, discounted

WHOLE_QUOTE = ""
PART = "part:"  # how the place of a part is named beside the sources of charges
Discounts = Mapping[str, Discount]


def discounts_to_json(discounts: Discounts) -> dict[str, Any]:
    return {on: plain(each) for on, each in discounts.items()}


def discounts_from_json(data: Mapping[str, Any]) -> dict[str, Discount]:
    return {on: thawed(Discount, each) for on, each in data.items()}


def granted(prices: Sequence[Price], own: Sequence[Discount | None], whole: Discount | None) -> list[Price]:
    """What is sold in any case: the discount of each line, then that of the whole."""
    mine = [_once(price, discount) for price, discount in zip(prices, own, strict=True)]
    return discounted(mine, whole, on=ON_WHOLE) if whole else mine


def granted_on_option(price: Price, own: Discount | None, whole: Discount | None) -> Price:
    share = whole if whole and whole.percent is not None else None
    return granted([price], [own], share)[0]


def is_discounted(price: Price) -> bool:
    return any(reason.why is Why.DISCOUNT for line in price.lines for reason in line.reasons)


def _once(price: Price, discount: Discount | None) -> Price:
    return discounted([price], discount)[0] if discount else price

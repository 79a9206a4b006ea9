"""Writes of prices: categories, versions, rates, periods, products, VAT."""

from cantine.pricing.commands.categories import set_categories
from cantine.pricing.commands.customers import forget_person, put_in_category
from cantine.pricing.commands.lists import (
    change_price_list,
    discard_price_list,
    open_price_list,
    publish_price_list,
)
from cantine.pricing.commands.periods import remove_period, set_period
from cantine.pricing.commands.products import retire_product, set_product
from cantine.pricing.commands.rates import remove_rate, set_prices, set_rate
from cantine.pricing.commands.starting import start_prices
from cantine.pricing.commands.terms import set_vat_regime, show_prices

__all__ = [
    "change_price_list",
    "discard_price_list",
    "forget_person",
    "open_price_list",
    "publish_price_list",
    "put_in_category",
    "remove_period",
    "remove_rate",
    "retire_product",
    "set_categories",
    "set_period",
    "set_prices",
    "set_product",
    "set_rate",
    "set_vat_regime",
    "show_prices",
    "start_prices",
]

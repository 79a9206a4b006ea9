"""Reads of prices: the grid in force on a day, the versions, the categories, the products, VAT."""

from cantine.pricing.queries.beside import register_beside, sold_beside
from cantine.pricing.queries.customers import (
    categories_of_customers,
    category_ids,
    category_of,
    customers_in_categories,
    customers_named,
)
from cantine.pricing.queries.grids import Payer, PriceListLine, find_grid, grid_of, price_lists_of, prices_soon
from cantine.pricing.queries.names import ThingName, kinds_by_resource, priceable_things
from cantine.pricing.queries.parts import CategoryLine, Terms, categories_of, products_of, products_soon, terms_of
from cantine.pricing.queries.things import Things, lock_price_list, things_of
from cantine.pricing.queries.uses import categories_in_use, register_category_use

__all__ = [
    "CategoryLine",
    "Payer",
    "PriceListLine",
    "Terms",
    "ThingName",
    "Things",
    "categories_in_use",
    "categories_of",
    "categories_of_customers",
    "category_ids",
    "category_of",
    "customers_in_categories",
    "customers_named",
    "find_grid",
    "grid_of",
    "kinds_by_resource",
    "lock_price_list",
    "price_lists_of",
    "priceable_things",
    "prices_soon",
    "products_of",
    "products_soon",
    "register_beside",
    "register_category_use",
    "sold_beside",
    "terms_of",
    "things_of",
]

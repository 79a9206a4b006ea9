"""`{% load pricing %}`: a price opened into its rows, and the words of units and percentages."""

from django import template

from cantine.pricing.commands.price_wording import Row, Sums, included_in
from cantine.pricing.commands.price_wording import price_lines as lines_of
from cantine.pricing.commands.price_wording import price_sums as sums_of
from cantine.pricing.commands.wording import UNIT_NAMES, percent_words, vat_words
from cantine.pricing.rules import Price, Unit

register = template.Library()
register.filter("percent_words", percent_words)
register.filter("vat_words", vat_words)
register.filter("included_in", included_in)


@register.simple_tag
def price_lines(price: Price) -> list[Row]:
    """``{% price_lines price as rows %}``."""
    return lines_of(price)


@register.simple_tag
def price_sums(price: Price) -> Sums:
    return sums_of(price)


@register.filter
def unit_name(unit: Unit) -> str:
    return str(UNIT_NAMES[unit])

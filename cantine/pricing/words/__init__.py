# ruff: noqa: E501  (a sentence does not wrap)
"""The words of prices: what stands in the way, what one may do, units, a price opened into its lines."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.pricing.commands.wording import named
from cantine.pricing.words import portability  # noqa: F401  registers the part of the export
from cantine.ui import formats

Context = Mapping[str, Any]


def _category(c: Context) -> str:
    return named(str(c.get("category_fr", "")), str(c.get("category_en", "")))


def _no_price(c: Context) -> str:
    said = {"name": c["name"], "category": _category(c)}
    if not c["name"]:
        return _("This has no price for “%(category)s” at that time. Give it one, or choose another time.") % said
    return _("%(name)s has no price for “%(category)s” at that time. Give it one, or choose another time.") % said


def _product_without_price(c: Context) -> str:
    said = {"product": named(c["name_fr"], c["name_en"]), "category": _category(c)}
    return _("“%(product)s” has no price for “%(category)s”. Give it one, or leave it out.") % said


def _not_whole(c: Context) -> str:
    return _("“%(product)s” is priced by time: choose a whole number of them.") % {
        "product": named(c["name_fr"], c["name_en"])
    }


def _day(day: date) -> str:
    return formats.full_day(day)


register(
    {
        "nothing_asked": lambda c: _("There is nothing to price. Choose a room and a time, or a product."),
        "ask_too_long": lambda c: _("This is too long to be priced at once: %(days)s days at most. Price it in parts.") % c,
        "quantity_out_of_range": lambda c: _("This quantity can’t be priced. Write a number above zero, with two decimals at most."),
        "quantity_not_whole": _not_whole,
        "product_unknown": lambda c: _("The place sells no such product: %(product)s. Choose one of its list.") % c,
        "grid_not_in_force": lambda c: _("The price list “%(grid)s” is not in force on %(day)s. Choose a day when it is.") % {"grid": c["grid"], "day": _day(c["day"])},
        "no_price": _no_price,
        "product_without_price": _product_without_price,
        "price_list_missing": lambda c: _("The place has no price list on that day. Publish one in its settings, or ask the place."),
        "category_unknown": lambda c: _("There is no such category here: %(category)s. Choose one of the list.") % c,
        "category_name_missing": lambda c: _("Give the category a name: “member”, for instance."),
        "category_twice": lambda c: _("Two categories are called “%(category)s”. Give each its own name.") % c,
        "category_base_unknown": lambda c: _("“%(category)s” follows a category that is not there. Choose another one, or none.") % c,
        "category_goes_round": lambda c: _("“%(category)s” ends up following itself. One of them must have prices of its own.") % c,
        "category_in_use": lambda c: _("“%(category)s” still has prices, in a list or of a plan or a pass. Take them out first.") % c,
        "usual_category_missing": lambda c: _("Say which category is that of people who have none."),
        "percent_out_of_range": lambda c: _("A percentage goes from -100 to 1000. Correct it."),
        "vat_rate_unknown": lambda c: _("French VAT has no rate of %(rate)s. Choose among: %(rates)s.") % {"rate": formats.number(c["rate"]), "rates": ", ".join(map(formats.number, c["rates"]))},
        "vat_without_rate": lambda c: _("Without VAT there is no rate: leave it empty."),
        "price_out_of_range": lambda c: _("A price goes from 0 to %(most)s €. Correct it.") % {"most": formats.number(c["most"])},
        "least_out_of_range": lambda c: _("A minimum is a number of hours or of pieces, zero or more. Leave it empty elsewhere."),
        "steps_in_a_period": lambda c: _("A price of a period has no steps. Leave them empty."),
        "step_not_lower": lambda c: _("From %(quantity)s on, the price must be lower than before, and said once. Correct it.") % {"quantity": formats.number(c["quantity"])},
        "too_many_steps": lambda c: _("A price has %(most)s steps at most.") % c,
        "period_name_missing": lambda c: _("Give the period a name: “evenings”, “summer”."),
        "price_period_reversed": lambda c: _("The period ends before it begins. Choose a later last day."),
        "period_hours_reversed": lambda c: _("From %(starts)s to %(ends)s lasts more than sixteen hours. Did you mean from %(ends)s to %(starts)s?") % {"starts": c["starts"].isoformat("minutes"), "ends": c["ends"].isoformat("minutes")},
        "period_half_said": lambda c: _("Say both from what time and until what time, or neither."),
        "period_always": lambda c: _("Say when: some days, some weekdays or some hours."),
        "period_unknown": lambda c: _("This period is no longer in the list. Reload the page."),
        "version_same_day": lambda c: _("Another list is in force from %(day)s too. Choose another first day.") % {"day": _day(c["day"])},
        "half_day_out_of_range": lambda c: _("A half-day lasts from three to six hours. Choose one of the list."),
        "step_of_hour_out_of_range": lambda c: _("Hours are billed by the quarter, the half or the whole hour. Choose one of the three."),
        "price_list_name_missing": lambda c: _("Give the list a name: “Prices 2027”, for instance."),
        "price_list_unknown": lambda c: _("This price list is no longer there. Reload the page."),
        "price_list_empty": lambda c: _("This list has no price yet. Write one before you publish it."),
        "price_list_was_in_force": lambda c: _("“%(name)s” has been in force: it stays, so that past prices can be explained.") % c,
        "prices_already_there": lambda c: _("The place has prices already. Reload the page."),
        "price_starter_unknown": lambda c: _("Choose one of the two ways to begin."),
        "thing_unknown": lambda c: _("This room or product is no longer there: %(thing)s. Reload the page.") % c,
        "product_name_missing": lambda c: _("Give the product a name: “breakfast”, for instance."),
        "room_or_kind": lambda c: _("Say which room, or which kind of room: one of the two."),
        "price_kind_unknown": lambda c: _("There is no such kind of room here: %(kind)s. Choose one of the list.") % c,
    }
)  # fmt: skip

name_actions(
    "pricing",
    gettext_lazy("Prices"),
    {
        "place.see_prices": gettext_lazy("See the prices of a place that does not publish them"),
        "place.change_prices": gettext_lazy("Set the prices"),
        "customer.forget_category": gettext_lazy("Forget an erased person"),
    },
)

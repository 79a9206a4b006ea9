# ruff: noqa: E501  (a sentence does not wrap)
"""The words of the till: what stands in the way of a sale, and what one may do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.pricing.commands.wording import named
from cantine.ui import formats

Context = Mapping[str, Any]


def _named(c: Context) -> dict[str, str]:
    return {"name": named(c["name_fr"], c["name_en"])}


def _money(c: Context) -> dict[str, str]:
    return {key: formats.money(cents) for key, cents in c.items()}


register(
    {
        "sale_empty": lambda c: _("Nothing is sold yet: press what is bought first."),
        "sale_too_long": lambda c: _("A sale has %(most)s lines at most. Ring two.") % c,
        "sale_out_of_range": lambda c: _("A sale at the counter is of %(most)s € at most. Make an invoice instead.") % {"most": formats.number(c["most"])},
        "sale_unknown": lambda c: _("There is no such sale here. Look for it in the sales of the day."),
        "sale_key_reused": lambda c: _("This page rang ticket %(number)s already, and something changed since. The sale below is a new one: look at it again, then press once more.") % c,
        "button_unknown": lambda c: _("Something of this sale is no longer sold here. Take it off."),
        "button_without_price": lambda c: _("“%(name)s” has no price in the list for who buys. Give it one in the prices, or take it off.") % _named(c),
        "pieces_out_of_range": lambda c: _("From 1 to %(most)s pieces of one thing.") % c,
        "typed_price_wrong": lambda c: _("Write the price of “%(name)s”, in euros.") % _named(c),
        "prices_moved": lambda c: _("Prices changed since this page was read: the total is %(cents)s. Look at it, then press again.") % _money(c),
        "given_too_little": lambda c: _("%(given)s were given, and %(cents)s are asked. Press another note, or another way to pay.") % _money(c),
        "nothing_to_pay": lambda c: _("There is nothing to pay: use “Offered”."),
        "offered_without_reason": lambda c: _("Say why it is offered: a welcome, a volunteer, an event."),
        "offer_above": lambda c: _("You may offer up to %(most)s at once. Above, ask whoever runs the place.") % _money(c),
        "tab_of_nobody": lambda c: _("Say first on whose tab it is."),
        "tab_of_a_gift": lambda c: _("A gift is not put on a tab: it is given now, or later."),
        "tab_full": lambda c: _("This tab is at %(before)s, and %(most)s is the most here. Settle it first.") % _money(c),
        "tab_empty": lambda c: _("There is nothing on this tab: it was paid, or an invoice took it."),
        "tab_paid_by_money": lambda c: _("A tab is paid in cash, by card, by cheque or by transfer."),
        "tab_taken_already": lambda c: _("What was put on the tab was paid or invoiced since. Take that back first."),
        "pass_for_nobody": lambda c: _("Say whom the pass is for."),
        "sale_reversed_already": lambda c: _("This sale was taken back already."),
        "reverse_of_a_reverse": lambda c: _("This one takes another back already. Ring the sale again instead."),
        "sale_invoiced": lambda c: _("This sale has its invoice. Give it back by a credit note."),
        "reverse_too_late": lambda c: _("%(day)s is closed. Whoever runs the place or keeps its books takes this sale back.") % {"day": formats.full_day(c["day"])},
        "sale_not_paid": lambda c: _("An invoice is made here of a sale that was paid. What is on a tab is on the invoice of the month."),
        "button_name_missing": lambda c: _("Give the button a name: “Coffee”, for instance."),
        "button_price_wrong": lambda c: _("Write a price above zero, or leave it empty to type it each time."),
        "button_activity_wrong": lambda c: _("Choose what it is in the list."),
        "gift_is_out_of_vat": lambda c: _("A gift is out of the scope of VAT: choose that."),
        "too_many_buttons": lambda c: _("A counter has %(most)s buttons at most. Take some off.") % c,
        "counter_terms_wrong": lambda c: _("Write an amount from 0 to %(most)s €.") % {"most": formats.number(c["most"])},
    }
)  # fmt: skip

name_actions(
    "sale",
    gettext_lazy("Till"),
    {
        "sale.see": gettext_lazy("See what was sold at the counter"),
        "sale.ring": gettext_lazy("Ring a sale, settle a tab"),
        "sale.reverse": gettext_lazy("Take a sale of the day back"),
        "sale.reverse_closed": gettext_lazy("Take back a sale of a closed day"),
        "sale.offer_more": gettext_lazy("Offer more than the place says"),
        "sale.invoice": gettext_lazy("Make the invoice of a sale"),
        "sale.close": gettext_lazy("Add up the sales of a closed day"),
        "counter.change": gettext_lazy("Say what the counter sells"),
    },
)

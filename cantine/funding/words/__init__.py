# ruff: noqa: E501  (a sentence does not wrap)
"""The words of the economy of a place: what stands in the way, what one may do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.funding.commands.wording import STATE_NAMES
from cantine.funding.rules import State
from cantine.funding.words import attachments, portability, receipts, support  # noqa: F401  each registers its own
from cantine.ui import formats

register(
    {
        "nobody_invoices": lambda c: _("Say first in whose name the place invoices, in its settings: the books are theirs."),
        "funder_missing": lambda c: _("Say who gives: a city, a region, a foundation."),
        "purpose_missing": lambda c: _("Say what it is for, as the letter says it."),
        "grant_period_wrong": lambda c: _("It ends before it begins. Change one of the two days."),
        "funding_amount_wrong": lambda c: _("Write an amount above zero."),
        "likely_out_of_range": lambda c: _("How likely: from 0 to 100 %."),
        "grant_unknown": lambda c: _("There is no such grant here. Look for it in the list."),
        "grant_step_wrong": lambda c: _("It is “%(state)s”: it can’t become “%(to)s”.") % {key: STATE_NAMES[State(c[key])] for key in ("state", "to")},
        "grant_not_given": lambda c: _("It is not granted yet. Say so first, with the amount of the letter."),
        "instalments_above_grant": lambda c: _("Parts can’t add up to more than was granted: %(left)s are left.") % {"left": formats.money(c["left_cents"])},
        "instalment_unknown": lambda c: _("There is no such part of this grant."),
        "instalment_received_already": lambda c: _("It came already, on %(day)s.") % {"day": formats.full_day(c["day"])},
        "report_unknown": lambda c: _("There is no such report of this grant."),
        "report_unnamed": lambda c: _("Say what the funder wants to read."),
        "set_aside_already": lambda c: _("It is done for %(year)s. The books hold it.") % c,
        "set_aside_above_grant": lambda c: _("Only %(left)s are left for this.") % {"left": formats.money(c["left_cents"])},
        "cost_day_to_come": lambda c: _("%(day)s is still to come: enter a cost once it is there. What comes back each month is entered by itself, on its day.") % {"day": formats.full_day(c["day"])},
        "grant_day_to_come": lambda c: _("This day is still to come. Write the day on which it happened."),
        "cost_unnamed": lambda c: _("Say what it is, in a few words."),
        "cost_amount_wrong": lambda c: _("Write how much it costs, above zero."),
        "cost_vat_wrong": lambda c: _("The VAT can’t be more than the cost itself."),
        "cost_category_unknown": lambda c: _("“%(category)s” is not a category of costs. Use a name of the list.") % c,
        "cost_activity_unknown": lambda c: _("“%(activity)s” is not an activity. Use a name of the list.") % c,
        "cost_paid_early": lambda c: _("It can’t be paid in the future. Leave the day empty until it is."),
        "wear_is_not_paid": lambda c: _("Wear of equipment is paid to nobody: leave the day empty."),
        "cost_unknown": lambda c: _("There is no such cost here. Look for it in the list."),
        "cost_is_not_line": lambda c: _("This cost is not of the amount that the bank says."),
        "cost_paid_already": lambda c: _("It was paid already, on %(day)s.") % {"day": formats.full_day(c["day"])},
        "sheet_column_missing": lambda c: _("No column is called “%(column)s”. Three are needed: day, what, amount.") % c,
        "sheet_unreadable": lambda c: _("This file is not a table of text. Export it as CSV, in UTF-8."),
        "sheet_too_long": lambda c: _("This file has more than %(most)s lines. Cut it in two.") % c,
        "sheet_day_wrong": lambda c: _("“%(said)s” is not a day. Write it like 31/12/2026.") % c,
        "sheet_amount_wrong": lambda c: _("“%(said)s” is not an amount. Write it like 1200,50.") % c,
        "kind_unnamed": lambda c: _("Say what it is, in a few words."),
        "kind_worth_nothing": lambda c: _("Say how many, and what one is worth, above zero."),
        "year_wrong": lambda c: _("Choose a year until %(last)s.") % c,
        "year_nothing": lambda c: _("Nothing is known of %(year)s: there is nothing to publish.") % c,
        "year_empty": lambda c: _("Write one of the four figures at least."),
    }
)  # fmt: skip

name_actions(
    "economy",
    gettext_lazy("Economy"),
    {
        "economy.see": gettext_lazy("Read the economy of the place"),
        "grant.write": gettext_lazy("Follow grants"),
        "cost.write": gettext_lazy("Enter and pay costs"),
        "support.write": gettext_lazy("Enter sponsorships and gifts"),
        "receipt.issue": gettext_lazy("Give tax receipts, and cancel them"),
        "receipt.set": gettext_lazy("Switch tax receipts on, and say who signs them"),
        "economy.publish": gettext_lazy("Show the economy of a year to everybody"),
        "economy.write": gettext_lazy("Enter the figures of a year"),
    },
)

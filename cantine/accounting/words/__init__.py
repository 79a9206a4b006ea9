# ruff: noqa: E501  (a sentence does not wrap)
"""The words of accounting: what stands in the way, and what one may do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.accounting.words import books  # noqa: F401  registers the sentences of the books
from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "entity_name_missing": lambda c: _("Give the entity its name, as it is printed on invoices."),
        "entity_code_wrong": lambda c: _("The short name is made of small letters, figures and hyphens: “scic”, for instance."),
        "entity_iban_wrong": lambda c: _("“%(iban)s” is not an IBAN: a character is wrong or missing. Copy it again from a bank statement.") % c,
        "entity_bic_wrong": lambda c: _("“%(bic)s” is not a BIC: it has 8 or 11 characters. Copy it again from a bank statement.") % c,
        "entity_vat_number_wrong": lambda c: _("“%(number)s” is not a French VAT number: FR, a key of two characters, then the SIREN.") % c,
        "entity_vat_number_of_another": lambda c: _("This VAT number belongs to another entity: it must end with the SIREN %(siren)s.") % c,
        "entity_vat_number_key": lambda c: _("The key of the VAT number %(number)s is wrong. That of this SIREN is %(right)s.") % c,
        "entity_prefix_wrong": lambda c: _("What numbers begin with has 8 characters at most: capitals, figures and hyphens."),
        "entity_due_days_wrong": lambda c: _("The law gives %(most)s days at most to pay an invoice. Write a number from 0 to %(most)s.") % c,
        "entity_month_wrong": lambda c: _("Choose the month in which the financial year begins."),
        "entity_unknown": lambda c: _("There is no such legal entity here. Choose one of the list."),
        "entity_code_taken": lambda c: _("“%(name)s” is there already. Open it in the list, or give this one another name.") % c,
        "entity_is_main": lambda c: _("“%(entity)s” is the main entity. Make another one the main entity first.") % c,
        "entity_books_begun": lambda c: _("“%(entity)s” has entries already: what it is and when its year begins stay. Enter another entity instead.") % c,
        "entity_needs_name": lambda c: _("Give the entity its name, as it is printed on invoices."),
        "entity_needs_street": lambda c: _("Add the street of “%(entity)s”: an invoice prints its registered address.") % c,
        "entity_needs_postcode": lambda c: _("Add the postcode of “%(entity)s”.") % c,
        "entity_needs_town": lambda c: _("Add the town of “%(entity)s”.") % c,
        "entity_needs_number": lambda c: _("Add the SIREN of “%(entity)s”, or its RNA number if it is an association without a SIREN.") % c,
        "entity_needs_penalties": lambda c: _("Say the penalties of late payment: the law has them on every invoice."),
        "entity_needs_recovery": lambda c: _("Say the 40 € for recovery costs: the law has them on every invoice."),
        "entity_needs_form": lambda c: _("Add the legal form of “%(entity)s”, as it is printed: “SCIC SA à capital variable”, for instance.") % c,
        "entity_needs_capital": lambda c: _("Add the capital of “%(entity)s”, as it is printed; “variable” where it is.") % c,
        "cheques_none": lambda c: _("Tick the cheques that you bring to the bank."),
        "cheques_too_many": lambda c: _("A slip has %(most)s cheques at most: make two.") % c,
        "cheque_not_in_hand": lambda c: _("A cheque of these is no longer in hand. Look at the list again."),
        "cheque_day_wrong": lambda c: _("%(day)s is not there yet: date the slip of the day when you bring it.") % {"day": formats.full_day(c["day"])},
        "slip_unknown": lambda c: _("There is no such slip any more. Look for it in the list."),
        "slip_paid_in": lambda c: _("The bank has paid slip %(number)s in already.") % c,
        "entity_needs_registry": lambda c: _("Add where “%(entity)s” is registered: “RCS Nantes”, for instance.") % c,
    }
)  # fmt: skip

name_actions(
    "books",
    gettext_lazy("Books"),
    {
        "place.change_entities": gettext_lazy("Say which legal entities invoice"),
        "books.read": gettext_lazy("Read the books"),
        "books.post": gettext_lazy("Enter in the books"),
        "books.take_over": gettext_lazy("Take over from the old books"),
        "books.close": gettext_lazy("Close periods of the books"),
        "books.change_chart": gettext_lazy("Change the chart of accounts"),
    },
)

name_actions("cheque", gettext_lazy("Cheques"), {"cheque.remit": gettext_lazy("Bring cheques to the bank")})

name_actions(
    "cash",
    gettext_lazy("Cash drawer"),
    {
        "cash.see": gettext_lazy("See what was taken at the counter"),
        "cash.take": gettext_lazy("Take money at the counter"),
        "cash.open": gettext_lazy("Open a cash drawer"),
        "cash.close_day": gettext_lazy("Close the day of the cash drawer"),
        "cash.close_span": gettext_lazy("Close its months and its years"),
    },
)

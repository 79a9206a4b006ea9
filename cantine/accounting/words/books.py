# ruff: noqa: E501  (a sentence does not wrap)
"""The words of books: what stands in the way of an entry, of a closing, of an account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from cantine.accounting.commands.wording import slot_words
from cantine.core.refusals import register
from cantine.ui import formats

Context = Mapping[str, Any]


def _amounts(c: Context) -> dict[str, str]:
    return {"debit": formats.money(c["debit_cents"]), "credit": formats.money(c["credit_cents"])}


def _closed(c: Context) -> str:
    """``day`` is the one that was asked: what is said is until when they are closed."""
    until = formats.full_day(c["first"] - timedelta(days=1))
    return _("The books are closed until %(day)s. Choose a day from %(first)s on.") % {
        "day": until,
        "first": formats.full_day(c["first"]),
    }


def _no_account(c: Context) -> str:
    said = {"role": slot_words(c["role"], c["variant"])}
    return _("No account is chosen for “%(role)s”. Choose one in the chart of accounts.") % said


register(
    {
        "entry_unnamed": lambda c: _("Say what the entry is, and the number of its document."),
        "entry_empty": lambda c: _("There is nothing to enter: every amount is zero."),
        "posting_wrong": lambda c: _("A line is in debit or in credit, never both, and above zero. Correct it."),
        "entry_unbalanced": lambda c: _("Debits (%(debit)s) and credits (%(credit)s) differ. An entry balances: correct one of its lines.") % _amounts(c),
        "entry_unknown": lambda c: _("This entry is not in these books. Reload the page."),
        "entry_too_long": lambda c: _("An entry has %(most)s lines at most. Write it in two entries, each of which balances.") % c,
        "entry_day_far": lambda c: _("Choose a day from %(first)s to %(last)s.") % {"first": formats.full_day(c["first"]), "last": formats.full_day(c["last"])},
        "entry_day_ahead": lambda c: _("%(day)s has not come yet: enter it once it is done, today at the latest.") % {"day": formats.full_day(c["day"])},
        "contrary_before_entry": lambda c: _("What is undone was entered on %(entered)s: its contrary comes on that day or later.") % {"entered": formats.full_day(c["entered"])},
        "account_needed": lambda c: _("Choose an account for this line: its number, or a word of its name in the list."),
        "journal_not_by_hand": lambda c: _("Nobody enters by hand in this journal: sales, cash and openings write themselves. Choose another one."),
        "pattern_unnamed": lambda c: _("Say what it is: that is the name under which it is kept."),
        "pattern_empty": lambda c: _("There is no line to keep: write at least one account."),
        "pattern_unknown": lambda c: _("This model is not there any more. Reload the page."),
        "entry_reverses_another": lambda c: _("This entry already undoes another one. Enter the act again instead."),
        "period_closed": _closed,
        "period_not_over": lambda c: _("%(day)s is not over yet. Choose a month that is.") % {"day": formats.full_day(c["day"])},
        "period_already_closed": lambda c: _("The books are closed until %(day)s already.") % {"day": formats.full_day(c["day"])},
        "period_wrong": lambda c: _("Close at the end of a month, and until %(last)s at most: years are closed one after the other.") % {"last": formats.full_day(c["last"])},
        "books_empty": lambda c: _("These books have no entry yet: there is nothing to close."),
        "account_unknown": _no_account,
        "account_missing": lambda c: _("There is no account %(number)s in this chart. Add it first.") % c,
        "account_number_wrong": lambda c: _("“%(number)s” is not the number of an account: at least three figures, of which the first is the class.") % c,
        "entity_missing": lambda c: _("Say first who invoices here, in the settings."),
        "drawer_name_missing": lambda c: _("Give the drawer a name: “Counter”, for instance."),
        "drawer_twice": lambda c: _("There is a drawer called “%(name)s” already. Give this one another name.") % c,
        "drawer_missing": lambda c: _("There is no cash drawer here. Open one first."),
        "cash_day_closed": lambda c: _("The drawer is counted and closed until %(day)s. Enter this cash from %(first)s on, or say another way of paying.") % {"day": formats.full_day(c["day"]), "first": formats.full_day(c["first"])},
        "taking_empty": lambda c: _("There is nothing to take: write an amount."),
        "taking_lines_differ": lambda c: _("The lines of what was sold do not add up to the amount. Correct one of them."),
        "taking_vat_differs": lambda c: _("VAT and what is without it do not add up to the amount. Correct one of them."),
        "taking_source_wrong": lambda c: _("This taking has no act that it pays. Begin again from the act."),
        "counted_wrong": lambda c: _("Write what is in the drawer, in euros: zero or more."),
        "banked_too_much": lambda c: _("More leaves for the bank than was counted. Correct one of the two."),
        "day_to_come": lambda c: _("%(day)s has not come yet. Close a day that has.") % {"day": formats.full_day(c["day"])},
        "day_already_closed": lambda c: _("The drawer is closed until %(day)s already.") % {"day": formats.full_day(c["day"])},
        "former_day_open": lambda c: _("%(day)s has takings and is not closed yet: close it first.") % {"day": formats.full_day(c["day"])},
        "span_not_over": lambda c: _("%(day)s is not over yet. Close what is over.") % {"day": formats.full_day(c["day"])},
        "span_already_closed": lambda c: _("It is closed already."),
        "balance_two_sides": lambda c: _("The account %(number)s is in debit or in credit, not both, and above zero. Keep one of the two.") % c,
        "takeover_unbalanced": lambda c: _("Debits (%(debit)s) and credits (%(credit)s) of the old books differ: an account is missing, or an amount is wrong.") % _amounts(c),
        "books_taken_over_already": lambda c: _("The old books were taken over already. To do it again, undo that entry first: it is in the journal of openings."),
        "no_old_books": lambda c: _("There is no opening balance to put right: bring it in first."),
        "old_account_unknown": lambda c: _("The opening balance has nothing on the account %(number)s. Choose another one.") % c,
        "role_not_straightened": lambda c: _("Only VAT that waits and deposits are put right in this way; write an entry for the others."),
        "books_kept_already": lambda c: _("The books of %(entity)s are kept here since %(first)s: an opening balance on %(day)s would count them twice. Choose a day before their first entry.") % {"entity": c["entity"], "first": formats.full_day(c["first"]), "day": formats.full_day(c["day"])},
        "nothing_to_defer": lambda c: _("Nothing that was invoiced by %(day)s is supplied after it.") % {"day": formats.full_day(c["day"])},
        "deferred_already": lambda c: _("Income received in advance is entered for %(day)s already. Undo that entry and its return first.") % {"day": formats.full_day(c["day"])},
        "account_name_missing": lambda c: _("Give the account a name."),
    }
)  # fmt: skip

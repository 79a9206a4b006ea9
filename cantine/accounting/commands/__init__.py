"""Writes of accounting: who invoices, entries, lettering, the closing of periods, the chart, the
cash drawer."""

from cantine.accounting.commands.byhand import drop_pattern, enter_by_hand, keep_pattern
from cantine.accounting.commands.cash import close_day, close_month, close_year, open_drawer, take
from cantine.accounting.commands.charts import assign_account, set_account
from cantine.accounting.commands.deferrals import defer_income
from cantine.accounting.commands.entities import choose_seller, retire_legal_entity, set_legal_entity
from cantine.accounting.commands.entries import Begun, begin_entry, post_entry, reverse_entry
from cantine.accounting.commands.lettering import letter_entries
from cantine.accounting.commands.many import ManyAct, post_entries
from cantine.accounting.commands.money import enter_money, undo_money
from cantine.accounting.commands.periods import close_period
from cantine.accounting.commands.takeover import move_old_balance, take_over_balances

__all__ = [
    "Begun",
    "ManyAct",
    "assign_account",
    "begin_entry",
    "choose_seller",
    "close_day",
    "close_month",
    "close_period",
    "close_year",
    "defer_income",
    "drop_pattern",
    "enter_by_hand",
    "enter_money",
    "keep_pattern",
    "letter_entries",
    "move_old_balance",
    "open_drawer",
    "post_entries",
    "post_entry",
    "retire_legal_entity",
    "reverse_entry",
    "set_account",
    "set_legal_entity",
    "take",
    "take_over_balances",
    "undo_money",
]

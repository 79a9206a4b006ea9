"""Writes of the cash drawer: opening one, taking money, closing a day, a month, a year."""

from cantine.accounting.commands.cash.closing import close_day, close_month, close_year
from cantine.accounting.commands.cash.taking import open_drawer, take

__all__ = ["close_day", "close_month", "close_year", "open_drawer", "take"]

"""The planning as markup, built as strings since there is a lot of it; the contract is docs/reference/board.md."""

from cantine.booking.views.board.day import day_board
from cantine.booking.views.board.month import month_board
from cantine.booking.views.board.week import week_board

__all__ = ["day_board", "month_board", "week_board"]

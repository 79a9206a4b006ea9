"""What one does with the economy of a place: follow grants, enter and pay costs, enter a year that the books do not hold."""

from cantine.funding.commands.budget import set_budget
from cantine.funding.commands.costs import import_costs, note_cost, pay_cost
from cantine.funding.commands.grants import (
    enter_grant,
    move_grant,
    plan_instalment,
    plan_report,
    receive_instalment,
    send_report,
    set_aside,
    take_back,
)
from cantine.funding.commands.kind import note_in_kind
from cantine.funding.commands.years import enter_year, forget_year

__all__ = [
    "enter_grant", "enter_year", "forget_year", "import_costs", "move_grant", "note_cost", "note_in_kind", "pay_cost", "plan_instalment",
    "plan_report", "receive_instalment", "send_report", "set_aside", "set_budget", "take_back",
]  # fmt: skip

"""What one does with the economy of a place: follow grants, enter and pay costs, enter a year that the books do not hold."""

from cantine.funding.commands.bank import pay_cost_by_line
from cantine.funding.commands.budget import set_budget
from cantine.funding.commands.costs import import_costs, note_cost, pay_cost, unpay_cost
from cantine.funding.commands.due_letters import tell_due
from cantine.funding.commands.gifts import receive_gift, undo_gift
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
from cantine.funding.commands.publishing import hide_year, publish_year
from cantine.funding.commands.receipt_letters import send_receipt
from cantine.funding.commands.receipts import cancel_receipt, issue_receipt, set_receipts
from cantine.funding.commands.recurring import enter_alone, enter_recurring, note_recurring, stop_recurring
from cantine.funding.commands.rights import give_right
from cantine.funding.commands.sponsors import bill_sponsorship, drop_sponsorship, enter_sponsorship
from cantine.funding.commands.years import enter_year, forget_year

__all__ = [
    "bill_sponsorship", "cancel_receipt", "drop_sponsorship", "enter_alone", "enter_grant", "enter_recurring",
    "enter_sponsorship", "enter_year", "forget_year", "give_right", "hide_year", "import_costs", "issue_receipt", "move_grant",
    "note_cost", "note_in_kind", "note_recurring", "pay_cost", "pay_cost_by_line", "plan_instalment", "plan_report",
    "publish_year", "receive_gift", "receive_instalment", "send_receipt", "send_report", "set_aside", "set_budget",
    "set_receipts", "stop_recurring", "take_back", "tell_due", "undo_gift", "unpay_cost",
]  # fmt: skip

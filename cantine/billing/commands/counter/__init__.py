"""Writes of the till: buttons, sales, what takes one back, tabs paid, days closed, the invoice of a sale."""

from cantine.billing.commands.counter.closing import close_counter_day, close_sales
from cantine.billing.commands.counter.invoicing import invoice_sale
from cantine.billing.commands.counter.mailing import send_ticket
from cantine.billing.commands.counter.reversing import reverse_sale
from cantine.billing.commands.counter.ringing import ring_sale
from cantine.billing.commands.counter.setting import (
    order_buttons,
    retire_button,
    set_button,
    set_counter_terms,
    start_counter,
)
from cantine.billing.commands.counter.settling import settle_tab

__all__ = [
    "close_counter_day",
    "close_sales",
    "invoice_sale",
    "order_buttons",
    "retire_button",
    "reverse_sale",
    "ring_sale",
    "send_ticket",
    "set_button",
    "set_counter_terms",
    "settle_tab",
    "start_counter",
]

"""Money that a payer sends from a screen, or lets a provider debit: connected, started, followed to its truth, sent back; and the
provider for practice."""

from cantine.billing.commands.online.charging import charge_invoices, send_charge, send_charges_due
from cantine.billing.commands.online.connections import connect_provider, switch_provider, try_provider
from cantine.billing.commands.online.following import follow_due, follow_payment
from cantine.billing.commands.online.mandates import (
    ask_online_mandate,
    follow_mandates_due,
    follow_online_mandate,
    start_online_mandate,
    stop_online_mandate,
)
from cantine.billing.commands.online.practice import (
    authorise_in_practice,
    pay_in_practice,
    play_debit,
    play_due_debits,
    send_due_notices,
    send_notice,
    stop_in_practice,
)
from cantine.billing.commands.online.providers import provider_of, providers, register_provider
from cantine.billing.commands.online.receipts import tell_paid
from cantine.billing.commands.online.refunds import refund_due, refund_online, send_refund
from cantine.billing.commands.online.source_starting import start_payment_of_source
from cantine.billing.commands.online.sources import Owed, Payable, path_of_source, register_payable
from cantine.billing.commands.online.starting import start_payment, start_payment_of_all
from cantine.billing.commands.online.webhooks import take_webhook

__all__ = [
    "Owed",
    "Payable",
    "ask_online_mandate",
    "authorise_in_practice",
    "charge_invoices",
    "connect_provider",
    "follow_due",
    "follow_mandates_due",
    "follow_online_mandate",
    "follow_payment",
    "path_of_source",
    "pay_in_practice",
    "play_debit",
    "play_due_debits",
    "provider_of",
    "providers",
    "refund_due",
    "refund_online",
    "register_payable",
    "register_provider",
    "send_charge",
    "send_charges_due",
    "send_due_notices",
    "send_notice",
    "send_refund",
    "start_online_mandate",
    "start_payment",
    "start_payment_of_all",
    "start_payment_of_source",
    "stop_in_practice",
    "stop_online_mandate",
    "switch_provider",
    "take_webhook",
    "tell_paid",
    "try_provider",
]

"""Money that a payer sends from a screen: connected, started, followed to its truth, sent back; and the provider for practice."""

from cantine.billing.commands.online.connections import connect_provider, switch_provider, try_provider
from cantine.billing.commands.online.following import follow_due, follow_payment
from cantine.billing.commands.online.practice import pay_in_practice, send_due_notices, send_notice
from cantine.billing.commands.online.providers import provider_of, providers, register_provider
from cantine.billing.commands.online.refunds import refund_due, refund_online, send_refund
from cantine.billing.commands.online.starting import start_payment, start_payment_of_all
from cantine.billing.commands.online.webhooks import take_webhook

__all__ = [
    "connect_provider",
    "follow_due",
    "follow_payment",
    "pay_in_practice",
    "provider_of",
    "providers",
    "refund_due",
    "refund_online",
    "register_provider",
    "send_due_notices",
    "send_notice",
    "send_refund",
    "start_payment",
    "start_payment_of_all",
    "switch_provider",
    "take_webhook",
    "try_provider",
]

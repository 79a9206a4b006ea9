"""Providers of online payments, each translating its own words. They register themselves here; nothing else imports them."""

from cantine.billing.adapters.practice import Practice
from cantine.billing.commands.online import register_provider

PROVIDERS = (Practice(),)


def register_all() -> None:
    for provider in PROVIDERS:
        register_provider(provider)

"""How billing meets other programs: providers of online payments, each translating its own words, register themselves here and
nothing else imports them; approved platforms are in ``platforms``."""

from cantine.billing.adapters.gocardless import GoCardless
from cantine.billing.adapters.helloasso import HelloAsso
from cantine.billing.adapters.practice import Practice
from cantine.billing.adapters.stripe import Stripe
from cantine.billing.commands.online import register_provider
from cantine.billing.rules.online import Provider

PROVIDERS: tuple[Provider, ...] = (Stripe(), HelloAsso(), GoCardless(), Practice())


def register_all() -> None:
    for provider in PROVIDERS:
        register_provider(provider)

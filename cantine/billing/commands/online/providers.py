"""The providers that this installation knows. Adapters register themselves at the start: no command imports one."""

from collections.abc import Sequence

from cantine.billing.rules.online import Provider

_KNOWN: dict[str, Provider] = {}


def register_provider(provider: Provider) -> None:
    _KNOWN[provider.code] = provider


def provider_of(code: str) -> Provider:
    return _KNOWN[code]


def providers() -> Sequence[Provider]:
    """In the order in which they were registered: those that move money first."""
    return list(_KNOWN.values())

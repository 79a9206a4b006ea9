"""What happens to what is owed."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ChargesMade(Fact):
    """Acts were priced, or priced anew: each by its source."""

    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChargesSettled(Fact):
    """Acts stand, or are given up: what is asked for them changed."""

    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChargesWithdrawn(Fact):
    """Acts have no price any more: moved to where nothing is asked."""

    sources: tuple[str, ...]

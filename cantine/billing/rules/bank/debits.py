"""What a line of the bank says of our own direct debits: one that it sends back, or a run that it pays in. It is only proposed: a
person confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.billing.rules.bank.lines import BankLine

NEAR_DAYS = 5  # a bank pays a run in on its day, or a little after


@dataclass(frozen=True)
class SentDebit:
    """An invoice in a run that the bank has; ``paid`` once the run is credited. ``back``: it came back already."""

    id: UUID
    reference: str
    name: str
    rum: str
    cents: int
    paid: bool
    back: bool
    run: UUID


@dataclass(frozen=True)
class SentRun:
    """A run that the bank has, whole."""

    id: UUID
    reference: str
    on: date
    cents: int
    credited: bool


def debit_sent_back(line: BankLine, debits: Iterable[SentDebit]) -> SentDebit | None:
    """By the name that the file gave it, else by its mandate and its amount where only one is so; with what the bank takes for it,
    a line may be more than the debit. None for what is no return."""
    if not line.return_code or line.cents >= 0:
        return None
    text = line.text.lower()
    going = [each for each in debits if not each.back and each.cents <= -line.cents]
    named = [each for each in going if each.id.hex in text]
    mandated = [each for each in going if each.rum.lower() in text and each.cents == -line.cents]
    found = named or mandated
    return found[0] if len(found) == 1 else None


def run_paid_in(line: BankLine, runs: Iterable[SentRun]) -> SentRun | None:
    """By its reference, whole or a batch of it, since a bank may credit each batch apart; else by its exact sum near its day, where
    only one is so and it was not credited yet."""
    if line.cents <= 0 or line.reversal:
        return None
    text = line.text.lower()
    known = [each for each in runs if line.cents <= each.cents]
    named = [each for each in known if each.reference.lower() in text]
    alike = [
        each
        for each in known
        if not each.credited and each.cents == line.cents and 0 <= (line.day - each.on).days <= NEAR_DAYS
    ]
    found = named or alike
    return found[0] if len(found) == 1 else None


def fee_of(line: BankLine, debit: SentDebit) -> int:
    """What the bank takes for a debit sent back, where it takes both at once."""
    return max(-line.cents - debit.cents, 0)

"""Which cost a line of the bank paid: one that is to pay, of exactly this amount, the names alike first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from cantine.billing.rules.bank import BankLine
from cantine.billing.rules.bank.names import ALIKE, likeness
from cantine.funding.rules.costs import WORN, Spent

EARLY = timedelta(days=5)  # a supplier may be debited before somebody writes the cost down
LATE = timedelta(days=400)


class Seen(StrEnum):
    """By what it is known, beside its amount."""

    SUPPLIER = "supplier"
    WHAT = "what"
    AMOUNT = "amount"


@dataclass(frozen=True)
class ToPay:
    """A cost that is to pay."""

    uuid: UUID
    spent: Spent


def paid_by(line: BankLine, costs: Iterable[ToPay]) -> list[tuple[ToPay, Seen]]:
    """By the name of the supplier, else by the words, else by the amount alone, where only one has it. What is of another amount is
    another cost."""
    same = [each for each in costs if _may_be(line, each.spent)]
    for seen, text in ((Seen.SUPPLIER, _supplier), (Seen.WHAT, _what)):
        alike = [each for each in same if likeness(text(each.spent), line.text) >= ALIKE]
        if alike:
            return [(each, seen) for each in _oldest(alike)]
    return [(each, Seen.AMOUNT) for each in same] if len(same) == 1 else []


def _may_be(line: BankLine, spent: Spent) -> bool:
    near = spent.day - EARLY <= line.day <= spent.day + LATE
    return line.cents == -spent.gross_cents and near and spent.category != WORN and spent.paid_on is None


def _oldest(costs: Sequence[ToPay]) -> list[ToPay]:
    return sorted(costs, key=lambda each: (each.spent.day, each.uuid))


def _supplier(spent: Spent) -> str:
    return spent.supplier


def _what(spent: Spent) -> str:
    return spent.what

"""The bank against the books: what the statement closes with, what the account of the bank says that day, and the lines that make the
difference (an accountant's *état de rapprochement*)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Apart(StrEnum):
    """Why a line is on one side only: entered and not at the bank yet; entered by hand, with no line of the bank; at the bank and not
    matched; at the bank and set aside."""

    AWAITED = "awaited"
    BY_HAND = "by_hand"
    UNMATCHED = "unmatched"
    ASIDE = "aside"


IN_BOOKS = (Apart.AWAITED, Apart.BY_HAND)


@dataclass(frozen=True)
class OneSided:
    """A line of one side. ``key`` is its entry in the books, or the line of the bank."""

    why: Apart
    day: date
    cents: int
    label: str
    key: UUID


@dataclass(frozen=True)
class Reconciliation:
    """On a day, in cents. ``lines`` are those of one side only, in the order of days."""

    day: date
    bank_cents: int
    books_cents: int
    lines: tuple[OneSided, ...]

    @property
    def gap_cents(self) -> int:
        """Above zero, the bank holds more than the books say."""
        return self.bank_cents - self.books_cents

    @property
    def unexplained_cents(self) -> int:
        """What the lines leave of the difference: a statement is missing, or the account held something else before the first."""
        return self.gap_cents - sum(_weight(each) for each in self.lines)

    def of(self, *whys: Apart) -> tuple[OneSided, ...]:
        return tuple(each for each in self.lines if each.why in whys)


def reconciled(day: date, bank_cents: int, books_cents: int, lines: Iterable[OneSided]) -> Reconciliation:
    ordered = sorted(lines, key=lambda each: (each.day, each.label, each.key))
    return Reconciliation(day, bank_cents, books_cents, tuple(ordered))


def total_of(lines: Sequence[OneSided]) -> int:
    return sum(each.cents for each in lines)


def _weight(each: OneSided) -> int:
    """What is at the bank only adds to the difference, what is in the books only takes off it."""
    return -each.cents if each.why in IN_BOOKS else each.cents

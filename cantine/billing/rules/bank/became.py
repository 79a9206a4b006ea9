"""What a line of the bank became where no invoice explains it: money that was on its way, a cost, a gift, or what the books held
already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from cantine.billing.rules.bank.lines import BankLine

NEAR_DAYS = 10  # what was entered by hand bears the day of a paper, the bank its own


class Became(StrEnum):
    """``ENTRY`` is anything that was in the books before the line came. ``CARDS``, ``CHEQUES`` and ``CASH`` were on their way."""

    ENTRY = "entry"
    CARDS = "cards"
    CHEQUES = "cheques"
    CASH = "cash"
    COST = "cost"
    GIFT = "gift"
    REFUND = "refund"


@dataclass(frozen=True)
class Move:
    """What an entry says of the bank account: above zero, money came in."""

    entry: UUID
    day: date
    cents: int
    label: str


def in_the_books(line: BankLine, moves: Iterable[Move]) -> list[Move]:
    """The entries of exactly this amount near this day that no other line is about, the nearest first."""
    same = [each for each in moves if each.cents == line.cents and _apart(line, each) <= NEAR_DAYS]
    return sorted(same, key=lambda each: (_apart(line, each), each.day, each.entry))


def paired(lines: Sequence[tuple[UUID, BankLine]], moves: Sequence[Move]) -> dict[UUID, Move]:
    """Each line with the entry that is nearest to it, no entry for two lines: the pairs that are nearest of all come first."""
    pairs = sorted(
        (
            (_apart(line, move), line.day, str(key), key, move)
            for key, line in lines
            for move in in_the_books(line, moves)
        ),
        key=lambda pair: (*pair[:3], pair[4].day, pair[4].entry),
    )
    found: dict[UUID, Move] = {}
    taken: set[UUID] = set()
    for _days, _day, _text, key, move in pairs:
        if key not in found and move.entry not in taken:
            found[key] = move
            taken.add(move.entry)
    return found


def _apart(line: BankLine, move: Move) -> int:
    return abs((line.day - move.day).days)

"""Cheques in hand, as the books say them: what came in on their account and was neither sent back nor brought to the bank."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

MOST = 200  # cheques on one slip: more than any bank takes at once


@dataclass(frozen=True)
class ChequeLine:
    """A line of the account of cheques. Above zero, a cheque came; below, it left: brought to the bank, or never one. ``slip``: it is
    on one; ``apart``: it says nothing of what is in hand."""

    key: int
    entry: UUID
    day: date
    cents: int
    third: str
    name: str
    slip: bool
    apart: bool = False


def in_hand(lines: Iterable[ChequeLine]) -> list[ChequeLine]:
    """In the order of days. What left with no slip takes, where there is one, a cheque of the same person and amount; else the oldest,
    as many as it is worth."""
    kept: list[ChequeLine] = []
    out = 0
    for each in sorted(lines, key=lambda line: (line.day, line.key)):
        if each.apart or each.slip:
            continue
        if each.cents > 0:
            kept.append(each)
        elif (twin := _twin(kept, each)) is not None:
            kept.remove(twin)
        else:
            out -= each.cents
    while kept and out >= kept[0].cents:
        out -= kept.pop(0).cents
    return kept


def _twin(kept: list[ChequeLine], left: ChequeLine) -> ChequeLine | None:
    return next((each for each in kept if left.third and each.third == left.third and each.cents == -left.cents), None)

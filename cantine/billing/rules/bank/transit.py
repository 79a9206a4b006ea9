"""Money that is on its way to the bank: card takings, cheques, cash. A line of the bank may pay in what some days in a row left
waiting; of cards, less what the bank or the provider keeps for itself.

A bank does not say which days it pays, nor always its commission: the days are looked for, the oldest first, and a person
confirms.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cantine.billing.rules.bank.became import Became
from cantine.billing.rules.bank.lines import BankLine
from cantine.kernel import Refusal
from cantine.kernel.folding import folded

MOST_FEE_BASIS = 400  # of ten thousand: cards of companies and of other continents cost the most
FIXED_FEE_CENTS = 30
LIKELY_FEE_BASIS = 300
PLAIN_FEE_BASIS = 100  # where no word says that it is of cards
LONGEST_RUN = 45  # days in a row that one line pays in
HINTS: Mapping[Became, re.Pattern[str]] = {
    Became.CARDS: re.compile(
        r"\b(cb|tpe|carte|cartes|card|cards|stripe|gocardless|helloasso|payplug|sumup|zettle|mollie|payout)\b"
    ),
    Became.CHEQUES: re.compile(r"\b(cheque|cheques|chq|chqs)\b"),
    Became.CASH: re.compile(r"\b(especes|espece|cash|billets|monnaie)\b"),
}
TRANSIT = (Became.CARDS, Became.CHEQUES, Became.CASH)


@dataclass(frozen=True)
class Waiting:
    """What a day left on its way, in cents; below zero, that day gave back more than it took."""

    day: date
    cents: int


@dataclass(frozen=True)
class PaidIn:
    """What a line may be: so much of ``what``, of the days from ``first`` to ``last``; the bank kept ``fee_cents``."""

    what: Became
    gross_cents: int
    fee_cents: int
    first: date
    last: date


def still_waiting(moves: Iterable[tuple[date, int, bool]]) -> list[Waiting]:
    """What each day still has on its way. A move is its day, its cents and whether it was paid in, which empties the oldest days
    first; all the other moves of a day are added up."""
    days, out = dict[date, int](), 0
    for day, cents, paid_in in moves:
        if paid_in:
            out -= cents
        else:
            days[day] = days.get(day, 0) + cents
    left = []
    for day, cents in sorted(days.items()):
        taken = min(max(cents, 0), max(out, 0))
        out -= taken
        if cents != taken:
            left.append(Waiting(day, cents - taken))
    return left


def paid_in(line: BankLine, waiting: Mapping[Became, Sequence[Waiting]]) -> list[PaidIn]:
    """What the line may pay in: one proposal for each kind of money, the oldest days first. Where its words do not say so, only from
    the oldest day on, and at an ordinary commission: a transfer may well be of nearly the same amount."""
    if line.cents <= 0 or line.reversal:
        return []
    return [
        found for what in TRANSIT if (found := next(_runs(line, what, waiting.get(what, ())), None)) is not None
    ]  # fmt: skip


def check_paid_in(what: Became, *, net_cents: int, gross_cents: int, waiting_cents: int) -> Iterator[Refusal]:
    """Refusals: transit_below_line, transit_fee_wrong, transit_not_waiting."""
    if gross_cents < net_cents:
        yield Refusal("transit_below_line", {"cents": net_cents}, "gross")
    elif gross_cents - net_cents > _most_fee(what, gross_cents, MOST_FEE_BASIS):
        yield Refusal("transit_fee_wrong", {"fee_cents": gross_cents - net_cents}, "gross")
    if gross_cents > waiting_cents:
        yield Refusal("transit_not_waiting", {"waiting_cents": max(waiting_cents, 0)}, "gross")


def _runs(line: BankLine, what: Became, waiting: Sequence[Waiting]) -> Iterator[PaidIn]:
    days = [each for each in waiting if each.day <= line.day]
    said = HINTS[what].search(folded(line.text)) is not None
    basis = LIKELY_FEE_BASIS if said else PLAIN_FEE_BASIS
    for start, first in enumerate(days if said else days[:1]):
        gross = 0
        for last in days[start : start + LONGEST_RUN]:
            gross += last.cents
            fee = gross - line.cents
            if 0 <= fee <= _most_fee(what, gross, basis):
                yield PaidIn(what, gross, fee, first.day, last.day)


def _most_fee(what: Became, gross_cents: int, basis: int) -> int:
    """Nobody keeps anything of cheques nor of cash."""
    if what is not Became.CARDS:
        return 0
    return FIXED_FEE_CENTS + gross_cents * basis // 10_000

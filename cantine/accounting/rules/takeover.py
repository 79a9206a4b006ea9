"""Taking over books in the middle of a year: what the old ones end with is one entry here, the first of these books.

Every account comes, those of expenses and income too: the result of the year is then whole. An account that other tools write
with zeros after it (411000) is the one that the chart has already (411).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cantine.accounting.rules.postings import check_account
from cantine.kernel import Refusal

SHORTEST = 3


@dataclass(frozen=True, kw_only=True)
class OldBalance:
    """What an account ends with in the old books, in cents, on one side."""

    number: str
    name: str
    debit_cents: int = 0
    credit_cents: int = 0


def check_balance(line: OldBalance) -> Iterator[Refusal]:
    """Refusals: account_number_wrong, account_name_missing, balance_two_sides."""
    yield from check_account(line.number, line.name)
    if min(line.debit_cents, line.credit_cents) < 0 or (line.debit_cents and line.credit_cents):
        yield Refusal("balance_two_sides", {"number": line.number}, "debit")


def check_balances(lines: Sequence[OldBalance]) -> Iterator[Refusal]:
    """As much debit as credit, over all of them. Refusals: entry_empty, takeover_unbalanced."""
    debit, credit = sums_of_old(lines)
    if not debit and not credit:
        yield Refusal("entry_empty")
    if debit != credit:
        yield Refusal("takeover_unbalanced", {"debit_cents": debit, "credit_cents": credit})


def sums_of_old(lines: Iterable[OldBalance]) -> tuple[int, int]:
    """(debits, credits), in cents."""
    listed = list(lines)
    return sum(each.debit_cents for each in listed), sum(each.credit_cents for each in listed)


def bare_number(number: str) -> str:
    """Without the zeros that only fill: ``411000`` and ``411`` are one account, ``4110001`` is another."""
    kept = number.rstrip("0")
    return kept if len(kept) >= SHORTEST else number[:SHORTEST]


def alike(number: str, known: Iterable[str]) -> str:
    """The account of the chart that this one is, else itself."""
    listed = list(known)
    return number if number in listed else {bare_number(each): each for each in listed}.get(bare_number(number), number)

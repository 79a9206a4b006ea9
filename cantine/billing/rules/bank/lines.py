"""A line of a bank statement and the statement that it stands on, whatever file said so.

Amounts are cents, above zero where money came in. Where a file says what the account held before and after, the lines
must lead from one to the other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from cantine.kernel import Refusal
from cantine.kernel.folding import folded

MOST_BYTES = 6_000_000
MOST_LINES = 20_000
TOLD = 20  # wrong lines said at once
_NO_REFERENCE = frozenset({"", "nonref", "notprovided", "none", "0000000"})
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(frozen=True)
class BankLine:
    """``reference`` is what the payer wrote for the payee; ``bank_key`` says which line it is, in its account. ``reversal``:
    the bank takes back what it had done; ``return_code``: why it sends back what was asked of somebody’s account."""

    day: date
    value_day: date | None
    cents: int
    label: str
    counterparty: str = ""
    iban: str = ""
    reference: str = ""
    bank_key: str = ""
    reversal: bool = False
    return_code: str = ""

    @property
    def text(self) -> str:
        return f"{self.reference} {self.label} {self.counterparty}"


@dataclass(frozen=True)
class Statement:
    """One account in one file. ``account`` is its IBAN, or the bank's own number; "" where the file does not say."""

    account: str
    opening_cents: int | None
    closing_cents: int | None
    lines: tuple[BankLine, ...]

    @property
    def days(self) -> tuple[date, date] | None:
        days = [line.day for line in self.lines]
        return (min(days), max(days)) if days else None


@dataclass(frozen=True)
class Reading:
    """What a file says; with anything wrong in it, nothing is to be taken."""

    statements: tuple[Statement, ...] = ()
    wrong: tuple[Refusal, ...] = ()


def read(statements: Iterable[Statement], wrong: Sequence[Refusal]) -> Reading:
    """The statements with a key on each line, unless something is wrong: then only that, the first lines first."""
    if wrong:
        return Reading(wrong=tuple(wrong[:TOLD]))
    found = tuple(keyed(each) for each in statements)
    if not any(each.lines for each in found):
        return Reading(wrong=(Refusal("bank_file_empty", {}, "file"),))
    if sum(len(each.lines) for each in found) > MOST_LINES:
        return Reading(wrong=(Refusal("bank_file_too_long", {"most": MOST_LINES}, "file"),))
    unbalanced = [refusal for each in found for refusal in check_balance(each)]
    return Reading(wrong=tuple(unbalanced)) if unbalanced else Reading(found)


def check_balance(statement: Statement) -> list[Refusal]:
    """Opening + lines = closing, where the file says both."""
    opening, closing = statement.opening_cents, statement.closing_cents
    if opening is None or closing is None:
        return []
    reached = opening + sum(line.cents for line in statement.lines)
    said = {"account": masked(statement.account), "reached": reached, "closing": closing}
    return [] if reached == closing else [Refusal("bank_balance_wrong", said, "file")]


def keyed(statement: Statement) -> Statement:
    """Each line with its key: the bank's own reference with its day and amount, since banks use one again; else the day, the
    amount and the label. Lines that are alike are told apart by their rank that day, which another file says alike."""
    ranks: Counter[str] = Counter()
    lines = []
    for line in statement.lines:
        own = line.bank_key if folded(line.bank_key) not in _NO_REFERENCE else folded(f"{line.label} {line.reference}")
        seed = f"{line.day}|{line.cents}|{own}"
        lines.append(replace(line, bank_key=sha256(f"{seed}|{ranks[seed]}".encode()).hexdigest()))
        ranks[seed] += 1
    return replace(statement, lines=tuple(lines))


def cents_of(text: str, *, decimals: int = 2) -> int | None:
    """A plain decimal number in cents; None where it is none, or finer than a cent."""
    try:
        cents = Decimal(text) * (100 if decimals == 2 else Decimal(10) ** decimals)
    except InvalidOperation:
        return None
    return int(cents) if cents.is_finite() and cents == cents.to_integral_value() and abs(cents) < 10**14 else None


def iban_of(text: str) -> str:
    """The IBAN that ``text`` is, without spaces; "" where its key is wrong."""
    plain = re.sub(r"\s", "", text).upper()
    if not _IBAN.fullmatch(plain):
        return ""
    return plain if int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4])) % 97 == 1 else ""


def masked(account: str) -> str:
    """“FR76 •••• 0189”: enough to know one's own, too little to use it."""
    return f"{account[:4]} •••• {account[-4:]}" if len(account) > 8 else account

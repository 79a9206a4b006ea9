"""An entry that a treasurer writes: lines on accounts that they name, and the patterns that are used again.

What acts tell writes itself; this is for the rest: wages, a rent, what the accountant asks for at the end of a year.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cantine.accounting.rules.postings import CREDIT, DEBIT, JournalKind, Role, Slot
from cantine.kernel import Refusal

HAND, REVERSAL = "hand:", "reverse:"
BY_HAND = (JournalKind.MISC, JournalKind.PURCHASES, JournalKind.BANK)
MOST_LINES = 40
YEARS_BACK = 10


@dataclass(frozen=True)
class HandLine:
    """The number of an account, and an amount on one side of it; ``row`` is where it stands on the sheet."""

    account: str
    debit_cents: int = 0
    credit_cents: int = 0
    label: str = ""
    row: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.account or self.debit_cents or self.credit_cents)


# What every house enters by hand: which slots, and on which side.
USUAL: dict[str, tuple[tuple[Slot, str], ...]] = {
    "rent": (((Role.EXPENSE, "rent"), DEBIT), ((Role.SUPPLIERS, ""), CREDIT)),
    "wages": (
        ((Role.EXPENSE, "wages"), DEBIT), ((Role.EXPENSE, "social"), DEBIT), ((Role.WAGES_DUE, ""), CREDIT),
        ((Role.SOCIAL_DUE, ""), CREDIT),
    ),
    "wages_paid": (((Role.WAGES_DUE, ""), DEBIT), ((Role.BANK, ""), CREDIT)),
    "wear": (((Role.EXPENSE, "deprec"), DEBIT), ((Role.DEPRECIATED, ""), CREDIT)),
}  # fmt: skip


def written(lines: Iterable[HandLine]) -> list[HandLine]:
    """Those that say something, accounts as the chart writes them."""
    tidy = (replace(each, account=each.account.strip().upper(), label=each.label.strip()) for each in lines)
    return [each for each in tidy if not each.is_empty]


def check_hand_lines(lines: Sequence[HandLine], known: Collection[str]) -> Iterator[Refusal]:
    """Accounts of the chart, one side each, and as much debit as credit; what is wrong on a line names it. Refusals:
    entry_empty, entry_too_long, account_needed, account_missing, posting_wrong, entry_unbalanced."""
    if not any(each.debit_cents or each.credit_cents for each in lines):
        yield Refusal("entry_empty")
    if len(lines) > MOST_LINES:
        yield Refusal("entry_too_long", {"most": MOST_LINES})
    yield from _check_accounts(lines, known)
    for each in lines:
        if min(each.debit_cents, each.credit_cents) < 0 or bool(each.debit_cents) == bool(each.credit_cents):
            yield Refusal("posting_wrong", {}, f"debit-{each.row}")
    debit, credit = sums_by_hand(lines)
    if debit != credit:
        yield Refusal("entry_unbalanced", {"debit_cents": debit, "credit_cents": credit})


def check_hand_day(day: date, today: date) -> Iterator[Refusal]:
    """What an entry tells has happened: none is dated ahead, nor of another century by a slip. Refusals: entry_day_far,
    entry_day_ahead."""
    first = date(today.year - YEARS_BACK, 1, 1)
    if day > today:
        yield Refusal("entry_day_ahead", {"day": day, "today": today}, "day")
    elif day < first:
        yield Refusal("entry_day_far", {"first": first, "last": today}, "day")


def check_contrary_day(day: date, entered: date, today: date) -> Iterator[Refusal]:
    """A contrary never comes before what it undoes; of an entry that is dated ahead, it has the same day. Refusals: those of
    ``check_hand_day``, contrary_before_entry."""
    yield from check_hand_day(day, max(today, entered))
    if day < entered:
        yield Refusal("contrary_before_entry", {"day": day, "entered": entered}, "day")


def check_pattern(name: str, lines: Sequence[HandLine], known: Collection[str]) -> Iterator[Refusal]:
    """A name, and accounts of the chart; amounts may come later. Refusals: pattern_unnamed, pattern_empty, account_needed,
    account_missing."""
    if not name:
        yield Refusal("pattern_unnamed", {}, "label")
    if not lines:
        yield Refusal("pattern_empty")
    yield from _check_accounts(lines, known)


def _check_accounts(lines: Iterable[HandLine], known: Collection[str]) -> Iterator[Refusal]:
    for each in lines:
        if not each.account:
            yield Refusal("account_needed", {}, f"account-{each.row}")
        elif each.account not in known:
            yield Refusal("account_missing", {"number": each.account}, f"account-{each.row}")


def sums_by_hand(lines: Iterable[HandLine]) -> tuple[int, int]:
    """(debits, credits), in cents."""
    listed = list(lines)
    return sum(each.debit_cents for each in listed), sum(each.credit_cents for each in listed)

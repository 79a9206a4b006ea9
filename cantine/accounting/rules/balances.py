"""What accounts add up to: the trial balance of a year, its result, and the entry that opens the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EXPENSES, INCOME, IN_KIND = "6", "7", "8"
BALANCE_SHEET = frozenset("12345")


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What was debited and credited on an account, for one customer where it is kept by customer."""

    number: str
    name: str
    debit_cents: int
    credit_cents: int
    third: str = ""
    third_name: str = ""

    @property
    def cents(self) -> int:
        """Above zero what it is in debit, below what it is in credit."""
        return self.debit_cents - self.credit_cents

    @property
    def kind(self) -> str:
        """The class of the account: its first figure."""
        return self.number[:1]


@dataclass(frozen=True)
class Sums:
    """A year in a few numbers, in cents."""

    debit_cents: int
    credit_cents: int
    expenses_cents: int
    income_cents: int

    @property
    def result_cents(self) -> int:
        """Above zero a surplus, below a loss."""
        return self.income_cents - self.expenses_cents


def sums_of_year(balances: Iterable[Balance]) -> Sums:
    listed = list(balances)
    return Sums(
        debit_cents=sum(each.debit_cents for each in listed),
        credit_cents=sum(each.credit_cents for each in listed),
        expenses_cents=sum(each.cents for each in listed if each.kind == EXPENSES),
        income_cents=-sum(each.cents for each in listed if each.kind == INCOME),
    )


def carried(balances: Sequence[Balance]) -> list[Balance]:
    """What the next year opens with: accounts of classes 1 to 5 that are not at zero, each on one side. Classes 6 and 7
    begin at nothing, and class 8 is of its year alone."""
    return [
        Balance(
            number=each.number, name=each.name, third=each.third, third_name=each.third_name,
            debit_cents=max(each.cents, 0), credit_cents=max(-each.cents, 0),
        )
        for each in balances
        if each.kind in BALANCE_SHEET and each.cents
    ]  # fmt: skip


def result_carried(balances: Sequence[Balance]) -> int:
    """What they lack to balance is the result: above zero a surplus, below a loss."""
    return sum(each.cents for each in balances)

"""Income received in advance: what was invoiced by the end of a period and is supplied after it waits on an account of its own,
and comes back on the first day of the next one (PCG art. 944-48)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.accounting.rules.postings import Posting, Role
from cantine.kernel.money import round_half_up


@dataclass(frozen=True, kw_only=True)
class Deferral:
    """A part of an income that belongs to later: ``why`` opens it in words (days left, days of the year)."""

    label: str
    why: str
    income: Role
    cents: int


def part_after(cents: int, *, left: Decimal, of: Decimal) -> int:
    """What is left of an amount by units or days, half up; nothing where nothing is left."""
    return round_half_up(Decimal(cents) * max(min(left, of), Decimal(0)) / of) if of else 0


def days_after(first_day: date, last_day: date, *, day: date) -> tuple[int, int]:
    """(days of a span after ``day``, days of it in all), its last day included."""
    whole = (last_day - first_day).days + 1
    return max(0, min(whole, (last_day - day).days)), whole


def postings_of_deferrals(deferrals: Iterable[Deferral]) -> list[Posting]:
    """Each income gives up what is not its own yet."""
    sums: dict[Role, int] = {}
    for each in deferrals:
        sums[each.income] = sums.get(each.income, 0) + each.cents
    whole = sum(sums.values())
    return [
        *(Posting(role=role, debit_cents=cents) for role, cents in sums.items() if cents),
        Posting(role=Role.DEFERRED, credit_cents=whole),
    ]

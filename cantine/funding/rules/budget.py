"""What a year should earn and spend, line by line, beside what it did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cantine.funding.rules.costs import CATEGORIES
from cantine.funding.rules.grants import MOST_CENTS
from cantine.funding.rules.mix import Mix, part
from cantine.funding.rules.nomenclature import Activity
from cantine.kernel import Refusal

OWN, COST = "own:", "cost:"
PRIVATE, PUBLIC = "private", "public"
RESOURCES = (*(f"{OWN}{each}" for each in (*(a for a in Activity if a != Activity.HOUSE), "")), PRIVATE, PUBLIC)
COSTS = tuple(f"{COST}{each}" for each in CATEGORIES)
LINES = (*RESOURCES, *COSTS)


@dataclass(frozen=True)
class Line:
    """``left_cents`` is what may still be spent, or what is still to earn; below zero it is passed."""

    code: str
    budget_cents: int
    actual_cents: int

    @property
    def left_cents(self) -> int:
        return self.budget_cents - self.actual_cents

    @property
    def share(self) -> Fraction | None:
        return part(self.actual_cents, self.budget_cents)


def check_budget(amounts: Mapping[str, int]) -> Iterator[Refusal]:
    """Refusals: funding_amount_wrong."""
    if any(code not in LINES or not 0 <= cents <= MOST_CENTS for code, cents in amounts.items()):
        yield Refusal("funding_amount_wrong")


def lines_of(budget: Mapping[str, int], mix: Mix, *, codes: tuple[str, ...]) -> list[Line]:
    """In the order of ``codes``, those that have a budget or something done."""
    done = {PRIVATE: mix.private_cents, PUBLIC: mix.public_cents}
    done |= {f"{OWN}{code}": cents for code, cents in mix.activities.items()}
    done |= {f"{COST}{code}": cents for code, cents in mix.costs.items()}
    found = [Line(code, budget.get(code, 0), done.get(code, 0)) for code in codes]
    return [each for each in found if each.budget_cents or each.actual_cents]


def total_of(lines: list[Line]) -> Line:
    return Line("", sum(each.budget_cents for each in lines), sum(each.actual_cents for each in lines))

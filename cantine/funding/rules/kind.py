"""What is given in kind: premises lent, hours of volunteers, services, goods; valued, and the way it was valued said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cantine.accounting.rules import Posting, Role
from cantine.funding.rules.grants import LONGEST, MOST_CENTS
from cantine.kernel import Refusal
from cantine.kernel.money import times


class Sort(StrEnum):
    PREMISES = "premises"
    VOLUNTEERS = "volunteers"
    SERVICES = "services"
    GOODS = "goods"


ROLES: dict[Sort, Role] = {
    Sort.PREMISES: Role.LENT_IN_KIND, Sort.VOLUNTEERS: Role.VOLUNTEERING, Sort.SERVICES: Role.SERVICES_IN_KIND,
    Sort.GOODS: Role.GIFTS_IN_KIND,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Worth:
    """``quantity`` of something at ``unit_cents`` each: hours, months, pieces."""

    what: str
    sort: Sort
    day: date
    quantity: Decimal
    unit_cents: int
    given: bool = False
    method: str = ""

    @property
    def cents(self) -> int:
        return times(self.unit_cents, self.quantity)


def check_worth(worth: Worth) -> Iterator[Refusal]:
    """Refusals: kind_unnamed, kind_worth_nothing."""
    if not worth.what or len(worth.what) > LONGEST:
        yield Refusal("kind_unnamed", field="what")
    if worth.quantity <= 0 or not 0 < worth.cents <= MOST_CENTS:
        yield Refusal("kind_worth_nothing", field="unit_cents")


def postings_of_worth(worth: Worth) -> list[Posting]:
    """The same amount on both sides: 86 says what it served for, 87 who gave it."""
    role = ROLES[worth.sort]
    return [Posting(role=role, debit_cents=worth.cents), Posting(role=role, credit_cents=worth.cents)]

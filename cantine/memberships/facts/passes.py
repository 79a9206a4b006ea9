"""What happens to passes, and to what they and other rights let one use. Quantities are in the rows, never here."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PassKindChanged(Fact):
    """A pass that the place sells was added, changed or retired."""

    code: str


@dataclass(frozen=True, kw_only=True)
class DropInChanged(Fact):
    """What a visit costs to who has no allowance changed."""


@dataclass(frozen=True, kw_only=True)
class PassSold(Fact):
    """Somebody has a pass; its price is what they, or an organisation, are charged for."""

    allowance: UUID
    person_id: int
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PassTakenOver(Fact):
    """What was left of a pass that another tool sold serves here."""

    allowance: UUID
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AllowanceFact(Fact):
    """What every fact of a ledger says: which act, and who used what."""

    source: str
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AllowanceDrawn(AllowanceFact):
    """An act uses what an allowance gives, more or less than before."""


@dataclass(frozen=True, kw_only=True)
class AllowanceGivenBack(AllowanceFact):
    """An act was given up: what it used is there again."""


@dataclass(frozen=True, kw_only=True)
class AllowancesExpired(Fact):
    """What was left of some allowances is gone with their last day."""

    count: int

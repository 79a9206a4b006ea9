"""What happens to grants, to costs and to the figures of a year. Names and amounts stay on the rows."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GrantFact(Fact):
    """Something happened to a grant."""

    grant: UUID


@dataclass(frozen=True, kw_only=True)
class GrantEntered(GrantFact):
    """A grant that is prepared, or asked for, is followed from now on."""


@dataclass(frozen=True, kw_only=True)
class GrantMoved(GrantFact):
    """A grant was asked for, granted, refused or closed."""

    state: str


@dataclass(frozen=True, kw_only=True)
class InstalmentPlanned(GrantFact):
    """A part of a grant is due on a day."""


@dataclass(frozen=True, kw_only=True)
class InstalmentReceived(GrantFact):
    """A part of a grant came to the bank."""

    instalment: UUID


@dataclass(frozen=True, kw_only=True)
class ReportPlanned(GrantFact):
    """A funder wants to read something by a day."""


@dataclass(frozen=True, kw_only=True)
class ReportSent(GrantFact):
    """A report left to its funder."""

    report: UUID


@dataclass(frozen=True, kw_only=True)
class GrantSetAside(GrantFact):
    """What a grant did not serve for in a year was put aside, or taken back."""

    year: int
    back: bool


@dataclass(frozen=True, kw_only=True)
class CostNoted(Fact):
    """A cost was entered."""

    cost: UUID


@dataclass(frozen=True, kw_only=True)
class CostPaid(Fact):
    """A cost was paid."""

    cost: UUID


@dataclass(frozen=True, kw_only=True)
class CostsImported(Fact):
    """Costs came in from a file."""

    count: int


@dataclass(frozen=True, kw_only=True)
class InKindNoted(Fact):
    """Something that no money pays was entered."""

    in_kind: UUID


@dataclass(frozen=True, kw_only=True)
class BudgetSet(Fact):
    """The budget of a year was written."""

    year: int


@dataclass(frozen=True, kw_only=True)
class YearEntered(Fact):
    """The great figures of a year were entered by hand."""

    year: int

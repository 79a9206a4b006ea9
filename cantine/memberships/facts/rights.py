"""What happens to what several persons share."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class UnitsGranted(Fact):
    """An organisation has days, or hours, for its people."""

    allowance: UUID
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class RightUserAdded(Fact):
    """Somebody may use what a right gives."""

    right: str
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RightUserRemoved(Fact):
    """Somebody no longer uses what a right gives."""

    right: str
    person_id: int

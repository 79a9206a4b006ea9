"""What happens to the dues of an association. Amounts are in the rows, never here."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DuesKindChanged(Fact):
    """A kind of dues was added, its terms changed, or it is asked no more."""

    code: str


@dataclass(frozen=True, kw_only=True)
class DuesGateSet(Fact):
    """What up-to-date dues open at a place changed."""


@dataclass(frozen=True, kw_only=True)
class DuesFact(Fact):
    """What every fact of dues says: which, and whose."""

    dues: UUID
    person_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DuesCalled(DuesFact):
    """Somebody is asked for their dues."""


@dataclass(frozen=True, kw_only=True)
class DuesPaid(DuesFact):
    """Somebody is a member until a day."""

    until: date


@dataclass(frozen=True, kw_only=True)
class DuesWaived(DuesFact):
    """Somebody is a member without paying, and the reason is written."""

    until: date


@dataclass(frozen=True, kw_only=True)
class DuesDropped(DuesFact):
    """Dues are asked no more, or their payment was a mistake and is undone in the books."""


@dataclass(frozen=True, kw_only=True)
class MemberPricesFollowed(Fact):
    """How many gained the prices of members, and how many lost them."""

    gained: int
    lost: int


@dataclass(frozen=True, kw_only=True)
class RenewalsCalled(Fact):
    """How many members were asked for their next dues, in one press."""

    count: int


@dataclass(frozen=True, kw_only=True)
class MembersBroughtIn(Fact):
    """A file of members, with their days, was brought in."""

    count: int

"""What happens to places and their spaces."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlaceOpened(Fact):
    """A place was created here."""


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Fact):
    """The description or the rules of a place changed; ``fields`` names the columns."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Fact):
    """A person received a role at the place."""

    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Fact):
    """A person's role at the place ended."""

    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class ResourceAdded(Fact):
    """Something bookable was added."""

    resource_id: int


@dataclass(frozen=True, kw_only=True)
class ResourceChanged(Fact):
    """The rules or the description of a resource changed."""

    resource_id: int


@dataclass(frozen=True, kw_only=True)
class HoursChanged(Fact):
    """Opening hours or closures changed, of the place or of one resource."""

    resource_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class HouseRulesAccepted(Fact):
    """A person accepted a version of the house rules."""

    person_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class InsuranceSeen(Fact):
    """The team saw a person's insurance certificate."""

    person_id: int

"""Spaces let for months or years, and who waits for one."""

from dataclasses import dataclass
from datetime import date

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OccupationFact(Fact):
    """What every fact of an occupation says: which one, of what, and whose, if a person's."""

    occupation_id: int
    resource_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class OccupationBegun(OccupationFact):
    """Somebody is given a space for months or years; ``moved_from_id`` when they had another one here."""

    moved_from_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class OccupationEndSet(OccupationFact):
    """The last day of an occupation was set, brought forward, put off, or taken away (None)."""

    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class OccupantsCounted(OccupationFact):
    """It was said how many people an occupation brings at once."""

    people: int


@dataclass(frozen=True, kw_only=True)
class StateReported(OccupationFact):
    """The state of the space was written down and signed, at entry or at exit."""

    moment: str


@dataclass(frozen=True, kw_only=True)
class OccupationWished(Fact):
    """Somebody waits for a space."""

    wish_id: int


@dataclass(frozen=True, kw_only=True)
class WishClosed(Fact):
    """Somebody waits no more: given a space, or withdrawn."""

    wish_id: int
    occupation_id: int | None = None

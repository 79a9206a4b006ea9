"""Who came, who left, and how many."""

from dataclasses import dataclass
from datetime import date

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Arrived(Fact):
    """Somebody is here; ``how`` says by what it is known."""

    visit_id: int
    person_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class Left(Fact):
    """Somebody left."""

    visit_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class GuestsCounted(Fact):
    """Guests came who sign nothing; a number below zero left."""

    count: int
    how: str


@dataclass(frozen=True, kw_only=True)
class HeadcountTaken(Fact):
    """One number says how many came on a day."""

    visit_id: int
    day: date
    count: int


@dataclass(frozen=True, kw_only=True)
class VisitCorrected(Fact):
    """The hours of a visit were corrected, its day perhaps."""

    visit_id: int
    person_id: int | None = None
    day: date = date.min
    former_day: date = date.min


@dataclass(frozen=True, kw_only=True)
class VisitRemoved(Fact):
    """A visit noted by mistake was taken out."""

    visit_id: int
    person_id: int | None = None
    day: date = date.min

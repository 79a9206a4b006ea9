"""The waiting list and its offers."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class WaitingFact(Fact):
    """What every fact of the waiting list says."""

    waiting_id: int
    resource_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class WaitingJoined(WaitingFact):
    """Somebody waits for a time that is taken."""


@dataclass(frozen=True, kw_only=True)
class WaitingLeft(WaitingFact):
    """Somebody waits no more."""


@dataclass(frozen=True, kw_only=True)
class WaitingOffered(WaitingFact):
    """The time came free and is held for the first in order."""

    booking_id: int


@dataclass(frozen=True, kw_only=True)
class OfferTaken(WaitingFact):
    """What was offered is now theirs."""

    booking_id: int


@dataclass(frozen=True, kw_only=True)
class OfferPassed(WaitingFact):
    """What was offered was declined, or nobody answered in time."""

    booking_id: int
    answered: bool = True

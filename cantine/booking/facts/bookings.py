"""Bookings, their dates, and what takes a resource away."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BookingFact(Fact):
    """What every fact of a booking says: which one, which of its dates, whose, and of which resource."""

    booking_id: int
    resource_id: int
    person_id: int | None = None
    occurrence_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(BookingFact):
    """Dates are firm: booked directly, approved, or an option taken up. ``overridden`` names the limits lifted."""

    overridden: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookingRequested(BookingFact):
    """Dates wait for the place's approval; they hold the room meanwhile."""


@dataclass(frozen=True, kw_only=True)
class BookingHeld(BookingFact):
    """Dates are an option that expires."""


@dataclass(frozen=True, kw_only=True)
class RequestRefused(BookingFact):
    """The place said no to dates that were asked for; its words stay on the dates, where they can be erased."""


@dataclass(frozen=True, kw_only=True)
class DatesCancelled(BookingFact):
    """Dates were cancelled; ``late`` past the free delay."""

    late: bool = False
    by_place: bool = False


@dataclass(frozen=True, kw_only=True)
class DatesExpired(BookingFact):
    """Options or requests reached their end without an answer."""


@dataclass(frozen=True, kw_only=True)
class DateMoved(BookingFact):
    """A date changed its time or its room."""

    overridden: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookingChanged(BookingFact):
    """A booking says otherwise what it is, or for how many people."""


@dataclass(frozen=True, kw_only=True)
class BookingHanded(BookingFact):
    """A booking is now in somebody else's name: ``former_id`` is whose it was, ``occurrence_ids`` what goes over."""

    former_id: int | None = None
    overridden: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoShowMarked(BookingFact):
    """Nobody came."""


@dataclass(frozen=True, kw_only=True)
class NoShowUndone(BookingFact):
    """It had been marked by mistake that nobody came."""


@dataclass(frozen=True, kw_only=True)
class ResourceBlocked(Fact):
    """A resource was withdrawn for a while."""

    blocking_id: int
    resource_id: int


@dataclass(frozen=True, kw_only=True)
class BlockingLifted(Fact):
    """A withdrawn resource is back."""

    blocking_id: int
    resource_id: int

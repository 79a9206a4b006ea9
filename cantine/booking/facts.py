"""What happens to bookings, their dates and the blockings."""

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
class NoShowMarked(BookingFact):
    """Nobody came."""


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


@dataclass(frozen=True, kw_only=True)
class FeedMade(Fact):
    """A secret calendar address was made."""

    feed_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Fact):
    """A secret calendar address opens nothing any more."""

    feed_id: int
    kind: str

"""What the rules of booking speak of: what is asked, by whom, of what, and what is taken already."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from cantine.kernel.interval import Interval
from cantine.kernel.refusal import Refusal
from cantine.places.rules import Access, Layout, Mode, Standing


class BusyKind(StrEnum):
    """Why time is taken; ``SERIES`` is another date of the series being asked, ``POOL`` a pool that lacks the
    seats the room takes.
    """

    BOOKING = "booking"
    HOLD = "hold"
    BLOCKING = "blocking"
    OCCUPATION = "occupation"
    SERIES = "series"
    POOL = "pool"


@dataclass(frozen=True, kw_only=True)
class Busy:
    """Time taken on the units of a resource, buffers included; ``quantity`` seats of it, or all of them when
    ``None``.

    ``reference`` is opaque to the rules and never personal: it lets a view say more to those who may know
    more.
    """

    interval: Interval
    quantity: int | None = None
    kind: BusyKind = BusyKind.BOOKING
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class ResourceRules:
    """The limits a place sets on one resource; ``None`` is no limit.

    ``seats`` is how many can be taken at once (1 is a room, a machine; more is a pool), ``capacity`` how many
    people it holds. A step of ``grid_minutes`` counts from local midnight. Buffers are taken with the booking
    and two buffers never share a minute. ``house_rules`` is the version to accept, ``certification`` the code
    to hold; empty asks for none. What is
    ``long_term`` is occupied by the month, never booked by the hour.
    """

    timezone: str = "Europe/Paris"
    grid_minutes: int = 15
    shortest: timedelta = timedelta(minutes=15)
    longest: timedelta | None = None
    notice: timedelta = timedelta()
    horizon_days: int | None = None
    buffer_before: timedelta = timedelta()
    buffer_after: timedelta = timedelta()
    seats: int = 1
    capacity: int | None = None
    layouts: tuple[Layout, ...] = ()
    access: Access = field(default_factory=Access)
    certification: str = ""
    house_rules: int = 0
    needs_insurance: bool = False
    needs_dues: bool = False
    offers_trial: bool = False
    long_term: bool = False

    @property
    def exclusive(self) -> bool:
        return self.seats == 1

    def claim_of(self, interval: Interval) -> Interval:
        """What a booking of ``interval`` takes: itself and its buffers."""
        return interval.widened(before=self.buffer_before, after=self.buffer_after)


@dataclass(frozen=True, kw_only=True)
class HeldCertification:
    """The right to use a machine, held until the end of ``valid_until`` (``None``: for good)."""

    code: str
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks, as the rules see them: no name, no identity. Days are the place's; ``insured_until`` includes
    its day, and so does ``dues_until``, with the grace that the place gives.
    """

    standing: Standing = Standing.PUBLIC
    certifications: tuple[HeldCertification, ...] = ()
    accepted_house_rules: int = 0
    insured_until: date | None = None
    dues_until: date | None = None
    trial_used: bool = False


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked: a period, ``quantity`` seats, ``guests`` besides the asker, a layout; ``trial`` spends
    the trial day.
    """

    interval: Interval
    quantity: int = 1
    guests: int = 0
    layout: str = ""
    trial: bool = False

    @property
    def people(self) -> int:
        """One person a seat, or the asker and the guests, whichever is more."""
        return people_of(quantity=self.quantity, guests=self.guests)


def people_of(*, quantity: int, guests: int) -> int:
    """How many come: one person a seat, or the asker and the guests, whichever is more."""
    return max(quantity, 1 + guests)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``mode`` says how the wish would end; ``refusals`` are all the reasons against it; ``overridden`` those
    that staff lifted.
    """

    mode: Mode
    refusals: tuple[Refusal, ...] = ()
    overridden: tuple[Refusal, ...] = ()

"""Days opened and closed, and what opens them: devices, codes, cards."""

from dataclasses import dataclass
from datetime import date

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DayOpened(Fact):
    """Somebody of the team opened the place with their code."""

    day: date
    person_id: int


@dataclass(frozen=True, kw_only=True)
class DayClosed(Fact):
    """The day is over: whoever was still here was checked out. ``person_id`` closed it, None when the hour did."""

    day: date
    checked_out: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeviceAdded(Fact):
    """A tablet, a sensor or a door was declared at the place."""

    device_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class DevicePaired(Fact):
    """A tablet opened its pairing link: it acts for the place's door from now on."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceRevoked(Fact):
    """A device acts no more."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class OpeningCodeGiven(Fact):
    """A person of the team received a code to open the day; any former one is dead."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OpeningCodeRevoked(Fact):
    """A person's code opens nothing any more."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class VisitorCardMade(Fact):
    """A card with a person's QR was printed; any former one is dead."""

    person_id: int

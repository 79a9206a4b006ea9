"""What happens to places and their spaces."""

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, kw_only=True)
class ShiftFact(Fact):
    """What every fact of a shift says: which one, which day, and whose it is now."""

    shift_id: int
    day: date
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftsPlanned(Fact):
    """Shifts were planned, one by one or by copying a week."""

    shift_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ShiftTaken(ShiftFact):
    """Somebody took a shift that nobody had."""


@dataclass(frozen=True, kw_only=True)
class ShiftGivenUp(ShiftFact):
    """Somebody gave a shift up: it is nobody's."""

    given_up_by: int | None = None


@dataclass(frozen=True, kw_only=True)
class SwapAsked(ShiftFact):
    """Somebody asks to be replaced, perhaps in exchange for another shift."""

    swap_for_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SwapAccepted(ShiftFact):
    """Somebody took the shift over; ``swap_for_id`` went the other way, if there was an exchange."""

    swap_for_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftKept(ShiftFact):
    """The person came."""


@dataclass(frozen=True, kw_only=True)
class ShiftMissed(ShiftFact):
    """The person did not come."""


@dataclass(frozen=True, kw_only=True)
class ShiftRemoved(ShiftFact):
    """A shift was taken off the planning."""


@dataclass(frozen=True, kw_only=True)
class HoursGivenNoted(Fact):
    """The year's total of a person was entered by hand, or withdrawn."""

    person_id: int
    year: int


@dataclass(frozen=True, kw_only=True)
class RemitsChanged(Fact):
    """The table of who decides what changed."""


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Fact):
    """The occupants are called to a meeting."""

    meeting_id: int


@dataclass(frozen=True, kw_only=True)
class MeetingNoted(Fact):
    """A meeting was changed, or what was said in it written down."""

    meeting_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionNoted(Fact):
    """Something was decided; it may replace an earlier decision."""

    decision_id: int
    replaces_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class NoticePosted(Fact):
    """A notice was posted on the pages of the place."""

    notice_id: int


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Fact):
    """A notice was taken down."""

    notice_id: int

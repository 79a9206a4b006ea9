"""What happens to the shares of a co-operative. Quantities are in the rows, never here."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CollegeChanged(Fact):
    """A college was added, or changed."""

    code: str


@dataclass(frozen=True, kw_only=True)
class ShareTermsSet(Fact):
    """The value of a share, or the delay of a withdrawal, changes from a day on."""


@dataclass(frozen=True, kw_only=True)
class ShareFact(Fact):
    """What every fact of shares says: of which bulletin or holding, and whose."""

    about: UUID
    person_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SharesAsked(ShareFact):
    """A bulletin waits for its signature."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionAnnulled(ShareFact):
    """A bulletin was annulled before it was paid."""


@dataclass(frozen=True, kw_only=True)
class SharesSubscribed(ShareFact):
    """Somebody signed a bulletin."""


@dataclass(frozen=True, kw_only=True)
class SharesTakenOver(ShareFact):
    """Shares of the old register came in."""


@dataclass(frozen=True, kw_only=True)
class SharesPaid(ShareFact):
    """The money of a bulletin came in."""


@dataclass(frozen=True, kw_only=True)
class ShareholderAdmitted(ShareFact):
    """The board admitted a bulletin: the register has its shares."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionRefused(ShareFact):
    """The board refused a bulletin; what was paid goes back."""


@dataclass(frozen=True, kw_only=True)
class SharesWithdrawn(ShareFact):
    """Shares left the register, to be paid back after the delay of the statutes."""


@dataclass(frozen=True, kw_only=True)
class SharesPaidBack(ShareFact):
    """What was withdrawn is paid back."""


@dataclass(frozen=True, kw_only=True)
class SharesHanded(ShareFact):
    """Shares went from a holder to another."""

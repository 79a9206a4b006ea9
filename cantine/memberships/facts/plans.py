"""What happens to plans, and to the subscriptions of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact):
    """A plan was added, its terms changed, or nobody may take it any more."""

    code: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionFact(Fact):
    """What every fact of a subscription says: which one, whose."""

    subscription: UUID
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SubscriptionBegun(SubscriptionFact):
    """Somebody has a plan from a day on, at a price that they said yes to."""

    since: date


@dataclass(frozen=True, kw_only=True)
class PlanTraded(SubscriptionFact):
    """Somebody goes from this subscription to another plan."""

    since: date


@dataclass(frozen=True, kw_only=True)
class SubscriptionPaused(SubscriptionFact):
    """Some days are not charged and give nothing."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionResumed(SubscriptionFact):
    """A pause ended, or will not be."""


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(SubscriptionFact):
    """A subscription has a last day."""

    until: date


@dataclass(frozen=True, kw_only=True)
class NoticeTakenBack(SubscriptionFact):
    """A subscription that had a last day goes on."""


@dataclass(frozen=True, kw_only=True)
class PlanAnnulled(SubscriptionFact):
    """A plan that was given by mistake is as if it had never begun."""


@dataclass(frozen=True, kw_only=True)
class PriceConsented(SubscriptionFact):
    """Somebody said yes to a new price."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionsCharged(Fact):
    """A month was charged: how many subscriptions anew, and how many otherwise than before."""

    month: date
    made: int
    changed: int

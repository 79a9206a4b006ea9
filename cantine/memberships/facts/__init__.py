"""What happens to the entitlements of persons and of organisations."""

from cantine.memberships.facts.certifications import CertificationGiven, CertificationRevoked
from cantine.memberships.facts.passes import (
    AllowanceDrawn,
    AllowanceGivenBack,
    AllowancesExpired,
    DropInChanged,
    PassKindChanged,
    PassSold,
    PassTakenOver,
)
from cantine.memberships.facts.plans import (
    NoticeGiven,
    PlanChanged,
    PlanTraded,
    PriceConsented,
    SubscriptionBegun,
    SubscriptionFact,
    SubscriptionPaused,
    SubscriptionResumed,
    SubscriptionsCharged,
)
from cantine.memberships.facts.rights import RightUserAdded, RightUserRemoved, UnitsGranted

__all__ = [
    "AllowanceDrawn",
    "AllowanceGivenBack",
    "AllowancesExpired",
    "CertificationGiven",
    "CertificationRevoked",
    "DropInChanged",
    "NoticeGiven",
    "PassKindChanged",
    "PassSold",
    "PassTakenOver",
    "PlanChanged",
    "PlanTraded",
    "PriceConsented",
    "RightUserAdded",
    "RightUserRemoved",
    "SubscriptionBegun",
    "SubscriptionFact",
    "SubscriptionPaused",
    "SubscriptionResumed",
    "SubscriptionsCharged",
    "UnitsGranted",
]

"""Tables of what persons and organisations are entitled to."""

from cantine.memberships.models.allowances import Allowance, AllowanceEntry, RightUser
from cantine.memberships.models.certifications import Certification
from cantine.memberships.models.passes import DropIn, PassKind
from cantine.memberships.models.plans import (
    Plan,
    PlanIncluded,
    PlanTerms,
    Subscription,
    SubscriptionPause,
    SubscriptionPeriod,
)

__all__ = [
    "Allowance",
    "AllowanceEntry",
    "Certification",
    "DropIn",
    "PassKind",
    "Plan",
    "PlanIncluded",
    "PlanTerms",
    "RightUser",
    "Subscription",
    "SubscriptionPause",
    "SubscriptionPeriod",
]

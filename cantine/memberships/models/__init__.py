"""Tables of what persons and organisations are entitled to."""

from cantine.memberships.models.allowances import Allowance, AllowanceEntry, RightUser
from cantine.memberships.models.certifications import Certification
from cantine.memberships.models.dues import (
    Dues,
    DuesGate,
    DuesGateResource,
    DuesKind,
    DuesPerson,
    DuesPriced,
    DuesTerms,
)
from cantine.memberships.models.papers import Paper, PaperSeries
from cantine.memberships.models.passes import DropIn, PassKind, PassKindPrice
from cantine.memberships.models.plans import (
    Plan,
    PlanIncluded,
    PlanPrice,
    PlanTerms,
    Subscription,
    SubscriptionPause,
    SubscriptionPeriod,
)
from cantine.memberships.models.shares import (
    College,
    Shareholding,
    ShareMovement,
    ShareSubscription,
    ShareTerms,
    ShareWithdrawal,
)

__all__ = [
    "Allowance",
    "AllowanceEntry",
    "Certification",
    "College",
    "DropIn",
    "Dues",
    "DuesGate",
    "DuesGateResource",
    "DuesKind",
    "DuesPerson",
    "DuesPriced",
    "DuesTerms",
    "Paper",
    "PaperSeries",
    "PassKind",
    "PassKindPrice",
    "Plan",
    "PlanIncluded",
    "PlanPrice",
    "PlanTerms",
    "RightUser",
    "ShareMovement",
    "ShareSubscription",
    "ShareTerms",
    "ShareWithdrawal",
    "Shareholding",
    "Subscription",
    "SubscriptionPause",
    "SubscriptionPeriod",
]

"""What happens to the entitlements of persons and of organisations."""

from cantine.memberships.facts.certifications import CertificationGiven, CertificationRevoked
from cantine.memberships.facts.passes import (
    AllowanceDrawn,
    AllowanceGivenBack,
    AllowancesExpired,
    DropInChanged,
    PassKindChanged,
    PassSold,
)

__all__ = [
    "AllowanceDrawn",
    "AllowanceGivenBack",
    "AllowancesExpired",
    "CertificationGiven",
    "CertificationRevoked",
    "DropInChanged",
    "PassKindChanged",
    "PassSold",
]

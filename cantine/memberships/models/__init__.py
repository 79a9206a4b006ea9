"""Tables of what persons and organisations are entitled to."""

from cantine.memberships.models.allowances import Allowance, AllowanceEntry, RightUser
from cantine.memberships.models.certifications import Certification
from cantine.memberships.models.passes import DropIn, PassKind

__all__ = ["Allowance", "AllowanceEntry", "Certification", "DropIn", "PassKind", "RightUser"]

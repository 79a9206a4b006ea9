"""Tables of what persons and organisations are entitled to."""

from cantine.memberships.models.certifications import Certification

__all__ = ["Certification"]

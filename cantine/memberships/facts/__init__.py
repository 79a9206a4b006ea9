"""What happens to the entitlements of persons and of organisations."""

from cantine.memberships.facts.certifications import CertificationGiven, CertificationRevoked

__all__ = ["CertificationGiven", "CertificationRevoked"]

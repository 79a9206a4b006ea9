"""What happens to the entitlements of persons."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CertificationGiven(Fact):
    """A person may use what asks for this certification."""

    person_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class CertificationRevoked(Fact):
    """A certification was taken back before its end."""

    person_id: int
    code: str

"""What happens to persons and organisations."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded(Fact):
    """An organisation was entered here."""


@dataclass(frozen=True, kw_only=True)
class BelongingBegun(Fact):
    """A person now belongs to an organisation."""

    belonging_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    """A person made an API token."""

    token_id: int
    person_id: int

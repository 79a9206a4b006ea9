"""What happens to persons and organisations. A fact of a person above every tenant has no organisation."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Fact):
    """A person now has an account here."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Fact):
    """A person changed what they say of themselves."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Fact):
    """A person agreed to a purpose, in the words of this version."""

    person_id: int
    purpose: str
    version: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """A person no longer agrees to a purpose."""

    person_id: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded(Fact):
    """An organisation was entered here."""


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact):
    """An organisation's name, numbers or address changed."""


@dataclass(frozen=True, kw_only=True)
class BelongingBegun(Fact):
    """A person now belongs to an organisation."""

    belonging_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class BelongingEnded(Fact):
    """A person no longer belongs to an organisation in this relation."""

    belonging_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Fact):
    """An address was invited to join; ``reference`` is the inviting domain's own."""

    invitation_id: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Fact):
    """The invited person came; the inviting domain reads ``reference`` and gives what it had in mind."""

    invitation_id: int
    person_id: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Fact):
    """An invitation no longer opens anything."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    """A person made an API token."""

    token_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    """An API token no longer opens anything."""

    token_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Fact):
    """A person asked to be erased; it can still be undone."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureUndone(Fact):
    """A person changed their mind and stays."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """A person is gone: what remains is a tombstone. Each domain forgets what it alone held of them."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class DataExported(Fact):
    """A person took a copy of all they are here."""

    person_id: int

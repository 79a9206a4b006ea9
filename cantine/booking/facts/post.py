"""Organisations domiciled here, and their mail."""

from dataclasses import dataclass
from datetime import date

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationDomiciled(Fact):
    """An organisation has its address at the place from now on; ``customer_id`` says which."""

    domiciliation_id: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class DomiciliationEnded(Fact):
    """The last day of an address was set."""

    domiciliation_id: int
    customer_id: int
    until: date


@dataclass(frozen=True, kw_only=True)
class MailContactNamed(Fact):
    """A person is told of the letters of an organisation, and may take them."""

    domiciliation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MailContactDropped(Fact):
    """A person is no longer told of the letters of an organisation."""

    domiciliation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MailFact(Fact):
    """What every fact of letters says: which ones, and whose address they came to."""

    domiciliation_id: int
    mail_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MailReceived(MailFact):
    """Letters of one kind came."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class MailTakenOut(MailFact):
    """Letters noted by mistake were taken out before anybody was told."""


@dataclass(frozen=True, kw_only=True)
class MailAnnounced(MailFact):
    """The organisation's people were written to; ``letters`` counts the messages."""

    letters: int


@dataclass(frozen=True, kw_only=True)
class MailHandedOver(MailFact):
    """Letters were given to somebody: a known person, or whoever signed with their name."""

    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MailForwarded(MailFact):
    """Letters were sent on to another address."""


@dataclass(frozen=True, kw_only=True)
class MailSentBack(MailFact):
    """Letters went back to their sender."""

"""Organisations domiciled here, and their mail."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

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


@dataclass(frozen=True, kw_only=True)
class DomiciliationApproved(Fact):
    """The prefecture's approval of the place was written down, or changed."""


@dataclass(frozen=True, kw_only=True)
class DomiciliationContracted(Fact):
    """A contract of domiciliation was signed; ``subscription`` charges its month."""

    domiciliation_id: int
    customer_id: int
    subscription: UUID


@dataclass(frozen=True, kw_only=True)
class DomiciliationNoticeGiven(Fact):
    """Notice was given of a contract of domiciliation, whose last day is ``until``."""

    domiciliation_id: int
    until: date


@dataclass(frozen=True, kw_only=True)
class DomiciliationAttested(Fact):
    """An attestation of domiciliation was given."""

    domiciliation_id: int


@dataclass(frozen=True, kw_only=True)
class DomiciliationDocumentSeen(Fact):
    """A document of the file of a domiciled organisation was shown."""

    domiciliation_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RegistryLetterPrepared(Fact):
    """A letter to the registry is ready: an address ended, or mail is not collected."""

    domiciliation_id: int
    why: str

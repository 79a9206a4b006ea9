"""The one way to speak with whoever takes money on a screen. An adapter translates its own words into these values and these
three failures; nothing above knows which provider it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from cantine.billing.rules.online.mandates import MandateTruth
from cantine.billing.rules.online.truths import Truth
from cantine.kernel.refusal import Refusal


class Forged(Exception):
    """What came is not signed by the provider, or too long ago. Nothing was done."""


class Unreachable(Exception):
    """The provider does not answer, or not as it should. It is asked again later."""


class SaysNo(Exception):
    """The provider refuses, and says why: asking again would not help."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Field:
    """A key that the provider gives, and which the settings ask for; ``secret`` ones are never shown again."""

    name: str
    secret: bool = True
    optional: bool = False


@dataclass(frozen=True)
class Account:
    """In whose name a provider is spoken with: the connection and its keys."""

    organisation_id: int
    connection: UUID
    keys: Mapping[str, str] = field(repr=False)
    notify: str = ""


@dataclass(frozen=True)
class Intent:
    """So many cents are to be paid: ``key`` makes it once, whatever is asked again; ``back`` is where the payer returns, ``on`` the
    day of a debit."""

    key: str
    cents: int
    label: str
    back: str
    name: str = ""
    email: str = ""
    language: str = "fr"
    on: date | None = None


@dataclass(frozen=True)
class Started:
    """What the provider calls it, and its page."""

    reference: str
    address: str


@dataclass(frozen=True)
class Notice:
    """The provider says that something happened to ``reference``; what it is now is fetched."""

    event_id: str
    reference: str


@dataclass(frozen=True)
class MandateIntent:
    """Somebody is asked, on the provider's page, to let their account be debited."""

    key: str
    name: str
    email: str
    back: str
    language: str = "fr"


@dataclass(frozen=True)
class MandateAsked:
    """What the provider calls the request, and its page; the mandate itself is known once it is signed."""

    reference: str
    address: str


@dataclass(frozen=True)
class Charged:
    """A debit that was asked of the provider, and the day it is taken."""

    reference: str
    on: date | None = None


class Provider(Protocol):
    """``name`` is its own; ``associations_only`` and ``practice`` say who may use it and that no money moves, ``debits`` that it
    takes by mandate: the others refuse the last four."""

    code: str
    name: str
    fields: Sequence[Field]
    associations_only: bool
    practice: bool
    debits: bool

    def check(self, account: Account) -> Sequence[Refusal]:
        """What is wrong with the keys, as the provider itself says when it is asked."""

    def start(self, account: Account, intent: Intent) -> Started:
        """Raises Unreachable, SaysNo."""

    def read_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Sequence[Notice]:
        """Raises Forged."""

    def fetch(self, account: Account, reference: str) -> Truth:
        """Raises Unreachable."""

    def refund(self, account: Account, reference: str, *, cents: int, key: str) -> None:
        """The same ``key`` twice is one refund. Raises Unreachable, SaysNo."""

    def create_mandate(self, account: Account, intent: MandateIntent) -> MandateAsked:
        """The same ``key`` twice is one request, with an address that opens. Raises Unreachable, SaysNo."""

    def fetch_mandate(self, account: Account, reference: str) -> MandateTruth:
        """Raises Unreachable."""

    def stop_mandate(self, account: Account, reference: str) -> None:
        """One that is over already stays so. Raises Unreachable, SaysNo."""

    def charge_mandate(self, account: Account, mandate: str, intent: Intent) -> Charged:
        """The same ``key`` twice is one debit. Raises Unreachable, SaysNo."""

"""What is paid online and is no invoice: a higher domain says what is left to pay and where its money goes, under a name that is
opaque here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cantine.billing.models import OnlinePayment
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class Owed:
    """What one thing asks for: ``title`` is its number, as the payer and the team know it; ``cents`` is 0 once it is settled."""

    entity_id: int
    cents: int
    title: str
    payer_name: str
    email: str
    language: str
    person_id: int | None


class Payable(Protocol):
    """The door of a domain whose sources begin by a prefix."""

    def owed(self, place: PlaceRef, source: str) -> Owed | None:
        """None where there is no such thing at the place."""

    def credit(
        self, *, now: datetime, place: PlaceRef, source: str, cents: int, key: str, note: str, replay: bool
    ) -> None:
        """The money came: in the books within the transaction of the caller, once a ``key``. Raises Refused, and it is kept
        for a hand."""

    def path(self, place: PlaceRef, source: str) -> str:
        """Where the team reads it."""


_PAYABLES: dict[str, Payable] = {}


def register_payable(prefix: str, payable: Payable) -> None:
    _PAYABLES[prefix] = payable


def payable_of(source: str) -> Payable:
    """Raises KeyError for a name that nobody registered."""
    return _PAYABLES[source.partition(":")[0]]


def path_of_source(place: PlaceRef, source: str) -> str:
    return payable_of(source).path(place, source)


def credit_source(
    row: OnlinePayment, cents: int, place: PlaceRef, now: datetime, *, key: str, note: str, replay: bool
) -> None:
    """What came of an attempt goes where its source says."""
    payable_of(row.source).credit(
        now=now, place=place, source=row.source, cents=cents, key=key, note=note, replay=replay
    )

"""What a line may be about: an invoice with what is left of it, and what is proposed for the line."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

Who = tuple[str, int]


@dataclass(frozen=True)
class Candidate:
    """An issued invoice. Nothing left: it is paid already."""

    id: UUID
    reference: str
    who: Who
    name: str
    due_cents: int
    left_cents: int
    due_on: date | None = None


@dataclass(frozen=True)
class Payer:
    """Who pays, as their account is known from a match that was confirmed; ``iban`` may be a print of it."""

    who: Who
    name: str
    iban: str


class Fit(StrEnum):
    """How the money meets what is owed. ``DOUBLE``: it is paid already."""

    EXACT = "exact"
    PARTIAL = "partial"
    OVER = "over"
    DOUBLE = "double"


class Why(StrEnum):
    """By what the line was recognised."""

    NUMBER = "number"
    ACCOUNT = "account"
    NAME = "name"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Proposal:
    """``invoices`` with the cents that go to each; ``rest_cents`` stays with the payer. ``DOUBLE`` settles nothing; ``first`` is
    the first document that it is about."""

    who: Who
    name: str
    first: UUID
    invoices: tuple[tuple[UUID, int], ...]
    references: tuple[str, ...]
    confidence: int
    why: Why
    fit: Fit
    rest_cents: int = 0

    @property
    def is_certain(self) -> bool:
        return self.confidence == CERTAIN

    @property
    def names_all(self) -> frozenset[str]:
        """The documents that it is about, those that are paid already included."""
        return frozenset(self.references)


CERTAIN = 100

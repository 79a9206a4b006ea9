"""Keys and badges."""

from dataclasses import dataclass
from datetime import date

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class KeyFact(Fact):
    """What every fact of the register says: which key, and in whose hands when it has any."""

    key_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeyAdded(KeyFact):
    """A key or a badge is on the register."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class KeyLent(KeyFact):
    """A key was given to somebody."""

    loan_id: int
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class KeyTakenBack(KeyFact):
    """A key came back, or was found again."""

    loan_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeyLost(KeyFact):
    """Nobody knows where a key is; who held it answers for it."""


@dataclass(frozen=True, kw_only=True)
class KeyRetired(KeyFact):
    """A key left the register."""

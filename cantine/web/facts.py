"""What is brought in and taken out in bulk."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RowsImported(Fact):
    """A file of members, resources or bookings was brought in: how many lines made or changed something."""

    kind: str
    mapping: str
    new: int
    changed: int
    known: int


@dataclass(frozen=True, kw_only=True)
class PlaceExported(Fact):
    """Everything of a place was written into an archive, whose digest this is; by that person, or by the command line."""

    sha256: str
    rows: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceImported(Fact):
    """A place came in from the archive of this digest; its own journal stays in the archive."""

    sha256: str
    rows: int

"""What a file would do, line by line: a plan is shown first, and done whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from cantine.kernel import Refusal

Wish = TypeVar("Wish")
LONGEST_SHOWN = 60


class Status(StrEnum):
    """``KNOWN`` is there already and stays as it is; ``CHANGED`` is there and receives something."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be taken: the line of the file (the first is 1), the heading as the file writes it, the value."""

    line: int
    column: str
    value: str
    refusal: Refusal


@dataclass(frozen=True)
class Planned(Generic[Wish]):
    """What one line asks for, and what it finds. ``said`` names it to the reader, in the words of the file."""

    line: int
    status: Status
    wish: Wish
    said: str = ""


@dataclass(frozen=True)
class Plan(Generic[Wish]):
    """``unread`` are the headings that nothing here reads: they are said, and left alone."""

    lines: tuple[Planned[Wish], ...] = ()
    wrong: tuple[Wrong, ...] = ()
    unread: tuple[str, ...] = ()
    encoding: str = "utf-8"

    @property
    def written(self) -> tuple[Planned[Wish], ...]:
        """The lines that make or change something."""
        return tuple(line for line in self.lines if line.status is not Status.KNOWN)

    def count(self, status: Status) -> int:
        return sum(line.status is status for line in self.lines)

    @property
    def new(self) -> int:
        return self.count(Status.NEW)

    @property
    def known(self) -> int:
        return self.count(Status.KNOWN)

    @property
    def changed(self) -> int:
        return self.count(Status.CHANGED)


@dataclass
class Draft(Generic[Wish]):
    """A plan being written."""

    lines: list[Planned[Wish]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, line: int, status: Status, wish: Wish, said: str) -> None:
        self.lines.append(Planned(line, status, wish, said))

    def refuse(self, wrong: Iterable[Wrong]) -> None:
        self.wrong += wrong

    def done(self, *, unread: tuple[str, ...], encoding: str) -> Plan[Wish]:
        return Plan(tuple(self.lines), tuple(sorted(self.wrong, key=lambda each: each.line)), unread, encoding)


def shown(value: str) -> str:
    """A value as it is repeated to the reader: on one line, and not its whole novel."""
    flat = " ".join(value.split())
    return flat if len(flat) <= LONGEST_SHOWN else flat[: LONGEST_SHOWN - 1] + "…"

"""Everything a person is here, gathered from every domain that holds something of theirs.

A domain registers a *part* from its ``words.py`` (read at start): two functions of the person's id, run inside
``scoping.own(person)``. ``sections`` are tables for the export; ``fates`` say what goes and what stays at an erasure,
and why. People knows no domain above it: it only calls what was registered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from cantine.core import scoping

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """A table: ``columns`` are (key of the JSON, words of the page); rows hold plain values, in that order."""

    code: str
    title: Text
    columns: tuple[tuple[str, Text], ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Fate:
    """What becomes of one thing when the person is erased; ``why`` is owed for what stays."""

    what: Text
    goes: bool
    why: Text = ""


@dataclass(frozen=True)
class Part:
    """What one domain holds of a person."""

    code: str
    sections: Callable[[int], Sequence[Section]]
    fates: Callable[[int], Sequence[Fate]]


_PARTS: dict[str, Part] = {}


def register_part(part: Part) -> None:
    if part.code in _PARTS:
        raise ValueError(f"The part {part.code!r} is registered twice.")
    _PARTS[part.code] = part


def export_parts() -> list[Part]:
    """Every part, people's first."""
    return sorted(_PARTS.values(), key=lambda part: (part.code != "people", part.code))


def sections_of(person_id: int) -> list[Section]:
    """Every table of the export, in the reader's language."""
    with scoping.own(person_id):
        return [section for part in export_parts() for section in part.sections(person_id)]


def fates_of(person_id: int) -> list[Fate]:
    with scoping.own(person_id):
        return [fate for part in export_parts() for fate in part.fates(person_id)]

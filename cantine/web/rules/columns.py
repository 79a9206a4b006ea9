"""Which column of the file holds which field, and the reading of one line with everything that is wrong in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cantine.kernel import Refusal, Refused
from cantine.kernel.formulas import plain
from cantine.web.rules.csv_file import Row, Table, heading_key
from cantine.web.rules.mappings import HOUSE, MAPPINGS, OURS, REQUIRED
from cantine.web.rules.plan import Wrong, shown

Value = TypeVar("Value")


@dataclass(frozen=True)
class Columns:
    """``places`` says where each field found stands; ``unread`` are the headings of no field."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    unread: tuple[str, ...]


def columns_of(table: Table, *, kind: str, mapping: str) -> Columns:
    """The columns of a file; a tool's headings first, ours after. Refusals: file.heading_missing."""
    keys = {heading_key(heading): place for place, heading in enumerate(table.header)}
    places: dict[str, int] = {}
    for headings in (MAPPINGS[mapping][kind], HOUSE[kind]):
        for name, known in headings.items():
            found = next((keys[key] for each in known if (key := heading_key(each)) in keys), None)
            if found is not None and name not in places and found not in places.values():
                places[name] = found
    missing = [name for name in REQUIRED[kind] if name not in places]
    if missing:
        looked = tuple(_called(name, kind, mapping) for name in missing)
        raise Refused(Refusal("file.heading_missing", {"headings": looked, "found": table.header[:12]}))
    read = set(places.values())
    unread = tuple(heading for place, heading in enumerate(table.header) if place not in read and heading)
    return Columns(table.header, places, unread)


def _called(name: str, kind: str, mapping: str) -> str:
    """How the tool names this column, else how we do."""
    theirs = MAPPINGS[mapping][kind].get(name) if MAPPINGS[mapping] is not HOUSE else None
    return theirs[0] if theirs else OURS.get(name) or HOUSE[kind][name][0].capitalize()


@dataclass
class Line:
    """One record being read: each cell is asked for by its field, and what is wrong is gathered."""

    row: Row
    columns: Columns
    wrong: list[Wrong] = field(default_factory=list)

    def text(self, name: str, *, most: int = 0, multiline: bool = False) -> str:
        """The cell, stripped, its mark against formulas taken off. At most ``most`` characters."""
        place = self.columns.places.get(name)
        cell = plain(self.row.cells[place]) if place is not None else ""
        cell = cell.strip() if multiline else " ".join(cell.split())
        if most and len(cell) > most:
            self.refuse(name, Refusal("cell.too_long", {"most": most}))
        if any(char < " " and char not in "\n\t" for char in cell):
            self.refuse(name, Refusal("cell.control"))
        return cell

    def value(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """What ``read`` makes of the cell; None when it is empty, or wrong."""
        cell = self.text(name)
        if not cell:
            return None
        try:
            return read(cell)
        except Refused as refused:
            self.refuse(name, refused.refusals[0])
            return None

    def needed(self, name: str) -> None:
        if not self.text(name):
            self.refuse(name, Refusal("cell.missing"))

    def said(self, *names: str, titled: tuple[str, ...] = ()) -> str:
        """What the line is about, as the file writes it: these cells, then those that need their heading to be understood; those that
        are empty left out."""
        cells = [shown(self.text(name)) for name in names]
        cells += [
            f"{self.columns.header[self.columns.places[name]]} {shown(self.text(name))}"
            for name in titled
            if self.text(name)
        ]
        return ", ".join(filter(None, cells))

    def refuse(self, name: str, refusal: Refusal) -> None:
        place = self.columns.places.get(name)
        column = self.columns.header[place] if place is not None else name
        value = shown(self.row.cells[place]) if place is not None else ""
        self.wrong.append(Wrong(self.row.line, column, value, refusal))

"""A CSV file as people send it: UTF-8 with or without its mark, or Windows-1252; commas, semicolons or tabs; quoted
newlines. A file that cannot be read is refused as a whole, with the line where it breaks.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cantine.kernel import Refusal, Refused, folded

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 100_000
MOST_COLUMNS = 500
MOST_CELL = 100_000
DELIMITERS = ";,\t"
# Two marks by which another kind of file is known: a spreadsheet (a zip), and UTF-16.
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """One record; ``line`` is the line of the file where it begins, ``cells`` as many as there are headings."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """``header`` as the file writes it; records come one at a time, and can be gone through again."""

    header: tuple[str, ...]
    encoding: str
    delimiter: str
    text: str

    def rows(self) -> Iterator[Row]:
        """The records under the heading; empty lines are passed over. Refusals: file.unreadable,
        file.too_many_cells, file.too_many_lines."""
        for number, (line, cells) in enumerate(_filled(_records(self.text, self.delimiter))):
            if number == 0:
                continue
            if number > MOST_LINES:
                raise Refused(Refusal("file.too_many_lines", {"most": MOST_LINES}))
            spare = [cell for cell in cells[len(self.header) :] if cell.strip()]
            if spare:
                raise Refused(Refusal("file.too_many_cells", {"line": line, "columns": len(self.header)}))
            padded = [*cells, *[""] * len(self.header)][: len(self.header)]
            yield Row(line, tuple(padded))


def read_table(data: bytes) -> Table:
    """The table that these bytes hold. Refusals: file.empty, file.too_large, file.spreadsheet, file.nul,
    file.encoding, file.unreadable, file.no_heading, file.heading_twice, file.no_line."""
    text, encoding = _decoded(data)
    delimiter = _delimiter_of(text)
    records = _filled(_records(text, delimiter))
    first = next(records, None)
    if first is None:
        raise Refused(Refusal("file.empty"))
    header = _header_of(first[1])
    if next(records, None) is None:
        raise Refused(Refusal("file.no_line"))
    return Table(header, encoding, delimiter, text)


def heading_key(heading: str) -> str:
    """What two headings are compared by: ``"E-Mail "``, ``"e_mail"`` and ``"email"`` are one."""
    return "".join(char for char in folded(heading) if char.isalnum())


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > MOST_BYTES:
        raise Refused(Refusal("file.too_large", {"most_mb": MOST_BYTES // 1024 // 1024}))
    if not data.strip():
        raise Refused(Refusal("file.empty"))
    if data.startswith(_SPREADSHEET):
        raise Refused(Refusal("file.spreadsheet"))
    if data.startswith(_UTF_16):
        raise Refused(Refusal("file.encoding", {"line": 1}))
    if b"\0" in data:
        raise Refused(Refusal("file.nul", {"line": data[: data.index(b"\0")].count(b"\n") + 1}))
    try:
        return _lined(data.decode("utf-8-sig")), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return _lined(data.decode("cp1252")), "windows-1252"
    except UnicodeDecodeError as error:
        raise Refused(Refusal("file.encoding", {"line": data[: error.start].count(b"\n") + 1})) from error


def _lined(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter_of(text: str) -> str:
    """The mark that parts the headings: the one met most often on the first written line, outside quotes."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(Refusal("file.unreadable", {"line": line})) from error
        if any(len(cell) > MOST_CELL for cell in cells):
            raise Refused(Refusal("file.unreadable", {"line": line}))
        yield line, cells
        line = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, parted at newlines only: a cell may hold other characters that Python parts at."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end


def _filled(records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((line, cells) for line, cells in records if any(cell.strip() for cell in cells))


def _header_of(cells: Sequence[str]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    header = tuple(" ".join(cell.split())[:120] for cell in cells)
    if len(header) > MOST_COLUMNS or not any(heading_key(each) for each in header):
        raise Refused(Refusal("file.no_heading"))
    keys = [heading_key(each) for each in header]
    twice = dict.fromkeys(each for each, key in zip(header, keys, strict=True) if key and keys.count(key) > 1)
    if twice:
        raise Refused(Refusal("file.heading_twice", {"headings": tuple(twice)}))
    return header

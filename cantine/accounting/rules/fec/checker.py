"""Reading the file again, as an inspector's program does: what is wrong, line by line. Lines are counted from the head."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from cantine.accounting.rules.fec.writer import COLUMNS, ENCODING

_NAME = re.compile(r"\d{9}FEC(\d{8})\.txt")
_AMOUNT = re.compile(r"-?\d+,\d{2}")
_ACCOUNT = re.compile(r"\d{3}[0-9A-Za-z]*")
_NUMBER = re.compile(r"\D*(\d+)")
_OPENING = ("AN", "RAN")
_FILLED = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "PieceRef", "PieceDate",
    "EcritureLib", "Debit", "Credit", "ValidDate",
)  # fmt: skip
_DAYS = ("EcritureDate", "PieceDate", "DateLet", "ValidDate")
Row = dict[str, str]
Numbered = tuple[int, Row]


@dataclass(frozen=True)
class Finding:
    """``code`` says what is wrong, ``about`` where in the line: a column, an entry."""

    line: int
    code: str
    about: str = ""


def check_fec(content: bytes, *, name: str, first_day: date, last_day: date) -> list[Finding]:
    """Everything wrong with a file of a year; nothing where it is as the law wants it."""
    found = [*_check_name(name, last_day)]
    text = content.decode(ENCODING).removesuffix("\r\n").removesuffix("\n")
    lines = re.split(r"\r?\n", text)
    if tuple(lines[0].split("\t")) != COLUMNS:
        return [*found, Finding(1, "head_wrong")]
    rows: list[Numbered] = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            found.append(Finding(number, "columns_wrong"))
        else:
            rows.append((number, dict(zip(COLUMNS, cells, strict=True))))
    found += [each for row in rows for each in _check_row(*row, first_day, last_day)]
    return [*found, *_check_entries(rows), *_check_order(rows)]


def _check_name(name: str, last_day: date) -> Iterator[Finding]:
    said = _NAME.fullmatch(name)
    if said is None or said[1] != f"{last_day:%Y%m%d}":
        yield Finding(0, "name_wrong", name)


def _check_row(line: int, row: Row, first_day: date, last_day: date) -> Iterator[Finding]:
    yield from (Finding(line, "field_empty", column) for column in _FILLED if not row[column].strip())
    yield from (Finding(line, "day_wrong", column) for column in _DAYS if row[column] and _day(row[column]) is None)
    day = _day(row["EcritureDate"])
    if day is not None and not first_day <= day <= last_day:
        yield Finding(line, "day_outside_the_year", "EcritureDate")
    if row["CompteNum"] and not _ACCOUNT.fullmatch(row["CompteNum"]):
        yield Finding(line, "account_wrong", "CompteNum")
    if bool(row["CompAuxNum"]) != bool(row["CompAuxLib"]):
        yield Finding(line, "third_half_said", "CompAuxLib")
    if bool(row["EcritureLet"]) != bool(row["DateLet"]):
        yield Finding(line, "lettering_half_said", "DateLet")
    yield from _check_amounts(line, row)


def _check_amounts(line: int, row: Row) -> Iterator[Finding]:
    wrong = [column for column in ("Debit", "Credit") if row[column] and not _AMOUNT.fullmatch(row[column])]
    yield from (Finding(line, "amount_wrong", column) for column in wrong)
    if not wrong and bool(_cents(row["Debit"])) == bool(_cents(row["Credit"])):
        yield Finding(line, "one_side_only")


def _check_entries(rows: Sequence[Numbered]) -> Iterator[Finding]:
    """Each entry balances and stands in one piece, on one day; so does the file."""
    seen: set[tuple[str, str]] = set()
    for key, group in groupby(rows, key=_entry):
        lines = list(group)
        if key in seen:
            yield Finding(lines[0][0], "entry_in_pieces", key[1])
        seen.add(key)
        if len({row["EcritureDate"] for _line, row in lines}) > 1:
            yield Finding(lines[0][0], "entry_on_two_days", key[1])
        if sum(_cents(row["Debit"]) - _cents(row["Credit"]) for _line, row in lines):
            yield Finding(lines[0][0], "entry_unbalanced", key[1])


def _check_order(rows: Sequence[Numbered]) -> Iterator[Finding]:
    """Openings first; then as they were validated; numbers of a journal from one on, without a gap."""
    last: dict[str, int] = {}
    opened, former = False, ""
    for (journal, number), group in groupby(rows, key=_entry):
        line, row = next(group)
        digits = _NUMBER.fullmatch(number)
        value = int(digits[1]) if digits else 0
        if value != last.get(journal, 0) + 1:
            yield Finding(line, "number_does_not_follow", number)
        last[journal] = value
        if journal in _OPENING:
            if opened:
                yield Finding(line, "opening_not_first", number)
            continue
        opened = True
        if row["ValidDate"] < former:
            yield Finding(line, "not_as_validated", number)
        former = row["ValidDate"]


def _entry(numbered: Numbered) -> tuple[str, str]:
    return numbered[1]["JournalCode"], numbered[1]["EcritureNum"]


def _cents(amount: str) -> int:
    return int(amount.replace(",", "")) if _AMOUNT.fullmatch(amount) else 0


def _day(text: str) -> date | None:
    if not re.fullmatch(r"\d{8}", text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None

"""Writing the file: eighteen columns apart by a tabulation, days without marks, a decimal comma, ISO 8859-15."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
ENCODING = "iso-8859-15"
# What typography writes and the encoding lacks.
_PLAIN = str.maketrans({
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "\u202f": " ", "\u00a0": " ",
    "\u2009": " ", "\t": " ", "\r": " ", "\n": " ",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FecLine:
    """A line of an entry as the file has it; ``number`` is that of the entry in its journal."""

    journal: str
    journal_name: str
    number: int
    day: date
    account: str
    account_name: str
    third: str = ""
    third_name: str = ""
    piece: str
    piece_day: date
    label: str
    debit_cents: int
    credit_cents: int
    lettering: str = ""
    lettered_on: date | None = None
    valid_on: date


def fec_name(siren: str, last_day: date) -> str:
    """The name that the law gives it, from the last day of the year."""
    return f"{siren}FEC{last_day:%Y%m%d}.txt"


def fec_bytes(lines: Iterable[FecLine]) -> bytes:
    """The whole file, head included. Lines come in their order: openings first, then as they were validated."""
    rows = ["\t".join(COLUMNS), *("\t".join(_fields(line)) for line in lines)]
    return "".join(f"{row}\r\n" for row in rows).encode(ENCODING)


def _fields(line: FecLine) -> tuple[str, ...]:
    return (
        _text(line.journal), _text(line.journal_name), f"{_text(line.journal)}{line.number:06}", _day(line.day), line.account,
        _text(line.account_name), _text(line.third), _text(line.third_name or line.third if line.third else ""),
        _text(line.piece), _day(line.piece_day), _text(line.label), _amount(line.debit_cents), _amount(line.credit_cents),
        line.lettering, _day(line.lettered_on), _day(line.valid_on), "", "",
    )  # fmt: skip


def _text(words: str) -> str:
    """What the encoding can say of it: an accent that it lacks is dropped, a letter that it lacks becomes a question mark."""
    plain = " ".join(words.translate(_PLAIN).split())
    if plain.isprintable() and plain.encode(ENCODING, "ignore").decode(ENCODING) == plain:
        return plain
    return "".join(map(_letter, plain)).strip() or ("?" if words.strip() else "")


def _letter(letter: str) -> str:
    if not letter.isprintable():
        return ""
    for said in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        if said and said.encode(ENCODING, "ignore"):
            return said
    return "?"


def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"

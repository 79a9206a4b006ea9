"""A table that a bank gives, as CSV: which column is which is recognised by its title, and asked where it is not sure.

Titles may come after a few lines about the account. Amounts are written the French way or the English one, the same all along
a file: its decimal mark is read of all its amounts at once, since one alone may be read both ways (12,345).
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from cantine.billing.rules.bank.lines import BankLine, Reading, Statement, cents_of, iban_of, read
from cantine.kernel import Refusal
from cantine.kernel.folding import folded

TITLES: Mapping[str, frozenset[str]] = {
    "day": frozenset({
        "date", "date operation", "date d'operation", "date de l'operation", "date comptable", "date de comptabilisation",
        "dateop", "booking date", "date d'execution",
    }),
    "value_day": frozenset({"date valeur", "date de valeur", "dateval", "valeur", "value date"}),
    "label": frozenset({
        "libelle", "libelle operation", "libelle de l'operation", "label", "description", "intitule", "designation",
        "nature de l'operation", "operation",
    }),
    "amount": frozenset({"montant", "montant de l'operation", "montant operation", "amount", "montant net"}),
    "debit": frozenset({"debit", "montant debit", "debits"}),
    "credit": frozenset({"credit", "montant credit", "credits"}),
    "counterparty": frozenset({
        "tiers", "contrepartie", "emetteur", "beneficiaire", "nom du tiers", "nom de la contrepartie", "counterparty", "nom",
        "nom tiers", "counterparty name",
    }),
    "iban": frozenset({"iban", "iban tiers", "iban du tiers", "iban contrepartie", "compte tiers", "counterparty iban"}),
    "reference": frozenset({
        "reference", "ref", "references", "reference de l'operation", "motif", "communication", "end to end",
        "informations complementaires", "reference interne", "payment reference",
    }),
}  # fmt: skip
COMMA, POINT = ",", "."
_SHAPES = {
    COMMA: re.compile(r"([+-]?)(\d{1,3}(?:[ .']\d{3})+|\d+)(?:,(\d+))?"),
    POINT: re.compile(r"([+-]?)(\d{1,3}(?:[ ,']\d{3})+|\d+)(?:\.(\d+))?"),
}  # fmt: skip
_TELLS = {COMMA: re.compile(r".*,\d{1,2}"), POINT: re.compile(r"[^,]*\.\d{1,2}|.*,.*\.\d+")}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")


@dataclass(frozen=True)
class Columns:
    """Which column says what, counted from 0; None: no column does. Either an amount with its sign, or money out and in."""

    day: int | None = None
    label: int | None = None
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    value_day: int | None = None
    counterparty: int | None = None
    iban: int | None = None
    reference: int | None = None

    @property
    def is_enough(self) -> bool:
        money = self.amount is not None or self.credit is not None
        return self.day is not None and self.label is not None and money

    @property
    def missing(self) -> tuple[str, ...]:
        money = () if self.amount is not None or self.credit is not None else ("amount",)
        return tuple(name for name in ("day", "label") if getattr(self, name) is None) + money


@dataclass(frozen=True)
class Table:
    """The titles of a table, the number of their line in the file, and what was recognised."""

    head: tuple[str, ...]
    at: int
    columns: Columns
    rows: tuple[tuple[int, list[str]], ...]


def table_of(text: str) -> Table | None:
    """Its titles are the first line of the first thirty where most is recognised, else the widest; None where no line has two columns."""
    lines = text.splitlines()
    delimiter = max(";,\t", key=lambda mark: sum(line.count(mark) for line in lines[:30]))
    reader = csv.reader(lines, delimiter=delimiter)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]
    heads = [(number, row) for number, row in rows[:30] if len(row) > 1]
    if not heads:
        return None
    at, head = max(heads, key=lambda each: (_known(each[1]), len(each[1]), -each[0]))
    body = tuple((number, row) for number, row in rows if number > at)
    return Table(tuple(head), at, recognised(head), body)


def recognised(head: Sequence[str]) -> Columns:
    """What the titles say. Two columns that claim the same are none: somebody is asked."""
    claims: dict[str, list[int]] = {}
    for at, title in enumerate(head):
        if role := _role(title):
            claims.setdefault(role, []).append(at)
    return Columns(**{role: found[0] for role, found in claims.items() if len(found) == 1})


def chosen(said: Mapping[str, str], *, width: int) -> Columns:
    """What a person chose, by the name of each role; what is no column is left out."""
    names = [each.name for each in fields(Columns)]
    return Columns(
        **{name: int(said[name]) for name in names if said.get(name, "").isdecimal() and int(said[name]) < width}
    )


def read_table(table: Table, columns: Columns) -> Reading:
    """A table says of no account what it held."""
    if not columns.is_enough:
        return Reading(wrong=(Refusal("bank_columns_unsure", {"missing": columns.missing}, "file"),))
    lines, wrong = [], []
    mark = decimal_mark(cell for _number, row in table.rows for cell in _amounts(row, columns))
    for number, row in table.rows:
        line = _line(row, columns, mark)
        if isinstance(line, Refusal):
            wrong.append(Refusal(line.code, {"line": number, **line.context}, "file"))
        else:
            lines.append(line)
    return read([Statement("", None, None, tuple(lines))], wrong)


def _known(row: Sequence[str]) -> int:
    return len({role for title in row if (role := _role(title))})


def _role(title: str) -> str:
    plain = re.sub(r"\(.*?\)|\b(euros?|eur|en)\b|[*:.]", " ", folded(title))
    plain = " ".join(plain.replace("_", " ").replace("€", " ").split())
    return next((role for role, titles in TITLES.items() if plain in titles), "")


def decimal_mark(amounts: Iterable[str]) -> str:
    """What parts cents from euros in a whole file: the point where an amount can be read no other way and none needs the comma,
    else the comma, as in France."""
    plain = [_plain(each) for each in amounts]
    english = any(_TELLS[POINT].fullmatch(each) for each in plain)
    return POINT if english and not any(_TELLS[COMMA].fullmatch(each) for each in plain) else COMMA


def _amounts(row: Sequence[str], columns: Columns) -> list[str]:
    asked = (columns.amount, columns.debit, columns.credit)
    return [row[at] for at in asked if at is not None and at < len(row) and row[at]]


def _line(row: Sequence[str], columns: Columns, mark: str) -> BankLine | Refusal:
    def cell(at: int | None) -> str:
        return row[at] if at is not None and at < len(row) else ""

    if (day := _day(cell(columns.day))) is None:
        return Refusal("bank_day_wrong", {"said": cell(columns.day)})
    cents = _money(cell(columns.amount), cell(columns.debit), cell(columns.credit), mark)
    if cents is None:
        said = cell(columns.amount) or cell(columns.credit) or cell(columns.debit)
        return Refusal(_why_wrong(said, mark), {"said": said, "mark": mark})
    return BankLine(
        day=day, value_day=_day(cell(columns.value_day)), cents=cents, label=cell(columns.label),
        counterparty=cell(columns.counterparty), iban=iban_of(cell(columns.iban)), reference=cell(columns.reference),
    )  # fmt: skip


def _money(amount: str, debit: str, credit: str, mark: str) -> int | None:
    if amount:
        return amount_of(amount, mark=mark)
    out, came = (amount_of(each, mark=mark) if each else 0 for each in (debit, credit))
    if out is None or came is None or not (debit or credit):
        return None
    return abs(came) - abs(out)


def amount_of(text: str, *, mark: str) -> int | None:
    """“1 234,56 €” where the mark is the comma, “1,234.56” where it is the point → cents; None where it is no amount."""
    found = _SHAPES[mark].fullmatch(_plain(text))
    if found is None or len(found[3] or "") > 2:
        return None
    whole = re.sub(r"[ .,']", "", found[2])
    return cents_of(f"{found[1]}{whole}.{found[3] or '0'}")


def _why_wrong(said: str, mark: str) -> str:
    """An amount whose only fault is to have more than two decimals is told so."""
    found = _SHAPES[mark].fullmatch(_plain(said))
    return "bank_decimals_wrong" if found and len(found[3] or "") > 2 else "bank_amount_wrong"


def _plain(text: str) -> str:
    plain = re.sub(r"[\u00a0\u202f]", " ", text).replace("€", "").replace("EUR", "").replace("−", "-").replace("’", "'")
    return re.sub(r"^([+-])\s+", r"\1", plain.strip())


def _day(text: str) -> date | None:
    try:
        if found := _DAY.fullmatch(text):
            year = int(found[3])
            return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

"""What a place spends: what, how much, when; and a file of many such lines, of which all are written or none."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cantine.funding.rules.grants import LONGEST, MOST_CENTS
from cantine.funding.rules.nomenclature import Activity
from cantine.kernel import Refusal
from cantine.kernel.folding import folded

# As the chart of accounts knows them: each has its account there, which a treasurer may change.
CATEGORIES = (
    "rent", "shared", "energy", "upkeep", "insured", "wages", "social", "goods", "program", "tools", "supplies", "fees",
    "comms", "travel", "telecom", "bank", "interest", "taxes", "deprec", "",
)  # fmt: skip
WORN = "deprec"
MOST_LINES = 20_000
_AMOUNT = re.compile(r"(\d{1,8})(?:[.,](\d{1,2}))?")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})-(\d{2})-(\d{2})")
COLUMNS: Mapping[str, frozenset[str]] = {
    "day": frozenset({"date", "jour", "day", "date facture"}),
    "what": frozenset({"quoi", "libelle", "objet", "what", "label"}),
    "amount": frozenset({"montant", "ht", "montant ht", "amount", "net"}),
    "vat": frozenset({"tva", "montant tva", "vat"}),
    "category": frozenset({"categorie", "nature", "category"}),
    "supplier": frozenset({"fournisseur", "supplier"}),
    "paid": frozenset({"paye le", "payee le", "date de paiement", "paid on", "paid"}),
    "activity": frozenset({"activite", "activity"}),
}


@dataclass(frozen=True, kw_only=True)
class Spent:
    """One cost. ``vat_cents`` is what one may deduct, ``net_cents`` what it costs; ``activity`` says what for, where one
    knows; ``paid_on`` is empty until it is paid."""

    what: str
    day: date
    net_cents: int
    vat_cents: int = 0
    category: str = ""
    supplier: str = ""
    activity: str = Activity.HOUSE
    paid_on: date | None = None

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents


def check_spent(spent: Spent) -> Iterator[Refusal]:
    """Refusals: cost_unnamed, cost_amount_wrong, cost_vat_wrong, cost_category_unknown, cost_activity_unknown."""
    if not spent.what or len(spent.what) > LONGEST:
        yield Refusal("cost_unnamed", field="what")
    if not 0 < spent.net_cents <= MOST_CENTS:
        yield Refusal("cost_amount_wrong", field="amount")
    if not 0 <= spent.vat_cents <= spent.net_cents:
        yield Refusal("cost_vat_wrong", field="vat")
    if spent.category not in CATEGORIES:
        yield Refusal("cost_category_unknown", {"category": spent.category}, "category")
    if spent.activity not in set(Activity):
        yield Refusal("cost_activity_unknown", {"activity": spent.activity}, "activity")


def check_cost_day(spent: Spent, today: date) -> Iterator[Refusal]:
    """A cost is entered once it is there: a day to come would begin another year. Refusals: cost_day_to_come."""
    if spent.day > today:
        yield Refusal("cost_day_to_come", {"day": spent.day}, "day")


def check_paid(spent: Spent, today: date) -> Iterator[Refusal]:
    """What is paid was paid by today, and wear is paid to nobody. Refusals: cost_paid_early, wear_is_not_paid."""
    if spent.paid_on is not None and spent.category == WORN:
        yield Refusal("wear_is_not_paid", field="paid_on")
    elif spent.paid_on is not None and spent.paid_on > today:
        yield Refusal("cost_paid_early", field="paid_on")


def without_deduction(spent: Spent) -> Spent:
    """Who pays no VAT deducts none: all of it is a cost."""
    return replace(spent, net_cents=spent.gross_cents, vat_cents=0)


@dataclass(frozen=True)
class Wrong:
    """Why a line of a file can't be written; ``number`` is that of the line, the head being the first."""

    number: int
    refusal: Refusal


@dataclass(frozen=True)
class Sheet:
    """What a file would bring."""

    rows: tuple[Spent, ...]
    wrong: tuple[Wrong, ...]

    @property
    def total_cents(self) -> int:
        return sum(each.net_cents for each in self.rows)


def read_sheet(text: str, names: Mapping[str, str], activities: Mapping[str, str]) -> Sheet:
    """A table of costs; ``names`` and ``activities`` give codes by their folded names. The separator is the one that the
    head has most."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, _, _rest = text.partition("\n")
    separator = max(";,\t", key=head.count)
    try:
        lines = list(csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=separator))
    except csv.Error:
        return Sheet((), (Wrong(1, Refusal("sheet_unreadable")),))
    places = _places(lines[0]) if lines else {}
    if missing := [each for each in ("day", "what", "amount") if each not in places]:
        return Sheet((), (Wrong(1, Refusal("sheet_column_missing", {"column": missing[0]})),))
    if len(lines) > MOST_LINES + 1:
        return Sheet((), (Wrong(1, Refusal("sheet_too_long", {"most": MOST_LINES})),))
    read = [(number, _row(line, places, names, activities)) for number, line in enumerate(lines[1:], 2) if any(line)]
    rows = tuple(found for _number, found in read if isinstance(found, Spent))
    wrong = tuple(Wrong(number, found) for number, found in read if isinstance(found, Refusal))
    return Sheet(rows, wrong)


def _places(head: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, title in enumerate(head):
        for column, titles in COLUMNS.items():
            if folded(title).strip() in titles:
                found.setdefault(column, place)
    return found


def _row(
    line: list[str], places: Mapping[str, int], names: Mapping[str, str], activities: Mapping[str, str]
) -> Spent | Refusal:
    said = {column: line[place].strip() if place < len(line) else "" for column, place in places.items()}
    day, paid = day_read(said["day"]), day_read(said.get("paid", ""))
    cents, vat = cents_read(said["amount"]), cents_read(said.get("vat", "") or "0")
    if day is None or (said.get("paid") and paid is None):
        return Refusal("sheet_day_wrong", {"said": said["day"] if day is None else said["paid"]})
    if cents is None or vat is None:
        return Refusal("sheet_amount_wrong", {"said": said["amount"] if cents is None else said["vat"]})
    category = names.get(folded(said.get("category", "")).strip())
    if category is None:
        return Refusal("cost_category_unknown", {"category": said.get("category", "")})
    activity = activities.get(folded(said.get("activity", "")).strip())
    if activity is None:
        return Refusal("cost_activity_unknown", {"activity": said.get("activity", "")})
    spent = Spent(
        what=said["what"], day=day, net_cents=cents, vat_cents=vat, category=category, activity=activity,
        supplier=said.get("supplier", "")[:LONGEST], paid_on=paid,
    )  # fmt: skip
    return next(check_spent(spent), spent)


def cents_read(said: str) -> int | None:
    found = _AMOUNT.fullmatch(re.sub(r"[\s\u00a0\u202f€]", "", said))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def day_read(said: str) -> date | None:
    found = _DAY.fullmatch(said)
    if found is None:
        return None
    day, month, year, *iso = found.groups()
    try:
        return date(int(year), int(month), int(day)) if year else date(*(int(each) for each in iso))
    except ValueError:
        return None

"""Members that an association already has, as a spreadsheet gives them: one line a period of dues. Each line is read, or told
what is wrong in it; nothing is guessed."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cantine.kernel import Refusal, folded
from cantine.memberships.rules.dues import Covered
from cantine.people.rules.organisations import check_email

COLUMNS = {
    "email": ("email", "e-mail", "courriel", "mail", "adresse e-mail"),
    "name": ("nom", "name", "personne", "prenom nom", "nom complet"),
    "kind": ("cotisation", "dues", "kind", "formule", "type"),
    "first_day": ("du", "from", "debut", "depuis"),
    "last_day": ("au", "until", "fin", "jusqu'au"),
    "cents": ("montant", "amount", "paye", "paid"),
}
NEEDED = ("email", "first_day", "last_day")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
MOST_LINES = 5_000


@dataclass(frozen=True)
class BroughtMember:
    """A line that can be written: days of membership, and what was paid for them."""

    line: int
    email: str
    name: str
    kind: str
    days: Covered
    cents: int


@dataclass(frozen=True)
class MembersFile:
    """What a text holds; ``wrong`` are the lines that cannot be read, each with why."""

    members: tuple[BroughtMember, ...] = ()
    wrong: tuple[tuple[int, Refusal], ...] = ()


def read_members(text: str, *, kinds: Mapping[str, str]) -> MembersFile:
    """``kinds``: the code of each kind of dues by its folded name and by its code; the first is that of a line that names none.
    Refusals by line: members_columns_missing, members_too_long, people.email_wrong, members_day_wrong, members_days_reversed,
    dues_kind_unknown, members_amount_wrong, members_line_twice."""
    rows = [
        row for row in csv.reader(text.strip().splitlines(), delimiter=_delimiter(text)) if any(map(str.strip, row))
    ]
    if not rows:
        return MembersFile()
    where = _where(rows[0])
    if missing := [name for name in NEEDED if name not in where]:
        return MembersFile(wrong=((1, Refusal("members_columns_missing", {"columns": tuple(missing)})),))
    if len(rows) > MOST_LINES:
        return MembersFile(wrong=((1, Refusal("members_too_long", {"most": MOST_LINES})),))
    members: list[BroughtMember] = []
    wrong: list[tuple[int, Refusal]] = []
    for number, row in enumerate(rows[1:], start=2):
        found = _member(number, {name: row[at].strip() if at < len(row) else "" for name, at in where.items()}, kinds)
        if isinstance(found, BroughtMember) and _met(found, members):
            found = Refusal("members_line_twice", {"email": found.email})
        if isinstance(found, Refusal):
            wrong.append((number, found))
        else:
            members.append(found)
    return MembersFile(tuple(members), tuple(wrong))


def _member(number: int, cells: Mapping[str, str], kinds: Mapping[str, str]) -> BroughtMember | Refusal:
    email, named = cells["email"].lower(), cells.get("kind", "")
    if wrong := list(check_email(email)):
        return wrong[0]
    first, last = _day(cells["first_day"]), _day(cells["last_day"])
    if first is None or last is None:
        return Refusal("members_day_wrong", {"said": cells["first_day"] if first is None else cells["last_day"]})
    if last < first:
        return Refusal("members_days_reversed")
    kind = kinds.get(folded(named)) if named else next(iter(kinds.values()), None)
    if kind is None:
        return Refusal("dues_kind_unknown", {"said": named})
    cents = _cents(cells.get("cents", ""))
    if cents is None:
        return Refusal("members_amount_wrong", {"said": cells["cents"]})
    return BroughtMember(number, email, " ".join(cells.get("name", "").split()), kind, Covered(first, last), cents)


def _met(member: BroughtMember, before: Sequence[BroughtMember]) -> bool:
    """Days of one member never meet."""
    return any(
        each.email == member.email and each.days.first_day <= member.days.last_day
        and member.days.first_day <= each.days.last_day
        for each in before
    )  # fmt: skip


def _delimiter(text: str) -> str:
    head = text.strip().partition("\n")[0]
    return max(";\t,", key=head.count)


def _where(head: Sequence[str]) -> dict[str, int]:
    said = [folded(cell.replace("\ufeff", "")) for cell in head]
    return {
        name: said.index(word)
        for name, words in COLUMNS.items()
        if (word := next((each for each in map(folded, words) if each in said), None)) is not None
    }


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year, iso_year, iso_month, iso_day = found.groups()
    try:
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return None


def _cents(text: str) -> int | None:
    """Nothing said is nothing paid."""
    said = re.sub(r"[\s\u00a0\u202f€]", "", text)
    if not said:
        return 0
    found = _AMOUNT.fullmatch(said)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None

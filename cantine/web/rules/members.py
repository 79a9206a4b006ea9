"""What a file of members would make of a place's address book.

``new`` is new *to the place*: whether an address is known elsewhere in the instance is nobody's business here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cantine.kernel import Refusal, Refused, folded, slug_of
from cantine.people.rules.identifiers import bare, is_siren, is_siret
from cantine.people.rules.organisations import check_email
from cantine.web.rules.cells import day_in, yes_in
from cantine.web.rules.columns import Line, columns_of
from cantine.web.rules.csv_file import Table
from cantine.web.rules.plan import Draft, Plan, Status

# Rights over others are given one person at a time, on the team's page; a file gives only what a visitor becomes.
ROLES = {
    "membre": "member", "member": "member", "adherent": "member", "nomade": "member",
    "resident": "resident", "contact": "", "aucun": "", "none": "",
}  # fmt: skip
STAFF = {"manager", "gestionnaire", "responsable", "host", "accueil", "treasurer", "tresorier", "tresoriere"}
LANGUAGES = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}


@dataclass(frozen=True, kw_only=True)
class MemberWish:
    """A person at the place. ``role`` empty: an address in the book, nothing else. Days are inclusive."""

    email: str
    name: str = ""
    phone: str = ""
    language: str = "fr"
    role: str = "member"
    since: date | None = None
    until: date | None = None
    certifications: tuple[tuple[str, date | None], ...] = ()
    organisation: str = ""
    siren: str = ""
    siret: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownContact:
    """Somebody in the address book, and the roles they hold or held: (role, since, until)."""

    person_id: int
    name: str = ""
    roles: tuple[tuple[str, date, date | None], ...] = ()
    organisations: frozenset[str] = frozenset()
    certifications: frozenset[tuple[str, date | None]] = frozenset()

    def lacks(self, wish: MemberWish) -> tuple[tuple[str, date | None], ...]:
        """The certifications of the file that are not held until the very day it says."""
        return tuple(held for held in wish.certifications if held not in self.certifications)

    def holds(self, wish: MemberWish) -> bool:
        return not wish.role or any(
            role == wish.role and until == wish.until and (until is None or wish.since in {None, since})
            for role, since, until in self.roles
        )

    def belongs(self, wish: MemberWish) -> bool:
        return not wish.organisation or folded(wish.organisation) in self.organisations


def plan_members(table: Table, *, mapping: str, known: Mapping[str, KnownContact], today: date) -> Plan[MemberWish]:
    """``known`` is the address book by e-mail in lower case. Refusals: those of the file."""
    columns = columns_of(table, kind="members", mapping=mapping)
    draft: Draft[MemberWish] = Draft()
    seen: dict[str, int] = {}
    for row in table.rows():
        line = Line(row, columns)
        wish = _read(line, today)
        if wish.email in seen:
            line.refuse("email", Refusal("line.twice", {"line": seen[wish.email]}))
        if line.wrong:
            draft.refuse(line.wrong)
            continue
        seen[wish.email] = row.line
        draft.add(
            row.line,
            _status(wish, known.get(wish.email)),
            wish,
            line.said("first_name", "last_name", "name", "email", "role", "organisation"),
        )
    return draft.done(unread=columns.unread, encoding=table.encoding)


def _status(wish: MemberWish, contact: KnownContact | None) -> Status:
    if contact is None:
        return Status.NEW
    return Status.KNOWN if _has_all(contact, wish) else Status.CHANGED


def _has_all(contact: KnownContact, wish: MemberWish) -> bool:
    return contact.holds(wish) and contact.belongs(wish) and not contact.lacks(wish)


def _read(line: Line, today: date) -> MemberWish:
    line.needed("email")
    email = line.text("email").lower()
    if email and check_email(email):
        line.refuse("email", Refusal("cell.email"))
    since, until = line.value("since", day_in), line.value("until", day_in)
    if until is not None and until < (since or date.min):
        line.refuse("until", Refusal("cell.reversed"))
    if until is not None and since is None and until < today:
        since = until
    active = line.value("active", yes_in)
    siren, siret = _number(line, "siren"), _number(line, "siret")
    return MemberWish(
        email=email,
        name=_name(line),
        phone=line.text("phone", most=32),
        language=LANGUAGES.get(folded(line.text("language")), "fr"),
        role="" if active is False else _role(line),
        since=since,
        until=until,
        certifications=_certifications(line, today),
        organisation=line.text("organisation", most=160),
        siren=siren or siret[:9],
        siret=siret,
    )


def _certifications(line: Line, today: date) -> tuple[tuple[str, date | None], ...]:
    """``Découpe laser 31/12/2026|Four``: names, each with its last day or without an end. Those over are left aside."""
    held: dict[str, date | None] = {}
    for part in re.split(r"[|;,]", line.text("certifications")):
        words, _space, last = part.strip().rpartition(" ")
        until = _last_day(line, last) if any(sign.isdigit() for sign in last) and words else None
        code = slug_of(words if until else part)
        if code and (until is None or until >= today):
            held[code] = until
    return tuple(held.items())


def _last_day(line: Line, text: str) -> date | None:
    """None when it is no day but the end of a name: “Four 2”."""
    if not re.search(r"[./-]", text):
        return None
    try:
        return day_in(text)
    except Refused as refused:
        for refusal in refused.refusals:
            line.refuse("certifications", refusal)
        return None


def _name(line: Line) -> str:
    whole = line.text("name", most=120)
    first, last = line.text("first_name", most=60), line.text("last_name", most=60)
    if first and not last and whole and folded(first) not in folded(whole):
        return f"{first} {whole}"  # “Nom” beside “Prénom” is the family name
    return f"{first} {last}".strip() if last else whole or first


def _role(line: Line) -> str:
    word = folded(line.text("role"))
    if not word:
        return "member"
    if word in STAFF:
        line.refuse("role", Refusal("cell.role_of_staff"))
    elif word not in ROLES:
        line.refuse("role", Refusal("cell.role"))
    return ROLES.get(word, "")


def _number(line: Line, name: str) -> str:
    number = bare(line.text(name))
    right = is_siren if name == "siren" else is_siret
    if number and not right(number):
        line.refuse(name, Refusal(f"cell.{name}"))
        return ""
    return number

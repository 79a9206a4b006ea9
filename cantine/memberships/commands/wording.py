"""What allowances are for, how much is left, and why a line stands in a statement, as people say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cantine.memberships.queries import AllowanceLine, EntryLine
from cantine.memberships.rules import EntryKind, Use
from cantine.pricing.commands.wording import named, quantity_words
from cantine.pricing.rules import Unit
from cantine.ui import formats

USE_NAMES: dict[Use, str | Promise] = {
    Use.SEAT: gettext_lazy("Days at a shared desk"),
    Use.ROOM: gettext_lazy("Hours of room"),
    Use.PRINT: gettext_lazy("Printed pages"),
    Use.GUEST: pgettext_lazy("allowance", "Guests"),
}
VISIT = "booking.visits:"
WITHHELD = "withheld"


def amount_words(quantity: Decimal, unit: Unit, use: Use) -> str:
    """“7,5 jours”, “12 h”, “200 pages”."""
    if unit is not Unit.PIECE:
        return quantity_words(quantity, unit)
    said = {"number": formats.number(quantity)}
    if use is Use.GUEST:
        return ngettext("%(number)s guest", "%(number)s guests", int(quantity)) % said
    return ngettext("%(number)s page", "%(number)s pages", int(quantity)) % said


def unit_words(quantity: Decimal, unit: Unit, use: Use) -> str:
    """The word that goes beside a large number: “jours”, “h”."""
    return amount_words(quantity, unit, use).replace(formats.number(quantity), "", 1).strip().strip(formats.NBSP)


@dataclass(frozen=True)
class StatementRow:
    """A line as it is read: ``words`` are ours, ``name`` the place's own; either says what it is about."""

    day: str
    words: str
    name: str
    allowance: str
    moved: str
    left: str
    adds: bool
    coming: bool


@dataclass(frozen=True)
class Left:
    """What is left of an allowance: the number, large, and what it counts."""

    name: str
    number: str
    unit: str
    granted: str
    until: str
    shared: bool
    empty: bool
    place_id: int


def statement_rows(entries: Sequence[EntryLine]) -> list[StatementRow]:
    return [_row(entry) for entry in entries]


@dataclass(frozen=True)
class StatementMonth:
    """The lines of one month, under its name."""

    name: str
    rows: tuple[StatementRow, ...]


def folded(entries: Sequence[EntryLine], *, shown: int) -> tuple[list[StatementRow], list[StatementMonth]]:
    """The latest lines, and the others by month, as they come."""
    months = groupby(entries[shown:], key=lambda entry: entry.day.replace(day=1))
    return statement_rows(entries[:shown]), [
        StatementMonth(capfirst(formats.month(first)), tuple(map(_row, mine))) for first, mine in months
    ]


def left_of(lines: Sequence[AllowanceLine]) -> list[Left]:
    return [_left(line) for line in lines]


def _left(line: AllowanceLine) -> Left:
    return Left(
        name=named(line.name_fr, line.name_en),
        number=formats.number(line.balance),
        unit=unit_words(line.balance, line.unit, line.use),
        granted=amount_words(line.granted, line.unit, line.use),
        until=formats.full_day(line.expires_on) if line.expires_on else "",
        shared=line.shared,
        empty=not line.balance,
        place_id=line.place_id,
    )


def _row(entry: EntryLine) -> StatementRow:
    name = named(entry.name_fr, entry.name_en)
    words, about = _why(entry, name)
    sign = "+" if entry.quantity > 0 else "−"
    return StatementRow(
        day=formats.long_day(entry.day),
        words=words,
        name=about,
        allowance="" if about == name else name,
        moved=f"{sign}{amount_words(abs(entry.quantity), entry.unit, entry.use)}",
        left=amount_words(entry.balance, entry.unit, entry.use),
        adds=entry.quantity > 0,
        coming=entry.coming,
    )


def _why(entry: EntryLine, allowance: str) -> tuple[str, str]:
    """What was bought, used, given up or lost: in our words, then in the place's."""
    match entry.kind:
        case EntryKind.GRANT:
            return "", allowance
        case EntryKind.EXPIRY if entry.source == WITHHELD:
            return _("Withheld: paused or ended"), ""
        case EntryKind.EXPIRY:
            return _("Expired on its last day"), ""
        case EntryKind.GIVE_BACK if entry.source == WITHHELD:
            return _("Given back: the plan runs again"), ""
        case EntryKind.GIVE_BACK:
            return (_("Given back:"), entry.name) if entry.name else (_("Given back: a visit corrected"), "")
        case _:
            return ("", entry.name) if entry.name else (_act_words(entry), "")


def _act_words(entry: EntryLine) -> str:
    return _("Visit") if entry.source.startswith(VISIT) else _("Use")

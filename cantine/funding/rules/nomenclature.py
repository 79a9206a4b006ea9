"""What each account of the books is for whoever reads the economy of a place: which activity it is income of, which sort of
support, which category of costs. It follows the roles of the chart, so that a treasurer who gives a role another account
changes nothing here; an account without a role is read like the longest one of the chart that begins its number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cantine.accounting.rules import Role, Slot


class Side(StrEnum):
    """Where a figure stands in the mix. ``OUT`` is kept out of it: neither a resource nor a cost."""

    OWN = "own"
    PRIVATE = "private"
    PUBLIC = "public"
    COST = "cost"
    IN_KIND = "in_kind"
    OUT = "out"


class Activity(StrEnum):
    """What a place earns by, and for what it spends."""

    LETTING = "letting"
    DUES = "dues"
    TRAINING = "training"
    PROGRAMME = "programme"
    BAR = "bar"
    SERVICES = "services"
    REPAIR = "repair"
    SHOP = "shop"
    HOUSE = "house"


@dataclass(frozen=True, order=True)
class Heading:
    """``code`` is an activity, a support, or a category of costs; ``""`` where the books say no more."""

    side: Side
    code: str = ""


@dataclass(frozen=True)
class Read:
    """An account of the books as it stands over a year: ``cents`` is above zero where it is in debit."""

    number: str
    name: str
    slots: tuple[Slot, ...]
    cents: int


OTHER_INCOME = Heading(Side.OWN, "")
HEADINGS: Mapping[Role, Heading] = {
    Role.SALES_LETTING: Heading(Side.OWN, Activity.LETTING),
    Role.SALES_SERVICES: Heading(Side.OWN, Activity.SERVICES),
    Role.SALES_TRAINING: Heading(Side.OWN, Activity.TRAINING),
    Role.SALES_GOODS: Heading(Side.OWN, Activity.BAR),
    Role.DUES: Heading(Side.OWN, Activity.DUES),
    Role.DUES_WITH_COUNTERPART: Heading(Side.OWN, Activity.DUES),
    Role.SPONSORSHIP: Heading(Side.PRIVATE, "sponsorship"),
    Role.PATRONAGE: Heading(Side.PRIVATE, "patronage"),
    Role.DONATIONS: Heading(Side.PRIVATE, "donations"),
    Role.GRANTS: Heading(Side.PUBLIC, "grants"),
    Role.TO_DEDICATED_FUNDS: Heading(Side.PUBLIC, "set_aside"),
    Role.FROM_DEDICATED_FUNDS: Heading(Side.PUBLIC, "taken_back"),
}
# Accounts that have no role, by how their number begins (ANC 2018-06, in its version of 2025), the longest first.
FALLBACKS: Sequence[tuple[str, Heading]] = (
    ("754", Heading(Side.PRIVATE, "donations")),
    ("755", Heading(Side.PRIVATE, "contributions")),
    ("756", Heading(Side.OWN, Activity.DUES)),
    ("777", Heading(Side.PUBLIC, "grants")),
    ("747", Heading(Side.PUBLIC, "grants")),
    ("689", Heading(Side.PRIVATE, "set_aside")),
    ("789", Heading(Side.PRIVATE, "taken_back")),
    ("695", Heading(Side.COST, "taxes")),
    ("73", Heading(Side.PUBLIC, "public_service")),
    ("74", Heading(Side.PUBLIC, "grants")),
    ("6", Heading(Side.COST)),
    ("7", OTHER_INCOME),
    ("8", Heading(Side.IN_KIND)),
)


def heading_of(read: Read, known: Mapping[str, tuple[Slot, ...]]) -> Heading:
    """``known`` are the slots of the accounts of the chart, by number. An account that serves several headings at once says
    nothing precise: it is sundry income."""
    return _by_roles(read.slots) or _nearest(read.number, known) or _fallback(read.number)


def _by_roles(slots: Sequence[Slot]) -> Heading | None:
    found = {_of_slot(slot) for slot in slots} - {None}
    if len(found) == 1:
        return found.pop()
    sides = {each.side for each in found if each is not None}
    if not sides:
        return None
    return Heading(sides.pop()) if len(sides) == 1 else OTHER_INCOME


def _of_slot(slot: Slot) -> Heading | None:
    role, variant = slot
    return Heading(Side.COST, variant) if role is Role.EXPENSE else HEADINGS.get(role)


def _nearest(number: str, known: Mapping[str, tuple[Slot, ...]]) -> Heading | None:
    """``70831`` is read like ``7083``; a class alone says too little."""
    for size in range(len(number), 2, -1):
        if (slots := known.get(number[:size])) and (found := _by_roles(slots)):
            return found
    return None


def _fallback(number: str) -> Heading:
    return next((heading for start, heading in FALLBACKS if number.startswith(start)), Heading(Side.OUT))

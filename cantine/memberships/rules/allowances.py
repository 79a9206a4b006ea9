"""Which allowance is drawn, and how much of it. A *purse* is an allowance as these rules see it: what is left in it, of what, and
until when. A *need* is one use said in every unit that could pay for it: a day is two half-days, or as many hours as it lasted.
Quantities are Decimals of a unit with two decimals at most; days are those of the place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction

from cantine.pricing.rules import Unit

NOTHING = Decimal(0)
# An allowance is drawn by whole steps: what is left of less than one stays where it is.
STEPS: Mapping[Unit, Decimal] = {
    Unit.DAY: Decimal("0.5"), Unit.HALF_DAY: Decimal(1), Unit.HOUR: Decimal("0.25"), Unit.PIECE: Decimal(1),
}  # fmt: skip


class Use(StrEnum):
    """What an allowance is for: a seat among the others, a room, printed pages, guests."""

    SEAT = "seat"
    ROOM = "room"
    PRINT = "print"
    GUEST = "guest"


class EntryKind(StrEnum):
    """A line of the ledger. A grant and a giving back add, a draw and an expiry take."""

    GRANT = "grant"
    DRAW = "draw"
    GIVE_BACK = "give_back"
    EXPIRY = "expiry"

    @property
    def sign(self) -> int:
        return 1 if self in {EntryKind.GRANT, EntryKind.GIVE_BACK} else -1


@dataclass(frozen=True)
class Purse:
    """``key`` names the allowance; ``right`` what gives it, whose cap for one person is shared by all its purses; ``shared`` where
    others draw from it too."""

    key: int
    unit: Unit
    left: Decimal
    expires_on: date | None = None
    right: str = ""
    shared: bool = False


@dataclass(frozen=True)
class Need:
    """One use, in the units that may pay for it; ``unit`` is the one that it is counted in when nothing does."""

    unit: Unit
    ways: Mapping[Unit, Decimal]

    @property
    def quantity(self) -> Decimal:
        return self.ways[self.unit]


@dataclass(frozen=True)
class Take:
    """How much of which purse, in its own unit."""

    key: int
    quantity: Decimal


@dataclass(frozen=True)
class Drawing:
    """What pays for a need; ``lacking`` is what nothing pays for, in the need's own unit."""

    takes: tuple[Take, ...] = field(default=())
    lacking: Decimal = NOTHING


def first_used(purses: Iterable[Purse]) -> list[Purse]:
    """The order in which they are drawn: what expires first, then one’s own before what is shared, then what holds least, then the
    oldest."""
    return sorted(purses, key=lambda each: (each.expires_on or date.max, each.shared, each.left, each.key))


def drawn_from(need: Need, purses: Iterable[Purse], *, caps: Mapping[str, Decimal] | None = None) -> Drawing:
    """What each purse pays, in whole steps of its unit and never more than it holds. ``caps`` is what the person may still use
    of a right, in the unit of its purses. The order in which ``purses`` are given changes nothing."""
    left_of = dict(caps or {})
    takes, rest = [], Fraction(1 if need.quantity else 0)
    for purse in first_used(purses):
        wanted = need.ways.get(purse.unit)
        if not wanted or not rest:
            continue
        most = min(purse.left, left_of.get(purse.right, purse.left))
        part = min(Fraction(_steps(most, purse.unit)), rest * Fraction(wanted))
        quantity = _steps(_decimal(part), purse.unit)
        if quantity > 0:
            takes.append(Take(purse.key, quantity))
            rest -= Fraction(quantity) / Fraction(wanted)
            if purse.right in left_of:
                left_of[purse.right] -= quantity
    return Drawing(tuple(takes), _decimal(rest * Fraction(need.quantity)))


def seat_need(*, half_days: int, hours: Decimal) -> Need:
    """A presence: so many half-days (two make a day), or the hours that it lasted."""
    return Need(
        Unit.HALF_DAY,
        {Unit.HALF_DAY: Decimal(half_days), Unit.DAY: Decimal(half_days) / 2, Unit.HOUR: hours},
    )


def _steps(quantity: Decimal, unit: Unit) -> Decimal:
    step = STEPS.get(unit, Decimal(1))
    return (quantity / step).to_integral_value(rounding=ROUND_FLOOR) * step if quantity > 0 else NOTHING


def _decimal(part: Fraction) -> Decimal:
    return (Decimal(part.numerator) / Decimal(part.denominator)).quantize(Decimal("0.01"))

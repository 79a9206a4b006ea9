"""The yearly mix of a place: what it earns, who supports it, public money, costs, and how far it stands by itself.

Two shares answer one question, and are always said with their formula. Of *resources*: own revenue and private support,
over those and public money. Of *costs*: own revenue and private support, over what the year cost. Both are exact fractions;
they are rounded once, half up, to a tenth of a percent, where they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cantine.accounting.rules import Slot
from cantine.funding.rules.nomenclature import Activity, Heading, Read, Side, heading_of

TARGET = Fraction(1, 2)  # the study's: half public money, half one's own, to keep room for what pays nothing
TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Mix:
    """A year, in cents. ``activities`` split own revenue and ``supports`` what private and public supporters give;
    ``unbilled_cents`` is the part of own revenue that no invoice asks for yet."""

    own_cents: int = 0
    private_cents: int = 0
    public_cents: int = 0
    costs_cents: int = 0
    unbilled_cents: int = 0
    activities: Mapping[str, int] = field(default_factory=dict)
    supports: Mapping[Heading, int] = field(default_factory=dict)
    costs: Mapping[str, int] = field(default_factory=dict)

    @property
    def self_cents(self) -> int:
        """Own revenue, sponsors and gifts: all that is not public money."""
        return self.own_cents + self.private_cents

    @property
    def resources_cents(self) -> int:
        return self.self_cents + self.public_cents

    @property
    def result_cents(self) -> int:
        return self.resources_cents - self.costs_cents

    @property
    def share_of_resources(self) -> Fraction | None:
        return part(self.self_cents, self.resources_cents)

    @property
    def share_of_costs(self) -> Fraction | None:
        return part(self.self_cents, self.costs_cents)

    @property
    def parts(self) -> tuple[Fraction, Fraction, Fraction]:
        """Own revenue, private support and public money, of all resources: they add up to one, or are nothing."""
        whole = self.resources_cents
        if whole <= 0:
            return Fraction(0), Fraction(0), Fraction(0)
        own, private = Fraction(self.own_cents, whole), Fraction(self.private_cents, whole)
        return own, private, 1 - own - private

    @property
    def is_empty(self) -> bool:
        return not (self.resources_cents or self.costs_cents)


def part(cents: int, whole_cents: int) -> Fraction | None:
    """None where there is no whole to be a part of."""
    return Fraction(cents, whole_cents) if whole_cents > 0 else None


def percent(share: Fraction) -> Decimal:
    """``Fraction(333, 493)`` is 67.5: a tenth of a percent, half up, rounded once."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return exact.quantize(TENTH, rounding=ROUND_HALF_UP)


def mix_of(
    reads: Iterable[Read], *, known: Mapping[str, tuple[Slot, ...]], unbilled: Mapping[Heading, int] | None = None
) -> Mix:
    """From the accounts of a year, and what was done and no invoice asks for yet. What is put aside of a grant is not of
    this year, and what is taken back is: both move public money, never costs."""
    waiting = dict(unbilled or {})
    summed: dict[Heading, int] = dict(waiting)
    for read in reads:
        heading = heading_of(read, known)
        summed[heading] = summed.get(heading, 0) + (read.cents if heading.side is Side.COST else -read.cents)
    by_side = {side: {each: cents for each, cents in summed.items() if each.side is side} for side in Side}
    return Mix(
        own_cents=sum(by_side[Side.OWN].values()),
        private_cents=sum(by_side[Side.PRIVATE].values()),
        public_cents=sum(by_side[Side.PUBLIC].values()),
        costs_cents=sum(by_side[Side.COST].values()),
        unbilled_cents=sum(cents for each, cents in waiting.items() if each.side is Side.OWN),
        activities={each.code: cents for each, cents in by_side[Side.OWN].items() if cents},
        supports={
            each: cents for side in (Side.PRIVATE, Side.PUBLIC) for each, cents in by_side[side].items() if cents
        },
        costs={each.code: cents for each, cents in by_side[Side.COST].items() if cents},
    )


@dataclass(frozen=True)
class Margin:
    """What an activity leaves once what it costs directly is paid."""

    activity: str
    revenue_cents: int
    costs_cents: int

    @property
    def cents(self) -> int:
        return self.revenue_cents - self.costs_cents


def margins_of(mix: Mix, spent: Mapping[str, int]) -> list[Margin]:
    """``spent`` are the costs that somebody said are of an activity; the largest revenue first, what only costs last."""
    every = {*mix.activities, *(each for each in spent if each != Activity.HOUSE)} - {""}
    found = [Margin(each, mix.activities.get(each, 0), spent.get(each, 0)) for each in every]
    return sorted(found, key=lambda each: (-each.revenue_cents, -each.costs_cents, each.activity))


def paid_by_letting(margins: Iterable[Margin]) -> Fraction | None:
    """How much of the cost of the programme the margin of letting pays, above one where something is left; None where there is none."""
    by_name = {each.activity: each for each in margins}
    programme, letting = by_name.get(Activity.PROGRAMME), by_name.get(Activity.LETTING)
    left = (programme.costs_cents - programme.revenue_cents) if programme else 0
    if left <= 0:
        return None
    return Fraction(max(0, letting.cents if letting else 0), left)

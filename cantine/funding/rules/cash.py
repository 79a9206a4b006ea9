"""Cash over the twelve months that come: what is there, what is known to come and to go, and the pace of the year that runs.

What is sure (an invoice, a grant that was notified, a cost to pay) is apart from what is likely (a grant that is hoped for,
counted at its chances). Each month closes with what it opened with and its flows; the next opens with that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

MONTHS = 12
MOST_LATE = 12
NO_VAT = Fraction(0)


class Kind(StrEnum):
    """What comes in, then what goes out."""

    INVOICES = "invoices"
    QUOTES = "quotes"
    SUBSCRIPTIONS = "subscriptions"
    USUAL_IN = "usual_in"
    GRANTS = "grants"
    HOPED = "hoped"
    TO_PAY = "to_pay"
    RECURRING = "recurring"
    VAT = "vat"
    USUAL_OUT = "usual_out"


LIKELY = frozenset({Kind.HOPED})
OUT = frozenset({Kind.TO_PAY, Kind.RECURRING, Kind.VAT, Kind.USUAL_OUT})


@dataclass(frozen=True)
class Flow:
    """Cents that are expected on a day: above zero they come in, below they go out. ``vat_cents``, of the same sign, is the
    VAT within them that the books do not have as due yet."""

    day: date
    kind: Kind
    cents: int
    vat_cents: int = 0


@dataclass(frozen=True)
class Month:
    """``sure_cents`` leaves out what is only likely; ``closing_cents`` counts it."""

    first_day: date
    opening_cents: int
    flows: tuple[tuple[Kind, int], ...]
    closing_cents: int
    sure_cents: int

    @property
    def in_cents(self) -> int:
        return sum(cents for kind, cents in self.flows if kind not in OUT)

    @property
    def out_cents(self) -> int:
        return sum(cents for kind, cents in self.flows if kind in OUT)


def cash_plan(opening_cents: int, flows: Iterable[Flow], *, today: date, grants_late: int = 0) -> list[Month]:
    """Twelve months, this one first. What was due before today is expected this month; what is due after the last month is
    left out. ``grants_late`` months put off every grant that is still to come."""
    first = today.replace(day=1)
    placed = [(max(0, months_between(first, each.day)), each) for each in _late(flows, grants_late, today)]
    found, before, sure = [], opening_cents, opening_cents
    for place in range(MONTHS):
        sums = tuple((kind, _sum(placed, place, kind)) for kind in Kind)
        after = before + sum(cents for _kind, cents in sums)
        sure += sum(cents for kind, cents in sums if kind not in LIKELY)
        found.append(Month(later(first, place), before, sums, after, sure))
        before = after
    return found


def lowest(months: Sequence[Month]) -> Month:
    """The month that closes with the least, the first of them."""
    return min(months, key=lambda each: each.closing_cents)


def lowest_sure(months: Sequence[Month]) -> Month:
    """The same, of what is sure alone."""
    return min(months, key=lambda each: each.sure_cents)


def first_below(months: Sequence[Month]) -> Month | None:
    """The first month that closes below nothing: by then something must be done."""
    return next((each for each in months if each.closing_cents < 0), None)


def first_below_sure(months: Sequence[Month]) -> Month | None:
    """The same, of what is sure alone."""
    return next((each for each in months if each.sure_cents < 0), None)


def pace(cents: int, *, months: int) -> int:
    """What a month has of it, in proportion; nothing before a month is over."""
    return cents // months if months > 0 else 0


def usually(usual_in: int, usual_out: int, known: Iterable[Flow], *, today: date, vat: Fraction = NO_VAT) -> list[Flow]:
    """What a usual month brings and takes, from next month on: this one has its invoices and its costs already. What is known
    of a month (quotes, subscriptions) is of the usual revenue, and takes its place; never below nothing. ``usual_in`` comes with
    its VAT, of which it holds the share ``vat``; ``usual_out`` is without, which is neither paid nor taken back."""
    first, sums = today.replace(day=1), dict[int, int]()
    for each in known:
        at = max(0, months_between(first, each.day))
        sums[at] = sums.get(at, 0) + each.cents
    found = []
    for number in range(1, MONTHS):
        day, left = later(first, number), max(0, usual_in - sums.get(number, 0))
        found.append(Flow(day, Kind.USUAL_IN, left, int(left * vat)))
        found.append(Flow(day, Kind.USUAL_OUT, -usual_out))
    return found


def with_pending(flows: Iterable[Flow], pending_cents: int) -> list[Flow]:
    """The VAT that waits for invoices to be paid, shared among them as their sums are: to the cent, and never more than they are."""
    listed = list(flows)
    whole = sum(each.cents for each in listed)
    found, before, told = [], 0, 0
    for each in listed:
        before += each.cents
        reached = min(max(pending_cents, 0), whole) * before // whole if whole > 0 else 0
        found.append(replace(each, vat_cents=reached - told))
        told = reached
    return found


def vat_flows(
    open_cents: int, running_cents: int, foreseen: Iterable[Flow] = (), *, today: date, months: int
) -> list[Flow]:
    """VAT to pay. ``open_cents`` is what the books held at the end of the last period that is over, ``running_cents`` what
    the one that runs adds so far, ``foreseen`` what is to come, whose VAT falls due, or is deducted, on its day; periods are of so
    many months. Each is paid in the month after its period; what one may take back is kept for the next, and nothing comes in."""
    first = today.replace(day=1)
    begins, carried = later(first, -((first.month - 1) % months)), min(open_cents, 0) + running_cents
    found = [Flow(begins.replace(day=20), Kind.VAT, -open_cents)] if open_cents > 0 else []
    falls = sorted((max(each.day, today), each.vat_cents) for each in foreseen)
    while begins < later(first, MONTHS):
        begins = later(begins, months)
        carried += sum(cents for day, cents in falls if later(begins, -months) <= day < begins)
        if carried > 0:
            found.append(Flow(begins.replace(day=20), Kind.VAT, -carried))
            carried = 0
    return found


def months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def later(first: date, months: int) -> date:
    """The first day of the month that is so many months later."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _late(flows: Iterable[Flow], months: int, today: date) -> list[Flow]:
    """Grants only, from today at the earliest: one that should have come already is late from now on."""
    return [
        replace(each, day=later(max(each.day, today).replace(day=1), months))
        if months and each.kind in {Kind.GRANTS, Kind.HOPED}
        else each
        for each in flows
    ]


def _sum(placed: Iterable[tuple[int, Flow]], place: int, kind: Kind) -> int:
    return sum(each.cents for at, each in placed if at == place and each.kind is kind)

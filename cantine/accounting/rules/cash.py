"""The cash drawer: what is taken at the counter, and what a closing counts. A refund is a taking below zero: nothing that
was taken is ever changed. Amounts are whole cents, VAT inside."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cantine.kernel import Refusal

MOST_CENTS = 100_000_000
NO_SALE = ""  # the rate of cash whose VAT another document tells
_SOURCE = re.compile(r"[!-~]{1,120}")


class Method(StrEnum):
    """How it was paid. Only cash is counted at night."""

    CASH = "cash"
    CHEQUE = "cheque"
    CARD = "card"
    OTHER = "other"


class Span(StrEnum):
    """What a closing is of."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Sold:
    """A line of what was sold."""

    name: str
    cents: int


@dataclass(frozen=True)
class VatGroup:
    """What one rate adds up to; ``rate`` as it is written: ``20``, ``5.5``, ``0``."""

    rate: str
    net_cents: int
    vat_cents: int


def check_taking(source: str, cents: int, what: Sequence[Sold], vat: Sequence[VatGroup]) -> Iterator[Refusal]:
    """An amount, that its lines and its VAT add up to, of an act that has a name. Refusals: taking_empty,
    taking_lines_differ, taking_vat_differs, taking_source_wrong."""
    if not cents or abs(cents) > MOST_CENTS:
        yield Refusal("taking_empty")
    if sum(each.cents for each in what) != cents:
        yield Refusal("taking_lines_differ")
    if sum(each.net_cents + each.vat_cents for each in vat) != cents:
        yield Refusal("taking_vat_differs")
    if not _SOURCE.fullmatch(source):
        yield Refusal("taking_source_wrong")


def by_rate(groups: Iterable[VatGroup]) -> list[VatGroup]:
    """Groups of one rate made one, by rate."""
    net: Counter[str] = Counter()
    vat: Counter[str] = Counter()
    for each in groups:
        net[each.rate] += each.net_cents
        vat[each.rate] += each.vat_cents
    return [VatGroup(rate, net[rate], vat[rate]) for rate in sorted(net)]


@dataclass(frozen=True)
class Count:
    """A drawer at night: what it held in the morning, what cash came in, what was counted, what leaves for the bank."""

    opening_cents: int
    taken_cents: int
    counted_cents: int
    banked_cents: int

    @property
    def expected_cents(self) -> int:
        return self.opening_cents + self.taken_cents

    @property
    def difference_cents(self) -> int:
        """Above zero what is too much, below what is missing."""
        return self.counted_cents - self.expected_cents

    @property
    def left_cents(self) -> int:
        """What the drawer holds the next morning."""
        return self.counted_cents - self.banked_cents


def check_count(count: Count) -> Iterator[Refusal]:
    """Refusals: counted_wrong, banked_too_much."""
    if not 0 <= count.counted_cents <= MOST_CENTS:
        yield Refusal("counted_wrong", {}, "counted")
    if not 0 <= count.banked_cents <= max(count.counted_cents, 0):
        yield Refusal("banked_too_much", {}, "banked")


def check_cash_day(day: date, *, closed_until: date | None, today: date) -> Iterator[Refusal]:
    """Cash comes on a day that is not counted yet, or today: what comes once today was counted is counted again tonight.
    ``first`` is the first day that is left. Refusals: cash_day_closed."""
    if closed_until is not None and day <= closed_until and day != today:
        yield Refusal("cash_day_closed", {"day": closed_until, "first": min(closed_until + timedelta(days=1), today)})


def check_day_closing(
    day: date, *, closed_until: date | None, open_days: Iterable[date], today: date
) -> Iterator[Refusal]:
    """Days are closed in their order, and none before it has come; one that is closed is closed again for what came after.
    Refusals: day_to_come, day_already_closed,
    former_day_open."""
    if day > today:
        yield Refusal("day_to_come", {"day": day}, "day")
    opened = set(open_days)
    if closed_until is not None and day <= closed_until and day not in opened:
        yield Refusal("day_already_closed", {"day": closed_until}, "day")
    if former := [each for each in opened if each < day]:
        yield Refusal("former_day_open", {"day": min(former)}, "day")


def check_span_closing(last_day: date, *, open_days: Iterable[date], today: date) -> Iterator[Refusal]:
    """A month or a year is closed once it is over and each of its days is. Refusals: span_not_over, former_day_open."""
    if last_day >= today:
        yield Refusal("span_not_over", {"day": last_day})
    if former := [each for each in open_days if each <= last_day]:
        yield Refusal("former_day_open", {"day": min(former)})

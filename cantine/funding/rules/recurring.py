"""A cost that comes back: the rent of each month, the insurance of each year. Its dates are counted from the first, and one that
falls on a day which a month has not is on its last."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cantine.funding.rules.costs import Spent, check_spent
from cantine.kernel import Refusal


class Every(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS: dict[Every, int] = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """``spent`` is what each of them is, on the first day; ``last_day`` is included, None is without an end. ``alone``: the
    night enters it without a press."""

    spent: Spent
    every: Every
    last_day: date | None = None
    alone: bool = False


def check_recurring(recurring: Recurring) -> Iterator[Refusal]:
    """Refusals: those of ``check_spent``, recurring_ends_before."""
    yield from check_spent(recurring.spent)
    if recurring.last_day is not None and recurring.last_day < recurring.spent.day:
        yield Refusal("recurring_ends_before", field="last_day")


def dates_of(recurring: Recurring, *, until: date, after: date | None = None) -> list[date]:
    """Its dates after ``after`` and until ``until``, that one included."""
    first, step, found = recurring.spent.day, MONTHS[recurring.every], []
    last = min(until, recurring.last_day or until)
    number = 0
    while (day := _later(first, number * step)) <= last:
        if after is None or day > after:
            found.append(day)
        number += 1
    return found


def next_date(recurring: Recurring, *, after: date | None) -> date | None:
    """The first that is not entered; None once the last one is."""
    far = (after or recurring.spent.day).replace(day=1)
    return next(iter(dates_of(recurring, until=_later(far, MONTHS[recurring.every] + 1), after=after)), None)


def spent_on(recurring: Recurring, day: date) -> Spent:
    """What it is on one of its dates."""
    return replace(recurring.spent, day=day)


def _later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    year = first.year + years
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))

"""Which periods a file is due for, until when, and what is late. Days are whole; a period holds its first and its last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cantine.billing.rules.reporting.reform import REGIMES, Regime, Span
from cantine.billing.rules.reporting.terms import Terms, reports_from

ONE_DAY = timedelta(days=1)
SOON_DAYS = 7


class Kind(StrEnum):
    """What a file tells: sales that are no electronic invoice, or the payments of services among them."""

    SALES = "sales"
    PAYMENTS = "payments"


class Standing(StrEnum):
    """Where a period is: not over, to report, soon late, late, told, or without anything to tell."""

    OPEN = "open"
    DUE = "due"
    SOON = "soon"
    LATE = "late"
    DONE = "done"
    NOTHING = "nothing"


@dataclass(frozen=True, order=True)
class Period:
    kind: Kind
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Due:
    """A period and the last day by which its file must have reached the platform."""

    period: Period
    on: date


def due_of(regime: Regime, period: Period) -> date:
    """Raises KeyError for who is outside."""
    calendar, last = REGIMES[regime], period.last_day
    if _span(regime, period.kind) is Span.TEN_DAYS and last.day == 10:
        return last.replace(day=20)
    if _span(regime, period.kind) is Span.TEN_DAYS and last.day == 20:
        return _end_of_month(last)
    after = _end_of_month(last) + ONE_DAY
    return min(after + timedelta(days=calendar.due_day - 1), _end_of_month(after))


def periods_due(terms: Terms, *, today: date, most: int = 12) -> list[Due]:
    """Of both kinds, those over and the one that runs, the latest first, ``most`` of each kind."""
    start = reports_from(terms)
    if start is None or start > today:
        return []
    found = [
        Due(period, due_of(terms.regime, period))
        for kind in Kind
        for period in list(_periods(terms.regime, kind, start, today))[-most:]
    ]
    return sorted(found, key=lambda each: (each.period.first_day, each.period.kind), reverse=True)


def standing_of(due: Due, *, today: date, told: bool, empty: bool) -> Standing:
    """``told``: its file left or was handed over; ``empty``: there is nothing to say of it."""
    if today <= due.period.last_day:
        return Standing.OPEN
    if told:
        return Standing.DONE
    if empty:
        return Standing.NOTHING
    if today > due.on:
        return Standing.LATE
    return Standing.SOON if (due.on - today).days < SOON_DAYS else Standing.DUE


def _periods(regime: Regime, kind: Kind, start: date, today: date) -> Iterator[Period]:
    day = start
    while day <= today:
        last = _last_of(_span(regime, kind), day)
        yield Period(kind, day, last)
        day = last + ONE_DAY


def _span(regime: Regime, kind: Kind) -> Span:
    calendar = REGIMES[regime]
    return calendar.sales if kind is Kind.SALES else calendar.payments


def _last_of(span: Span, day: date) -> date:
    """The last day of the period that holds this one: two months are January and February, March and April…"""
    if span is Span.TEN_DAYS and day.day <= 20:
        return day.replace(day=10 if day.day <= 10 else 20)
    last = _end_of_month(day)
    return _end_of_month(last + ONE_DAY) if span is Span.TWO_MONTHS and day.month % 2 else last


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY

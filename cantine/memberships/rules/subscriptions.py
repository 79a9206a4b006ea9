"""Subscriptions: from when until when, paused when, in which state, ended by which notice; which days of a month count. Nothing
here knows who. Days are both ends included; amounts are cents without VAT.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cantine.kernel import Refusal, round_half_up
from cantine.memberships.rules.plans import Period, Plan

A_DAY = timedelta(days=1)
LONGEST_PAUSE_DAYS = 366


@dataclass(frozen=True, order=True)
class Span:
    """Days one after the other, both ends included; ``last_day`` None is without an end."""

    first_day: date
    last_day: date | None = None

    def within(self, first_day: date, last_day: date) -> "Span | None":
        """The part of it in these days."""
        first, last = max(self.first_day, first_day), min(self.last_day or last_day, last_day)
        return Span(first, last) if first <= last else None

    @property
    def days(self) -> int:
        assert self.last_day is not None
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True)
class Running:
    """When a subscription runs: from ``since`` until ``until``, but for its pauses."""

    since: date
    until: date | None = None
    pauses: tuple[Span, ...] = ()


class State(StrEnum):
    """``ENDING``: a last day is known, and it is not past."""

    COMING = "coming"
    RUNNING = "running"
    PAUSED = "paused"
    ENDING = "ending"
    OVER = "over"


def state_of(running: Running, *, today: date) -> State:
    if running.until is not None and today > running.until:
        return State.OVER
    if today < running.since:
        return State.COMING
    if any(pause.within(today, today) for pause in running.pauses):
        return State.PAUSED
    return State.RUNNING if running.until is None else State.ENDING


def month_of(day: date) -> Span:
    """The calendar month of a day."""
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def next_month(day: date) -> date:
    """The first day of the month after."""
    last = month_of(day).last_day
    assert last is not None
    return last + A_DAY


def months_after(day: date, *, until: date) -> list[date]:
    """The first days of the months after that of a day, up to that of another."""
    found, month = [], next_month(day)
    while month <= until:
        found.append(month)
        month = next_month(month)
    return found


def later(day: date, *, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of(first: date, *, months: int) -> date:
    """The last day of so many months that begin on ``first``: the eve of the same day, and the end of a month that has not that
    day. Three months from 29 November end on 28 February."""
    then = later(first, months=months)
    return then - A_DAY if then.day == first.day else then


def active_spans(running: Running, *, first_day: date, last_day: date) -> list[Span]:
    """The days that count, of these: from its beginning to its end, without its pauses."""
    whole = Span(running.since, running.until).within(first_day, last_day)
    spans = [whole] if whole else []
    for pause in running.pauses:
        spans = [rest for span in spans for rest in _without(span, pause)]
    return sorted(spans)


def prorated(cents: int, spans: Iterable[Span], *, month: Span) -> int:
    """The part of a month's price that these days make: each day is worth the same, and the parts of a month that is cut anywhere
    add up to its whole price, for each is the difference of two rounded amounts counted from its first day."""
    return sum(_until(cents, span.last_day, month) - _until(cents, span.first_day - A_DAY, month) for span in spans)


def year_of(running: Running, day: date) -> Span:
    """The year of a subscription that holds a day, from its anniversary to the eve of the next."""
    number = max(0, day.year - running.since.year)
    if number and day <= last_of(running.since, months=12 * number):
        number -= 1
    first = last_of(running.since, months=12 * number) + A_DAY if number else running.since
    return Span(first, last_of(running.since, months=12 * (number + 1)))


def next_period(period: Period, running: Running, *, today: date) -> date:
    """The first day of the period after that of today; the first one of all where it has not begun."""
    if today < running.since:
        return running.since
    held = year_of(running, today) if period is Period.YEAR else month_of(today)
    assert held.last_day is not None
    return held.last_day + A_DAY


def last_day_by_notice(plan: Plan, running: Running, *, given_on: date) -> date:
    """The last day of who gives notice: the end of the month, or of the year, in which the notice runs out, and not before the end
    of the commitment."""
    committed = last_of(running.since, months=plan.commitment_months)
    out = max(given_on, running.since) + timedelta(days=plan.notice_days)
    held = year_of(running, out) if plan.period is Period.YEAR else month_of(out)
    assert held.last_day is not None
    return max(held.last_day, committed)


def bound_until(plan: Plan, running: Running, *, today: date, carried: date | None = None) -> date | None:
    """The last day that who leaves today is bound to, by notice and commitment, or by the commitment of the plan that was left for
    this one (``carried``); None where neither binds them."""
    committed = last_of(running.since, months=plan.commitment_months) if plan.commitment_months else None
    days = [each for each in (committed, carried) if each is not None and each >= today]
    if not days and not plan.notice_days:
        return None
    return max([last_day_by_notice(plan, running, given_on=today), *days])


def committed_until(plan: Plan, running: Running, *, today: date, carried: date | None = None) -> date | None:
    """The last day of the commitment that goes on today, whichever plan it was said for."""
    own = last_of(running.since, months=plan.commitment_months) if plan.commitment_months else None
    days = [each for each in (own, carried) if each is not None and each >= today]
    return max(days, default=None)


def check_pause(running: Running, pause: Span, *, today: date, period: Period) -> Iterator[Refusal]:
    """Refusals: pause_of_a_year, pause_past, pause_reversed, pause_too_long, pause_outside, pause_twice."""
    if period is Period.YEAR:
        yield Refusal("pause_of_a_year")
    if pause.first_day < today:
        yield Refusal("pause_past", {"day": today}, "first_day")
    if pause.last_day is not None and pause.last_day < pause.first_day:
        yield Refusal("pause_reversed", field="last_day")
        return
    if pause.last_day is not None and pause.days > LONGEST_PAUSE_DAYS:
        yield Refusal("pause_too_long", {"days": LONGEST_PAUSE_DAYS}, "last_day")
    if pause.first_day < running.since or (running.until is not None and pause.first_day > running.until):
        yield Refusal("pause_outside", field="first_day")
    if any(pause.within(each.first_day, each.last_day or date.max) for each in running.pauses):
        yield Refusal("pause_twice", field="first_day")


def _without(span: Span, pause: Span) -> Iterator[Span]:
    assert span.last_day is not None
    cut = pause.within(span.first_day, span.last_day)
    if cut is None or cut.last_day is None:
        yield span
        return
    if span.first_day < cut.first_day:
        yield Span(span.first_day, cut.first_day - A_DAY)
    if cut.last_day < span.last_day:
        yield Span(cut.last_day + A_DAY, span.last_day)


def _until(cents: int, day: date | None, month: Span) -> int:
    """What the month costs up to a day, included."""
    assert day is not None
    number = (day - month.first_day).days + 1
    return round_half_up(Decimal(cents * number) / month.days)

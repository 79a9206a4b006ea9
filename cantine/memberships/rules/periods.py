"""What each month or year of a subscription costs and gives, and what changing plans would. Amounts are cents without VAT."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from cantine.memberships.rules.allowances import STEPS, Use
from cantine.memberships.rules.plans import Every, Included, Period, Terms, held_fee, terms_on
from cantine.memberships.rules.subscriptions import (
    A_DAY,
    Running,
    Span,
    active_spans,
    month_of,
    next_month,
    prorated,
    year_of,
)
from cantine.pricing.rules import Unit


@dataclass(frozen=True)
class Due:
    """What a period costs: ``whole_cents`` for all of it, ``cents`` for the ``days`` that count, of ``of_days``."""

    first_day: date
    last_day: date
    whole_cents: int
    cents: int
    days: int
    of_days: int

    @property
    def is_part(self) -> bool:
        return self.days < self.of_days


def due_in(month: date, *, period: Period, cents: int, running: Running) -> Due | None:
    """What is charged in a calendar month at ``cents`` a period: by days for a plan by the month; a year at once in the month in
    which it begins. None where no day counts."""
    whole = month_of(month)
    assert whole.last_day is not None
    if period is Period.YEAR:
        return _year_due(whole, cents, running)
    spans = active_spans(running, first_day=whole.first_day, last_day=whole.last_day)
    days = sum(span.days for span in spans)
    if not days:
        return None
    return Due(whole.first_day, whole.last_day, cents, prorated(cents, spans, month=whole), days, whole.days)


@dataclass(frozen=True)
class Backlog:
    """What a plan charges at once where it begins on a day that is past: so many periods, the one of today included."""

    periods: int
    cents: int


def backlog_of(
    versions: Sequence[Terms], *, period: Period, since: date, today: date, category: str = ""
) -> Backlog:  # fmt: skip
    """Each period from ``since`` until today's, at the prices that held then for a category, in cents without VAT."""
    first = terms_on(versions, since)
    if first is None:
        return Backlog(0, 0)
    found, month, consented = [], month_of(since).first_day, first.fee(category).cents
    while month <= today:
        fee = held_fee(versions, consented_cents=consented, day=max(since, month), category=category)
        due = due_in(month, period=period, cents=fee.cents if fee else 0, running=Running(since))
        found += [due.cents] if due else []
        month = next_month(month)
    return Backlog(len(found), sum(found))


@dataclass(frozen=True)
class Grant:
    """What a period gives: ``key`` names it among those of the subscription, so that it is given once."""

    key: str
    use: Use
    unit: Unit
    quantity: Decimal
    begins_on: date
    expires_on: date
    overage_cents: int | None


def grants_in(month: date, *, included: Sequence[Included], running: Running) -> list[Grant]:
    """What a calendar month gives: a month's units in proportion to its days, rounded up to a step; a week's for each week that
    begins in it, and for the week in which the subscription begins."""
    return [grant for each in included for grant in _grants(each, month_of(month), running)]


@dataclass(frozen=True)
class Change:
    """What changing plans does: the old one ends on ``last_day``, the new one begins on ``first_day``. In the month of the change,
    ``credited_cents`` are no longer asked for by the old one, ``owed_cents`` are asked for by the new one; ``month_cents`` is what
    a whole period of the new one costs. ``bound``: the old one holds until then by its commitment or its notice."""

    last_day: date
    first_day: date
    credited_cents: int
    owed_cents: int
    month_cents: int
    bound: bool = False


def change_of(
    *,
    old_cents: int,
    new_cents: int,
    old_period: Period,
    new_period: Period,
    running: Running,
    today: date,
    at_once: bool,
    bound_until: date | None = None,
) -> Change:
    """Preview of a change: today and by the day, or with the next period (nothing is credited, nothing more owed). ``bound_until``
    is the last day that the commitment and the notice of the old plan ask for: who goes to a cheaper one stays until then."""
    if bound_until is not None and is_cheaper(new_cents, new_period, than=old_cents, by=old_period):
        return Change(bound_until, bound_until + A_DAY, 0, 0, new_cents, bound=True)
    if not at_once or old_period is Period.YEAR:
        held = year_of(running, today) if old_period is Period.YEAR else month_of(max(today, running.since))
        assert held.last_day is not None
        return Change(held.last_day, held.last_day + A_DAY, 0, 0, new_cents)
    first = max(today, running.since)
    before = due_in(first, period=old_period, cents=old_cents, running=running)
    kept = due_in(first, period=old_period, cents=old_cents, running=replace(running, until=first - A_DAY))
    asked = due_in(first, period=new_period, cents=new_cents, running=Running(first))
    return Change(first - A_DAY, first, _cents(before) - _cents(kept), _cents(asked), new_cents)


def is_cheaper(cents: int, period: Period, *, than: int, by: Period) -> bool:
    """Whether a plan costs less, month for month."""
    months = {Period.MONTH: 1, Period.YEAR: 12}
    return cents * months[by] < than * months[period]


def _grants(each: Included, month: Span, running: Running) -> Iterator[Grant]:
    assert month.last_day is not None
    if each.every is Every.WEEK:
        for monday in _mondays(month, running):
            week = active_spans(running, first_day=monday, last_day=monday + 6 * A_DAY)
            if week:
                yield _grant(each, each.quantity, week[0].first_day, monday + 6 * A_DAY, monday)
        return
    spans = active_spans(running, first_day=month.first_day, last_day=month.last_day)
    if spans:
        quantity = each.quantity * sum(span.days for span in spans) / month.days
        last = month_of(next_month(month.first_day)).last_day if each.rolls_over else month.last_day
        assert last is not None
        yield _grant(each, _step_up(quantity, each.unit), spans[0].first_day, last, month.first_day)


def _grant(each: Included, quantity: Decimal, begins_on: date, expires_on: date, of: date) -> Grant:
    return Grant(f"{each.use}:{of}", each.use, each.unit, quantity, begins_on, expires_on, each.overage_cents)


def _mondays(month: Span, running: Running) -> Iterator[date]:
    first = month.first_day - timedelta(days=month.first_day.weekday())
    assert month.last_day is not None
    while first <= month.last_day:
        if first >= month.first_day or (
            running.since >= month.first_day and first <= running.since <= first + 6 * A_DAY
        ):
            yield first
        first += 7 * A_DAY


def _step_up(quantity: Decimal, unit: Unit) -> Decimal:
    step = STEPS[unit]
    return (quantity / step).to_integral_value(rounding=ROUND_CEILING) * step


def _year_due(month: Span, cents: int, running: Running) -> Due | None:
    assert month.last_day is not None
    year = year_of(running, month.last_day)
    if not (month.first_day <= year.first_day <= month.last_day) or year.first_day < running.since:
        return None
    if running.until is not None and year.first_day > running.until:
        return None
    assert year.last_day is not None
    return Due(year.first_day, year.last_day, cents, cents, year.days, year.days)


def _cents(due: Due | None) -> int:
    return due.cents if due else 0

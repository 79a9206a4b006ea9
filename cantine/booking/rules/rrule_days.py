"""The days of a recurrence, by RFC 5545 §3.3.10: each period of the frequency gives its days that match, then
positions choose among them.

Written here rather than left to dateutil, which searches for a date that never comes (30 February) up to the
year 9999: one request would hold a process for seconds. Here nothing looks past ``last_day``. The tests hold
it equal to dateutil wherever both answer.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from cantine.booking.rules.rrule_text import Frequency, Recurrence, Weekday
from cantine.places.rules import days_between


def days_of_rule(rule: Recurrence, *, first_day: date, last_day: date) -> Iterator[date]:
    """The days of ``rule`` from ``first_day`` to ``last_day``, both included, in order; ``COUNT`` and
    ``UNTIL`` are the caller's.
    """
    complete = _completed(rule, first_day)
    for period in _periods(complete, first_day):
        if period[0] > last_day:
            return
        chosen = _positioned([day for day in period if _matches(day, complete)], complete.positions)
        yield from (day for day in chosen if first_day <= day <= last_day)


def _completed(rule: Recurrence, first_day: date) -> Recurrence:
    """What a rule does not say comes from its first date: yearly is on that day of that month."""
    if rule.weekdays or rule.month_days or rule.year_days:
        return rule
    if rule.frequency is Frequency.WEEKLY or rule.week_numbers:
        return replace(rule, weekdays=(Weekday(weekday=first_day.weekday()),))
    if rule.frequency is Frequency.MONTHLY:
        return replace(rule, month_days=(first_day.day,))
    if rule.frequency is Frequency.YEARLY:
        return replace(rule, month_days=(first_day.day,), months=rule.months or (first_day.month,))
    return rule


def _periods(rule: Recurrence, first_day: date) -> Iterator[list[date]]:
    match rule.frequency:
        case Frequency.DAILY:
            return ([first_day + timedelta(days=n)] for n in count(0, rule.interval))
        case Frequency.WEEKLY:
            monday = first_day - timedelta(days=(first_day.weekday() - rule.week_start) % 7)
            weeks = (monday + timedelta(weeks=n) for n in count(0, rule.interval))
            return (days_between(start, start + timedelta(days=6)) for start in weeks)
        case Frequency.MONTHLY:
            months = (divmod(n, 12) for n in count(first_day.year * 12 + first_day.month - 1, rule.interval))
            return (_month(year, month + 1) for year, month in months)
        case Frequency.YEARLY:
            years = count(first_day.year, rule.interval)
            return (days_between(date(year, 1, 1), date(year, 12, 31)) for year in years)


def _month(year: int, month: int) -> list[date]:
    return days_between(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _matches(day: date, rule: Recurrence) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.weekdays or any(_falls_on(day, weekday, rule) for weekday in rule.weekdays))
        and (not rule.month_days or _counted_in(day.day, _month_length(day), rule.month_days))
        and (not rule.year_days or _counted_in(_day_of_year(day), _year_length(day), rule.year_days))
        and (not rule.week_numbers or _counted_in(*_week_number(day, rule.week_start), rule.week_numbers))
    )


def _counted_in(number: int, length: int, wanted: tuple[int, ...]) -> bool:
    """Counted from the start, or from the end as -1, -2…"""
    return number in wanted or number - length - 1 in wanted


def _falls_on(day: date, weekday: Weekday, rule: Recurrence) -> bool:
    """The nth weekday counts within the month, save in a yearly rule that names no month."""
    if day.weekday() != weekday.weekday:
        return False
    if weekday.nth == 0:
        return True
    within_year = rule.frequency is Frequency.YEARLY and not rule.months
    number, length = (_day_of_year(day), _year_length(day)) if within_year else (day.day, _month_length(day))
    return weekday.nth in ((number - 1) // 7 + 1, -((length - number) // 7 + 1))


def _week_number(day: date, week_start: int) -> tuple[int, int]:
    """The number of a day's week and how many its year has; a week belongs to the year that has four of its
    days.
    """
    middle = _middle_of_week(day, week_start)
    number = (_day_of_year(middle) - 1) // 7 + 1
    last_middle = _middle_of_week(date(middle.year, 12, 28), week_start)
    return number, (_day_of_year(last_middle) - 1) // 7 + 1


def _middle_of_week(day: date, week_start: int) -> date:
    return day + timedelta(days=3 - (day.weekday() - week_start) % 7)


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _year_length(day: date) -> int:
    return 366 if isleap(day.year) else 365


def _month_length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _positioned(days: list[date], positions: tuple[int, ...]) -> list[date]:
    if not positions:
        return days
    return [day for number, day in enumerate(days, start=1) if _counted_in(number, len(days), positions)]

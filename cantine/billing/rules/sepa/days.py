"""The days on which money moves between banks in euros (TARGET2): every weekday but six, the same in every country."""

from datetime import date, timedelta

from dateutil.easter import easter

ONE_DAY = timedelta(days=1)
FIXED = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})
MOVABLE = (-2, 1)  # Good Friday, Easter Monday


def is_target_day(day: date) -> bool:
    """Source: calendar of TARGET2 holidays, European Central Bank."""
    if day.weekday() >= 5 or (day.month, day.day) in FIXED:
        return False
    return (day - easter(day.year)).days not in MOVABLE


def next_target_day(day: date) -> date:
    """That day, or the first after it on which banks work."""
    while not is_target_day(day):
        day += ONE_DAY
    return day


def earliest_collection(*, today: date, notice_days: int, lead_days: int) -> date:
    """The payer is told ``notice_days`` before, and the bank has the file ``lead_days`` days of work before."""
    told = next_target_day(today + timedelta(days=notice_days))
    brought = today
    for _ in range(lead_days):
        brought = next_target_day(brought + ONE_DAY)
    return max(told, brought)

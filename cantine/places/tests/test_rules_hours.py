"""Hours on the wall clock: weeks, periods, nights, closures, holidays, and the two days a year that are not 24 hours
long.
"""

import itertools
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cantine.kernel.interval import Interval
from cantine.places.rules import (
    FRENCH_TIME_ZONES,
    Closure,
    HolidayPolicy,
    Opening,
    Territory,
    WhyClosed,
    both_open,
    closed_days,
    days_of,
    moment_at,
    moment_not_before,
    open_intervals,
    wall_of,
    whole_day,
)

PARIS = "Europe/Paris"
WEEKDAYS = tuple(Opening(weekday=weekday, opens=time(9), closes=time(19)) for weekday in range(5))
ALWAYS = tuple(Opening(weekday=weekday, opens=time(), closes=time()) for weekday in range(7))


def hours_on(day, *, openings=WEEKDAYS, last_day=None, timezone=PARIS, **options):
    """The open time as the clock shows it, ``day hour–hour``."""
    found = open_intervals(first_day=day, last_day=last_day or day, openings=openings, timezone=timezone, **options)
    return [
        f"{wall_of(each.starts_at, timezone=timezone):%d %H:%M}–{wall_of(each.ends_at, timezone=timezone):%d %H:%M}"
        for each in found
    ]


def why_closed(day, *, openings=WEEKDAYS, **options):
    return [each.why for each in closed_days(first_day=day, last_day=day, openings=openings, **options)]


def test_a_place_is_open_at_its_hours_and_closed_on_sunday():
    assert hours_on(date(2026, 4, 17), last_day=date(2026, 4, 20)) == ["17 09:00–17 19:00", "20 09:00–20 19:00"]
    assert why_closed(date(2026, 4, 19)) == [WhyClosed.NO_HOURS]


def test_hours_after_midnight_belong_to_the_day_they_begin_on():
    friday_night = [Opening(weekday=4, opens=time(18), closes=time(2))]
    assert hours_on(date(2026, 4, 17), openings=friday_night) == ["17 18:00–18 00:00"]
    assert hours_on(date(2026, 4, 18), openings=friday_night) == ["18 00:00–18 02:00"]
    saturday = [Closure(first_day=date(2026, 4, 18), last_day=date(2026, 4, 18), reason="Travaux")]
    both = hours_on(date(2026, 4, 17), last_day=date(2026, 4, 18), openings=friday_night, closures=saturday)
    assert both == ["17 18:00–18 02:00"]


def test_two_openings_that_touch_are_one():
    lunch = [Opening(weekday=4, opens=time(9), closes=time(12)), Opening(weekday=4, opens=time(12), closes=time(14))]
    assert hours_on(date(2026, 4, 17), openings=lunch) == ["17 09:00–17 14:00"]


def test_a_period_with_hours_of_its_own_replaces_the_others():
    august = Opening(
        weekday=0, opens=time(14), closes=time(18), valid_from=date(2026, 8, 1), valid_until=date(2026, 8, 31)
    )
    assert hours_on(date(2026, 8, 3), openings=(*WEEKDAYS, august)) == ["03 14:00–03 18:00"]
    assert hours_on(date(2026, 8, 4), openings=(*WEEKDAYS, august)) == []
    assert hours_on(date(2026, 9, 1), openings=(*WEEKDAYS, august)) == ["01 09:00–01 19:00"]


def test_the_narrowest_period_wins():
    summer = Opening(
        weekday=0, opens=time(14), closes=time(18), valid_from=date(2026, 7, 1), valid_until=date(2026, 8, 31)
    )
    week = Opening(weekday=0, opens=time(8), closes=time(22), valid_from=date(2026, 8, 3), valid_until=date(2026, 8, 9))
    since = Opening(weekday=0, opens=time(7), closes=time(8), valid_from=date(2026, 1, 1))
    every = (*WEEKDAYS, week, since, summer)
    assert hours_on(date(2026, 8, 3), openings=every) == ["03 08:00–03 22:00"]
    assert hours_on(date(2026, 8, 10), openings=every) == ["10 14:00–10 18:00"]
    assert hours_on(date(2026, 9, 7), openings=every) == ["07 07:00–07 08:00"]


def test_a_closure_closes_both_of_its_ends_and_says_why():
    works = [Closure(first_day=date(2026, 4, 14), last_day=date(2026, 4, 15), reason="Peinture")]
    assert hours_on(date(2026, 4, 13), last_day=date(2026, 4, 16), closures=works) == [
        "13 09:00–13 19:00",
        "16 09:00–16 19:00",
    ]
    closed = closed_days(first_day=date(2026, 4, 14), last_day=date(2026, 4, 14), openings=WEEKDAYS, closures=works)
    assert [(each.why, each.reason) for each in closed] == [(WhyClosed.CLOSURE, "Peinture")]


def test_a_public_holiday_closes_unless_the_place_opens_on_it():
    easter_monday = date(2026, 4, 6)
    assert hours_on(easter_monday, holidays=HolidayPolicy()) == []
    assert why_closed(easter_monday, holidays=HolidayPolicy()) == [WhyClosed.HOLIDAY]
    opens = HolidayPolicy(open_on=frozenset({"lundi-de-paques"}))
    assert hours_on(easter_monday, holidays=opens) == ["06 09:00–06 19:00"]
    assert hours_on(easter_monday, holidays=HolidayPolicy(observed=False)) == ["06 09:00–06 19:00"]


def test_hours_given_for_the_one_day_open_it_though_it_is_a_holiday():
    day = date(2026, 4, 6)
    special = Opening(weekday=0, opens=time(10), closes=time(12), valid_from=day, valid_until=day)
    assert hours_on(day, openings=(*WEEKDAYS, special), holidays=HolidayPolicy()) == ["06 10:00–06 12:00"]


def test_good_friday_is_a_holiday_in_strasbourg_and_not_in_paris():
    good_friday = date(2026, 4, 3)
    assert hours_on(good_friday, holidays=HolidayPolicy(territory=Territory.ALSACE_MOSELLE)) == []
    assert hours_on(good_friday, holidays=HolidayPolicy()) == ["03 09:00–03 19:00"]


def test_a_whole_day_is_23_or_25_hours_long_when_the_clocks_change():
    for day, length in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 4, 14), 24)):
        found = open_intervals(first_day=day, last_day=day, openings=ALWAYS, timezone=PARIS)
        assert [each.length for each in found] == [timedelta(hours=length)]


def test_hours_in_the_hour_that_does_not_exist_begin_or_end_with_the_jump():
    def night(opens, closes):
        return hours_on(date(2026, 3, 29), openings=[Opening(weekday=6, opens=opens, closes=closes)])

    assert night(time(2), time(3)) == []
    assert night(time(2, 15), time(2, 45)) == []
    assert night(time(2, 30), time(4)) == ["29 03:00–29 04:00"]
    assert night(time(1), time(2, 30)) == ["29 01:00–29 03:00"]


def test_hours_in_the_hour_that_comes_twice_use_the_first():
    night = [Opening(weekday=5, opens=time(22), closes=time(2, 30))]
    found = open_intervals(first_day=date(2026, 10, 24), last_day=date(2026, 10, 25), openings=night, timezone=PARIS)
    assert found == [Interval(datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))]


def test_saint_pierre_changes_its_clocks_on_other_days_than_paris():
    miquelon = "America/Miquelon"
    assert whole_day(date(2026, 3, 8), timezone=miquelon).length == timedelta(hours=23)
    assert whole_day(date(2026, 3, 29), timezone=miquelon).length == timedelta(hours=24)


def test_a_time_that_does_not_exist_is_read_as_the_calendars_do():
    wall = datetime(2026, 3, 29, 2, 30)
    assert wall_of(moment_at(wall, timezone=PARIS), timezone=PARIS) == datetime(2026, 3, 29, 3, 30)
    assert wall_of(moment_not_before(wall, timezone=PARIS), timezone=PARIS) == datetime(2026, 3, 29, 3)


def test_a_period_that_ends_at_midnight_does_not_touch_the_day_after():
    assert days_of(whole_day(date(2026, 4, 14), timezone=PARIS), timezone=PARIS) == [date(2026, 4, 14)]


def test_a_room_is_open_when_it_and_its_place_are():
    monday = {"first_day": date(2026, 4, 13), "last_day": date(2026, 4, 13), "timezone": PARIS}
    evening = [Opening(weekday=0, opens=time(18), closes=time(23))]
    both = both_open(open_intervals(openings=WEEKDAYS, **monday), open_intervals(openings=evening, **monday))
    assert both == [Interval(datetime(2026, 4, 13, 16, tzinfo=UTC), datetime(2026, 4, 13, 17, tzinfo=UTC))]


def test_no_days_are_never_open():
    assert hours_on(date(2026, 4, 14), last_day=date(2026, 4, 13)) == []


quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
openings = st.lists(
    st.builds(Opening, weekday=st.integers(0, 6), opens=quarters, closes=quarters), min_size=1, max_size=8
)


@given(openings=openings, zone=st.sampled_from(FRENCH_TIME_ZONES), start=st.dates(date(2026, 1, 1), date(2027, 12, 1)))
def test_open_time_is_sorted_disjoint_and_within_the_days_asked(openings, zone, start):
    last_day = start + timedelta(days=9)
    found = open_intervals(first_day=start, last_day=last_day, openings=openings, timezone=zone)
    begin, end = whole_day(start, timezone=zone).starts_at, whole_day(last_day, timezone=zone).ends_at
    assert all(begin <= each.starts_at and each.ends_at <= end for each in found)
    assert all(one.ends_at < other.starts_at for one, other in itertools.pairwise(found))


@given(openings=openings, zone=st.sampled_from(FRENCH_TIME_ZONES), start=st.dates(date(2026, 1, 1), date(2027, 12, 1)))
def test_days_asked_together_or_one_by_one_are_the_same(openings, zone, start):
    days = [start + timedelta(days=number) for number in range(4)]
    together = open_intervals(first_day=days[0], last_day=days[-1], openings=openings, timezone=zone)
    apart = [
        each for day in days for each in open_intervals(first_day=day, last_day=day, openings=openings, timezone=zone)
    ]
    assert sum((each.length for each in together), timedelta()) == sum((each.length for each in apart), timedelta())


@given(zone=st.sampled_from(FRENCH_TIME_ZONES), wall=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_a_wall_time_comes_back_or_moves_forward(zone, wall):
    shown = wall_of(moment_at(wall, timezone=zone), timezone=zone)
    assert shown in {wall, wall + timedelta(hours=1)}

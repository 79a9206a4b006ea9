"""Recurrences keep the wall clock, in every French zone, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from random import Random
from unittest import mock

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from cantine.booking.rules.recurrence import Expansion, describe, expand
from cantine.booking.rules.rrule_days import days_of_rule
from cantine.booking.rules.rrule_text import Frequency, Weekday, read_rrule
from cantine.kernel.interval import Interval
from cantine.places.rules import FRENCH_TIME_ZONES, moment_at, wall_of, zone_of

PARIS = "Europe/Paris"


def at(wall: str, zone: str = PARIS) -> datetime:
    return moment_at(datetime.fromisoformat(wall), timezone=zone)


def between(start: str, end: str, zone: str = PARIS) -> Interval:
    return Interval(at(start, zone), at(end, zone))


def starts_of(expansion: Expansion, zone: str = PARIS) -> list[str]:
    return [wall_of(each.starts_at, timezone=zone).isoformat(" ", "minutes") for each in expansion.occurrences]


def codes(expansion: Expansion) -> list[str]:
    return [refusal.code for refusal in expansion.refusals]


def weekly(rrule: str, **options: object) -> Expansion:
    """On Thursdays, 18:00–20:00, from 1 October 2026."""
    first = between("2026-10-01T18:00", "2026-10-01T20:00")
    return expand(rrule=rrule, first=first, timezone=PARIS, **options)


def test_a_meeting_at_six_stays_at_six_when_the_clocks_change():
    series = weekly("FREQ=WEEKLY;COUNT=5")
    assert starts_of(series) == [
        "2026-10-01 18:00",
        "2026-10-08 18:00",
        "2026-10-15 18:00",
        "2026-10-22 18:00",
        "2026-10-29 18:00",
    ]
    assert [each.starts_at.hour for each in series.occurrences] == [16, 16, 16, 16, 17]


def test_a_time_that_does_not_exist_moves_forward_by_the_jump():
    first = between("2026-03-28T02:30", "2026-03-28T02:45")
    series = expand(rrule="FREQ=DAILY;COUNT=3", first=first, timezone=PARIS)
    assert starts_of(series) == ["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]
    assert {each.length for each in series.occurrences} == {timedelta(minutes=15)}


def test_a_time_that_comes_twice_is_its_first():
    first = between("2026-10-24T02:30", "2026-10-24T02:45")
    series = expand(rrule="FREQ=DAILY;COUNT=2", first=first, timezone=PARIS)
    assert series.occurrences[1].starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_night_across_the_change_lasts_an_hour_less_or_more():
    first = between("2026-03-27T22:00", "2026-03-28T06:00")
    spring = expand(rrule="FREQ=DAILY;COUNT=2", first=first, timezone=PARIS)
    assert [each.length for each in spring.occurrences] == [timedelta(hours=8), timedelta(hours=7)]
    first = between("2026-10-23T22:00", "2026-10-24T06:00")
    autumn = expand(rrule="FREQ=DAILY;COUNT=2", first=first, timezone=PARIS)
    assert [each.length for each in autumn.occurrences] == [timedelta(hours=8), timedelta(hours=9)]


def test_a_period_that_the_jump_would_empty_keeps_its_length():
    first = between("2026-03-28T02:30", "2026-03-28T03:00")
    series = expand(rrule="FREQ=DAILY;COUNT=2", first=first, timezone=PARIS)
    assert series.occurrences[1] == between("2026-03-29T03:30", "2026-03-29T04:00")


def test_a_first_date_in_the_second_of_two_hours_is_kept_as_given():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    first = Interval(second, second + timedelta(minutes=30))
    series = expand(rrule="FREQ=DAILY;COUNT=2", first=first, timezone=PARIS)
    assert series.occurrences[0] == first
    assert starts_of(series) == ["2026-10-25 02:30", "2026-10-26 02:30"]


def test_the_text_may_bear_its_name_and_any_case():
    assert starts_of(weekly("rrule:freq=weekly;count=2")) == starts_of(weekly("FREQ=WEEKLY;COUNT=2"))


@pytest.mark.parametrize("until", ["20261015", "20261015T180000", "20261015T160000Z"])
def test_until_is_inclusive_as_a_day_a_wall_time_or_an_instant(until):
    assert starts_of(weekly(f"FREQ=WEEKLY;UNTIL={until}"))[-1] == "2026-10-15 18:00"


def test_until_an_instant_before_the_start_leaves_that_day_out():
    assert starts_of(weekly("FREQ=WEEKLY;UNTIL=20261015T155959Z"))[-1] == "2026-10-08 18:00"


def test_a_rule_without_end_stops_with_the_horizon_and_says_so():
    series = weekly("FREQ=WEEKLY", horizon=date(2026, 10, 15))
    assert (len(series.occurrences), series.cut) == (3, True)
    assert len(weekly("FREQ=WEEKLY").occurrences) == 53


def test_a_rule_with_an_end_is_left_whole_past_the_horizon():
    series = weekly("FREQ=WEEKLY;COUNT=5", horizon=date(2026, 10, 15))
    assert (len(series.occurrences), series.cut) == (5, False)


def test_more_dates_than_a_year_of_days_are_refused():
    assert codes(weekly("FREQ=DAILY;COUNT=366")) == []
    assert codes(weekly("FREQ=DAILY;COUNT=367")) == ["rrule_too_many"]
    assert codes(weekly("FREQ=DAILY", horizon=date(2028, 1, 1))) == ["rrule_too_many"]
    assert codes(weekly("FREQ=DAILY;COUNT=999999999")) == ["rrule_too_many"]


def test_more_than_ten_years_are_refused():
    assert codes(weekly("FREQ=YEARLY;COUNT=12")) == ["rrule_too_long"]
    assert codes(weekly("FREQ=YEARLY;UNTIL=20990101")) == ["rrule_too_long"]


def test_a_first_date_that_is_not_one_of_the_rule_is_refused_with_the_next_one():
    series = weekly("FREQ=WEEKLY;BYDAY=MO;COUNT=4")
    assert codes(series) == ["rrule_misses_first"]
    assert series.refusals[0].context["next"] == datetime(2026, 10, 5, 18)


def test_a_rule_that_never_matches_ends_at_once():
    assert codes(weekly("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")) == ["rrule_misses_first"]


def test_a_rule_that_ends_before_its_first_date_is_refused():
    assert codes(weekly("FREQ=WEEKLY;UNTIL=20260930")) == ["rrule_ends_before_first"]


@pytest.mark.parametrize("text", ["FREQ=HOURLY", "FREQ=MINUTELY;COUNT=2", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=9"])
def test_what_repeats_within_a_day_is_refused(text):
    assert codes(weekly(text)) == ["rrule_within_a_day"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "every Thursday",
        "COUNT=3",
        "FREQ=",
        "FREQ=OFTEN",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=1000000",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;UNTIL=20261399",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=²",
        "FREQ=WEEKLY;" + "BYDAY=MO," * 200,
    ],
)
def test_what_cannot_be_read_is_refused(text):
    assert codes(weekly(text)) == ["rrule_unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=WEEKLY;BYEASTER=1",
        "FREQ=WEEKLY;RDATE=20261001",
        "FREQ=WEEKLY;BYDAY=2TH",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYYEARDAY=1",
        "FREQ=MONTHLY;BYWEEKNO=1",
        "FREQ=WEEKLY;BYSETPOS=1",
    ],
)
def test_a_part_out_of_its_place_is_refused(text):
    assert codes(weekly(text)) == ["rrule_part_unsupported"]


def test_two_ends_are_refused():
    assert codes(weekly("FREQ=WEEKLY;COUNT=3;UNTIL=20261231")) == ["rrule_two_ends"]


def test_every_fault_of_a_text_is_told_at_once():
    assert codes(weekly("FREQ=OFTEN;INTERVAL=0;BYHOUR=3;X=1")) == [
        "rrule_unreadable",
        "rrule_unreadable",
        "rrule_within_a_day",
        "rrule_part_unsupported",
    ]


def test_dates_out_of_the_calendar_are_refused():
    first = Interval(datetime(9999, 12, 30, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
    assert codes(expand(rrule="FREQ=DAILY", first=first, timezone=PARIS)) == ["date_out_of_range"]


def test_a_rule_is_described_by_values_for_a_sentence():
    rule = describe("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU,-1FR;UNTIL=20261231", timezone=PARIS)
    assert rule is not None
    assert (rule.frequency, rule.interval, rule.simple) == (Frequency.MONTHLY, 2, True)
    assert rule.weekdays == (Weekday(weekday=1, nth=1), Weekday(weekday=4, nth=-1))
    assert (rule.last_day, rule.endless) == (date(2026, 12, 31), False)
    assert describe("nonsense", timezone=PARIS) is None


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    reading = read_rrule(text, timezone=PARIS)
    assert (reading.recurrence is None) == bool(reading.refusals)


@st.composite
def rules_of_any_shape(draw):
    """RRULEs that dateutil reads as RFC 5545 does: it confuses ``MO`` beside ``1TU``, and positions in a
    first week cut short.
    """
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    counted = frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans())
    nth = st.sampled_from(["1", "2", "-1", "5"]) if counted else st.just("")
    days = st.tuples(nth, st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])).map("".join)
    shapes = {
        "BYDAY": st.lists(days, min_size=1, max_size=3, unique=True),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=3),
        "BYMONTHDAY": st.lists(st.sampled_from([1, 13, 29, 30, 31, -1, -31]), min_size=1, max_size=3),
        "BYYEARDAY": st.lists(st.sampled_from([1, 60, 366, -1, -100]), min_size=1, max_size=2),
        "WKST": st.sampled_from([["MO"], ["SU"]]),
    }
    allowed = [name for name in shapes if name != "BYMONTHDAY" or frequency != "WEEKLY"]
    allowed = [name for name in allowed if name != "BYYEARDAY" or frequency == "YEARLY"]
    chosen = draw(st.lists(st.sampled_from(allowed), unique=True))
    parts += [f"{name}={','.join(str(value) for value in draw(shapes[name]))}" for name in chosen]
    if frequency == "YEARLY" and not chosen and draw(st.booleans()):
        parts += [f"BYWEEKNO={draw(st.sampled_from(['1', '20', '52', '53', '-1']))}", "BYDAY=MO,TH"]
    if {"BYDAY", "BYMONTHDAY"} & set(chosen) and frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '2', '1,-1']))}")
    return ";".join(parts)


@given(rrule=rules_of_any_shape(), first_day=st.dates(date(2024, 1, 1), date(2028, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_the_days_of_a_rule_are_those_that_dateutil_finds(rrule, first_day):
    rule = read_rrule(rrule, timezone=PARIS).recurrence
    assert rule is not None
    last_day = first_day + timedelta(days=1200)
    found = rrulestr(rrule, dtstart=datetime.combine(first_day, time()))
    with mock.patch("datetime.MAXYEAR", 2034):  # else dateutil searches to 9999 for a date that never comes
        expected = list(takewhile(lambda wall: wall.date() <= last_day, found))
    assert list(days_of_rule(rule, first_day=first_day, last_day=last_day)) == [wall.date() for wall in expected]


def test_generated_recurrences_never_shift_an_hour():
    assert shifted_hours(cases=2_000) == 0


@pytest.mark.faults
def test_a_hundred_thousand_generated_recurrences_never_shift_an_hour():
    assert shifted_hours(cases=100_000) == 0


def test_an_hour_shifted_would_be_seen():
    """The negative control: the winter meeting of a series that was kept in real hours."""
    six, eight = datetime(2026, 10, 22, 18), datetime(2026, 10, 22, 20)
    kept, shifted = between("2026-10-29T18:00", "2026-10-29T20:00"), between("2026-10-29T17:00", "2026-10-29T19:00")
    assert _shows(kept, start=six, end=eight, zone=PARIS)
    assert not _shows(shifted, start=six, end=eight, zone=PARIS)


def shifted_hours(*, cases: int) -> int:
    random = Random(2026)  # a fixed seed: the same cases for everyone
    return sum(_shifts(random, FRENCH_TIME_ZONES[case % len(FRENCH_TIME_ZONES)]) for case in range(cases))


def _shifts(random: Random, zone: str) -> int:
    """How many of one generated rule's dates do not show its hours on the wall."""
    day = date(2026, 1, 1) + timedelta(days=random.randrange(730))
    start = datetime.combine(day, time(random.randrange(24), random.choice((0, 15, 30, 45))))
    end = start + timedelta(minutes=15 * random.randrange(1, 60))
    first = Interval(moment_at(start, timezone=zone), max(moment_at(end, timezone=zone), _just_after(start, zone)))
    start, end = wall_of(first.starts_at, timezone=zone), wall_of(first.ends_at, timezone=zone)
    ending = random.choice(("", ";COUNT=20", f";UNTIL={(day + timedelta(days=200)):%Y%m%d}"))
    text = random.choice(
        ("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY")
    )
    series = expand(rrule=text + ending, first=first, timezone=zone)
    assert series.refusals == ()
    assert len(series.occurrences) > 1
    return sum(not _shows(each, start=start, end=end, zone=zone) for each in series.occurrences)


def _just_after(start: datetime, zone: str) -> datetime:
    return moment_at(start, timezone=zone) + timedelta(minutes=15)


def _shows(occurrence: Interval, *, start: datetime, end: datetime, zone: str) -> bool:
    """An oracle that knows nothing of ``moment_at``: it reads the clock, and the offsets around a jump."""
    begun, over = (moment.astimezone(zone_of(zone)) for moment in (occurrence.starts_at, occurrence.ends_at))
    if _jumps_near(begun) or _jumps_near(over):
        late_start = begun.time() in (start.time(), (start + timedelta(hours=1)).time())
        return late_start and (over.time() in (end.time(), (end + timedelta(hours=1)).time()))
    return begun.time() == start.time() and over.time() == end.time()


def _jumps_near(moment: datetime) -> bool:
    before, after = ((moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(moment.tzinfo) for hours in (-3, 3))
    return before.utcoffset() != after.utcoffset()

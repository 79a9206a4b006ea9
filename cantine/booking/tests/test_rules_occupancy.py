"""How full, by hand count; and a day as 96 quarter hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import (
    Occupancy,
    covered_mask_of,
    first_run,
    mask_of,
    minutes_of,
    occupancy_by_day,
    occupancy_by_hour,
    occupancy_of,
)
from cantine.kernel.interval import Interval, merged
from cantine.places.rules import FRENCH_TIME_ZONES, moment_at, whole_day, zone_of

PARIS = "Europe/Paris"
DAY = date(2026, 4, 14)
QUARTER = timedelta(minutes=15)
CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25)]


def span(start: str, end: str, day: date = DAY) -> Interval:
    return Interval(*(moment_at(datetime.fromisoformat(f"{day}T{clock}"), timezone=PARIS) for clock in (start, end)))


def test_two_hours_of_a_day_of_ten_are_twenty_percent():
    found = occupancy_of(open_intervals=[span("09:00", "19:00")], uses=[(span("10:00", "12:00"), 1)])
    assert (found.taken_minutes, found.open_minutes, found.basis_points) == (120, 600, 2000)


def test_seats_are_counted_one_by_one_and_never_more_than_there_are():
    uses = [(span("09:00", "12:00"), 3), (span("11:00", "13:00"), 3)]
    found = occupancy_of(open_intervals=[span("09:00", "19:00")], uses=uses, seats=5)
    assert (found.taken_minutes, found.open_minutes) == (2 * 60 * 3 + 60 * 5 + 60 * 3, 10 * 60 * 5)


def test_what_happens_outside_the_hours_does_not_count():
    found = occupancy_of(open_intervals=[span("09:00", "19:00")], uses=[(span("18:00", "21:00"), 1)])
    assert found.taken_minutes == 60


def test_a_blocked_room_is_neither_open_nor_taken():
    found = occupancy_of(
        open_intervals=[span("09:00", "19:00")],
        uses=[(span("12:00", "15:00"), 1)],
        blocked=[span("09:00", "14:00")],
    )
    assert (found.taken_minutes, found.open_minutes) == (60, 300)


def test_a_place_that_never_opened_has_no_rate():
    assert occupancy_of(open_intervals=[], uses=[]).basis_points is None


def test_rooms_add_up_by_minutes_not_by_rates():
    small, large = Occupancy(open_minutes=60, taken_minutes=60), Occupancy(open_minutes=540)
    assert (small + large).basis_points == 1000


def test_by_hour_and_by_day_agree_with_a_hand_count():
    opened = [span("09:00", "11:00"), span("09:00", "11:00", date(2026, 4, 15))]
    uses = [(span("09:30", "10:15"), 1)]
    by_hour = occupancy_by_hour(open_intervals=opened, uses=uses, timezone=PARIS)
    assert {hour: (each.taken_minutes, each.open_minutes) for hour, each in by_hour.items()} == {
        9: (30, 120),
        10: (15, 120),
    }
    by_day = occupancy_by_day(open_intervals=opened, uses=uses, timezone=PARIS)
    assert {day.day: (each.taken_minutes, each.open_minutes) for day, each in by_day.items()} == {
        14: (45, 120),
        15: (0, 120),
    }


def test_the_hour_that_comes_twice_counts_twice():
    autumn = date(2026, 10, 25)
    by_hour = occupancy_by_hour(open_intervals=[whole_day(autumn, timezone=PARIS)], uses=[], timezone=PARIS)
    assert (by_hour[2].open_minutes, by_hour[3].open_minutes) == (120, 60)


def bits(mask: int) -> list[int]:
    return [number for number in range(96) if mask >> number & 1]


def test_a_mask_has_a_bit_for_each_quarter_of_the_wall_clock():
    assert bits(mask_of([span("09:00", "10:00")], day=DAY, timezone=PARIS)) == [36, 37, 38, 39]
    assert mask_of([whole_day(DAY, timezone=PARIS)], day=DAY, timezone=PARIS) == 2**96 - 1
    assert mask_of([span("09:00", "10:00")], day=date(2026, 4, 15), timezone=PARIS) == 0
    assert minutes_of(mask_of([span("09:00", "10:00")], day=DAY, timezone=PARIS)) == 60


def test_a_quarter_begun_is_taken_and_is_not_open():
    five_past = [span("09:05", "10:05")]
    assert bits(mask_of(five_past, day=DAY, timezone=PARIS)) == [36, 37, 38, 39, 40]
    assert bits(covered_mask_of(five_past, day=DAY, timezone=PARIS)) == [37, 38, 39]


def test_two_openings_that_touch_cover_the_quarter_between():
    halves = [span("09:00", "09:20"), span("09:20", "09:45")]
    assert bits(covered_mask_of(halves, day=DAY, timezone=PARIS)) == [36, 37, 38]


def test_the_hour_that_does_not_exist_has_no_quarters():
    spring = date(2026, 3, 29)
    whole = [whole_day(spring, timezone=PARIS)]
    assert set(range(96)) - set(bits(covered_mask_of(whole, day=spring, timezone=PARIS))) == {8, 9, 10, 11}


def test_a_quarter_that_comes_twice_is_taken_by_either_and_open_only_by_both():
    autumn = date(2026, 10, 25)
    second = Interval(datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC))
    assert bits(mask_of([second], day=autumn, timezone=PARIS)) == [8]
    assert bits(covered_mask_of([second], day=autumn, timezone=PARIS)) == []


@pytest.mark.parametrize(
    ("mask", "length", "first"),
    [(0, 1, None), (0b1, 1, 0), (0b1011_1000, 3, 3), (0b1011_1000, 4, None), (0b1111_0111, 4, 4), (0b1, 0, None)],
)
def test_the_first_run_of_free_quarters(mask, length, first):
    assert first_run(mask, length) == first


@given(mask=st.integers(0, 2**96 - 1), length=st.integers(1, 96))
def test_the_first_run_is_the_one_a_hand_would_find(mask, length):
    runs = (start for start in range(97 - length) if all(mask >> (start + n) & 1 for n in range(length)))
    assert first_run(mask, length) == next(runs, None)


intervals = st.lists(
    st.tuples(st.integers(-600, 1500), st.integers(1, 900)).map(
        lambda each: (timedelta(minutes=each[0]), timedelta(minutes=each[0] + each[1]))
    ),
    max_size=5,
)


@given(
    pieces=intervals,
    zone=st.sampled_from(FRENCH_TIME_ZONES),
    day=st.one_of(
        st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from([date(2026, 3, 29), date(2026, 10, 25)])
    ),
)
def test_masks_agree_with_the_instants_they_stand_for(pieces, zone, day):
    whole = whole_day(day, timezone=zone)
    taken = [Interval(whole.starts_at + start, whole.starts_at + end) for start, end in pieces]
    touched, covered = (of(taken, day=day, timezone=zone) for of in (mask_of, covered_mask_of))
    assert covered & ~touched == 0
    moment = whole.starts_at
    while moment < whole.ends_at:
        quarter, clock = Interval(moment, moment + QUARTER), moment.astimezone(zone_of(zone))
        bit = 1 << (clock.hour * 4 + clock.minute // 15)
        assert not any(each.overlaps(quarter) for each in taken) or touched & bit
        assert not covered & bit or any(each.contains(quarter) for each in merged(taken))
        moment += QUARTER


@given(pieces=intervals, seats=st.integers(1, 3))
def test_a_rate_is_never_below_nothing_nor_above_all(pieces, seats):
    whole = whole_day(DAY, timezone=PARIS)
    uses = [(Interval(whole.starts_at + start, whole.starts_at + end), 1) for start, end in pieces]
    found = occupancy_of(open_intervals=[whole], uses=uses, seats=seats)
    assert 0 <= found.taken_minutes <= found.open_minutes
    hours = occupancy_by_hour(open_intervals=[whole], uses=uses, seats=seats, timezone=PARIS)
    assert sum(hours.values(), Occupancy()) == found

"""Where a date stands at the door, as the clock goes and people come."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cantine.booking.rules import Arrival, arrival_of, came_for, ends_soon, is_stranded, people_of
from cantine.kernel import Interval

START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SLOT = Interval(START, START + 2 * HOUR)


@pytest.mark.parametrize(
    ("now", "arrival"),
    [
        (START - HOUR - MINUTE, Arrival.LATER),
        (START - HOUR, Arrival.DUE),
        (START + 14 * MINUTE, Arrival.DUE),
        (START + 15 * MINUTE, Arrival.LATE),
        (START + 2 * HOUR - MINUTE, Arrival.LATE),
        (START + 2 * HOUR, Arrival.MISSED),
    ],
)
def test_who_was_not_seen_is_later_then_due_then_late_then_missed(now, arrival):
    assert arrival_of(interval=SLOT, here=False, came=False, now=now) is arrival


def test_who_is_here_is_here_at_any_hour():
    assert {arrival_of(interval=SLOT, here=True, came=False, now=START + n * HOUR) for n in range(-3, 5)} == {
        Arrival.HERE
    }


def test_who_came_and_left_is_neither_late_nor_missed():
    assert arrival_of(interval=SLOT, here=False, came=True, now=START + 5 * HOUR) is Arrival.GONE


def test_a_visit_counts_for_the_date_that_it_was_during():
    breakfast, meeting = Interval(START - 2 * HOUR, START - HOUR), Interval(START - HOUR, START + HOUR)
    assert not came_for(SLOT, [breakfast])
    assert came_for(SLOT, [breakfast, meeting])


def test_an_answer_is_wanted_within_the_day():
    assert ends_soon(START + 24 * HOUR, now=START)
    assert not ends_soon(START + 24 * HOUR + MINUTE, now=START)
    assert not ends_soon(None, now=START)


def test_a_date_is_stranded_when_its_day_closed_after_it_was_booked():
    day = date(2026, 3, 12)
    assert is_stranded(day=day, closed=frozenset({day}), lifted=())
    assert not is_stranded(day=day, closed=frozenset({day}), lifted=("too_soon", "closed"))
    assert not is_stranded(day=day, closed=frozenset(), lifted=())


def test_people_are_the_seats_or_the_guests_and_their_host():
    assert [people_of(quantity=1, guests=0), people_of(quantity=4, guests=1), people_of(quantity=1, guests=5)] == [
        1,
        4,
        6,
    ]

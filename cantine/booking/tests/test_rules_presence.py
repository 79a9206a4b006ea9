"""How much of a day somebody was here: a half-day from the first minute, two past its length."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import DayHere, day_here
from cantine.kernel import Interval

NINE = datetime(2026, 4, 14, 9, tzinfo=UTC)
HALF_DAY = timedelta(hours=4)


def stay(starts: int, minutes: int) -> Interval:
    return Interval(NINE + timedelta(minutes=starts), NINE + timedelta(minutes=starts + minutes))


@pytest.mark.parametrize(
    ("stays", "here"),
    [
        ([], DayHere(0, Decimal(0))),
        ([stay(0, 1)], DayHere(1, Decimal(1))),
        ([stay(0, 61)], DayHere(1, Decimal("1.5"))),
        ([stay(0, 240)], DayHere(1, Decimal(4))),
        ([stay(0, 241)], DayHere(2, Decimal("4.5"))),
        ([stay(0, 180), stay(240, 180)], DayHere(2, Decimal(6))),
        ([stay(0, 180), stay(60, 150)], DayHere(1, Decimal("3.5"))),
    ],
)
def test_stays_make_half_days_and_hours(stays, here) -> None:
    assert day_here(stays, half_day=HALF_DAY) == here


@given(st.lists(st.builds(stay, st.integers(0, 600), st.integers(1, 600)), max_size=4), st.randoms())
def test_the_order_of_stays_changes_nothing(stays, chance) -> None:
    shuffled = list(stays)
    chance.shuffle(shuffled)
    assert day_here(shuffled, half_day=HALF_DAY) == day_here(stays, half_day=HALF_DAY)

"""People: by layout, by law, and who may see, ask or book."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cantine.kernel.interval import Interval
from cantine.places.rules import (
    Access,
    Layout,
    LegalCapacity,
    Mode,
    Standing,
    check_capacity,
    check_layout,
    people_at_worst,
)

NINE = datetime(2026, 4, 14, 9, tzinfo=UTC)
LAYOUTS = (Layout(code="theatre", people=60), Layout(code="u", people=20))


def hours(start, end):
    return Interval(NINE + timedelta(hours=start), NINE + timedelta(hours=end))


def told(refusals):
    return [(refusal.code, dict(refusal.context)) for refusal in refusals]


def test_the_legal_capacity_is_summed_over_simultaneous_uses():
    uses = ((hours(0, 2), 100), (hours(1, 3), 80), (hours(4, 5), 190))
    legal = LegalCapacity(people=200, uses=uses)
    assert check_capacity(interval=hours(0, 3), people=20, legal=legal) == ()
    assert told(check_capacity(interval=hours(0, 3), people=21, legal=legal)) == [
        ("over_legal_capacity", {"limit": 200, "present": 180, "asked": 21, "left": 20})
    ]


def test_uses_that_follow_one_another_are_not_together():
    assert people_at_worst(interval=hours(0, 4), uses=[(hours(0, 2), 50), (hours(2, 4), 50)]) == 50


def test_a_layout_holds_so_many_and_the_roomier_ones_are_named():
    assert check_layout(people=20, layout="u", layouts=LAYOUTS, capacity=None) == ()
    assert told(check_layout(people=30, layout="u", layouts=LAYOUTS, capacity=None)) == [
        ("over_capacity", {"capacity": 20, "people": 30, "layout": "u", "layouts_that_fit": ("theatre",)})
    ]


def test_an_unknown_layout_is_refused_with_the_known_ones():
    assert told(check_layout(people=1, layout="bal", layouts=LAYOUTS, capacity=None)) == [
        ("layout_unknown", {"layout": "bal", "layouts": ("theatre", "u")})
    ]


def test_without_a_layout_the_room_itself_sets_the_limit():
    assert check_layout(people=90, layout="", layouts=LAYOUTS, capacity=None) == ()
    assert [each.code for each in check_layout(people=90, layout="", layouts=(), capacity=80)] == ["over_capacity"]


def test_each_standing_is_everything_before_it():
    assert [Standing.RESIDENT.reaches(level) for level in Standing] == [True, True, True, False]


def test_access_tells_how_each_standing_books():
    access = Access(see=Standing.PUBLIC, ask=Standing.MEMBER, book=Standing.RESIDENT)
    assert [access.mode_for(standing) for standing in Standing] == [Mode.REFUSED, Mode.ASK, Mode.DIRECT, Mode.DIRECT]
    assert not Access(see=Standing.MEMBER).shows_to(Standing.PUBLIC)


uses = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(1, 50)).map(
        lambda each: (hours(each[0], each[0] + each[1]), each[2])
    ),
    max_size=8,
)


@given(uses=uses, people=st.integers(1, 100), limit=st.integers(1, 150))
def test_what_is_accepted_never_passes_the_limit_at_any_moment(uses, people, limit):
    wish = hours(5, 12)
    accepted = not check_capacity(interval=wish, people=people, legal=LegalCapacity(people=limit, uses=tuple(uses)))
    counts = [sum(n for use, n in uses if use.overlaps(hours(hour, hour + 1))) + people for hour in range(5, 12)]
    assert accepted == (max(counts) <= limit)

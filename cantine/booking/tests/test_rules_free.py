"""What is free, and what to offer instead: never something that could not be booked."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import (
    AlternativeKind,
    Asker,
    Busy,
    ResourceRules,
    Room,
    Wish,
    alternatives_to,
    check_wish,
    free_intervals,
    full_intervals,
    nearest_times,
    other_rooms,
    seats_left,
)
from cantine.kernel.interval import Interval, merged, without
from cantine.places.rules import Layout, LegalCapacity, Opening, Standing, moment_at, open_intervals

PARIS = "Europe/Paris"
NOW = datetime(2026, 4, 13, 6, tzinfo=UTC)
HOURS = tuple(Opening(weekday=weekday, opens=time(9), closes=time(19)) for weekday in range(5))
OPEN = tuple(open_intervals(first_day=date(2026, 4, 13), last_day=date(2026, 4, 24), openings=HOURS, timezone=PARIS))
MEMBER = Asker(standing=Standing.MEMBER)
MINUTES = timedelta(minutes=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return moment_at(datetime(2026, 4, day, hour, minute), timezone=PARIS)


def span(day: int, start: int, end: int) -> Interval:
    return Interval(at(day, start), at(day, end))


def taken(*intervals: Interval, quantity: int | None = None) -> tuple[Busy, ...]:
    return tuple(Busy(interval=interval, quantity=quantity) for interval in intervals)


def room(name: str = "rouge", **fields: object) -> Room:
    return Room(resource=name, **{"kind": "room", "open_intervals": OPEN, **fields})


WISH = Wish(interval=span(14, 14, 16))


def times_for(wish=WISH, asker=MEMBER, now=NOW, **fields):
    found = nearest_times(wish=wish, room=room(**fields), asker=asker, now=now)
    return [(each.interval.starts_at, each.shift) for each in found]


def test_free_time_is_open_time_less_what_is_taken():
    free = free_intervals(open_intervals=[span(14, 9, 19)], busy=taken(span(14, 12, 14)), rules=ResourceRules())
    assert free == [span(14, 9, 12), span(14, 14, 19)]


def test_free_time_keeps_the_buffers_of_the_next_booking_clear():
    rules = ResourceRules(buffer_before=30 * MINUTES, buffer_after=60 * MINUTES)
    free = free_intervals(open_intervals=[span(14, 9, 19)], busy=taken(span(14, 12, 14)), rules=rules)
    assert free == [span(14, 9, 11), Interval(at(14, 14, 30), at(14, 19))]


def test_a_pool_is_free_while_it_has_the_seats():
    busy = (*taken(span(14, 10, 12), quantity=3), *taken(span(14, 11, 13), quantity=2))
    pool = ResourceRules(seats=5)
    assert free_intervals(open_intervals=[span(14, 9, 19)], busy=busy, rules=pool) == [
        span(14, 9, 11),
        span(14, 12, 19),
    ]


def test_the_nearest_times_are_earlier_or_later_that_day_then_the_same_hour_after():
    assert times_for(busy=taken(span(14, 13, 17))) == [
        (at(14, 11), timedelta(hours=-3)),
        (at(14, 17), timedelta(hours=3)),
        (at(15, 14), timedelta(days=1)),
    ]


def test_a_wish_past_closing_is_offered_the_last_hours():
    assert times_for(Wish(interval=span(14, 18, 20)))[0] == (at(14, 17), timedelta(hours=-1))


def test_no_time_is_offered_where_time_would_not_help():
    assert times_for(rules=ResourceRules(certification="laser")) == []
    assert times_for(Wish(interval=span(14, 9, 19)), rules=ResourceRules(longest=60 * MINUTES)) == []


def test_nothing_is_offered_before_the_notice_is_over():
    wish = Wish(interval=span(13, 9, 10))
    assert times_for(wish, rules=ResourceRules(notice=timedelta(hours=3)))[0][0] == at(13, 11)


def test_no_time_is_offered_when_the_house_is_full_by_law():
    legal = LegalCapacity(people=10, uses=((span(14, 9, 15), 10),))
    found = nearest_times(wish=WISH, room=room(), asker=MEMBER, now=NOW, legal=legal)
    assert found[0].interval == span(14, 15, 17)


def test_a_time_on_the_other_side_of_the_clock_change_keeps_the_hour_on_the_wall():
    saturday = Interval(
        moment_at(datetime(2026, 10, 24, 10), timezone=PARIS), moment_at(datetime(2026, 10, 24, 12), timezone=PARIS)
    )
    sunday = open_intervals(
        first_day=date(2026, 10, 25),
        last_day=date(2026, 10, 25),
        openings=[Opening(weekday=6, opens=time(8), closes=time(20))],
        timezone=PARIS,
    )
    found = nearest_times(wish=Wish(interval=saturday), room=room(open_intervals=tuple(sunday)), asker=MEMBER, now=NOW)
    assert [each.interval.starts_at for each in found] == [moment_at(datetime(2026, 10, 25, 10), timezone=PARIS)]


def test_other_rooms_come_by_likeness_then_size_then_joined_ones():
    def sized(name, capacity, **fields):
        return room(name, rules=ResourceRules(capacity=capacity), **fields)

    others = (
        sized("ab", 30, parts=("a", "b")),
        sized("salon", 12, kind="lounge"),
        sized("grande", 40),
        sized("verte", 14),
        sized("petite", 4),
        sized("prise", 12, busy=taken(span(14, 15, 16))),
        sized("rouge", 12),
    )
    found = other_rooms(
        wish=replace(WISH, guests=9), room=sized("rouge", 12), others=others, asker=MEMBER, now=NOW, most=3
    )
    assert [(each.kind, each.resource) for each in found] == [
        (AlternativeKind.OTHER_ROOM, "verte"),
        (AlternativeKind.OTHER_ROOM, "grande"),
        (AlternativeKind.OTHER_ROOM, "salon"),
        (AlternativeKind.JOINED_ROOMS, "ab"),
    ]
    assert found[-1].parts == ("a", "b")


def test_a_layout_unknown_to_the_other_room_is_left_to_choose_there():
    theatre = room("rouge", rules=ResourceRules(layouts=(Layout(code="theatre", people=60),)))
    wish = replace(WISH, layout="theatre", guests=40)
    others = (room("verte", rules=ResourceRules(capacity=50)), room("bleue", rules=ResourceRules(capacity=20)))
    found = other_rooms(wish=wish, room=theatre, others=others, asker=MEMBER, now=NOW)
    assert [each.resource for each in found] == ["verte"]


starts = st.integers(0, 4 * 10 * 3)
busies = st.lists(
    st.builds(
        lambda day, start, length, quantity: Busy(
            interval=Interval(at(day, 8) + start * 15 * MINUTES, at(day, 8) + (start + length) * 15 * MINUTES),
            quantity=quantity,
        ),
        st.integers(13, 22),
        st.integers(0, 44),
        st.integers(1, 30),
        st.one_of(st.none(), st.integers(1, 3)),
    ),
    max_size=12,
)
limits = st.builds(
    ResourceRules,
    seats=st.sampled_from([1, 4]),
    grid_minutes=st.sampled_from([15, 30, 60]),
    buffer_before=st.sampled_from([timedelta(), 30 * MINUTES]),
    buffer_after=st.sampled_from([timedelta(), 45 * MINUTES]),
    notice=st.sampled_from([timedelta(), timedelta(hours=26)]),
    horizon_days=st.sampled_from([None, 3]),
)
wishes = st.builds(
    lambda day, start, hours: Wish(
        interval=Interval(at(day, 8) + start * 30 * MINUTES, at(day, 8) + start * 30 * MINUTES + hours * 60 * MINUTES)
    ),
    st.integers(13, 18),
    st.integers(0, 24),
    st.integers(1, 6),
)


@given(busy=busies, seats=st.integers(1, 4))
def test_free_and_full_together_are_the_open_time_and_never_meet(busy, seats):
    rules = ResourceRules(seats=seats)
    free = free_intervals(open_intervals=OPEN, busy=busy, rules=rules)
    full = without(OPEN, free)
    assert merged([*free, *full]) == merged(OPEN)
    assert not any(one.overlaps(other) for one in free for other in full_intervals(busy=busy, seats=seats))


@given(wish=wishes, rules=limits, busy=busies)
def test_a_wish_fits_exactly_when_it_lies_in_free_time(wish, rules, busy):
    free = free_intervals(open_intervals=OPEN, busy=busy, rules=rules)
    inside = any(each.contains(wish.interval) for each in free)
    claim = rules.claim_of(wish.interval)
    room_left = seats_left(interval=claim, busy=busy, seats=rules.seats) >= 1
    assert inside == (room_left and any(each.contains(wish.interval) for each in OPEN))


@given(wish=wishes, rules=limits, busy=busies, others=st.lists(busies, max_size=3))
def test_everything_offered_can_be_booked(wish, rules, busy, others):
    rooms = {
        name: room(name, rules=rules, busy=tuple(each))
        for name, each in zip(("rouge", "verte", "bleue", "jaune"), (busy, *others), strict=False)
    }
    found = alternatives_to(wish=wish, room=rooms["rouge"], others=tuple(rooms.values()), asker=MEMBER, now=NOW)
    for each in found:
        verdict = check_wish(
            wish=replace(wish, interval=each.interval),
            rules=rules,
            asker=MEMBER,
            open_intervals=OPEN,
            busy=rooms[each.resource].busy,
            now=NOW,
        )
        assert verdict.refusals == ()
        assert (each.resource, each.interval) != ("rouge", wish.interval)
    assert len(set(found)) == len(found)


@given(wish=wishes, busy=busies)
def test_the_first_time_offered_is_the_nearest_of_the_day(wish, busy):
    """Against every step of that day, tried one by one."""
    rules = ResourceRules()

    def books(interval):
        verdict = check_wish(
            wish=Wish(interval=interval), rules=rules, asker=MEMBER, open_intervals=OPEN, busy=busy, now=NOW
        )
        return not verdict.refusals

    day, length = wish.interval.starts_at.astimezone(UTC).date().day, wish.interval.length
    steps = (Interval(at(day, 0) + n * 15 * MINUTES, at(day, 0) + n * 15 * MINUTES + length) for n in range(96))
    distances = [abs(each.starts_at - wish.interval.starts_at) for each in steps if books(each)]
    possible = sorted(distance for distance in distances if distance)
    found = nearest_times(wish=wish, room=room(busy=tuple(busy)), asker=MEMBER, now=NOW)
    if possible and timedelta() not in distances:
        assert abs(found[0].shift) == possible[0]

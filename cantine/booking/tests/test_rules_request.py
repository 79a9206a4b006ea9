"""May this be booked? Each reason against it, all of them at once, and what the staff may lift."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import (
    NEVER_LIFTED,
    Asker,
    Busy,
    BusyKind,
    HeldCertification,
    ResourceRules,
    Wish,
    busy_with_pool,
    check_wish,
    earliest_start,
    seats_left,
)
from cantine.kernel.interval import Interval
from cantine.places.rules import (
    Access,
    Closure,
    Layout,
    LegalCapacity,
    Mode,
    Opening,
    Standing,
    closed_days,
    moment_at,
    open_intervals,
)

PARIS = "Europe/Paris"
NOW = datetime(2026, 4, 13, 8, 7, tzinfo=UTC)  # Monday 13 April 2026, 10:07 in Paris
HOURS = tuple(Opening(weekday=weekday, opens=time(9), closes=time(19)) for weekday in range(5))
OPEN = open_intervals(first_day=date(2026, 4, 13), last_day=date(2026, 5, 31), openings=HOURS, timezone=PARIS)
MEMBER = Asker(standing=Standing.MEMBER)
ROOM = ResourceRules()
MINUTES = timedelta(minutes=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In April 2026, in Paris."""
    return moment_at(datetime(2026, 4, day, hour, minute), timezone=PARIS)


def between(start: datetime, end: datetime, **wish: object) -> Wish:
    return Wish(interval=Interval(start, end), **wish)


TUESDAY = between(at(14, 14), at(14, 16))


def judge(wish=TUESDAY, rules=ROOM, asker=MEMBER, busy=(), now=NOW, **options):
    options.setdefault("open_intervals", OPEN)
    return check_wish(wish=wish, rules=rules, asker=asker, busy=busy, now=now, **options)


def told(verdict):
    return [(refusal.code, dict(refusal.context)) for refusal in verdict.refusals]


def codes(verdict):
    return [refusal.code for refusal in verdict.refusals]


def test_a_free_room_is_booked_at_once_by_a_member():
    assert judge().mode is Mode.DIRECT


def test_the_public_asks_and_the_place_answers():
    assert judge(asker=Asker()).mode is Mode.ASK


def test_who_may_not_even_ask_is_told_who_may():
    rules = replace(ROOM, access=Access(ask=Standing.MEMBER, book=Standing.RESIDENT))
    assert told(judge(asker=Asker(), rules=rules)) == [
        ("not_allowed", {"standing": Standing.PUBLIC, "ask": Standing.MEMBER, "book": Standing.RESIDENT})
    ]


def test_who_may_not_see_a_resource_learns_nothing_else():
    rules = replace(ROOM, access=Access(see=Standing.RESIDENT))
    busy = [Busy(interval=TUESDAY.interval)]
    assert told(judge(rules=rules, busy=busy, open_intervals=[])) == [("not_visible", {})]


def test_a_closed_day_is_refused_with_its_reason():
    sunday = between(at(19, 14), at(19, 16))
    assert told(judge(sunday)) == [("closed", {"day": date(2026, 4, 19), "closed_day": None})]
    works = [Closure(first_day=date(2026, 4, 14), last_day=date(2026, 4, 14), reason="Peinture")]
    days = {"first_day": date(2026, 4, 14), "last_day": date(2026, 4, 14)}
    closed = closed_days(openings=HOURS, closures=works, **days)
    opened = open_intervals(openings=HOURS, closures=works, timezone=PARIS, **days)
    verdict = judge(open_intervals=opened, closed=closed)
    assert told(verdict) == [("closed", {"day": date(2026, 4, 14), "closed_day": closed[0]})]


def test_outside_the_hours_the_hours_are_told():
    verdict = judge(between(at(14, 18), at(14, 20)))
    assert told(verdict) == [("outside_hours", {"hours": (Interval(at(14, 9), at(14, 19)),)})]


def test_a_wish_over_a_closed_night_and_a_closed_day_hears_of_both():
    verdict = judge(between(at(17, 14), at(18, 16)), rules=replace(ROOM, longest=None))
    assert codes(verdict) == ["closed", "outside_hours"]


def test_off_the_grid_the_nearest_steps_are_told():
    verdict = judge(between(at(14, 14, 5), at(14, 15, 50)))
    assert told(verdict) == [
        ("off_grid", {"grid_minutes": 15, "starts_at": at(14, 14), "ends_at": at(14, 16)}),
    ]


def test_too_short_and_too_long():
    rules = replace(ROOM, shortest=60 * MINUTES, longest=120 * MINUTES)
    assert told(judge(between(at(14, 14), at(14, 14, 30)), rules=rules)) == [
        ("too_short", {"shortest": 60 * MINUTES, "asked": 30 * MINUTES})
    ]
    assert told(judge(between(at(14, 14), at(14, 17)), rules=rules)) == [
        ("too_long", {"longest": 120 * MINUTES, "asked": 180 * MINUTES})
    ]
    assert judge(rules=rules).refusals == ()


def test_the_step_under_way_may_still_be_booked_and_the_one_before_may_not():
    assert judge(between(at(13, 10), at(13, 11))).refusals == ()
    assert told(judge(between(at(13, 9, 45), at(13, 11)))) == [
        ("in_past", {"starts_at": at(13, 9, 45), "earliest": at(13, 10)})
    ]


def test_under_notice_the_first_possible_start_is_told():
    rules = replace(ROOM, notice=timedelta(hours=3))
    assert told(judge(between(at(13, 13), at(13, 14)), rules=rules)) == [
        ("too_soon", {"notice": timedelta(hours=3), "earliest": at(13, 13, 15)})
    ]
    assert judge(between(at(13, 13, 15), at(13, 14)), rules=rules).refusals == ()
    assert earliest_start(rules=rules, now=NOW) == at(13, 13, 15)


def test_past_the_horizon_the_last_day_is_told():
    rules = replace(ROOM, horizon_days=7)
    assert judge(between(at(20, 14), at(20, 15)), rules=rules).refusals == ()
    assert told(judge(between(at(21, 14), at(21, 15)), rules=rules)) == [
        ("too_far", {"horizon_days": 7, "last_day": date(2026, 4, 20)})
    ]


def test_a_taken_room_tells_with_what_it_clashes():
    other = Busy(interval=Interval(at(14, 15), at(14, 17)), reference="b1")
    away = Busy(interval=Interval(at(14, 16), at(14, 18)), reference="b2")
    assert told(judge(busy=[away, other])) == [("taken", {"conflicts": (other,)})]


def test_touching_is_not_clashing():
    before, after = Interval(at(14, 12), at(14, 14)), Interval(at(14, 16), at(14, 18))
    assert judge(busy=[Busy(interval=before), Busy(interval=after)]).refusals == ()


def test_buffers_are_kept_clear_and_may_stand_outside_the_hours():
    rules = replace(ROOM, buffer_before=30 * MINUTES, buffer_after=30 * MINUTES)
    assert codes(judge(rules=rules, busy=[Busy(interval=Interval(at(14, 16), at(14, 18)))])) == ["taken"]
    assert judge(between(at(14, 9), at(14, 19)), rules=rules).refusals == ()


def test_a_blocking_takes_the_room_too():
    blocking = Busy(interval=TUESDAY.interval, kind=BusyKind.BLOCKING)
    assert told(judge(busy=[blocking])) == [("taken", {"conflicts": (blocking,)})]


def test_a_pool_tells_the_seats_left_at_the_worst_moment():
    pool = replace(ROOM, seats=12)
    busy = [
        Busy(interval=Interval(at(14, 13), at(14, 15)), quantity=7),
        Busy(interval=Interval(at(14, 14, 30), at(14, 16)), quantity=3),
    ]
    assert judge(replace(TUESDAY, quantity=2), rules=pool, busy=busy).refusals == ()
    verdict = judge(replace(TUESDAY, quantity=3), rules=pool, busy=busy)
    assert told(verdict) == [("not_enough_seats", {"left": 2, "asked": 3, "seats": 12, "conflicts": tuple(busy)})]


def test_a_blocking_takes_all_the_seats_of_a_pool():
    blocking = Busy(interval=TUESDAY.interval, kind=BusyKind.BLOCKING)
    assert seats_left(interval=TUESDAY.interval, busy=[blocking], seats=12) == 0


def test_a_room_that_takes_seats_of_a_pool_is_busy_when_they_lack():
    desks = [Busy(interval=Interval(at(14, 15), at(14, 16)), quantity=9)]
    busy = busy_with_pool(busy=desks, seats=12, takes=4)
    assert [(each.kind, each.interval) for each in busy] == [(BusyKind.POOL, desks[0].interval)]
    assert busy_with_pool(busy=desks, seats=12, takes=3) == ()


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(TUESDAY, quantity=0), "quantity_below_one"),
        (replace(TUESDAY, quantity=2), "not_enough_seats"),
        (replace(TUESDAY, guests=-1), "guests_below_zero"),
        (replace(TUESDAY, layout="bal"), "layout_unknown"),
    ],
)
def test_what_means_nothing_is_refused_and_never_lifted(wish, code):
    assert codes(judge(wish)) == [code]
    assert codes(judge(wish, override=True)) == [code]


def test_too_many_people_for_the_layout():
    rules = replace(ROOM, capacity=60, layouts=(Layout(code="u", people=20),))
    verdict = judge(replace(TUESDAY, guests=24, layout="u"), rules=rules)
    assert told(verdict) == [("over_capacity", {"capacity": 20, "people": 25, "layout": "u", "layouts_that_fit": ()})]
    assert judge(replace(TUESDAY, guests=24), rules=rules).refusals == ()


def test_the_legal_capacity_of_the_house_is_never_lifted():
    legal = LegalCapacity(people=50, uses=((Interval(at(14, 15), at(14, 18)), 40),))
    wish = replace(TUESDAY, guests=10)
    assert codes(judge(wish, legal=legal)) == ["over_legal_capacity"]
    assert judge(wish, legal=legal, override=True).mode is Mode.REFUSED


def test_a_machine_asks_for_a_certification_that_still_holds():
    laser = replace(ROOM, certification="laser")

    def holding(*certifications):
        return told(judge(rules=laser, asker=replace(MEMBER, certifications=certifications)))

    assert holding(HeldCertification(code="tour")) == [("certification_missing", {"certification": "laser"})]
    expired = HeldCertification(code="laser", valid_until=date(2026, 4, 13))
    assert holding(expired) == [("certification_expired", {"certification": "laser", "valid_until": date(2026, 4, 13)})]
    assert holding(expired, HeldCertification(code="laser", valid_until=date(2026, 4, 14))) == []
    assert holding(expired, HeldCertification(code="laser")) == []


def test_the_house_rules_in_force_must_be_accepted_once():
    rules = replace(ROOM, house_rules=3)
    assert told(judge(rules=rules, asker=replace(MEMBER, accepted_house_rules=2))) == [
        ("house_rules_to_accept", {"version": 3})
    ]
    assert judge(rules=rules, asker=replace(MEMBER, accepted_house_rules=3)).refusals == ()


def test_an_insurance_must_hold_to_the_last_day():
    rules = replace(ROOM, needs_insurance=True)
    assert codes(judge(rules=rules)) == ["insurance_missing"]
    late = replace(MEMBER, insured_until=date(2026, 4, 13))
    assert told(judge(rules=rules, asker=late)) == [("insurance_expired", {"valid_until": date(2026, 4, 13)})]
    assert judge(rules=rules, asker=replace(MEMBER, insured_until=date(2026, 4, 14))).refusals == ()


def test_a_trial_day_books_as_a_member_would_once():
    rules = replace(ROOM, offers_trial=True, access=Access(ask=Standing.MEMBER))
    trial = replace(TUESDAY, trial=True)
    assert judge(trial, rules=rules, asker=Asker()).mode is Mode.DIRECT
    assert codes(judge(trial, rules=rules, asker=Asker(trial_used=True))) == ["not_allowed", "trial_used"]
    assert codes(judge(trial)) == ["trial_not_offered"]


def test_a_trial_is_one_day():
    rules = replace(ROOM, offers_trial=True)
    trial = between(at(14, 14), at(15, 10), trial=True)
    assert codes(judge(trial, rules=rules)) == ["outside_hours", "trial_over_a_day"]


def test_impossible_dates_are_refused_before_anything_is_computed():
    never = Interval(datetime(1, 1, 1, 12, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
    assert codes(judge(Wish(interval=never), override=True)) == ["date_out_of_range", "too_long"]


def test_every_reason_is_told_at_once():
    rules = replace(
        ROOM,
        shortest=60 * MINUTES,
        notice=timedelta(days=10),
        horizon_days=0,
        capacity=5,
        certification="laser",
        house_rules=1,
        needs_insurance=True,
        access=Access(ask=Standing.RESIDENT, book=Standing.STAFF),
    )
    wish = between(at(14, 20, 1), at(14, 20, 31), quantity=2, guests=8, trial=True)
    busy = [Busy(interval=Interval(at(14, 20), at(14, 21)))]
    legal = LegalCapacity(people=5)
    assert codes(judge(wish, rules=rules, busy=busy, legal=legal)) == [
        "not_allowed",
        "too_soon",
        "too_far",
        "off_grid",
        "too_short",
        "outside_hours",
        "taken",
        "over_capacity",
        "over_legal_capacity",
        "certification_missing",
        "house_rules_to_accept",
        "insurance_missing",
        "trial_not_offered",
    ]


def test_the_staff_lifts_the_limits_of_the_house_and_says_which():
    rules = replace(ROOM, longest=60 * MINUTES, house_rules=1)
    verdict = judge(between(at(19, 14), at(19, 16)), rules=rules, override=True)
    assert (verdict.mode, verdict.refusals) == (Mode.DIRECT, ())
    assert [refusal.code for refusal in verdict.overridden] == ["too_long", "closed", "house_rules_to_accept"]


def test_the_staff_cannot_double_book():
    verdict = judge(busy=[Busy(interval=TUESDAY.interval)], override=True, rules=replace(ROOM, house_rules=1))
    assert (verdict.mode, codes(verdict)) == (Mode.REFUSED, ["taken"])
    assert [refusal.code for refusal in verdict.overridden] == ["house_rules_to_accept"]


def test_a_wish_in_the_second_of_two_hours_is_on_the_grid():
    starts_at = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    wish = Wish(interval=Interval(starts_at, starts_at + 30 * MINUTES))
    always = [Interval(starts_at - timedelta(days=1), starts_at + timedelta(days=1))]
    assert judge(wish, open_intervals=always).refusals == ()


steps = st.integers(0, 4 * 24 * 14)
lengths = st.integers(1, 40)
wishes = st.builds(
    lambda start, length, quantity, guests: between(
        at(12, 0) + start * 7.5 * MINUTES,
        at(12, 0) + (start + length) * 7.5 * MINUTES,
        quantity=quantity,
        guests=guests,
    ),
    steps,
    lengths,
    st.integers(0, 4),
    st.integers(0, 30),
)
limits = st.builds(
    ResourceRules,
    shortest=st.sampled_from([15 * MINUTES, 60 * MINUTES]),
    longest=st.sampled_from([None, 120 * MINUTES]),
    notice=st.sampled_from([timedelta(), timedelta(hours=30)]),
    horizon_days=st.sampled_from([None, 3]),
    seats=st.sampled_from([1, 3]),
    capacity=st.sampled_from([None, 10]),
    house_rules=st.integers(0, 1),
    certification=st.sampled_from(["", "laser"]),
)
busies = st.lists(
    st.builds(
        lambda start, length, quantity: Busy(
            interval=Interval(at(12, 0) + start * 15 * MINUTES, at(12, 0) + (start + length) * 15 * MINUTES),
            quantity=quantity,
        ),
        st.integers(0, 4 * 24 * 7),
        lengths,
        st.one_of(st.none(), st.integers(1, 3)),
    ),
    max_size=6,
)

# Turning each of these off makes the refusals of that family vanish, and must leave every other one in place.
RELAXED = {
    "too_short": {"shortest": timedelta()},
    "too_long": {"longest": None},
    "too_soon": {"notice": timedelta()},
    "too_far": {"horizon_days": None},
    "house_rules_to_accept": {"house_rules": 0},
    "certification_missing": {"certification": ""},
    "over_capacity": {"capacity": None},
}


@given(wish=wishes, rules=limits, busy=busies)
def test_no_refusal_hides_another(wish, rules, busy):
    found = codes(judge(wish, rules=rules, busy=busy))
    assert len(found) == len(set(found) - {"closed"}) + found.count("closed")
    for code, change in RELAXED.items():
        relaxed = codes(judge(wish, rules=replace(rules, **change), busy=busy))
        assert [each for each in found if each not in {code, "in_past"}] == [
            each for each in relaxed if each not in {code, "in_past"}
        ]


@given(wish=wishes, rules=limits, busy=busies)
def test_an_override_keeps_and_lifts_exactly_what_was_refused(wish, rules, busy):
    plain, lifted = judge(wish, rules=rules, busy=busy), judge(wish, rules=rules, busy=busy, override=True)
    assert {*lifted.refusals, *lifted.overridden} == set(plain.refusals)
    assert {refusal.code for refusal in lifted.refusals} <= NEVER_LIFTED
    assert (lifted.mode is Mode.REFUSED) == bool(lifted.refusals)

"""A series is shown before it is written: a clash on one date never touches the others, and the person chooses."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import (
    Asker,
    Busy,
    BusyKind,
    DateState,
    Move,
    ResourceRules,
    Room,
    Skip,
    Wish,
    expand,
    plan_series,
)
from cantine.kernel.interval import Interval
from cantine.places.rules import (
    Access,
    HolidayPolicy,
    Mode,
    Opening,
    Standing,
    WhyClosed,
    closed_days,
    moment_at,
    open_intervals,
)

PARIS = "Europe/Paris"
NOW = datetime(2026, 4, 1, 6, tzinfo=UTC)
MEMBER = Asker(standing=Standing.MEMBER)
YEAR = {"first_day": date(2026, 4, 1), "last_day": date(2027, 4, 30)}
HOURS = tuple(Opening(weekday=weekday, opens=time(9), closes=time(19)) for weekday in range(5))
OPEN = tuple(open_intervals(openings=HOURS, timezone=PARIS, holidays=HolidayPolicy(), **YEAR))
CLOSED = closed_days(openings=HOURS, holidays=HolidayPolicy(), **YEAR)


def on(day: str, start: int = 14, end: int = 16) -> Interval:
    noon = datetime.fromisoformat(day)
    return Interval(
        moment_at(noon.replace(hour=start), timezone=PARIS), moment_at(noon.replace(hour=end), timezone=PARIS)
    )


def weekly(first: str, rrule: str = "FREQ=WEEKLY;COUNT=4") -> tuple[Interval, ...]:
    return expand(rrule=rrule, first=on(first), timezone=PARIS).occurrences


def room(name="rouge", *busy: Interval, **fields) -> Room:
    taken = tuple(Busy(interval=interval, reference=str(number)) for number, interval in enumerate(busy))
    return Room(resource=name, **{"kind": "room", "open_intervals": OPEN, "closed": CLOSED, "busy": taken, **fields})


def plan(dates, of=None, **options):
    return plan_series(dates=dates, wish=Wish(interval=dates[0]), room=of or room(), asker=MEMBER, now=NOW, **options)


def states(series):
    return [each.state for each in series.dates]


FINE, CLASH, SKIPPED, MOVED = DateState.FINE, DateState.CLASH, DateState.SKIPPED, DateState.MOVED
TUESDAYS = weekly("2026-04-07")  # 7, 14, 21 and 28 April


def test_a_year_of_mondays_with_a_holiday_and_two_clashes_shows_the_three_kinds_of_date():
    mondays = weekly("2026-04-13", "FREQ=WEEKLY;UNTIL=20270405")
    series = plan(mondays, room("rouge", on("2026-06-15", 15, 17), on("2026-09-21", 9, 15)))
    reasons = {f"{each.asked.starts_at:%Y-%m-%d}": [why.code for why in each.refusals] for each in series.clashes}
    assert reasons == {
        "2026-05-25": ["closed"],  # Pentecost Monday
        "2026-06-15": ["taken"],
        "2026-09-21": ["taken"],
        "2027-03-29": ["closed"],  # Easter Monday
    }
    pentecost = series.clashes[0].refusals[0].context["closed_day"]
    assert (pentecost.why, pentecost.holidays[0].name_fr) == (WhyClosed.HOLIDAY, "Lundi de Pentecôte")
    assert (len(series.dates), len(series.kept), series.settled) == (52, 48, False)


def test_a_clash_on_one_date_leaves_the_others_alone():
    series = plan(TUESDAYS, room("rouge", on("2026-04-14")))
    assert states(series) == [FINE, CLASH, FINE, FINE]
    assert series.mode is Mode.REFUSED


def test_a_clash_comes_with_what_could_be_chosen():
    series = plan(TUESDAYS, room("rouge", on("2026-04-14")), others=[room("verte")])
    offered = [(each.resource, each.interval) for each in series.dates[1].offers]
    assert offered[0] == ("rouge", on("2026-04-14", 12, 14))
    assert offered[1] == ("rouge", on("2026-04-14", 16, 18))
    assert offered[-1] == ("verte", on("2026-04-14"))


def test_a_skipped_date_can_be_taken_back():
    skip = {TUESDAYS[1].starts_at: Skip()}
    assert states(plan(TUESDAYS, choices=skip)) == [FINE, SKIPPED, FINE, FINE]
    assert states(plan(TUESDAYS, choices={})) == [FINE, FINE, FINE, FINE]


def test_skipping_the_clash_settles_the_series():
    series = plan(TUESDAYS, room("rouge", on("2026-04-14")), choices={TUESDAYS[1].starts_at: Skip()})
    assert series.settled
    assert [each.interval for each in series.kept] == [TUESDAYS[0], TUESDAYS[2], TUESDAYS[3]]


def test_moving_the_clash_settles_the_series():
    later = on("2026-04-14", 16, 18)
    choices = {TUESDAYS[1].starts_at: Move(interval=later)}
    series = plan(TUESDAYS, room("rouge", on("2026-04-14")), choices=choices)
    assert states(series) == [FINE, MOVED, FINE, FINE]
    assert (series.dates[1].asked, series.dates[1].interval) == (TUESDAYS[1], later)


def test_another_room_for_one_date():
    choices = {TUESDAYS[1].starts_at: Move(resource="verte")}
    series = plan(TUESDAYS, room("rouge", on("2026-04-14")), others=[room("verte")], choices=choices)
    assert [each.resource for each in series.kept] == ["rouge", "verte", "rouge", "rouge"]
    unknown = plan(TUESDAYS, choices={TUESDAYS[1].starts_at: Move(resource="nowhere")})
    assert unknown.dates[1].resource == "rouge"


def test_a_move_into_a_clash_is_still_a_clash():
    choices = {TUESDAYS[1].starts_at: Move(interval=on("2026-04-14", 10, 12))}
    series = plan(TUESDAYS, room("rouge", on("2026-04-14", 11, 16)), choices=choices)
    assert states(series) == [FINE, CLASH, FINE, FINE]


def test_a_date_moved_onto_another_of_the_series_clashes_and_the_other_stands():
    choices = {TUESDAYS[1].starts_at: Move(interval=TUESDAYS[2])}
    series = plan(TUESDAYS, choices=choices)
    assert states(series) == [FINE, CLASH, FINE, FINE]
    assert [each.kind for each in series.clashes[0].refusals[0].context["conflicts"]] == [BusyKind.SERIES]


def test_dates_that_overlap_each_other_clash():
    day = on("2026-04-14", 10, 12)
    series = plan([day, on("2026-04-14", 11, 13)])
    assert states(series) == [FINE, CLASH]


def test_a_joined_room_and_its_part_are_one_for_the_series():
    part, joined = room("a", units=frozenset({1})), room("ab", units=frozenset({1, 2}), parts=("a", "b"))
    choices = {TUESDAYS[1].starts_at: Move(interval=TUESDAYS[0], resource="ab")}
    assert states(plan(TUESDAYS, part, others=[joined], choices=choices))[:2] == [FINE, CLASH]


def test_a_series_fills_a_pool_by_its_own_quantity():
    pool = room("desks", rules=ResourceRules(seats=3))
    day = on("2026-04-14")
    series = plan_series(
        dates=[day, on("2026-04-14", 15, 17)],
        wish=Wish(interval=day, quantity=2),
        room=pool,
        asker=MEMBER,
        now=NOW,
    )
    assert [why.code for why in series.clashes[0].refusals] == ["not_enough_seats"]


def test_one_date_to_approve_sends_the_series_to_be_approved():
    asks = room("verte", rules=ResourceRules(access=Access(book=Standing.RESIDENT)))
    series = plan(TUESDAYS, others=[asks], choices={TUESDAYS[1].starts_at: Move(resource="verte")})
    assert (series.mode, plan(TUESDAYS).mode) == (Mode.ASK, Mode.DIRECT)


def test_a_series_all_skipped_is_not_settled():
    assert not plan(TUESDAYS, choices={each.starts_at: Skip() for each in TUESDAYS}).settled


def test_the_staff_lifts_a_closed_day_and_not_a_clash():
    series = plan(weekly("2026-05-18"), room("rouge", on("2026-06-01")), override=True)
    assert states(series) == [FINE, FINE, CLASH, FINE]
    assert [why.code for why in series.dates[1].verdict.overridden] == ["closed"]


taken_hours = st.lists(st.tuples(st.integers(0, 9), st.integers(9, 17)), max_size=8)
DAYS = expand(rrule="FREQ=DAILY;COUNT=10", first=on("2026-04-13"), timezone=PARIS).occurrences


@given(
    hours=taken_hours, skipped=st.sets(st.integers(0, 9)), moved=st.dictionaries(st.integers(0, 9), st.integers(9, 17))
)
def test_what_is_kept_never_overlaps_anything_and_every_date_is_answered(hours, skipped, moved):
    days = [f"{each.starts_at:%Y-%m-%d}" for each in DAYS]
    busy = [on(days[number], hour, hour + 2) for number, hour in hours]
    choices = {DAYS[n].starts_at: Move(interval=on(days[n], hour, hour + 2)) for n, hour in moved.items()}
    choices |= {DAYS[number].starts_at: Skip() for number in skipped}
    series = plan(DAYS, room("rouge", *busy), choices=choices)
    assert [each.asked for each in series.dates] == list(DAYS)
    kept = [each.interval for each in series.kept]
    assert not any(one.overlaps(other) for one in kept for other in busy)
    assert not any(one.overlaps(other) for number, one in enumerate(kept) for other in kept[number + 1 :])
    for each in series.clashes:
        retry = {**choices, each.asked.starts_at: Move(interval=each.offers[0].interval)} if each.offers else None
        if retry is not None:
            after = plan(DAYS, room("rouge", *busy), choices=retry)
            assert len(after.clashes) < len(series.clashes)


def test_a_plan_is_a_value():
    assert plan(TUESDAYS) == plan(TUESDAYS)
    assert replace(plan(TUESDAYS).dates[0]) == plan(TUESDAYS).dates[0]

"""What is kept of each day equals what a recount finds, whatever was booked, moved, given up or withdrawn."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random
from threading import Barrier, Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from cantine.booking import commands, queries, rules
from cantine.booking.commands import DateWish, Details
from cantine.booking.models import OccupancyDay, Occurrence
from cantine.booking.testing import TESTS, ref_of
from cantine.core import scoping
from cantine.kernel import Interval, Refused
from cantine.places import queries as places

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 3, 12)
NOON = datetime(2026, 3, 10, 12, tzinfo=PARIS)


@pytest.fixture
def house(three: Any) -> Any:
    """Two rooms that join, and a pool of three seats."""
    from cantine.places.testing import a_pool, a_room

    green = a_room(three.place, "Salle Verte", buffer_after_minutes=30)
    a_room(three.place, "Rouge et Verte", parts=(three.room, green))
    a_pool(three.place, "Postes", seats=3)
    return three


@pytest.fixture
def book_member(request: Any) -> Any:
    """The fixture ``book`` of this folder, whose name this module gives to something else."""
    return request.getfixturevalue("book")


@pytest.fixture
def place(house: Any) -> Iterator[Any]:
    with scoping.scope([house.place.organisation_id]):
        place = ref_of(house.place)
        keep(place)
        yield place


def keep(place: Any) -> None:
    commands.rebuild_occupancy(actor=TESTS, now=NOON, place=place, first_day=DAY - rules.A_DAY, days=7)


def hours(first: int, last: int, *, day: date = DAY) -> Interval:
    start = datetime(day.year, day.month, day.day, tzinfo=PARIS)
    return Interval(start + timedelta(hours=first), start + timedelta(hours=last))


def book(place: Any, name: str, interval: Interval, now: Any, **details: Any) -> Any:
    card = next(card for card in places.resource_cards(place_id=place.id) if card.name == name)
    return commands.request_booking(
        actor=TESTS, now=now, place=place, resource=card, dates=[DateWish(interval=interval)],
        details=Details(**details), override=True,
    )  # fmt: skip


def kept(place: Any) -> dict[tuple[str, date], tuple[int, int, int, int, int]]:
    rows = OccupancyDay.objects.filter(resource__place_id=place.id)
    return {
        (row.resource.name, row.day): (row.open, row.taken, row.longest_free, row.open_minutes, row.taken_minutes)
        for row in rows.select_related("resource")
    }


def settle() -> None:
    """What waits for the end of the transaction, done now: these tests stay in one."""
    scoping._flush()


@pytest.mark.django_db
def test_a_small_day_agrees_with_a_hand_count(place: Any, now: Any) -> None:
    """The place opens from 8 to 20. Red: 9–11 and, joined, 14–16. Green: joined 14–16, withdrawn 18–20. Desks: 2 of 3
    seats 10–12, 1 seat 11–13."""
    book(place, "Salle Rouge", hours(9, 11), now)
    book(place, "Rouge et Verte", hours(14, 16), now)
    green = next(card for card in places.resource_cards(place_id=place.id) if card.name == "Salle Verte")
    commands.block_resource(
        actor=TESTS, now=now, place=place, resource=green, interval=hours(18, 20), reason="Peinture"
    )
    book(place, "Postes", hours(10, 12), now, quantity=2)
    book(place, "Postes", hours(11, 13), now)
    found = queries.fullness_of(place, first_day=DAY, last_day=DAY)
    assert {card.name: (rate.taken_minutes, rate.open_minutes) for card, rate in found.by_resource} == {
        "Salle Rouge": (240, 720), "Salle Verte": (120, 600), "Postes": (360, 2160),
    }  # fmt: skip
    assert found.by_day == {DAY: rules.Occupancy(open_minutes=3480, taken_minutes=720)}
    assert found.whole.basis_points == 2069
    # At 11: red free again, both pool bookings meet (3 of 3 seats).
    assert found.by_hour[3, 11] == rules.Occupancy(open_minutes=300, taken_minutes=180)
    settle()
    assert {name: row[3:] for (name, day), row in kept(place).items() if day == DAY} == {
        "Salle Rouge": (720, 240), "Salle Verte": (600, 120), "Postes": (2160, 360), "Rouge et Verte": (600, 240),
    }  # fmt: skip
    months = queries.monthly_rates(place, since=DAY, until=DAY)
    assert months == {date(2026, 3, 1): rules.Occupancy(open_minutes=3480, taken_minutes=720)}


@pytest.mark.django_db
def test_the_masks_say_what_can_be_booked_with_its_buffers(place: Any, now: Any) -> None:
    """Green keeps half an hour after each booking: after the one before, and after itself."""
    book(place, "Salle Verte", hours(10, 11), now)
    settle()
    opened, taken, longest, *_ = kept(place)["Salle Verte", DAY]
    assert opened == sum(1 << quarter for quarter in range(32, 80))
    assert taken == sum(1 << quarter for quarter in range(38, 46))  # 9:30–11:30
    assert longest == 80 - 46


@pytest.mark.django_db
def test_postgresql_finds_a_run_of_free_quarters(place: Any, now: Any) -> None:
    book(place, "Salle Rouge", hours(9, 19), now)
    settle()
    with connection.cursor() as sql:
        sql.execute(
            "SELECT r.name, position(B'11111111' IN o.free) - 1, position(B'1111' IN o.free) - 1 "
            "FROM booking_occupancyday o JOIN places_resource r ON r.id = o.resource_id WHERE o.day = %s ORDER BY 1",
            [DAY],
        )
        assert sql.fetchall() == [
            ("Postes", 32, 32), ("Rouge et Verte", -1, 32), ("Salle Rouge", -1, 32), ("Salle Verte", 32, 32),
        ]  # fmt: skip


@pytest.mark.django_db
def test_a_request_takes_its_time_and_counts_once_approved(place: Any, house: Any, now: Any) -> None:
    from cantine.places.testing import a_room, actor_for

    a_room(house.place, "Scène", book="staff")
    keep(place)
    card = next(card for card in places.resource_cards(place_id=place.id) if card.name == "Scène")
    made = commands.request_booking(
        actor=actor_for(house.member, now=now), now=now, place=place, resource=card,
        dates=[DateWish(interval=hours(10, 12))],
    )  # fmt: skip
    settle()
    assert (made.state, kept(place)["Scène", DAY][4]) == (rules.State.REQUESTED, 0)
    assert kept(place)["Scène", DAY][1]
    commands.approve_dates(actor=actor_for(house.manager, now=now), now=now, place=place, dates=[made.dates[0].uuid])
    settle()
    assert kept(place)["Scène", DAY][4] == 120


@pytest.mark.django_db
def test_after_any_life_what_is_kept_equals_a_recount(place: Any, now: Any) -> None:
    rng = Random(12)
    names = ("Salle Rouge", "Salle Verte", "Rouge et Verte", "Postes")
    cards = {card.name: card for card in places.resource_cards(place_id=place.id)}
    dates: list[Any] = []
    for _ in range(60):
        day = DAY + timedelta(days=rng.randrange(4))
        start = rng.randrange(7, 20)
        interval = hours(start, start + rng.randrange(1, 4), day=day)
        act = rng.random()
        with suppress(Refused):
            if act < 0.6 or not dates:
                name = rng.choice(names)
                dates += book(place, name, interval, now, quantity=rng.randint(1, 2) if name == "Postes" else 1).dates
            elif act < 0.75:
                commands.cancel_dates(actor=TESTS, now=now, place=place, dates=[rng.choice(dates).uuid])
            elif act < 0.9:
                commands.block_resource(
                    actor=TESTS,
                    now=now,
                    place=place,
                    resource=cards[rng.choice(names)],
                    interval=interval,
                    reason="Test",
                )
    settle()
    before = kept(place)
    assert len(before) >= 12
    commands.rebuild_occupancy(actor=TESTS, now=now, place=place, first_day=DAY, days=4)
    again = kept(place)
    assert {key: again[key] for key in before} == before
    assert all(
        before[name, day][4] == by_the_minute(cards[name], day) for name, day in before if name != "Rouge et Verte"
    )


def by_the_minute(card: Any, day: date) -> int:
    """Independent of the rules: each minute of the open day, the seats that confirmed dates take then, but blocked ones."""
    from cantine.booking.models import Blocking, Claim

    joined = Claim.objects.filter(unit_id__in=card.units).values("occurrence_id")
    dates = Occurrence.objects.filter(state="confirmed", resource_id=card.id) | Occurrence.objects.filter(
        state="confirmed", pk__in=joined
    )
    blocked = Blocking.objects.filter(pk__in=Claim.objects.filter(unit_id__in=card.units).values("blocking_id")) | (
        Blocking.objects.filter(resource_id=card.id)
    )
    uses = [(row.starts_at, row.ends_at, row.quantity) for row in dates.distinct()]
    holes = [(row.starts_at, row.ends_at) for row in blocked.distinct()]
    total = 0
    for minute in range(8 * 60, 20 * 60):
        at = datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(minutes=minute)
        if not any(start <= at < end for start, end in holes):
            total += min(sum(seats for start, end, seats in uses if start <= at < end), card.seats or 1)
    return total


@pytest.mark.django_db(transaction=True)
def test_two_rooms_booked_at_once_both_count_in_the_joined_one(house: Any, now: Any) -> None:
    ready = Barrier(2)
    with scoping.scope([house.place.organisation_id]):
        keep(ref_of(house.place))

    def one(name: str, first: int) -> None:
        try:
            with scoping.scope([house.place.organisation_id]):
                book(ref_of(house.place), name, hours(first, first + 2), now)
                ready.wait(timeout=10)
        finally:
            connection.close()

    for _ in range(3):
        threads = [Thread(target=one, args=args) for args in (("Salle Rouge", 9), ("Salle Verte", 15))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        with scoping.scope([house.place.organisation_id]):
            place = ref_of(house.place)
            assert kept(place)["Rouge et Verte", DAY][4] == 240
            rows = [row.uuid for row in Occurrence.objects.filter(state="confirmed")]
            commands.cancel_dates(actor=TESTS, now=now, place=place, dates=rows)


@pytest.mark.django_db
def test_a_change_of_hours_is_counted_again(three: Any, now: Any, at: Any, run_jobs: Any) -> None:
    from datetime import time

    from cantine.places import commands as place_commands

    at(now)
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        place_commands.set_week(actor=TESTS, now=now, place=place, hours=[(3, time(10), time(12))])
    run_jobs()
    with scoping.scope([three.place.organisation_id]):
        days = kept(place)
    assert days["Salle Rouge", DAY][3] == 120
    assert days["Salle Rouge", DAY + timedelta(days=1)][3] == 0


@pytest.mark.django_db
def test_what_a_person_changes_from_their_own_page_counts_too(house: Any, now: Any, book_member: Any) -> None:
    """Their page reads their own rows; the place's are opened inside it."""
    from cantine.places.testing import actor_for

    with scoping.scope([house.place.organisation_id]):
        keep(ref_of(house.place))
    made = book_for(house, book_member)
    with scoping.own(house.member.pk), scoping.scope([house.place.organisation_id]):
        commands.cancel_dates(
            actor=actor_for(house.member, now=now), now=now, place=ref_of(house.place), dates=[made.dates[0].uuid]
        )
    with scoping.scope([house.place.organisation_id]):
        assert {row[4] for row in kept(ref_of(house.place)).values()} == {0}


def book_for(house: Any, book: Any) -> Any:
    made = book()
    with scoping.scope([house.place.organisation_id]):
        assert {row[4] for row in kept(ref_of(house.place)).values()} == {0, 60}
    return made


@pytest.mark.django_db(transaction=True)
def test_no_change_slips_between_the_making_of_a_day_and_its_first_reading(house: Any, now: Any) -> None:
    """A booking that has not ended when its day begins to be kept is counted in it, whichever of the two ends first."""
    written, making = Event(), Event()

    def book_slowly() -> None:
        try:
            with scoping.scope([house.place.organisation_id]):
                book(ref_of(house.place), "Salle Rouge", hours(9, 11), now)
                written.set()
                making.wait(10)
        finally:
            connection.close()

    booking = Thread(target=book_slowly)
    booking.start()
    assert written.wait(10)
    with scoping.scope([house.place.organisation_id]):
        keep(ref_of(house.place))
        assert kept(ref_of(house.place))["Salle Rouge", DAY][4] == 0
        making.set()
        booking.join(0.3)
        assert booking.is_alive()
    booking.join(10)
    with scoping.scope([house.place.organisation_id]):
        assert kept(ref_of(house.place))["Salle Rouge", DAY][4] == 120


@pytest.mark.django_db
def test_a_day_that_is_not_kept_costs_a_booking_nothing_but_the_look(three: Any, now: Any, statements: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        book(place, "Salle Rouge", hours(9, 11), now)
        with statements() as seen:
            settle()
        assert len([sql for sql in seen if "procrastinate" not in sql and "pg_notify" not in sql]) == 1
        assert kept(place) == {}

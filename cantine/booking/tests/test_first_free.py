"""The first free time, found in the days that are kept, is the one that hours and claims give."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cantine.booking import commands, queries, rules
from cantine.booking.commands import DateWish, Details
from cantine.booking.models import OccupancyDay
from cantine.booking.testing import TESTS, ref_of
from cantine.core import scoping
from cantine.kernel import Interval, Refused
from cantine.places import commands as place_commands
from cantine.places import queries as places

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 3, 12)


def at_hour(hours: float, *, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(hours=hours)


def keep(place: Any, now: Any, *, days: int = 6) -> None:
    commands.rebuild_occupancy(actor=TESTS, now=now, place=place, first_day=DAY - rules.A_DAY, days=days)


def furnish(house: Any) -> None:
    """Rooms that join, one with buffers, a coarse grid, a pool, a café open past midnight, an office let for months."""
    from cantine.places.testing import a_pool, a_room

    green = a_room(house.place, "Salle Verte", buffer_after_minutes=25, grid_minutes=60)
    a_room(house.place, "Rouge et Verte", parts=(house.room, green), grid_minutes=20)
    a_pool(house.place, "Postes", seats=2)
    a_room(house.place, "Bureau", long_term=True)
    night = a_room(house.place, "Scène")
    place_commands.set_week(
        actor=TESTS, now=at_hour(0), place=ref_of(house.place), resource_id=night.pk,
        hours=[(weekday, time(20, 10), time(3)) for weekday in range(7)],
    )  # fmt: skip


def shuffle(house: Any, rng: Random) -> None:
    """Positions as far apart as the column allows, two of them the same here and there."""
    resources = type(house.room).objects.filter(place=house.place)
    for resource in resources:
        resources.filter(pk=resource.pk).update(position=rng.choice((0, 0, 1, 7, 32_767)))


def fill(place: Any, now: Any, rng: Random, times: int) -> None:
    cards = [card for card in places.resource_cards(place_id=place.id) if not card.long_term]
    for _ in range(times):
        start = at_hour(rng.randrange(96) / 4 + 24 * rng.randrange(4)) + timedelta(minutes=rng.choice((0, 0, 5)))
        interval = Interval(start, start + timedelta(minutes=rng.choice((30, 45, 120, 300, 600))))
        card = rng.choice(cards)
        with suppress(Refused):
            commands.request_booking(
                actor=TESTS, now=now, place=place, resource=card, dates=[DateWish(interval=interval)],
                details=Details(quantity=rng.randint(1, 2) if card.seats else 1), override=True,
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_gives_the_same_first_time_as_hours_and_claims(three: Any, now: Any, seed: int) -> None:
    rng = Random(seed)
    with scoping.scope([three.place.organisation_id]):
        furnish(three)
        shuffle(three, rng)
        place = ref_of(three.place)
        keep(place, now)
        fill(place, now, rng, 60)
        scoping._flush()
        found = 0
        for _ in range(150):
            start = at_hour(rng.randrange(4 * 72) / 4) + timedelta(minutes=rng.choice((0, 7)))
            asked: dict[str, Any] = {
                "actor": TESTS, "place": place, "kind": rng.choice(("", "", "room", "desk")),
                "window": Interval(start, start + timedelta(hours=rng.choice((3, 12, 30)))),
                "length": timedelta(minutes=15 * rng.choice((1, 2, 4, 8, 20, 28))),
            }  # fmt: skip
            first = queries.first_free(**asked)
            assert first == queries.worked_out(**asked), asked
            found += first is not None
        assert 30 < found < 150
        assert sum(row.free >> 95 for row in OccupancyDay.objects.all()) > 2, "nights that go on after midnight"


def test_where_a_day_is_not_kept_hours_and_claims_answer(three: Any, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        asked: dict[str, Any] = {
            "actor": TESTS, "place": place, "window": Interval(at_hour(0), at_hour(48)), "length": timedelta(hours=2),
        }  # fmt: skip
        first = queries.first_free(**asked)
        assert first is not None
        assert (first.resource.name, first.slot.starts_at) == ("Salle Rouge", at_hour(8))
        keep(place, now)
        OccupancyDay.objects.filter(day__gt=DAY).delete()
        assert queries.first_free(**asked) == first


def test_of_two_at_once_the_first_in_the_order_of_the_place(three: Any, now: Any) -> None:
    from cantine.places.testing import a_room

    a_room(three.place, "Salle Bleue", position=0)
    with scoping.scope([three.place.organisation_id]):
        type(three.room).objects.filter(pk=three.room.pk).update(position=5)
        place = ref_of(three.place)
        keep(place, now)
        found = queries.first_free(
            actor=TESTS, place=place, window=Interval(at_hour(0), at_hour(24)), length=timedelta(hours=1)
        )
        assert found is not None
        assert found.resource.name == "Salle Bleue"


def test_it_takes_two_statements(three: Any, now: Any, statements: Any) -> None:
    from cantine.places.testing import a_room

    a_room(three.place), a_room(three.place)
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        keep(place, now)
        with statements() as seen:
            queries.first_free(
                actor=TESTS, place=place, window=Interval(at_hour(0), at_hour(24)), length=timedelta(hours=1)
            )
        assert len(seen) == 2

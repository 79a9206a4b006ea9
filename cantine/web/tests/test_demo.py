"""The life of the demo is one that could be lived."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from cantine.booking import queries as bookings
from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Interval
from cantine.people.testing import a_person
from cantine.places import queries as places
from cantine.places.rules import whole_day
from cantine.places.testing import a_pool, a_room, ref_of
from cantine.web.demo import life

pytestmark = pytest.mark.django_db


def test_nobody_sits_at_two_desks_nor_in_two_rooms_at_once(three):
    for slug in set(life.ROOMS) - {three.room.slug}:
        a_room(three.place, slug, capacity=60)
    for slug, seats in (("postes-partages", 24), ("cafe", 30)):
        a_pool(three.place, slug, seats=seats, capacity=None)
    place, people = ref_of(three.place), [a_person().pk for _ in range(12)]
    monday = date(2026, 11, 30)
    with scoping.scope([place.organisation_id]):
        resources = {card.slug: card for card in places.resource_cards(place_id=place.id)}
        for number in range(5):
            life.live_through(
                actor=system("test"),
                place=place,
                resources=resources,
                people=people,
                day=monday + timedelta(days=number),
            )
        whole = Interval(
            whole_day(monday, timezone=place.timezone).starts_at,
            whole_day(monday + timedelta(days=4), timezone=place.timezone).ends_at,
        )
        dates = bookings.bookings_between(place_id=place.id, window=whole)
    pools = {card.id for card in resources.values() if card.seats}
    assert len(dates) > 50
    assert [
        (one.uuid, other.uuid)
        for one, other in combinations(dates, 2)
        if one.person_id == other.person_id
        and (one.resource_id in pools) == (other.resource_id in pools)
        and one.interval.overlaps(other.interval)
    ] == []

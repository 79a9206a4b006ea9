"""The promises stand in the database: what the commands refuse, raw SQL is refused too."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.booking import commands as booking
from cantine.booking.commands import DateWish, Details
from cantine.booking.models import Claim, Occurrence, SeatClaim
from cantine.core import scoping
from cantine.kernel import Interval, Refused
from cantine.places import queries as places
from cantine.places.testing import a_pool, a_room, actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(three, now):
    """The place open in scope, with its reference, its room and the member as actor."""
    with scoping.scope([three.place.organisation_id]):
        yield three


def ref(house):
    place = places.find_place(slug=house.place.slug)
    assert place is not None
    return place


def wish(now, *, start=24, hours=1):
    starts_at = now.replace(hour=10, minute=0) + timedelta(days=start // 24)
    return DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=hours)))


def book(house, now, resource, *, who=None, dates=None, **details):
    card = places.resource_by_id(resource.pk)
    assert card is not None
    return booking.request_booking(
        actor=actor_for(who or house.member, now=now),
        now=now,
        place=ref(house),
        resource=card,
        dates=dates or [wish(now)],
        details=Details(**details),
    )


def codes(error):
    return [refusal.code for refusal in error.value.refusals]


def test_a_member_books_a_free_room(house, now):
    made = book(house, now, house.room, title="Atelier SCIC")
    assert [date.state for date in made.dates] == ["confirmed"]
    assert Claim.objects.count() == 1


def test_a_taken_room_is_refused_and_nothing_is_written(house, now):
    book(house, now, house.room)
    with pytest.raises(Refused) as error:
        book(house, now, house.room, who=house.manager)
    assert codes(error) == ["taken"]
    assert Occurrence.objects.count() == 1


def test_a_joined_room_blocks_its_parts(house, now):
    other = a_room(house.place, name="Salle Verte")
    joined = a_room(house.place, name="Rouge et Verte", parts=(house.room, other))
    book(house, now, joined)
    with pytest.raises(Refused) as error:
        book(house, now, other)
    assert codes(error) == ["taken"]


def test_a_part_blocks_the_joined_room(house, now):
    other = a_room(house.place, name="Salle Verte")
    joined = a_room(house.place, name="Rouge et Verte", parts=(house.room, other))
    book(house, now, other)
    with pytest.raises(Refused) as error:
        book(house, now, joined)
    assert codes(error) == ["taken"]


def test_a_pool_is_taken_to_its_last_seat_and_no_further(house, now):
    pool = a_pool(house.place, seats=3)
    book(house, now, pool, quantity=2)
    book(house, now, pool)
    with pytest.raises(Refused) as error:
        book(house, now, pool)
    assert codes(error) == ["not_enough_seats"]
    assert sum(SeatClaim.objects.values_list("quantity", flat=True)) == 3


def test_raw_sql_cannot_take_a_unit_twice(house, now):
    book(house, now, house.room)
    with pytest.raises(IntegrityError, match="claim_never_overlaps"), transaction.atomic(), connection.cursor() as sql:
        sql.execute(
            "INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occurrence_id) "
            "SELECT organisation_id, unit_id, starts_at, ends_at, live, occurrence_id FROM booking_claim"
        )


def test_raw_sql_cannot_exceed_a_pool(house, now):
    pool = a_pool(house.place, seats=2)
    book(house, now, pool, quantity=2)
    with pytest.raises(IntegrityError, match="2 seats"), transaction.atomic(), connection.cursor() as sql:
        sql.execute(
            "INSERT INTO booking_seatclaim "
            "(organisation_id, pool_id, starts_at, ends_at, quantity, live, occurrence_id) "
            "SELECT organisation_id, pool_id, starts_at, ends_at, 1, live, occurrence_id FROM booking_seatclaim"
        )


def test_raw_sql_cannot_shrink_a_pool_below_what_is_taken(house, now, at):
    pool = a_pool(house.place, seats=2)
    book(house, now, pool, quantity=2)
    with connection.cursor() as sql:
        sql.execute("UPDATE booking_seatclaim SET ends_at = now() + interval '1 hour'")
    with pytest.raises(IntegrityError, match="1 seats"), transaction.atomic(), connection.cursor() as sql:
        sql.execute("UPDATE places_resource SET seats = 1 WHERE id = %s", [pool.pk])


def test_without_the_constraint_raw_sql_would_take_a_unit_twice(house, now, as_owner):
    """Negative control: it is the constraint that refuses."""
    book(house, now, house.room)
    with as_owner(), connection.cursor() as sql:
        sql.execute("ALTER TABLE booking_claim DROP CONSTRAINT claim_never_overlaps")
    with connection.cursor() as sql:
        sql.execute(
            "INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occurrence_id) "
            "SELECT organisation_id, unit_id, starts_at, ends_at, live, occurrence_id FROM booking_claim"
        )
    assert Claim.objects.count() == 2


def test_a_cancelled_date_frees_its_room_at_once(house, now):
    made = book(house, now, house.room)
    booking.cancel_dates(actor=actor_for(house.member, now=now), now=now, place=ref(house), dates=[made.dates[0].uuid])
    assert [date.state for date in book(house, now, house.room).dates] == ["confirmed"]

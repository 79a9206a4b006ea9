"""The life of the demo is one that could be lived."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from cantine.accounting import queries as books
from cantine.accounting.rules import Role, year_of
from cantine.billing.queries import Heap, bank_heaps_of, bank_lines_of
from cantine.billing.queries.bank_ends import on_their_way
from cantine.billing.rules.bank import Became
from cantine.booking import queries as bookings
from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Interval
from cantine.people.testing import a_person
from cantine.places import commands as house
from cantine.places import queries as places
from cantine.places.rules import whole_day
from cantine.places.testing import a_pool, a_room, ref_of
from cantine.web.demo import life, year
from cantine.web.demo.bank import load_bank
from cantine.web.demo.books import load_books
from cantine.web.demo.money import pay_vat
from cantine.web.demo.till import load_till

pytestmark = pytest.mark.django_db


@pytest.fixture
def walls(three):
    """The place with the rooms and the seats of the demo: the place, what is in it by its slug, twelve people."""
    for slug in set(life.ROOMS) - {three.room.slug}:
        a_room(three.place, slug, capacity=60)
    for slug, seats in (("postes-partages", 24), ("cafe", 30)):
        a_pool(three.place, slug, seats=seats, capacity=None)
    place, people = ref_of(three.place), [a_person().pk for _ in range(12)]
    with scoping.scope([place.organisation_id]):
        return place, {card.slug: card for card in places.resource_cards(place_id=place.id)}, people


def between(place, first_day, last_day):
    first, last = (whole_day(day, timezone=place.timezone) for day in (first_day, last_day))
    return bookings.bookings_between(place_id=place.id, window=Interval(first.starts_at, last.ends_at))


def test_a_year_ago_rooms_were_booked_on_weekdays_and_people_counted_each_day_that_was_open(walls):
    place, resources, people = walls
    monday, sunday = date(2025, 10, 6), date(2025, 10, 19)
    with scoping.scope([place.organisation_id]):
        lived = {"place": place, "resources": resources, "people": people, "last_day": sunday, "days": 14}
        year.load_year(actor=system("test"), **lived)
        dates = between(place, monday, sunday)
        after = sunday + timedelta(days=1)
        now = whole_day(after, timezone=place.timezone).starts_at
        hours = places.hours_of(place)
        days = [monday + timedelta(days=number) for number in range(14)]
        opened = {day for day in days if hours.open_intervals(resource_id=None, first_day=day, last_day=day)}
        came = bookings.attendance_by_day(place=place, first_day=monday, last_day=sunday, now=now)
    assert 10 <= len(dates) <= 60
    assert {each.interval.starts_at.astimezone(place.zone).weekday() for each in dates} <= set(range(5))
    assert {day for day, seen in came.items() if seen} == opened


def test_nobody_sits_at_two_desks_nor_in_two_rooms_at_once(walls):
    place, resources, people = walls
    monday = date(2026, 11, 30)
    with scoping.scope([place.organisation_id]):
        for number in range(5):
            life.live_through(
                actor=system("test"),
                place=place,
                resources=resources,
                people=people,
                day=monday + timedelta(days=number),
            )
        dates = between(place, monday, monday + timedelta(days=4))
    pools = {card.id for card in resources.values() if card.seats}
    assert len(dates) > 50
    assert [
        (one.uuid, other.uuid)
        for one, other in combinations(dates, 2)
        if one.person_id == other.person_id
        and (one.resource_id in pools) == (other.resource_id in pools)
        and one.interval.overlaps(other.interval)
    ] == []


def a_till_of_a_month(three, now):
    """The books and the till of the demo, in the place of these tests, as of ``now``."""
    place, actor = ref_of(three.place), system("test")
    for name in ("resident", "chloe", "hugo", "member", "jules"):
        known = a_person(email=f"{name}@cantine.example")
        house.note_contact(actor=actor, now=now, place=place, person_id=known.pk)
    load_books(actor=actor, place=place, now=now)
    load_till(actor=actor, place=place, now=now)
    return place, actor


def test_what_the_demo_has_on_its_way_to_the_bank_is_of_the_last_days(three):
    now = whole_day(date(2026, 11, 29), timezone="Europe/Paris").starts_at
    with scoping.scope([ref_of(three.place).organisation_id]):
        place, actor = a_till_of_a_month(three, now)
        entity = books.entity_of(place)
        assert entity is not None
        load_bank(actor=actor, place=place, now=now)
        load_bank(actor=actor, place=place, now=now)
        waiting = on_their_way(place, until=date(2026, 11, 29))
        lines = bank_lines_of(place, Heap.WAITING)
        heaps = bank_heaps_of(place)
        bank = books.money_of(entity.id, day=date(2026, 11, 28))[Role.BANK]
    assert min(each.day for each in waiting[Became.CARDS]) == date(2026, 11, 16)
    assert {each.said.label for each in lines} - {"REMISE CB 2411", "VERSEMENT ESPECES 2411"} == {"VIR SEPA DON LIBRE"}
    assert heaps.closing_cents == bank + sum(each.said.cents for each in lines)
    assert bank > 0


def test_the_vat_of_each_quarter_of_the_demo_is_paid_on_the_twentieth_that_follows(three):
    now = whole_day(date(2026, 11, 29), timezone="Europe/Paris").starts_at
    with scoping.scope([ref_of(three.place).organisation_id]):
        place, actor = a_till_of_a_month(three, now)
        entity = books.entity_of(place)
        assert entity is not None
        pay_vat(actor=actor, place=place, entity=entity, now=now)
        held = [books.vat_to_pay(entity.id, days=(day, day)).now for day in (date(2026, 10, 19), date(2026, 10, 20))]
    assert (held[0] > 0, held[1]) == (True, 0)


def test_what_the_till_of_the_demo_holds_is_what_its_books_say(three):
    now = whole_day(date(2026, 11, 29), timezone="Europe/Paris").starts_at
    with scoping.scope([ref_of(three.place).organisation_id]):
        place, _actor = a_till_of_a_month(three, now)
        drawer, entity = books.drawers_of(place)[0], books.entity_of(place)
        assert entity is not None
        held = sum(each.cents for each in books.open_sums(drawer) if each.method == "cash") + drawer.opening_cents
        years = [year_of(date(number, 1, 1), starts_month=1) for number in (2025, 2026)]
        said = [
            each.cents
            for each_year in years
            for each in books.balances_of(entity.id, each_year)
            if each.number == "530"
        ]
    assert (sum(said), held > 0) == (held, True)

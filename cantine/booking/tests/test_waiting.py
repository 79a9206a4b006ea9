"""The waiting list: in the order of asking, held for one person at a time, never one seat for two."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cantine.booking import commands, queries, rules
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.testing import journal, letters
from cantine.kernel import Interval, Refused
from cantine.people.testing import a_person
from cantine.places import queries as places
from cantine.places.testing import a_place, a_pool, a_room, actor_for, furnish, give_role

pytestmark = pytest.mark.django_db


class House:
    """The three's place, as the tests of the waiting list use it."""

    def __init__(self, three, now):
        self.three, self.now = three, now

    def act(self, command, *, who=None, later=timedelta(), **arguments):
        with scoping.scope([self.three.place.organisation_id]):
            place = places.find_place(slug=self.three.place.slug)
            actor = actor_for(who, now=self.now) if who else system("test")
            return command(actor=actor, now=self.now + later, place=place, **arguments)

    def join(self, who, *, room=None, day=7, hour=10, hours=1, quantity=1, later=timedelta()):
        with scoping.scope([self.three.place.organisation_id]):
            card = places.resource_by_id((room or self.three.room).pk)
        start = self.now.replace(hour=hour, minute=0) + timedelta(days=day)
        interval = Interval(start, start + timedelta(hours=hours))
        return self.act(
            commands.join_waiting_list, who=who, later=later, resource=card, interval=interval, quantity=quantity
        )

    def line(self, uuid):
        with scoping.scope([self.three.place.organisation_id]):
            found = queries.waiting_by_uuid(uuid)
        assert found is not None
        return found

    def states(self, *uuids):
        return [str(self.line(uuid).state) for uuid in uuids]


@pytest.fixture
def house(three, at, now):
    at(now)
    return House(three, now)


def a_member(house, name):
    person = a_person(name)
    give_role(person, house.three.place, "member")
    return person


def test_what_comes_free_is_offered_to_the_first_who_asked(house, book, run_jobs):
    date = book(who=house.three.manager).dates[0]
    first, second = a_member(house, "Ada"), a_member(house, "Bob")
    lines = house.join(first), house.join(second, later=timedelta(minutes=1))
    house.act(commands.cancel_dates, who=house.three.manager, dates=[date.uuid])
    run_jobs()
    assert house.states(*lines) == ["offered", "waiting"]
    offer = next(letter for letter in letters() if letter.to == first.email)
    assert offer.subject.startswith("Libre pour vous\u202f: Salle Rouge")
    assert house.line(lines[0]).offered_until == house.now + timedelta(hours=4)
    assert [letter.to for letter in letters() if letter.subject.startswith("Option")] == []


def test_an_offer_is_a_date_held_that_nobody_else_can_take(house, book, run_jobs):
    date = book(who=house.three.manager).dates[0]
    house.join(house.three.member)
    house.act(commands.cancel_dates, who=house.three.manager, dates=[date.uuid])
    run_jobs()
    with pytest.raises(Refused, match="taken"):
        book(who=house.three.manager)


def offered(house, book, run_jobs, *people):
    """Lines of ``people``, the first of them offered."""
    date = book(who=house.three.manager).dates[0]
    lines = [house.join(person, later=timedelta(minutes=number)) for number, person in enumerate(people)]
    house.act(commands.cancel_dates, who=house.three.manager, dates=[date.uuid])
    run_jobs()
    return lines


def test_an_offer_taken_is_a_booking_confirmed(house, book, run_jobs):
    [line] = offered(house, book, run_jobs, house.three.member)
    house.act(commands.accept_offer, who=house.three.member, waiting=line)
    run_jobs()
    assert house.states(line) == ["taken"]
    assert letters()[-1].subject.startswith("Confirmé")
    names = [entry.name for entry in journal()][-2:]
    assert names == ["booking.OfferTaken", "booking.BookingConfirmed"]


def test_where_the_place_answers_an_offer_taken_is_a_request(house, book, run_jobs):
    [line] = offered(house, book, run_jobs, house.three.member)
    furnish(house.three.room, book="staff", ask="public")
    house.act(commands.accept_offer, who=house.three.member, waiting=line)
    run_jobs()
    assert "Demande reçue" in "".join(letter.subject for letter in letters())


def test_an_offer_declined_goes_to_the_next_at_once(house, book, run_jobs):
    second = a_member(house, "Bob")
    lines = offered(house, book, run_jobs, house.three.member, second)
    before = len(letters())
    house.act(commands.decline_offer, who=house.three.member, waiting=lines[0])
    run_jobs()
    assert house.states(*lines) == ["passed", "offered"]
    assert [letter.to for letter in letters()[before:]] == [second.email]


def test_an_offer_that_nobody_answers_goes_to_the_next(house, book, run_jobs, at):
    second = a_member(house, "Bob")
    lines = offered(house, book, run_jobs, house.three.member, second)
    at(house.now + timedelta(hours=4))
    house.act(commands.expire_due, later=timedelta(hours=4))
    run_jobs()
    assert house.states(*lines) == ["expired", "offered"]
    with pytest.raises(Refused, match="offer_over"):
        house.act(commands.accept_offer, who=house.three.member, later=timedelta(hours=4), waiting=lines[0])


def test_an_offer_is_its_persons_only(house, book, run_jobs):
    from cantine.core.authorization import Denied

    [line] = offered(house, book, run_jobs, house.three.member)
    for who in (house.three.manager, house.three.stranger):
        with pytest.raises(Denied):
            house.act(commands.accept_offer, who=who, waiting=line)


def test_near_the_hour_an_offer_stands_for_half_of_what_is_left(house, book, run_jobs):
    date = book(who=house.three.manager, day=0, hour=13).dates[0]
    line = house.join(house.three.member, day=0, hour=13)
    house.act(commands.cancel_dates, who=house.three.manager, dates=[date.uuid])
    run_jobs()
    assert house.line(line).offered_until == house.now + timedelta(hours=1)


def test_a_free_time_is_booked_not_waited_for(house):
    with pytest.raises(Refused, match="still_free"):
        house.join(house.three.member)


def test_one_waits_once_for_one_time(house, book):
    book(who=house.three.manager)
    house.join(house.three.member)
    with pytest.raises(Refused, match="already_waiting"):
        house.join(house.three.member)


def test_waiting_cures_nothing_but_what_is_taken(house, book):
    book(who=house.three.manager)
    furnish(house.three.room, book="staff", ask="staff")
    with pytest.raises(Refused, match="not_allowed"):
        house.join(house.three.member)


def test_who_left_is_offered_nothing(house, book, run_jobs):
    date = book(who=house.three.manager).dates[0]
    line = house.join(house.three.member)
    house.act(commands.leave_waiting_list, who=house.three.member, waiting=line)
    house.act(commands.cancel_dates, who=house.three.manager, dates=[date.uuid])
    run_jobs()
    assert house.states(line) == ["left"]


def test_who_needs_more_than_is_free_holds_nobody_up(house, book, run_jobs):
    pool = a_pool(house.three.place, seats=4)
    dates = [book(who=house.three.manager, room=pool, quantity=2).dates[0] for _ in range(2)]
    large = house.join(a_member(house, "Ada"), room=pool, quantity=4)
    small = house.join(a_member(house, "Bob"), room=pool, quantity=1, later=timedelta(minutes=1))
    house.act(commands.cancel_dates, who=house.three.manager, dates=[dates[0].uuid])
    run_jobs()
    assert house.states(large, small) == ["waiting", "offered"]


def test_a_joined_room_comes_free_when_its_last_part_does(house, book, run_jobs):
    other = a_room(house.three.place, "Salle Verte")
    joined = a_room(house.three.place, "Rouge et Verte", parts=(house.three.room, other))
    dates = [book(who=house.three.manager, room=room).dates[0] for room in (house.three.room, other)]
    line = house.join(house.three.member, room=joined)
    for date, state in zip(dates, ("waiting", "offered"), strict=True):
        house.act(commands.cancel_dates, who=house.three.manager, dates=[date.uuid])
        run_jobs()
        assert house.states(line) == [state]


@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offers_follow_the_order_and_never_exceed_the_seats(three, now, at, data):
    """Whoever is passed over asked for more than was left once all before them were served."""
    at(now)
    house = House(three, now)
    seats = data.draw(st.integers(1, 5))
    pool = a_pool(three.place, seats=seats)
    with scoping.scope([three.place.organisation_id]):
        place, card = places.find_place(slug=three.place.slug), places.resource_by_id(pool.pk)
        start = now + timedelta(days=7)
        made = commands.request_booking(
            actor=actor_for(three.manager, now=now), now=now, place=place, resource=card,
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=1)))],
            details=commands.Details(quantity=seats),
        )  # fmt: skip
    wishes = data.draw(st.lists(st.integers(1, seats), min_size=1, max_size=6))
    lines = [
        house.join(a_member(house, "x"), room=pool, hour=11, quantity=wish, later=timedelta(seconds=number))
        for number, wish in enumerate(wishes)
    ]
    house.act(commands.cancel_dates, who=three.manager, dates=[made.dates[0].uuid])
    house.act(commands.offer_next)
    left, expected = seats, []
    for wish in wishes:
        expected.append("offered" if wish <= left else "waiting")
        left -= wish if wish <= left else 0
    assert house.states(*lines) == expected
    assert Counter(expected)["offered"] >= 1
    house.act(commands.offer_next)
    assert house.states(*lines) == expected, "asking again offers nothing more"
    with scoping.scope([three.place.organisation_id]):
        for line in lines:
            found = queries.waiting_by_uuid(line)
            if found is not None and found.state is rules.WaitState.WAITING:
                commands.leave_waiting_list(
                    actor=actor_for(_person(found.person_id), now=now), now=now, place=place, waiting=line
                )


def _person(pk):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=pk)


# -- pages


def test_from_a_refusal_to_the_list_to_the_offer_to_the_booking(client, house, book, run_jobs):
    date = book(who=house.three.manager).dates[0]
    client.force_login(house.three.member)
    slug = house.three.place.slug
    said = {"day": "2026-03-17", "start": "11:00", "end": "12:00"}
    refused = client.post(f"/{slug}/reserver/salle-rouge/", said)
    assert refused.status_code == 409
    assert "Prévenez-moi si cela se libère" in refused.content.decode()
    times = {"starts_at": "2026-03-17T10:00:00+00:00", "ends_at": "2026-03-17T11:00:00+00:00"}
    for name, value in times.items():
        assert f'name="{name}" value="{value}"' in refused.content.decode()
    joined = client.post(f"/{slug}/attente/", {"resource": "salle-rouge", **times}, follow=True)
    assert "mardi 17 mars, 11\u00a0h\u00a0– 12\u00a0h" in joined.content.decode()
    house.act(commands.cancel_dates, who=house.three.manager, dates=[date.uuid])
    run_jobs()
    assert "Libre pour vous" in client.get("/moi/attente/").content.decode()
    letter = next(letter for letter in letters() if letter.subject.startswith("Libre pour vous"))
    link = next(line for line in letter.text.splitlines() if "/offre/" in line).removeprefix("http://localhost:8000")
    client.logout()
    page = client.get(link)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "Je le prends" in page.content.decode()
    done = client.post(link, {"act": "accept"}, follow=True)
    assert "C’est à vous" in done.content.decode()
    assert client.post(link, {"act": "accept"}).status_code == 422


def test_one_leaves_from_ones_own_page_and_not_for_another(client, house, book):
    book(who=house.three.manager)
    line = house.join(house.three.member)
    client.force_login(house.three.stranger)
    assert client.post(f"/moi/attente/{line}/quitter/").status_code == 404
    client.force_login(house.three.member)
    assert client.post(f"/moi/attente/{line}/quitter/").status_code == 302
    assert house.states(line) == ["left"]


@pytest.mark.parametrize("said", [{}, {"starts_at": "x"}, {"starts_at": ["a", "b"]}, {"quantity": "-1"}])
def test_a_form_that_is_not_ours_is_refused_in_words(client, house, said):
    client.force_login(house.three.member)
    answer = client.post(f"/{house.three.place.slug}/attente/", {"resource": "salle-rouge", **said})
    assert answer.status_code == 400


def test_another_place_has_its_own_list(house, book, run_jobs):
    other = a_place("Ailleurs")
    room = a_room(other, "Salle Rouge")
    date = book(who=house.three.manager).dates[0]
    line = house.join(house.three.member)
    with scoping.scope([other.organisation_id]):
        assert queries.waiting_by_uuid(line) is None
        assert queries.how_many_wait(resource_id=room.pk, interval=Interval(date.starts_at, date.ends_at)) == 0

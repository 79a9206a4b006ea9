"""Secret calendar addresses: what they show, to whom, until when; and what a free/busy one never says."""

from datetime import timedelta

import pytest

from cantine.booking import commands, queries
from cantine.booking.tests.calendars import events_of
from cantine.core import scoping
from cantine.core.testing import journal
from cantine.kernel import Interval, Refused
from cantine.places import queries as places
from cantine.places.testing import a_place, a_room, actor_for, furnish, give_role

pytestmark = pytest.mark.django_db
CANARY = "canari-jaune"


@pytest.fixture(autouse=True)
def clocked(at, now, settings):
    settings.CANTINE_MFA_REQUIRED = False
    at(now)


@pytest.fixture
def own_feed(three, now):
    """``own_feed(detail="full")`` → the path of a feed of the member's."""

    def make(detail="full", person=None):
        person = person or three.member
        made = commands.make_own_feed(actor=actor_for(person, now=now), now=now, detail=detail)
        return f"/flux/{made.secret}.ics"

    return make


@pytest.fixture
def place_feed(three, now):
    """``place_feed(room=…)`` → the path of a feed that the manager made, and its public id."""

    def make(detail="full", room=None, who=None):
        with scoping.scope([three.place.organisation_id]):
            place = places.find_place(slug=three.place.slug)
            made = commands.make_place_feed(
                actor=actor_for(who or three.manager, now=now), now=now, place=place, detail=detail,
                resource=places.resource_by_id(room.pk) if room else None,
            )  # fmt: skip
        return f"/flux/{made.secret}.ics", made.uuid

    return make


def test_a_persons_feed_holds_their_dates_of_every_place(client, three, book, own_feed, now):
    date = book(title="Atelier").dates[0]
    book(who=three.manager, day=8)
    other = a_place("Ailleurs", timezone="Indian/Reunion")
    room = a_room(other, "Case")
    give_role(three.member, other, "member")
    with scoping.scope([other.organisation_id]):
        start = now + timedelta(days=9)
        commands.request_booking(
            actor=actor_for(three.member, now=now), now=now, place=places.find_place(slug=other.slug),
            resource=places.resource_by_id(room.pk),
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=1)))],
        )  # fmt: skip
    answer = client.get(own_feed())
    events = events_of(answer.content)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [event["SUMMARY"] for event in events] == ["Atelier", "Case"]
    assert events[0]["UID"] == str(date.uuid)
    assert events[1]["DTSTART"].params["TZID"] == "Indian/Reunion"


@pytest.mark.parametrize("whose", ["person", "place", "room"])
def test_a_free_busy_feed_never_says_what_nor_who_nor_where(client, three, book, own_feed, place_feed, whose):
    furnish(three.room, name=f"Salle {CANARY}")
    furnish(three.place, name=f"Lieu {CANARY}")
    type(three.member).objects.filter(pk=three.member.pk).update(name=CANARY)
    date = book(title=CANARY, note=CANARY, guest_names=CANARY).dates[0]
    path = {
        "person": lambda: own_feed("busy"),
        "place": lambda: place_feed("busy")[0],
        "room": lambda: place_feed("busy", room=three.room)[0],
    }[whose]()
    text = client.get(path).content.decode()
    dates = text.partition("BEGIN:VEVENT")[2].replace("\r\n ", "")
    assert CANARY not in dates
    assert str(date.uuid) not in dates
    assert [event["SUMMARY"] for event in events_of(text)] == ["Occupé"]


def test_the_places_feed_tells_the_team_who_and_what(client, three, book, place_feed, now):
    book(title="Atelier")
    with scoping.scope([three.place.organisation_id]):
        start = now + timedelta(days=9)
        commands.block_resource(
            actor=actor_for(three.manager, now=now), now=now, place=places.find_place(slug=three.place.slug),
            resource=places.resource_by_id(three.room.pk), interval=Interval(start, start + timedelta(hours=1)),
            reason="Peinture",
        )  # fmt: skip
    events = events_of(client.get(place_feed()[0]).content)
    assert [event["SUMMARY"] for event in events] == ["Atelier (Member)", "Peinture"]


def test_a_rooms_feed_holds_the_joined_room_and_not_the_others(client, three, book, place_feed):
    other = a_room(three.place, "Salle Verte")
    joined = a_room(three.place, "Rouge et Verte", parts=(three.room, other))
    book(room=joined, day=7)
    book(room=other, day=8)
    events = events_of(client.get(place_feed(room=three.room)[0]).content)
    assert [event["SUMMARY"] for event in events] == ["Rouge et Verte (Member)"]


def test_a_cancelled_date_leaves_the_feed(client, three, book, own_feed, now):
    date = book().dates[0]
    path = own_feed()
    with scoping.scope([three.place.organisation_id]):
        commands.cancel_dates(
            actor=actor_for(three.member, now=now), now=now, place=places.find_place(slug=three.place.slug),
            dates=[date.uuid],
        )  # fmt: skip
    assert events_of(client.get(path).content) == []


def test_a_closed_feed_is_nothing_at_the_next_read(client, three, own_feed, now):
    path = own_feed()
    assert client.get(path).status_code == 200
    [line] = queries.own_feeds(person_id=three.member.pk)
    commands.revoke_own_feed(actor=actor_for(three.member, now=now), now=now, feed=line.uuid)
    assert client.get(path).status_code == 404


def test_who_leaves_the_team_no_longer_reads_the_place(client, three, place_feed, now, at):
    role = give_role(three.stranger, three.place, "host", until=now.date())
    path, _ = place_feed(who=three.stranger)
    assert client.get(path).status_code == 200
    at(now + timedelta(days=1))
    assert client.get(path).status_code == 404
    assert role.until == now.date()


def test_an_erased_persons_feed_is_nothing(client, three, own_feed, now):
    path = own_feed()
    type(three.member).objects.filter(pk=three.member.pk).update(erased_at=now)
    assert client.get(path).status_code == 404


def test_guesses_are_slowed_and_a_good_address_is_not(client, own_feed, settings):
    settings.CANTINE_RATES = {"feed_failures": 3}
    path = own_feed()
    assert [client.get("/flux/agenda_x.ics").status_code for _ in range(4)] == [404, 404, 404, 429]
    assert client.get(path).status_code == 200


def test_the_file_is_not_kept_by_caches_and_is_not_sent_twice(client, book, own_feed):
    book()
    path = own_feed()
    answer = client.get(path)
    headers = [answer.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")]
    assert headers == ["private, no-store", "no-referrer", "noindex"]
    assert client.get(path, HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status_code == 304


def test_the_secret_is_kept_nowhere(three, own_feed):
    secret = own_feed().removeprefix("/flux/").removesuffix(".ics")
    assert len(secret) >= 32
    [line] = queries.own_feeds(person_id=three.member.pk)
    assert secret not in str(vars(line))
    assert secret not in str([entry.data for entry in journal()])


@pytest.mark.parametrize("whose", ["person", "place"])
def test_reading_costs_as_many_rows_for_one_date_as_for_five(client, book, own_feed, place_feed, statements, whose):
    path = own_feed() if whose == "person" else place_feed()[0]
    counts = []
    for days in ([7], [8, 9, 10, 13]):
        book(days=days)
        client.get(path)
        with statements() as seen:
            client.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 7


def test_only_the_team_makes_a_feed_of_the_place(client, three, place_feed):
    from cantine.core.authorization import Denied

    with pytest.raises(Denied):
        place_feed(who=three.member)
    client.force_login(three.member)
    assert client.get(f"/{three.place.slug}/reglages/agendas/").status_code == 403


def test_nobody_has_more_than_twenty(own_feed):
    for _ in range(20):
        own_feed()
    with pytest.raises(Refused, match="too_many_feeds"):
        own_feed()


def test_a_person_makes_an_address_sees_it_once_and_closes_it(client, three):
    client.force_login(three.member)
    page = client.post("/moi/agendas/", {"detail": "busy", "name": "mon téléphone"}).content.decode()
    address = page.split('value="http://localhost:8000')[1].split('"')[0]
    assert client.get(address).status_code == 200
    again = client.get("/moi/agendas/").content.decode()
    assert address not in again
    assert "mon téléphone" in again
    [line] = queries.own_feeds(person_id=three.member.pk)
    client.force_login(three.stranger)
    assert client.post(f"/moi/agendas/{line.uuid}/fermer/").status_code == 422
    client.force_login(three.member)
    client.post(f"/moi/agendas/{line.uuid}/fermer/")
    assert client.get(address).status_code == 404


def test_the_team_makes_an_address_of_a_room(client, three):
    client.force_login(three.manager)
    path = f"/{three.place.slug}/reglages/agendas/"
    page = client.post(path, {"detail": "full", "resource": "salle-rouge"}).content.decode()
    address = page.split('value="http://localhost:8000')[1].split('"')[0]
    assert client.get(address).status_code == 200
    with scoping.scope([three.place.organisation_id]):
        [line] = queries.place_feeds(place_id=three.place.pk)
    assert (line.kind, line.resource_name) == ("resource", "Salle Rouge")
    assert client.post(f"{path}{line.uuid}/fermer/").status_code == 302
    assert client.get(address).status_code == 404

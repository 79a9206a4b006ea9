"""The day of the team: who is expected, what waits, what is wrong, and one tap for each."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking import commands, queries
from cantine.booking.queries.today import day_of_team
from cantine.booking.testing import TESTS, ref_of
from cantine.booking.tests.test_date_pages import hold, own, plain, series
from cantine.core import scoping
from cantine.kernel import Interval
from cantine.places import commands as places
from cantine.places.testing import a_room, actor_for, furnish, give_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture(autouse=True)
def _clock(now: datetime, at: Any) -> None:
    at(now)


def page(client: Client, three: Any, person: Any = None) -> str:
    client.force_login(person or three.manager)
    response = client.get(reverse("booking:today", args=[three.place.slug]))
    assert response.status_code == 200
    return plain(response.content.decode())


def post(client: Client, three: Any, name: str, *args: Any, **said: str) -> str:
    client.force_login(three.manager)
    response = client.post(
        reverse(f"booking:{name}", args=[three.place.slug, *args]), {**said, "back": "today"}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("booking:today", args=[three.place.slug])
    return plain(response.content.decode())


def opening(three: Any, now: datetime, day: date, person: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        places.plan_shift(
            actor=TESTS, now=now, place=ref_of(three.place), day=day, starts=time(8), ends=time(12), duty="opening",
            person_id=person.pk,
        )  # fmt: skip


def test_the_day_is_for_the_team_only(client: Client, three: Any) -> None:
    for person in (three.member, three.stranger):
        client.force_login(person)
        assert client.get(reverse("booking:today", args=[three.place.slug])).status_code == 403
    host = three.stranger
    give_role(host, three.place, "host")
    assert page(client, three, host).startswith(" Mardi") or "mardi 10 mars" in page(client, three, host)


def test_an_empty_day_says_so(client: Client, three: Any) -> None:
    words = page(client, three)
    assert "mardi 10 mars" in words
    assert "Personne n’a réservé pour aujourd’hui." in words
    assert "À répondre" not in words
    assert "À surveiller" not in words


def test_arrivals_come_in_the_order_of_time_with_what_the_team_must_know(client: Client, three: Any, book: Any) -> None:
    book(day=0, hour=16, title="Conseil", note="Il faut le vidéoprojecteur.", guests=5)
    book(day=0, hour=13)
    words = page(client, three)
    assert words.index("14:00") < words.index("17:00")
    assert "Conseil · 6 personnes Il faut le vidéoprojecteur." in words
    assert "2 encore à venir" not in words  # the figure comes before its label in the page, after it on the screen
    assert "encore à venir 2" in words
    assert "personnes attendues aujourd’hui 7" in words


def test_one_tap_notes_an_arrival_and_comes_back(client: Client, three: Any, book: Any) -> None:
    book(day=0, hour=13)
    words = post(client, three, "arrive", person=str(three.member.uuid))
    assert "C’est noté : là depuis 12 h." in words
    assert "1 date déjà vue" in words
    assert "Plus personne n’est attendu aujourd’hui." in words
    assert "là maintenant 1" in words


def test_who_came_and_left_is_not_late(client: Client, three: Any, book: Any, now: datetime, at: Any) -> None:
    book(day=0, hour=12, hours=3)
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        commands.check_in(actor=TESTS, now=now + timedelta(hours=1), place=place, person_id=three.member.pk)
        commands.check_out(actor=TESTS, now=now + timedelta(hours=2), place=place, person_id=three.member.pk)
    at(now + timedelta(hours=2, minutes=30))
    words = page(client, three)
    assert "déjà reparti" in words
    assert "en retard" not in words


def test_who_is_late_is_marked_in_one_tap(client: Client, three: Any, book: Any, now: datetime, at: Any) -> None:
    [late] = book(day=0, hour=13).dates
    at(now + timedelta(hours=2, minutes=10))
    assert "en retard" not in page(client, three)
    at(now + timedelta(hours=2, minutes=15))
    assert "en retard" in page(client, three)
    words = post(client, three, "act", late.uuid, "absence")
    assert "Noté : personne n’est venu, et le reste du temps est libre." in words
    assert "Personne n’a réservé pour aujourd’hui." in words


def test_guests_are_counted_in_one_tap(client: Client, three: Any) -> None:
    assert "là maintenant 1" in post(client, three, "guests")
    assert "là maintenant 0" in post(client, three, "guests", move="out")


def test_a_series_that_waits_is_one_thing_to_answer(client: Client, three: Any, now: datetime) -> None:
    furnish(three.room, book="staff", ask="public")
    first = series(three, now).dates[0]
    words = page(client, three)
    assert "à répondre 1" in words
    words = post(client, three, "act", first.uuid, "accepter")
    assert "3 dates sont acceptées : la personne est prévenue." in words
    assert "à répondre 0" in words


def test_what_ends_soonest_is_answered_first(client: Client, three: Any, now: datetime, book: Any) -> None:
    other = a_room(three.place, "Salle Verte")
    furnish(other, book="staff", ask="public")
    book(room=other, day=9, title="La demande")
    hold(three, now, day=12)
    words = page(client, three)
    asked = words[words.index("À répondre") : words.index("Arrivées")]
    assert asked.index("Option") < asked.index("La demande")
    assert asked.count("bientôt") == 1


def test_days_with_nobody_to_open_warn(client: Client, three: Any, now: datetime) -> None:
    assert "pour ouvrir" not in page(client, three)  # no planning of the team: no warning
    for days in range(0, 15):
        if days not in {2, 3}:
            opening(three, now, now.date() + timedelta(days=days), three.manager)
    words = page(client, three)
    assert (
        "Personne n’est prévu pour ouvrir 2 jours des deux semaines qui viennent : jeu. 12 mars · ven. 13 mars" in words
    )
    assert "L’équipe aujourd’hui Manager Ouverture 08:00–12:00" in words


def test_a_day_that_nobody_opens_today_is_told_first(client: Client, three: Any, now: datetime) -> None:
    opening(three, now, now.date() + timedelta(days=1), three.manager)
    assert "Personne n’est prévu pour ouvrir aujourd’hui à" in page(client, three)


def test_a_date_on_a_day_that_closed_since_is_to_be_moved(client: Client, three: Any, now: datetime, book: Any) -> None:
    book(day=3, title="Atelier")
    with scoping.scope([three.place.organisation_id]):
        places.close_days(
            actor=TESTS, now=now, place=ref_of(three.place), first_day=now.date() + timedelta(days=3),
            last_day=now.date() + timedelta(days=3), reason="Travaux",
        )  # fmt: skip
    words = page(client, three)
    assert "Member a réservé Salle Rouge un jour qui a fermé depuis : vendredi 13 mars, 11 h – 12 h." in words


def test_a_date_booked_in_spite_of_the_closing_is_no_problem(client: Client, three: Any, now: datetime) -> None:
    sunday = now.replace(hour=10) + timedelta(days=5)
    with scoping.scope([three.place.organisation_id]):
        from cantine.places import queries as found

        card = found.resource_by_id(three.room.pk)
        assert card is not None
        commands.request_booking(
            actor=actor_for(three.manager, now=now), now=now, place=ref_of(three.place), resource=card, override=True,
            dates=[commands.DateWish(interval=Interval(sunday, sunday + timedelta(hours=1)))],
        )  # fmt: skip
    assert "À surveiller" not in page(client, three)


def test_rooms_withdrawn_are_named_with_their_reason(client: Client, three: Any, now: datetime) -> None:
    with scoping.scope([three.place.organisation_id]):
        from cantine.places import queries as found

        card = found.resource_by_id(three.room.pk)
        assert card is not None
        commands.block_resource(
            actor=TESTS, now=now, place=ref_of(three.place), resource=card, reason="Peinture",
            interval=Interval(now, now + timedelta(hours=4)),
        )  # fmt: skip
    assert "Indisponibles Salle Rouge mardi 10 mars, 12 h – 16 h · Peinture" in page(client, three)


def test_the_day_costs_the_same_at_one_date_and_at_three(
    client: Client, three: Any, book: Any, now: datetime, statements: Any
) -> None:
    counts = []
    client.force_login(three.manager)
    opening(three, now, now.date(), three.manager)
    for hour in (12, 14, 16):
        book(day=0, hour=hour)
        hold(three, now, day=hour)
        with scoping.scope([three.place.organisation_id]):
            commands.count_guests(actor=TESTS, now=now, place=ref_of(three.place))
        with statements() as seen:
            client.get(reverse("booking:today", args=[three.place.slug]))
        counts.append(len(own(seen)))
    assert counts[0] == counts[2] <= 6, own(seen)


def test_the_script_is_given_the_day_without_the_page_around(client: Client, three: Any) -> None:
    client.force_login(three.manager)
    response = client.get(reverse("booking:today", args=[three.place.slug]), headers={"HX-Request": "true"})
    assert response["X-Live"]
    assert b"<main" not in response.content
    assert "Arrivées" in response.content.decode()


def test_another_places_day_holds_nothing_of_this_one(three: Any, book: Any, now: datetime) -> None:
    from cantine.places.testing import a_place

    book(day=0, hour=13)
    other = a_place("Ailleurs")
    with scoping.scope([other.organisation_id]):
        day = day_of_team(place=ref_of(other), now=now)
    assert (day.expected, day.asked, day.visits, day.stranded) == ([], [], [], [])


def test_a_visit_makes_the_date_seen_whoever_noted_it(three: Any, book: Any, now: datetime) -> None:
    book(day=0, hour=11)
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
        day = day_of_team(place=place, now=now)
        [expected] = day.expected
        assert day.arrival_of(expected, now=now) == "here"
        assert queries.somebody_came(
            occurrence_id=0, person_id=three.member.pk, place_id=place.id, during=expected.interval
        )

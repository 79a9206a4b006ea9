"""The pages of the team and of house life: who enters, what they cost, and one tap that takes a shift."""

from datetime import date, time, timedelta

import pytest

from cantine.core import scoping
from cantine.core.actor import system
from cantine.people.testing import a_person
from cantine.places import commands, queries
from cantine.places.rules.house_life import Body
from cantine.places.testing import actor_for, give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(three, now, at, settings):
    settings.CANTINE_MFA_REQUIRED = False  # what a manager's second factor guards is tested with the accounts
    at(now)
    volunteer = a_person("Ana")
    give_role(volunteer, three.place, "volunteer")
    return three, queries.find_place(slug=three.place.slug), volunteer


def acting(house, now):
    return {"actor": system("test"), "now": now, "place": house[1]}


def plan(house, now, day, **said):
    with scoping.scope([house[1].organisation_id]):
        said = {"starts": time(8), "ends": time(12), "duty": "opening", **said}
        return commands.plan_shift(**acting(house, now), day=day, **said)


def decide(house, now, words):
    with scoping.scope([house[1].organisation_id]):
        commands.note_decision(**acting(house, now), words=words, decided_on=now.date(), body=Body.MEETING)


PAGES = {
    "equipe/planning/": {"manager": 200, "volunteer": 200, "member": 403, "stranger": 403},
    "equipe/heures/": {"manager": 200, "volunteer": 403, "member": 403, "stranger": 403},
    "vie-de-la-maison/": {"manager": 200, "volunteer": 200, "member": 200, "stranger": 403},
    "vie-de-la-maison/decisions/nouvelle/": {"manager": 200, "volunteer": 403, "member": 403, "stranger": 403},
    "vie-de-la-maison/qui-decide/": {"manager": 200, "volunteer": 403, "member": 403, "stranger": 403},
    "vie-de-la-maison/reunions/nouvelle/": {"manager": 200, "volunteer": 403, "member": 403, "stranger": 403},
    "annonces/": {"manager": 200, "volunteer": 403, "member": 403, "stranger": 403},
}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_for_those_whose_it_is(house, client, page):
    three, place, volunteer = house
    people = {"manager": three.manager, "volunteer": volunteer, "member": three.member, "stranger": three.stranger}
    found = {}
    for name, person in people.items():
        client.force_login(person)
        found[name] = client.get(f"/{place.slug}/{page}").status_code
    assert found == PAGES[page]


def test_a_volunteer_takes_a_shift_in_one_tap(house, client, now):
    _, place, volunteer = house
    (shift,) = plan(house, now, now.date() + timedelta(days=1))
    client.force_login(volunteer)
    answer = client.post(f"/{place.slug}/equipe/creneaux/{shift}/prendre/", follow=True)
    assert "C’est à vous" in answer.content.decode()
    again = client.post(f"/{place.slug}/equipe/creneaux/{shift}/prendre/", follow=True)
    assert "Quelqu’un vient de prendre ce créneau" in again.content.decode()


def test_a_volunteer_plans_nothing(house, client, now):
    _, place, volunteer = house
    client.force_login(volunteer)
    said = {"day": "2026-03-12", "starts": "08:00", "ends": "12:00", "duty": "opening", "needed": 1}
    assert client.post(f"/{place.slug}/equipe/planning/", said).status_code == 403


def test_the_manager_plans_and_copies_a_week(house, client, now):
    three, place, _ = house
    client.force_login(three.manager)
    said = {"day": "2026-03-12", "starts": "08:00", "ends": "12:00", "duty": "", "other": "Ménage", "needed": 2}
    assert client.post(f"/{place.slug}/equipe/planning/", said).status_code == 302
    client.post(f"/{place.slug}/equipe/planning/recopier/", {"jour": "2026-03-09", "weeks": 2})
    with scoping.scope([place.organisation_id]):
        cards = queries.shifts_between(place, first_day=date(2026, 3, 9), last_day=date(2026, 3, 29))
    assert [(str(card.day), card.duty) for card in cards[::2]] == [
        ("2026-03-12", "Ménage"), ("2026-03-19", "Ménage"), ("2026-03-26", "Ménage"),
    ]  # fmt: skip


def test_an_unknown_act_is_not_found(house, client, now):
    three, place, _ = house
    (shift,) = plan(house, now, now.date())
    client.force_login(three.manager)
    assert client.post(f"/{place.slug}/equipe/creneaux/{shift}/vendre/").status_code == 404
    assert client.post(f"/{place.slug}/equipe/creneaux/{shift}/echanger/", {"against": "x"}).status_code == 404


@pytest.mark.parametrize("page", ["equipe/planning/", "equipe/heures/", "vie-de-la-maison/", "annonces/"])
def test_a_page_costs_the_same_at_one_row_and_at_three(house, client, now, statements, page):
    three, place, volunteer = house
    client.force_login(three.manager)
    counts = []
    for number in range(3):
        day = now.date() - timedelta(days=1 + number)
        (shift,) = plan(house, now, day, person_id=volunteer.pk)
        decide(house, now, f"Décision {number}")
        with scoping.scope([place.organisation_id]):
            commands.keep_shift(**acting(house, now), shift=shift)
            commands.post_notice(
                **acting(house, now), words_fr=f"Mot {number}", first_day=now.date(), last_day=now.date()
            )
            commands.plan_meeting(**acting(house, now), fields={"title": f"Réunion {number}", "starts_at": now})
        with statements() as seen:
            assert client.get(f"/{place.slug}/{page}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_the_years_hours_are_a_spreadsheet_and_a_name_is_no_formula(house, client, now):
    three, place, _ = house
    bad = a_person("=SUM(A1)")
    with scoping.scope([place.organisation_id]):
        manager = actor_for(three.manager, now=now)
        commands.note_hours_given(actor=manager, now=now, place=place, person_id=bad.pk, year=2026, hours=12)
    client.force_login(three.manager)
    text = client.get(f"/{place.slug}/equipe/heures/2026.csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == "'=SUM(A1);0,00;12;12,00"
    assert client.get(f"/{place.slug}/equipe/heures/99999/").status_code == 404


def test_a_meeting_is_called_written_down_and_taken_to_a_calendar(house, client, now):
    three, place, _ = house
    client.force_login(three.manager)
    said = {"title": "Réunion de mars", "day": "2026-03-20", "start": "18:30", "minutes": 90, "agenda": "Les clés"}
    address = client.post(f"/{place.slug}/vie-de-la-maison/reunions/nouvelle/", said)["Location"]
    uuid = address.rstrip("/").rsplit("/", 1)[1]
    client.post(f"{address}modifier/", {**said, "notes": "Deux jeux de clés", "attendees": 9})
    decided = {"words": "Un double des clés à l’accueil", "decided_on": "2026-03-10", "body": "meeting"}
    client.post(f"/{place.slug}/vie-de-la-maison/decisions/nouvelle/?reunion={uuid}", decided)
    client.force_login(three.member)
    page = client.get(address).content.decode()
    assert all(words in page for words in ("Les clés", "Deux jeux de clés", "9 personnes", "Un double des clés"))
    assert b"DTSTART:20260320T173000Z" in client.get(f"{address}reunion.ics").content


def test_a_refusal_is_said_beside_the_field(house, client, now):
    three, place, _ = house
    client.force_login(three.manager)
    said = {"words": "Demain", "decided_on": "2026-03-11", "body": "team"}
    answer = client.post(f"/{place.slug}/vie-de-la-maison/decisions/nouvelle/", said)
    assert (answer.status_code, "Une décision s’inscrit une fois prise" in answer.content.decode()) == (422, True)


def test_the_table_of_who_decides_is_written_whole(house, client, now):
    three, place, _ = house
    client.force_login(three.manager)
    said = {"remit-TOTAL_FORMS": 2, "remit-INITIAL_FORMS": 0, "remit-0-subject": "Les prix", "remit-0-body": "meeting"}
    said |= {"remit-1-subject": "Les prix", "remit-1-body": "team"}
    answer = client.post(f"/{place.slug}/vie-de-la-maison/qui-decide/", said)
    assert "figure deux fois" in answer.content.decode()
    answer = client.post(f"/{place.slug}/vie-de-la-maison/qui-decide/", {**said, "remit-1-subject": ""}, follow=True)
    assert "la réunion des occupants" in answer.content.decode()


def test_a_notice_is_read_on_the_planning_and_on_the_wall_in_both_languages(house, client, now):
    three, place, _ = house
    client.force_login(three.manager)
    said = {
        "words_fr": "Soupe à midi",
        "words_en": "Soup at noon",
        "first_day": "2026-03-10",
        "last_day": "2026-03-11",
        "on_wall": "on",
        "on_planning": "on",
    }
    assert client.post(f"/{place.slug}/annonces/", said).status_code == 302
    client.logout()
    for page in ("planning/", "planning/mur/"):
        assert "Soupe à midi" in client.get(f"/{place.slug}/{page}").content.decode()
        english = client.get(f"/{place.slug}/{page}", headers={"accept-language": "en"})
        assert "Soup at noon" in english.content.decode()

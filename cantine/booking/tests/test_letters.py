"""Each letter, in both languages, once, with its calendar; and to nobody when there is nobody to tell."""

import re
from datetime import timedelta

import pytest

from cantine.booking import commands
from cantine.booking.tests.calendars import events_of
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.testing import letters, react_again
from cantine.people.testing import a_person
from cantine.places import queries as places
from cantine.places.testing import actor_for, furnish, give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(three, at, now):
    """The place with its codes written down, and the clock of the jobs at the tests' noon."""
    at(now)
    furnish(
        three.place, how_to_enter="Code de la rue : 12A45.", wifi="cantine / bonjour", email="bonjour@cantine.example",
        street="151 rue Montmartre", postcode="75002", commune="Paris", accent="#1d6b5c",
        cancellation_words="Un mot à l’accueil suffit.",
    )  # fmt: skip
    furnish(three.room, how_to_enter="La clé est au bar.")
    return three


@pytest.fixture
def act(house, now):
    """``act(command, person, …)`` in the place's scope."""

    def run(command, *, who=None, later=timedelta(), **arguments):
        with scoping.scope([house.place.organisation_id]):
            place = places.find_place(slug=house.place.slug)
            actor = actor_for(who, now=now) if who else system("test")
            return command(actor=actor, now=now + later, place=place, **arguments)

    return run


def in_english(person):
    type(person).objects.filter(pk=person.pk).update(language="en")


def only(run_jobs):
    run_jobs()
    [letter] = letters()
    return letter


def test_a_confirmation_says_how_to_get_in_and_how_to_give_up(house, book, run_jobs, mailoutbox):
    date = book().dates[0]
    letter = only(run_jobs)
    assert letter.subject == "Confirmé : Salle Rouge, mardi 17 mars, 11 h – 12 h"
    lines = [line for line in letter.text.splitlines() if line and "/annuler/" not in line]
    assert lines == [
        "Bonjour Member,",
        "c’est confirmé : nous vous attendons.",
        "- mardi 17 mars, 11 h – 12 h · Salle Rouge",
        "COMMENT ENTRER",
        "La clé est au bar.",
        "Code de la rue : 12A45.",
        "Wi-Fi : cantine / bonjour",
        "151 rue Montmartre, 75002 Paris",
        "SI VOUS NE POUVEZ PAS VENIR",
        "Sans frais jusqu’au lundi 16 mars, 11 h. Ensuite, c’est une annulation tardive.",
        "Un mot à l’accueil suffit.",
        "→ Voir la date",
        f"http://localhost:8000/la-cantine-d-essai/dates/{date.uuid}/",
        "→ Annuler cette date",
        "--",
        "La Cantine d’essai",
        "151 rue Montmartre, 75002 Paris",
        "bonjour@cantine.example",
    ]
    assert (letter.to, letter.reply_to, letter.sender_name) == (
        house.member.email, "bonjour@cantine.example", "La Cantine d’essai",
    )  # fmt: skip
    assert len(mailoutbox) == 1


def test_a_confirmation_in_english(house, book, run_jobs):
    in_english(house.member)
    book()
    letter = only(run_jobs)
    assert letter.subject == "Confirmed: Salle Rouge, Tuesday 17 March, 11:00–12:00"
    assert "Free of charge until Monday 16 March, 11:00." in letter.text
    assert '<html lang="en">' in letter.html
    for said in ("La clé est au bar.", "Code de la rue : 12A45.", "Un mot à l’accueil suffit."):
        assert re.search(rf'<p lang="fr"[^>]*>{re.escape(said)}</p>', letter.html), said


def test_the_html_says_the_same_and_fetches_nothing(house, book, run_jobs):
    book()
    letter = only(run_jobs)
    assert "La clé est au bar." in letter.html
    assert letter.html.count("lang=") == 1
    assert "#1d6b5c" in letter.html
    assert [word for word in ("<img", "<script", "src=", "url(", "@import") if word in letter.html] == []


def test_what_a_person_writes_is_text_in_the_html(house, book, run_jobs):
    furnish(house.room, name="<b>Rouge</b>")
    book()
    letter = only(run_jobs)
    assert "<b>Rouge" not in letter.html
    assert "<b>Rouge</b>" in letter.text


def test_the_calendar_of_a_confirmation(house, book, run_jobs):
    date = book(title="Atelier SCIC").dates[0]
    letter = only(run_jobs)
    [event] = events_of(letter.calendar)
    assert letter.calendar_method == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["SUMMARY"]) == (str(date.uuid), 0, "Atelier SCIC")
    assert event["DTSTART"].dt == date.starts_at
    assert event["LOCATION"] == "Salle Rouge, La Cantine d’essai, 151 rue Montmartre, 75002 Paris"
    assert event["ORGANIZER"] == "mailto:bonjour@cantine.example"
    assert "12A45" in event["DESCRIPTION"]
    assert "/annuler/" not in letter.calendar


def test_a_series_is_one_letter(house, book, run_jobs):
    book(days=[7, 14, 21])
    letter = only(run_jobs)
    assert letter.subject == "Confirmé : Salle Rouge, 3 dates à partir du mardi 17 mars"
    assert letter.text.count("/annuler/") == 3
    assert letter.calendar_method == "PUBLISH"
    assert len(events_of(letter.calendar)) == 3


def test_a_long_series_lists_its_dates_without_a_link_each(house, book, run_jobs):
    furnish(house.place, holiday_open=True)
    book(days=range(7, 7 + 7 * 52, 7))
    letter = only(run_jobs)
    assert (letter.text.count("Salle Rouge"), letter.text.count("/annuler/")) == (52, 0)


def test_a_reaction_that_runs_twice_writes_one_letter(house, book, run_jobs):
    book()
    run_jobs()
    react_again()
    assert len(letters()) == 1


def test_a_request_is_received_and_the_place_is_told(house, book, run_jobs):
    furnish(house.room, book="staff", ask="public")
    date = book(title="Conseil", note="Avec un écran.", guests=4).dates[0]
    run_jobs()
    mine, team = sorted(letters(), key=lambda letter: letter.to != house.member.email)
    assert mine.subject == "Demande reçue : Salle Rouge, mardi 17 mars, 11 h – 12 h"
    assert "Le lieu répond avant le vendredi 13 mars, 12 h" in mine.text
    assert "Retirer la demande" in mine.text
    assert "12A45" not in mine.text + mine.calendar
    assert events_of(mine.calendar)[0]["STATUS"] == "TENTATIVE"
    assert (team.to, team.subject) == (
        "bonjour@cantine.example",
        "Member demande Salle Rouge, mardi 17 mars, 11 h – 12 h",
    )
    assert f"/dates/{date.uuid}/" in team.text
    assert [said for said in ("Conseil", "Avec un écran.", "4 invités") if said not in team.text] == []


def test_without_an_address_of_its_own_each_of_the_team_is_told_in_their_language(house, book, run_jobs):
    furnish(house.place, email="")
    furnish(house.room, book="staff", ask="public")
    host = a_person("Hôte", language="en")
    give_role(host, house.place, "host")
    book()
    run_jobs()
    team = {letter.to: letter.subject for letter in letters() if letter.to != house.member.email}
    assert team == {
        house.manager.email: "Member demande Salle Rouge, mardi 17 mars, 11 h – 12 h",
        host.email: "Member asks for Salle Rouge, Tuesday 17 March, 11:00–12:00",
    }


def asked(house, book, run_jobs):
    """A request whose letters are out of the way."""
    furnish(house.room, book="staff", ask="public")
    date = book().dates[0]
    run_jobs()
    return date


def test_a_refusal_gives_the_reason_and_leads_to_what_is_free(house, book, act, run_jobs):
    date = asked(house, book, run_jobs)
    act(commands.refuse_dates, who=house.manager, dates=[date.uuid], reason="La salle est en travaux.")
    run_jobs()
    letter = letters()[-1]
    assert letter.subject == "Pas possible : Salle Rouge, mardi 17 mars, 11 h – 12 h"
    assert "POURQUOI\nLa salle est en travaux." in letter.text
    assert "/reserver/salle-rouge/?jour=2026-03-17" in letter.text
    assert letter.calendar_method == "CANCEL"


def test_an_approval_is_a_confirmation(house, book, act, run_jobs):
    date = asked(house, book, run_jobs)
    act(commands.approve_dates, who=house.manager, dates=[date.uuid])
    run_jobs()
    letter = letters()[-1]
    assert letter.subject == "Confirmé : Salle Rouge, mardi 17 mars, 11 h – 12 h"
    assert events_of(letter.calendar)[0]["SEQUENCE"] == 1


def test_a_request_that_nobody_answered_is_told(house, book, act, run_jobs):
    asked(house, book, run_jobs)
    act(commands.expire_due, later=timedelta(days=4))
    run_jobs()
    assert letters()[-1].subject == "N’est plus gardé : Salle Rouge, mardi 17 mars, 11 h – 12 h"


def test_who_cancels_is_told_by_whom(house, book, act, run_jobs):
    first, second = book().dates[0], book(day=8).dates[0]
    run_jobs()
    act(commands.cancel_dates, who=house.member, dates=[first.uuid])
    act(commands.cancel_dates, who=house.manager, dates=[second.uuid], reason="Fuite d’eau.")
    run_jobs()
    mine, theirs = letters()[-2:]
    assert mine.subject == "Annulé : Salle Rouge, mardi 17 mars, 11 h – 12 h"
    assert "C’est annulé, sans frais." in mine.text
    assert "Le lieu a dû annuler ce qui suit." in theirs.text
    assert "Fuite d’eau." in theirs.text
    assert (mine.calendar_method, theirs.calendar_method) == ("CANCEL", "CANCEL")


def test_what_was_confirmed_and_cancelled_at_once_is_told_once(house, book, act, run_jobs):
    date = book().dates[0]
    act(commands.cancel_dates, who=house.member, dates=[date.uuid])
    assert only(run_jobs).subject.startswith("Annulé")


def test_a_moved_date_keeps_its_number_and_gains_a_version(house, book, act, run_jobs, now):
    from cantine.kernel import Interval

    date = book().dates[0]
    run_jobs()
    to = Interval(date.starts_at + timedelta(hours=2), date.ends_at + timedelta(hours=2))
    act(commands.move_date, who=house.member, date=date.uuid, interval=to)
    run_jobs()
    letter = letters()[-1]
    [event] = events_of(letter.calendar)
    assert letter.subject == "Changé : Salle Rouge, mardi 17 mars, 13 h – 14 h"
    assert (event["UID"], event["SEQUENCE"]) == (str(date.uuid), 1)


def test_an_option_says_until_when(house, act, run_jobs, now):
    from cantine.kernel import Interval

    with scoping.scope([house.place.organisation_id]):
        card = places.resource_by_id(house.room.pk)
    starts_at = now + timedelta(days=7)
    act(
        commands.hold_resource, who=house.manager, resource=card, person_id=house.member.pk,
        dates=[commands.DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=1)))],
        expires_at=now + timedelta(days=2),
    )  # fmt: skip
    letter = only(run_jobs)
    assert letter.subject == "Option : Salle Rouge, mardi 17 mars, 12 h – 13 h"
    assert "jusqu’au jeudi 12 mars, 12 h" in letter.text


def test_only_the_system_writes_letters(house, act):
    from cantine.core.authorization import Denied

    for command, more in ((commands.tell_person, {"telling": commands.Telling.CONFIRMED}), (commands.tell_team, {})):
        with pytest.raises(Denied):
            act(command, who=house.manager, dates=[], once="x", **more)


def test_an_erased_person_is_not_written_to(house, book, run_jobs, now):
    book()
    type(house.member).objects.filter(pk=house.member.pk).update(erased_at=now)
    run_jobs()
    assert letters() == []


def test_whoever_the_team_wrote_down_is_led_to_no_page_that_asks_for_an_account(house, book, run_jobs, client):
    type(house.member).objects.filter(pk=house.member.pk).update(last_login=None)
    book()
    letter = only(run_jobs)
    links = set(re.findall(r"https?://[^/\s]+(/\S+)", letter.text))
    assert links != set()
    assert [link for link in links if client.get(link).status_code != 200] == []
    assert "/dates/" not in letter.text


def test_whoever_has_an_account_is_led_to_their_date(house, book, run_jobs):
    """Negative control of the one above."""
    date = book().dates[0]
    assert f"/dates/{date.uuid}/" in only(run_jobs).text

"""Giving a date up: the terms are applied as they were shown, undone within ten minutes, by a link or by hand."""

from datetime import timedelta
from uuid import UUID

import pytest

from cantine.booking import commands, queries
from cantine.booking.commands.wording import terms_in_words
from cantine.core import scoping
from cantine.core.testing import journal, letters
from cantine.kernel import Interval, Refused
from cantine.places import queries as places
from cantine.places.testing import a_room, actor_for, furnish

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(three, now):
    """``act(command, who, later=…)`` on the three's place."""

    def run(command, who, *, later=timedelta(), **arguments):
        with scoping.scope([three.place.organisation_id]):
            place = places.find_place(slug=three.place.slug)
            return command(actor=actor_for(who, now=now), now=now + later, place=place, **arguments)

    return run


def card_of(three, date):
    with scoping.scope([three.place.organisation_id]):
        card = queries.date_by_uuid(date.uuid)
    assert card is not None
    return card


def told(name="booking.DatesCancelled"):
    return [entry.data for entry in journal() if entry.name == name]


@pytest.mark.parametrize(
    ("day", "later", "late"),
    [(7, timedelta(), False), (1, timedelta(minutes=9), False), (1, timedelta(minutes=11), True)],
)
def test_late_is_past_the_free_delay_and_past_the_grace(three, book, act, day, later, late):
    """Tomorrow at eleven is less than a day away."""
    date = book(day=day).dates[0]
    act(commands.cancel_dates, three.member, later=later, dates=[date.uuid])
    assert (card_of(three, date).late, told()[0]["late"]) == (late, late)


def test_what_the_place_cancels_is_never_late(three, book, act):
    date = book(day=1).dates[0]
    act(commands.cancel_dates, three.manager, later=timedelta(hours=1), dates=[date.uuid])
    assert (card_of(three, date).late, told()[0]["late"], told()[0]["by_place"]) == (False, False, True)


def test_a_request_withdrawn_is_never_late(three, book, act):
    furnish(three.room, book="staff", ask="public")
    date = book(day=1).dates[0]
    act(commands.cancel_dates, three.member, later=timedelta(hours=1), dates=[date.uuid])
    assert not card_of(three, date).late


def test_leaving_a_date_out_is_late_like_cancelling_it(three, book, act):
    date = book(day=1).dates[0]
    act(commands.skip_date, three.member, later=timedelta(hours=1), date=date.uuid)
    assert card_of(three, date).late


def test_what_has_begun_is_the_teams_to_cancel(three, book, act):
    date = book(day=1).dates[0]
    begun = timedelta(days=1)
    with pytest.raises(Refused, match="already_started"):
        act(commands.cancel_dates, three.member, later=begun, dates=[date.uuid])
    act(commands.cancel_dates, three.manager, later=begun, dates=[date.uuid])
    assert card_of(three, date).state == "cancelled"


def test_a_cancellation_is_undone_within_ten_minutes(three, book, act, run_jobs):
    date = book(day=1).dates[0]
    act(commands.cancel_dates, three.member, later=timedelta(hours=1), dates=[date.uuid])
    act(commands.undo_cancel, three.member, later=timedelta(minutes=69), date=date.uuid)
    card = card_of(three, date)
    assert (card.state, card.late, card.sequence) == ("confirmed", False, 2)


@pytest.mark.parametrize(("who", "minutes"), [("member", 70), ("manager", 61), ("stranger", 61)])
def test_after_ten_minutes_or_by_another_it_is_not(three, book, act, who, minutes):
    from cantine.core.authorization import Denied

    date = book(day=1).dates[0]
    act(commands.cancel_dates, three.member, later=timedelta(hours=1), dates=[date.uuid])
    with pytest.raises((Refused, Denied)):
        act(commands.undo_cancel, getattr(three, who), later=timedelta(minutes=minutes), date=date.uuid)


def test_somebody_who_took_the_room_meanwhile_keeps_it(three, book, act):
    date = book(day=7).dates[0]
    act(commands.cancel_dates, three.member, dates=[date.uuid])
    book(who=three.manager, day=7)
    with pytest.raises(Refused, match="taken"):
        act(commands.undo_cancel, three.member, date=date.uuid)


def test_a_request_undone_is_a_request_again(three, book, act):
    furnish(three.room, book="staff", ask="public")
    date = book().dates[0]
    act(commands.cancel_dates, three.member, dates=[date.uuid])
    act(commands.undo_cancel, three.member, date=date.uuid)
    card = card_of(three, date)
    assert (card.state, card.expires_at is not None) == ("requested", True)


# -- the link of the letter


def address_in(letter):
    return next(line for line in letter.text.splitlines() if "/annuler/" in line).removeprefix("http://localhost:8000")


@pytest.fixture
def link(book, run_jobs, at, now):
    at(now)
    book()
    run_jobs()
    return address_in(letters()[0])


def test_the_link_shows_the_terms_and_changes_nothing(client, link):
    answer = client.get(link)
    assert answer.status_code == 200
    assert "Sans frais jusqu’au lundi 16 mars" in answer.content.decode()
    assert told() == []


def test_the_link_cancels_without_an_account_and_takes_back(client, link, three):
    assert client.post(link, {"act": "cancel"}, follow=True).redirect_chain == [(link, 302)]
    assert "J’ai changé d’avis" in client.get(link).content.decode()
    assert [entry.actor_person_id for entry in journal() if entry.name == "booking.DatesCancelled"] == [three.member.pk]
    client.post(link, {"act": "undo"})
    assert "Annuler cette date" in client.get(link).content.decode()
    assert "sessionid" not in client.cookies


def test_ten_minutes_later_there_is_no_way_back(client, link, at, now):
    client.post(link)
    at(now + timedelta(minutes=10))
    assert "J’ai changé d’avis" not in client.get(link).content.decode()
    assert client.post(link, {"act": "undo"}).status_code == 422


def test_the_page_is_not_kept_nor_told_to_others(client, link):
    headers = client.get(link).headers
    assert (headers["Referrer-Policy"], headers["Cache-Control"], headers["X-Robots-Tag"]) == (
        "no-referrer", "private, no-store", "noindex",
    )  # fmt: skip


def test_a_link_dies_with_its_date(client, link, at, now):
    at(now + timedelta(days=7))
    assert client.get(link).status_code == 404


def test_a_link_that_is_not_ours_is_nothing_and_too_many_are_slowed(client, link, settings):
    settings.CANTINE_RATES = {"link_failures": 3}
    forged = link[:-2] + ("a/" if link[-2] != "a" else "b/")
    assert [client.get(forged).status_code for _ in range(4)] == [404, 404, 404, 429]
    assert client.get(link).status_code == 200, "who has a good link is not held up by others"


def test_a_link_for_one_thing_opens_no_other(client, link):
    uuid = link.split("/")[2].partition("~")[0]
    other = queries.link_of(UUID(uuid), purpose="offer")
    assert client.get(f"/annuler/{other}/").status_code == 404


def test_the_page_reads_few_rows(client, link, statements):
    with statements() as seen:
        client.get(link)
    assert len(seen) <= 6


def moved_to(three, act, date, *, who=None, days, later, room=None):
    """Put the date off by so many days."""
    card = card_of(three, date)
    interval = Interval(card.starts_at + timedelta(days=days), card.ends_at + timedelta(days=days))
    act(commands.move_date, who or three.member, later=later, date=date.uuid, interval=interval, resource=room)


def cancelled(three, act, date, *, later):
    act(commands.cancel_dates, three.member, later=later, dates=[date.uuid])
    return card_of(three, date).late


AN_HOUR = timedelta(hours=1)


def test_putting_off_a_late_date_then_cancelling_it_is_late_all_the_same(three, book, act):
    date = book(day=1).dates[0]
    moved_to(three, act, date, days=30, later=AN_HOUR)
    assert cancelled(three, act, date, later=2 * AN_HOUR)


def test_moved_twice_it_is_still_judged_on_the_earliest_start_it_had(three, book, act):
    date = book(day=1).dates[0]
    moved_to(three, act, date, days=3, later=AN_HOUR)
    moved_to(three, act, date, days=30, later=2 * AN_HOUR)
    assert cancelled(three, act, date, later=3 * AN_HOUR)


def test_a_date_moved_while_it_was_free_is_judged_on_its_new_day(three, book, act):
    date = book(day=7).dates[0]
    moved_to(three, act, date, days=7, later=AN_HOUR)
    assert (card_of(three, date).judged_from, cancelled(three, act, date, later=timedelta(days=10))) == (None, False)


def test_moving_within_the_ten_minutes_of_grace_costs_nothing(three, book, act):
    date = book(day=1).dates[0]
    moved_to(three, act, date, days=30, later=timedelta(minutes=5))
    assert not cancelled(three, act, date, later=AN_HOUR)


def test_what_the_team_moves_into_the_delay_is_not_late_for_its_person(three, book, act):
    date = book(day=7).dates[0]
    moved_to(three, act, date, who=three.manager, days=-6, later=AN_HOUR)
    assert not cancelled(three, act, date, later=2 * AN_HOUR)


def test_the_team_moving_what_was_late_already_leaves_it_so(three, book, act):
    date = book(day=1).dates[0]
    moved_to(three, act, date, who=three.manager, days=30, later=AN_HOUR)
    assert cancelled(three, act, date, later=2 * AN_HOUR)


def test_moving_to_a_room_that_must_be_asked_for_does_not_make_a_late_date_free(three, book, act):
    asked = a_room(three.place, "Salle à demander")
    furnish(asked, book="staff", ask="public")
    date = book(day=1).dates[0]
    with scoping.scope([three.place.organisation_id]):
        room = places.resource_by_id(asked.pk)
    moved_to(three, act, date, days=30, later=AN_HOUR, room=room)
    assert card_of(three, date).state == "requested"
    assert cancelled(three, act, date, later=2 * AN_HOUR)


def test_the_words_of_a_date_put_off_late_say_so_before_it_is_cancelled(three, book, act, now):
    date = book(day=1).dates[0]
    moved_to(three, act, date, days=30, later=AN_HOUR)
    card = card_of(three, date)
    with scoping.scope([three.place.organisation_id]):
        place = places.find_place(slug=three.place.slug)
    [words] = terms_in_words(place=place, cards=[card], now=now + 2 * AN_HOUR)
    assert words == (
        "Le délai sans frais s’est terminé le mardi 10 mars, 11 h : renoncer maintenant est une annulation tardive."
    )


def test_a_date_left_out_late_and_taken_back_is_not_late_any_more(three, book, act):
    date = book(day=1, days=[1, 8], rrule="FREQ=WEEKLY;COUNT=2").dates[0]
    act(commands.skip_date, three.member, later=AN_HOUR, date=date.uuid)
    act(commands.take_back_date, three.member, later=AN_HOUR, date=date.uuid)
    assert (card_of(three, date).state, card_of(three, date).late) == ("confirmed", False)


def test_the_page_that_moves_a_late_date_says_that_it_stays_late(three, book, at, client, now):
    said = "déplacer cette date ne le rend pas"
    tomorrow, next_week = book(day=1).dates[0], book(day=7).dates[0]
    at(now + AN_HOUR)
    client.force_login(three.member)
    pages = [
        client.get(f"/{three.place.slug}/dates/{date.uuid}/deplacer/").content.decode()
        for date in (tomorrow, next_week)
    ]
    assert [said in page for page in pages] == [True, False]

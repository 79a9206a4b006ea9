"""The day before, at five in the afternoon of the place: one letter a person, once, with the link to give up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cantine.booking import commands, rules
from cantine.booking.tasks import expire_round, remind_round
from cantine.core import scoping
from cantine.core.testing import letters
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places.testing import a_place, a_room, actor_for, furnish, give_role
from cantine.territory.rules import FRENCH_TIME_ZONES

FIVE = datetime(2026, 3, 16, 16, 0, tzinfo=UTC)  # 17:00 in Paris, the day before what ``book`` books


@given(minutes=st.integers(0, 2 * 366 * 24 * 60), timezone=st.sampled_from(sorted(FRENCH_TIME_ZONES)))
@settings(deadline=None)
def test_it_is_five_on_the_wall_the_day_before(minutes, timezone):
    from zoneinfo import ZoneInfo

    starts_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    wall, due = (
        at.astimezone(ZoneInfo(timezone)) for at in (starts_at, rules.reminds_at(starts_at, timezone=timezone))
    )
    assert (due.hour, due.minute, wall.date() - due.date()) == (17, 0, timedelta(days=1))


@pytest.fixture
def round_at(at, run_jobs):
    """``round_at(instant)`` → the subjects of the letters that the round of that instant wrote."""

    def run(instant, job=remind_round):
        run_jobs()
        before = len(letters())
        at(instant)
        job.func(0)
        run_jobs()
        return [letter.subject for letter in letters()[before:]]

    return run


pytestmark = pytest.mark.django_db
SUBJECT = "Rappel\u202f: Salle Rouge, mardi 17 mars, 11\u00a0h\u00a0– 12\u00a0h"


def test_a_person_is_reminded_at_five_and_once(book, round_at):
    book()
    assert round_at(FIVE - timedelta(minutes=1)) == []
    assert round_at(FIVE) == [SUBJECT]
    assert round_at(FIVE + timedelta(minutes=10)) == []


def test_a_worker_that_slept_reminds_when_it_wakes(book, round_at):
    book()
    assert round_at(FIVE + timedelta(hours=15)) == [SUBJECT]


def test_a_reminder_says_how_to_get_in_and_carries_the_link(book, round_at, three):
    furnish(three.place, how_to_enter="Code 12A45.")
    book()
    round_at(FIVE)
    letter = letters()[-1]
    assert "Code 12A45." in letter.text
    assert "/annuler/" in letter.text
    assert "Le délai sans frais s’est terminé le lundi 16 mars" in letter.text


def test_three_dates_of_one_day_are_one_letter(book, round_at):
    for hour in (9, 11, 14):
        book(hour=hour)
    assert round_at(FIVE) == ["Rappel\u202f: Salle Rouge, 3 dates à partir du mardi 17 mars"]
    assert letters()[-1].text.count("/annuler/") == 3


def test_what_was_booked_this_evening_needs_no_reminder(three, book, round_at, now):
    with scoping.scope([three.place.organisation_id]):
        place, card = places.find_place(slug=three.place.slug), places.resource_by_id(three.room.pk)
        evening, start = FIVE + timedelta(hours=1), FIVE + timedelta(hours=20)
        commands.request_booking(
            actor=actor_for(three.member, now=now), now=evening, place=place, resource=card,
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=1)))],
        )  # fmt: skip
    assert round_at(evening + timedelta(minutes=10)) == []


def test_a_cancelled_date_is_not_reminded_of(three, book, round_at, now):
    date = book().dates[0]
    with scoping.scope([three.place.organisation_id]):
        place = places.find_place(slug=three.place.slug)
        commands.cancel_dates(actor=actor_for(three.member, now=now), now=now, place=place, dates=[date.uuid])
    assert round_at(FIVE) == []


def test_each_place_has_its_own_five_o_clock(three, round_at, now, book):
    island = a_place("La Réunion", timezone="Indian/Reunion")
    room = a_room(island, "Case")
    give_role(three.member, island, "member")
    with scoping.scope([island.organisation_id]):
        place, card = places.find_place(slug=island.slug), places.resource_by_id(room.pk)
        start = datetime(2026, 3, 17, 6, 0, tzinfo=UTC)
        commands.request_booking(
            actor=actor_for(three.member, now=now), now=now, place=place, resource=card,
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=1)))],
        )  # fmt: skip
    book()
    assert round_at(datetime(2026, 3, 16, 13, 0, tzinfo=UTC)) == [
        "Rappel\u202f: Case, mardi 17 mars, 10\u00a0h\u00a0– 11\u00a0h"
    ]
    assert round_at(FIVE) == [SUBJECT]


def test_the_clock_expires_what_nobody_answered(three, book, round_at, now):
    furnish(three.room, book="staff", ask="public")
    book()
    assert round_at(now + timedelta(days=2), expire_round) == []
    [subject] = round_at(now + timedelta(days=4), expire_round)
    assert subject.startswith("N’est plus gardé")
    assert round_at(now + timedelta(days=4, minutes=1), expire_round) == []

"""A trial day is one day, once; and the people of all the rooms together never pass what the law allows the house."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from cantine.booking import commands, queries, rules
from cantine.booking.commands import DateWish, Details
from cantine.core import scoping
from cantine.kernel import Interval, Refused
from cantine.memberships import commands as memberships
from cantine.places import queries as places
from cantine.places.testing import a_room, actor_for, furnish, ref_of

ROOMS = {"book": "member", "ask": "member", "offers_trial": True}


@pytest.fixture
def ask(three, now):
    """``ask(who, room, day=…)``: what was made, or the codes of the refusals."""

    def run(who, room, *, days=(7,), hours=1, **details):
        first = now.replace(hour=10, minute=0)
        wishes = [
            DateWish(interval=Interval(first + timedelta(days=day), first + timedelta(days=day, hours=hours)))
            for day in days
        ]
        with scoping.scope([three.place.organisation_id]):
            card = places.resource_by_id(room.pk)
            assert card is not None
            try:
                return commands.request_booking(
                    actor=actor_for(who, now=now), now=now, place=ref_of(three.place), resource=card, dates=wishes,
                    details=Details(**details),
                )  # fmt: skip
            except Refused as refused:
                return [refusal.code for refusal in refused.refusals]

    return run


@pytest.fixture
def act(three, now):
    def run(command, who, **said):
        with scoping.scope([three.place.organisation_id]):
            return command(actor=actor_for(who, now=now), now=now, place=ref_of(three.place), **said)

    return run


@pytest.mark.django_db
def test_a_trial_day_opens_once_what_members_book(three, ask):
    furnish(three.room, **ROOMS)
    assert ask(three.stranger, three.room) == ["not_allowed"]
    assert ask(three.stranger, three.room, trial=True).state == "confirmed"
    assert ask(three.stranger, three.room, days=(8,), trial=True) == ["not_allowed", "trial_used"]


@pytest.mark.django_db
def test_a_series_of_trial_days_is_no_trial(three, ask):
    furnish(three.room, **ROOMS)
    assert ask(three.stranger, three.room, days=(7, 8), trial=True) == ["trial_over_a_day"]


@pytest.mark.django_db
def test_a_trial_day_given_up_in_time_may_be_asked_again(three, ask, act):
    furnish(three.room, **ROOMS)
    date = ask(three.stranger, three.room, trial=True).dates[0]
    act(commands.cancel_dates, three.stranger, dates=[date.uuid])
    assert ask(three.stranger, three.room, days=(8,), trial=True).state == "confirmed"


@pytest.mark.django_db
def test_a_trial_day_that_the_place_refused_is_not_used_up(three, ask, act):
    furnish(three.room, **ROOMS | {"book": "staff"})
    date = ask(three.stranger, three.room, trial=True).dates[0]
    assert date.state == "requested"
    act(commands.refuse_dates, three.manager, dates=[date.uuid])
    assert ask(three.stranger, three.room, days=(8,), trial=True).state == "requested"


@pytest.mark.django_db
def test_a_trial_day_is_moved_like_any_other_date_and_stays_one_day(three, ask, act):
    furnish(three.room, **ROOMS | {"longest_minutes": 3000})
    date = ask(three.stranger, three.room, trial=True).dates[0]
    day = timedelta(days=1)
    act(commands.move_date, three.stranger, date=date.uuid, interval=Interval(date.starts_at + day, date.ends_at + day))
    with pytest.raises(Refused, match="trial_over_a_day"):
        act(
            commands.move_date, three.stranger, date=date.uuid,
            interval=Interval(date.starts_at + day, date.ends_at + 2 * day),
        )  # fmt: skip


@pytest.mark.django_db
def test_a_stranger_takes_their_trial_day_in_the_browser_and_is_offered_no_second(three, client, at, now):
    furnish(three.room, **ROOMS)
    at(now)
    client.force_login(three.stranger)
    address = f"/{three.place.slug}/reserver/{three.room.slug}/"
    assert three.room.name in client.get(f"/{three.place.slug}/reserver/?jour=2026-03-12").content.decode()
    said = {"day": "2026-03-12", "start": "11:00", "end": "12:00", "repeats": "", "trial": "on"}
    page = client.post(address, said, follow=True).content.decode()
    assert "Journée d’essai" in page
    pages = [client.get(f"{address}?debut=2026-03-13T11:00").content.decode()]
    client.force_login(three.member)
    pages.append(client.get(f"{address}?debut=2026-03-13T11:00").content.decode())
    assert ["C’est ma journée d’essai" in each for each in pages] == [False, False]


@pytest.mark.django_db(transaction=True)
def test_two_rooms_at_the_same_second_never_pass_the_legal_capacity_together(three, ask, now):
    green, found = a_room(three.place, "Salle Verte"), []
    furnish(three.place, legal_capacity=10)

    def meanwhile():
        try:
            found.append(ask(three.manager, green, guests=5))
        finally:
            connection.close()

    other = Thread(target=meanwhile)
    with scoping.scope([three.place.organisation_id]):
        ask(three.member, three.room, guests=5)
        other.start()
        other.join(timeout=1)
        assert other.is_alive()  # it queues at the door of the house
    other.join(timeout=20)
    assert found == [["over_legal_capacity"]]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_of_the_house_two_rooms_do_pass_it_together(three, ask, monkeypatch):
    """The negative control: were the lock of no use, the test above would be of none."""
    monkeypatch.setattr("cantine.places.queries.lock_house", lambda place_id: None)
    green, found = a_room(three.place, "Salle Verte"), []
    furnish(three.place, legal_capacity=10)

    def meanwhile():
        try:
            found.append(ask(three.manager, green, guests=5))
        finally:
            connection.close()

    other = Thread(target=meanwhile)
    with scoping.scope([three.place.organisation_id]):
        ask(three.member, three.room, guests=5)
        other.start()
        other.join(timeout=20)
        assert not other.is_alive()  # nobody queued
    assert [made.state for made in found] == [rules.State.CONFIRMED]  # twelve people where ten may be


@pytest.mark.django_db
def test_a_house_without_a_legal_capacity_keeps_its_rooms_apart(three, ask, statements):
    furnish(three.place, legal_capacity=None)
    with statements() as seen:
        ask(three.member, three.room)
    assert not any("places_place WHERE id" in each and "FOR NO KEY UPDATE" in each for each in map(str, seen))


@pytest.mark.django_db
def test_what_was_tried_is_told_by_the_dates_that_stand(three, ask):
    furnish(three.room, **ROOMS)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        before = queries.trial_used(place=place, person_id=three.stranger.pk)
    ask(three.stranger, three.room, trial=True)
    with scoping.scope([place.organisation_id]):
        assert (before, queries.trial_used(place=place, person_id=three.stranger.pk)) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "codes"), [(None, ["certification_missing"]), (6, ["certification_expired"]), (7, [])]
)
def test_a_machine_is_not_confirmed_to_who_lost_the_right_to_use_it_since_they_asked(
    three, ask, act, now, until, codes
):
    furnish(three.room, book="staff", ask="member", certification="laser")
    day = now.date()
    first = act(
        memberships.give_certification, three.manager, person_id=three.member.pk, code="laser",
        valid_until=day + timedelta(days=60),
    )  # fmt: skip
    date = ask(three.member, three.room).dates[0]
    act(memberships.revoke_certification, three.manager, certification=first)
    if until is not None:
        said = {"person_id": three.member.pk, "code": "laser", "valid_until": day + timedelta(days=until)}
        act(memberships.give_certification, three.manager, **said)
    found = []
    try:
        act(commands.approve_dates, three.manager, dates=[date.uuid])
    except Refused as refused:
        found = [refusal.code for refusal in refused.refusals]
    assert found == codes

"""The planning of the team: who opens, swaps, hours given, and the days that nobody opens."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.people.testing import a_person
from cantine.places import commands, queries
from cantine.places.models import Shift
from cantine.places.rules.team import Turn, unopened
from cantine.places.testing import actor_for, give_role

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 3, 14)


@pytest.fixture
def team(three):
    """The place in scope, with two volunteers beside the three people."""
    three_more = {"ana": a_person("Ana"), "bob": a_person("Bob")}
    for person in three_more.values():
        give_role(person, three.place, "volunteer")
    with scoping.scope([three.place.organisation_id]):
        yield three, queries.find_place(slug=three.place.slug), three_more


def plan(team, now, *, day=SATURDAY, starts=time(8), ends=time(12), duty="opening", **said):
    three, place, _ = team
    manager = actor_for(three.manager, now=now)
    return commands.plan_shift(
        actor=manager, now=now, place=place, day=day, starts=starts, ends=ends, duty=duty, **said
    )


def act(command, team, now, who, shift, **said):
    _, place, _ = team
    return command(actor=actor_for(who, now=now), now=now, place=place, shift=shift, **said)


def codes(error):
    return [refusal.code for refusal in error.value.refusals]


def owners(place):
    return [card.name for card in queries.shifts_between(place, first_day=SATURDAY, last_day=SATURDAY)]


def test_a_volunteer_takes_an_open_shift_in_one_act(team, now):
    _, place, people = team
    (shift,) = plan(team, now)
    act(commands.take_shift, team, now, people["ana"], shift)
    assert owners(place) == ["Ana"]


def test_a_shift_is_taken_once(team, now):
    (shift,) = plan(team, now)
    act(commands.take_shift, team, now, team[2]["ana"], shift)
    with pytest.raises(Refused) as error:
        act(commands.take_shift, team, now, team[2]["bob"], shift)
    assert codes(error) == ["shift_taken"]


def test_a_member_who_is_no_volunteer_takes_nothing(team, now):
    (shift,) = plan(team, now)
    with pytest.raises(Denied):
        act(commands.take_shift, team, now, team[0].member, shift)


def test_as_many_shifts_as_people_are_needed(team, now):
    assert len(plan(team, now, needed=3, person_id=team[2]["ana"].pk)) == 3
    assert owners(team[1]) == ["Ana", "", ""]


def test_nobody_is_in_two_places_at_once(team, now):
    (one,), (other,) = plan(team, now), plan(team, now, starts=time(11), ends=time(14), duty="welcome")
    act(commands.take_shift, team, now, team[2]["ana"], one)
    with pytest.raises(Refused) as error:
        act(commands.take_shift, team, now, team[2]["ana"], other)
    assert codes(error) == ["shift_meets_another"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"starts": time(8), "ends": time(8)}, "shift_without_length"),
        ({"duty": "  "}, "shift_duty_missing"),
        ({"needed": 0}, "shift_needs_somebody"),
        ({"needed": 21}, "shift_needs_somebody"),
    ],
)
def test_what_is_no_shift_is_refused(team, now, said, code):
    with pytest.raises(Refused) as error:
        plan(team, now, **said)
    assert codes(error) == [code]


def test_only_the_team_and_its_volunteers_are_planned(team, now):
    with pytest.raises(Refused) as error:
        plan(team, now, person_id=team[0].stranger.pk)
    assert codes(error) == ["shift_not_theirs"]


def test_a_shift_given_up_is_open_again(team, now):
    (shift,) = plan(team, now, person_id=team[2]["ana"].pk)
    act(commands.give_up_shift, team, now, team[2]["ana"], shift)
    assert owners(team[1]) == [""]


def test_nobody_gives_up_for_another(team, now):
    (shift,) = plan(team, now, person_id=team[2]["ana"].pk)
    with pytest.raises(Denied):
        act(commands.give_up_shift, team, now, team[2]["bob"], shift)


def test_a_swap_that_names_none_goes_to_whoever_accepts(team, now):
    ana, bob = team[2]["ana"], team[2]["bob"]
    (shift,) = plan(team, now, person_id=ana.pk)
    act(commands.ask_swap, team, now, ana, shift)
    act(commands.accept_swap, team, now, bob, shift)
    assert owners(team[1]) == ["Bob"]


def test_an_exchange_turns_both_shifts(team, now):
    ana, bob = team[2]["ana"], team[2]["bob"]
    (morning,) = plan(team, now, person_id=ana.pk)
    (evening,) = plan(team, now, starts=time(14), ends=time(18), duty="welcome", person_id=bob.pk)
    act(commands.ask_swap, team, now, ana, morning, in_exchange_for=evening)
    with pytest.raises(Refused) as error:
        act(commands.accept_swap, team, now, team[0].manager, morning)
    assert codes(error) == ["swap_for_another"]
    act(commands.accept_swap, team, now, bob, morning)
    assert owners(team[1]) == ["Bob", "Ana"]


def test_swaps_that_cannot_be_are_refused(team, now):
    ana = team[2]["ana"]
    (mine,), (nobodys,) = plan(team, now, person_id=ana.pk), plan(team, now, duty="welcome")
    with pytest.raises(Refused) as error:
        act(commands.ask_swap, team, now, ana, mine, in_exchange_for=nobodys)
    assert codes(error) == ["swap_with_nobody"]
    with pytest.raises(Refused) as error:
        act(commands.accept_swap, team, now, team[2]["bob"], mine)
    assert codes(error) == ["swap_not_asked"]


def test_what_is_over_changes_hands_no_more(team, now):
    yesterday = now.date() - timedelta(days=1)
    (shift,) = plan(team, now, day=yesterday)
    with pytest.raises(Refused) as error:
        act(commands.take_shift, team, now, team[2]["ana"], shift)
    assert codes(error) == ["shift_over"]


def test_a_kept_shift_counts_its_hours_and_one_number_replaces_them(team, now):
    three, place, people = team
    ana = people["ana"]
    (shift,) = plan(team, now, day=now.date() - timedelta(days=3), person_id=ana.pk)
    act(commands.keep_shift, team, now, three.manager, shift)
    assert [(each.name, each.minutes) for each in queries.hours_given(place, year=2026)] == [("Ana", 240)]
    noted = {"actor": actor_for(three.manager, now=now), "now": now, "place": place, "person_id": ana.pk, "year": 2026}
    commands.note_hours_given(**noted, hours=30)
    commands.note_hours_given(**noted, hours=35)
    assert queries.total_minutes(queries.hours_given(place, year=2026)) == 35 * 60
    commands.note_hours_given(**noted, hours=None)
    assert queries.total_minutes(queries.hours_given(place, year=2026)) == 240


def test_hours_and_years_that_cannot_be_are_refused(team, now):
    manager, place = actor_for(team[0].manager, now=now), team[1]
    for said, code in (
        ({"year": 2026, "hours": 9000}, "hours_out_of_range"),
        ({"year": 1900, "hours": 1}, "year_out_of_range"),
    ):
        with pytest.raises(Refused) as error:
            commands.note_hours_given(actor=manager, now=now, place=place, person_id=team[0].member.pk, **said)
        assert codes(error) == [code]


def test_marks_wait_for_the_shift_and_for_a_name(team, now):
    (coming,) = plan(team, now, person_id=team[2]["ana"].pk)
    (nobodys,) = plan(team, now, day=now.date() - timedelta(days=1))
    for shift, code in ((coming, "shift_not_begun"), (nobodys, "shift_of_nobody")):
        with pytest.raises(Refused) as error:
            act(commands.miss_shift, team, now, team[0].manager, shift)
        assert codes(error) == [code]


def test_a_marked_shift_stays(team, now):
    (shift,) = plan(team, now, day=now.date() - timedelta(days=1), person_id=team[2]["ana"].pk)
    act(commands.miss_shift, team, now, team[0].manager, shift)
    with pytest.raises(Refused) as error:
        act(commands.remove_shift, team, now, team[0].manager, shift)
    assert codes(error) == ["shift_already_marked"]


def test_a_shift_is_removed_and_then_unknown(team, now):
    (shift,) = plan(team, now)
    act(commands.remove_shift, team, now, team[0].manager, shift)
    with pytest.raises(Refused) as error:
        act(commands.remove_shift, team, now, team[0].manager, shift)
    assert codes(error) == ["shift_unknown"]


def test_a_week_is_copied_and_what_is_there_is_left(team, now):
    three, place, people = team
    monday = SATURDAY - timedelta(days=5)
    plan(team, now, person_id=people["ana"].pk)
    plan(team, now, starts=time(12), ends=time(18), duty="welcome", needed=2)
    plan(team, now, day=SATURDAY + timedelta(days=7))
    copy = {"actor": actor_for(three.manager, now=now), "now": now, "place": place, "monday": monday}
    assert commands.copy_week(**copy, weeks=2) == 5
    assert commands.copy_week(**copy, weeks=2) == 0
    for said, code in (({"weeks": 27}, "weeks_out_of_range"), ({"monday": monday - timedelta(days=70)}, "week_empty")):
        with pytest.raises(Refused) as error:
            commands.copy_week(**{**copy, **said})
        assert codes(error) == [code]


def test_one_person_has_one_shift_at_a_time_in_the_database_too(team, now):
    plan(team, now, person_id=team[2]["ana"].pk)
    row = Shift.objects.get()
    with pytest.raises(IntegrityError, match="one_shift_at_once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO places_shift (uuid, organisation_id, place_id, day, starts, ends, duty, person_id, state, note) "
            "SELECT gen_random_uuid(), organisation_id, place_id, day, starts, ends, 'welcome', person_id, state, '' "
            "FROM places_shift WHERE id = %s",
            [row.pk],
        )


# -- days without anybody to open --------------------------------------------------------------------------------------


def days(place, first=SATURDAY, last=SATURDAY):
    return [each.day for each in queries.days_without_opener(place, first_day=first, last_day=last)]


def test_a_day_with_nobody_to_open_is_found(team, now):
    _, place, people = team
    (shift,) = plan(team, now)
    assert days(place) == [SATURDAY]
    act(commands.take_shift, team, now, people["ana"], shift)
    assert days(place) == []


def test_an_opening_shift_that_begins_late_opens_nothing(team, now):
    plan(team, now, starts=time(9), person_id=team[2]["ana"].pk)
    assert days(team[1]) == [SATURDAY]


def test_a_closed_day_needs_nobody(team, now):
    three, place, _ = team
    plan(team, now)
    manager = actor_for(three.manager, now=now)
    commands.close_days(actor=manager, now=now, place=place, first_day=SATURDAY, last_day=SATURDAY, reason="Inventaire")
    assert days(place) == []


def test_a_place_that_plans_no_opening_is_not_warned(team, now):
    plan(team, now, duty="welcome")
    assert days(team[1]) == []


def test_a_place_open_through_midnight_is_opened_once():
    night = Turn(day=SATURDAY, starts=time(17), ends=time(3))
    period = night.interval(timezone="Europe/Paris")
    found = unopened(
        open_intervals=[period], turns=[night], first_day=SATURDAY, last_day=SATURDAY + timedelta(days=1),
        timezone="Europe/Paris",
    )  # fmt: skip
    assert (found, night.minutes) == ([], 600)


def test_the_team_is_written_to_two_days_before_and_once(three, now, run_jobs, mailoutbox):
    place = queries.find_place(slug=three.place.slug)
    assert place is not None
    host = a_person("Hôte")
    give_role(host, three.place, "host")
    with scoping.scope([place.organisation_id]):
        plan((three, place, {}), now, day=now.date() + timedelta(days=2))
    for _ in range(2):
        with scoping.scope([place.organisation_id]):
            commands.warn_of_unopened_days(actor=system("test"), now=now, place=place)
    run_jobs()
    near = ["mercredi 11 mars", "jeudi 12 mars"]  # today is open already
    assert sorted((mail.to[0], mail.subject) for mail in mailoutbox) == sorted(
        (to, f"Personne n’ouvre La Cantine d’essai {day}") for to in (three.manager.email, host.email) for day in near
    )


def test_nobody_is_written_to_about_a_day_that_is_opened(team, now):
    for days_on in (1, 2):
        plan(team, now, day=now.date() + timedelta(days=days_on), person_id=team[2]["ana"].pk)
    assert commands.warn_of_unopened_days(actor=system("test"), now=now, place=team[1]) == 0


@pytest.fixture
def keepers(three, now):
    """Ana keeps tomorrow and the day after; outside any scope, so that what happens is told when each scope ends."""
    people = {"ana": a_person("Ana"), "bob": a_person("Bob")}
    for person in people.values():
        give_role(person, three.place, "volunteer")
    place = queries.find_place(slug=three.place.slug)
    assert place is not None
    with scoping.scope([place.organisation_id]):
        (shift,) = plan((three, place, {}), now, day=now.date() + timedelta(days=1), person_id=people["ana"].pk)
        plan((three, place, {}), now, day=now.date() + timedelta(days=2), person_id=people["ana"].pk)

    def do(command, who, *, later=timedelta()):
        with scoping.scope([place.organisation_id]):
            act(command, (three, place, {}), now + later, people[who], shift)

    return do


def test_a_turn_given_up_the_evening_before_is_told_to_the_team_at_once(three, keepers, at, now, run_jobs, mailoutbox):
    at(now + timedelta(hours=9))
    keepers(commands.give_up_shift, "ana", later=timedelta(hours=9))
    run_jobs()
    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [
        (three.manager.email, "Personne n’ouvre La Cantine d’essai mercredi 11 mars")
    ]


def test_a_turn_taken_and_given_up_again_is_told_again(keepers, at, now, run_jobs, mailoutbox):
    at(now)
    for who in ("ana", "bob"):
        keepers(commands.give_up_shift, who)
        run_jobs()
        keepers(commands.take_shift, "bob")
    assert len(mailoutbox) == 2


def test_a_turn_of_somebody_whose_role_has_ended_opens_nothing_and_may_be_taken(team, now):
    three, place, people = team
    give_role(three.stranger, three.place, "volunteer", until=SATURDAY - timedelta(days=1))
    (shift,) = plan(team, now, person_id=three.stranger.pk)
    (found,) = days(place)
    act(commands.take_shift, team, now, people["bob"], shift)
    assert (found, owners(place), days(place)) == (SATURDAY, ["Bob"], [])

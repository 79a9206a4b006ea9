"""Who is here, who came: said twice is said once, counted without names, corrected, closed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.booking import commands, queries, rules
from cantine.booking.testing import TESTS, at_the_door, ref_of
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(three: Any) -> Iterator[Any]:
    with scoping.scope([three.place.organisation_id]):
        yield ref_of(three.place)


def who(person: Any, now: Any) -> Any:
    from cantine.places.testing import actor_for

    return actor_for(person, now=now)


def said(name: str) -> int:
    with connection.cursor() as sql:
        sql.execute("SELECT count(*) FROM core_journalentry WHERE name = %s", [f"booking.{name}"])
        found: int = sql.fetchone()[0]
    return found


def code_of(error: Any) -> list[str]:
    return [refusal.code for refusal in error.value.refusals]


def test_somebody_arrives_and_leaves(three: Any, place: Any, now: Any) -> None:
    actor = who(three.member, now)
    commands.check_in(actor=actor, now=now, place=place, person_id=three.member.pk)
    [card] = queries.people_here(place_id=place.id)
    assert (card.person_id, card.arrived_at, card.day) == (three.member.pk, now, now.date())
    later = now + timedelta(hours=2)
    assert commands.check_out(actor=actor, now=later, place=place, person_id=three.member.pk)
    assert queries.people_here(place_id=place.id) == []
    [card] = queries.visits_between(place_id=place.id, first_day=now.date(), last_day=now.date())
    assert card.left_at == later


def test_arriving_twice_is_one_visit_and_one_fact(three: Any, place: Any, now: Any) -> None:
    actor = who(three.member, now)
    first = commands.check_in(actor=actor, now=now, place=place, person_id=three.member.pk)
    again = commands.check_in(actor=actor, now=now + timedelta(hours=1), place=place, person_id=three.member.pk)
    assert (first == again, said("Arrived")) == (True, 1)


def test_leaving_twice_or_without_coming_changes_nothing(three: Any, place: Any, now: Any) -> None:
    actor = who(three.member, now)
    assert not commands.check_out(actor=actor, now=now, place=place, person_id=three.member.pk)
    assert said("Left") == 0


def test_a_visit_is_tied_to_the_booking_of_that_hour(three: Any, now: Any, book: Any) -> None:
    made = book(day=0, hour=12)
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        commands.check_in(actor=TESTS, now=now + timedelta(minutes=30), place=place, person_id=three.member.pk)
        [card] = queries.people_here(place_id=place.id)
    assert (made.dates[0].resource_id, card.resource) == (three.room.pk, "Salle Rouge")


def test_somebody_else_is_checked_in_by_the_team_or_the_door_only(three: Any, place: Any, now: Any) -> None:
    with pytest.raises(Denied):
        commands.check_in(actor=who(three.stranger, now), now=now, place=place, person_id=three.member.pk)
    for actor in (who(three.manager, now), at_the_door(three.place)):
        commands.check_in(actor=actor, now=now, place=place, person_id=three.member.pk)


def test_a_device_acts_at_its_own_place_only(three: Any, place: Any, now: Any) -> None:
    from cantine.places.testing import a_place

    with pytest.raises(Denied):
        commands.count_guests(actor=at_the_door(a_place()), now=now, place=place)


def test_a_stranger_may_say_that_they_are_here_and_the_place_knows_them(three: Any, place: Any, now: Any) -> None:
    from cantine.places import queries as places

    commands.check_in(actor=who(three.stranger, now), now=now, place=place, person_id=three.stranger.pk)
    assert three.stranger.pk in places.contact_ids(place=place)


def test_guests_are_counted_without_a_name(three: Any, place: Any, now: Any) -> None:
    key = uuid4()
    for _ in range(2):
        commands.count_guests(actor=TESTS, now=now, place=place, key=key)
    commands.count_guests(actor=TESTS, now=now, place=place, count=4)
    assert (queries.count_here(place_id=place.id), said("GuestsCounted")) == (5, 2)


def test_some_guests_leave_and_the_others_stay(three: Any, place: Any, now: Any) -> None:
    commands.count_guests(actor=TESTS, now=now, place=place, count=4)
    assert commands.let_guests_go(actor=TESTS, now=now + timedelta(hours=1), place=place, count=3) == 3
    assert queries.count_here(place_id=place.id) == 1
    assert commands.let_guests_go(actor=TESTS, now=now + timedelta(hours=1), place=place, count=3) == 1
    assert (
        sum(v.count for v in queries.visits_between(place_id=place.id, first_day=now.date(), last_day=now.date())) == 4
    )


@pytest.mark.parametrize("count", [0, -1, 501])
def test_a_count_out_of_range_is_refused(place: Any, now: Any, count: int) -> None:
    with pytest.raises(Refused) as error:
        commands.count_guests(actor=TESTS, now=now, place=place, count=count)
    assert code_of(error) == ["count_out_of_range"]


def test_one_number_is_a_full_record_and_the_last_one_stands(three: Any, place: Any, now: Any) -> None:
    commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    for count in (40, 42):
        commands.take_headcount(actor=TESTS, now=now, place=place, day=now.date(), count=count)
    by_day = queries.attendance_by_day(place=place, first_day=now.date(), last_day=now.date(), now=now)
    assert by_day[now.date()].total == 42


def test_a_headcount_is_not_of_tomorrow_nor_out_of_range(place: Any, now: Any) -> None:
    with pytest.raises(Refused) as error:
        commands.take_headcount(actor=TESTS, now=now, place=place, day=now.date() + timedelta(days=1), count=1)
    assert code_of(error) == ["visit_in_the_future"]
    with pytest.raises(Refused) as error:
        commands.take_headcount(actor=TESTS, now=now, place=place, day=now.date(), count=10_001)
    assert code_of(error) == ["count_out_of_range"]


def test_closing_checks_out_whoever_is_still_here(three: Any, place: Any, now: Any) -> None:
    commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    commands.count_guests(actor=TESTS, now=now, place=place, count=2)
    closing = now + timedelta(hours=8)
    assert commands.close_day(actor=TESTS, now=closing + timedelta(minutes=3), place=place, closed_at=closing) == 2
    assert commands.close_day(actor=TESTS, now=closing + timedelta(minutes=3), place=place, closed_at=closing) == 0
    assert {
        v.left_at for v in queries.visits_between(place_id=place.id, first_day=now.date(), last_day=now.date())
    } == {closing}
    assert said("DayClosed") == 1


def test_the_job_closes_at_the_closing_hour_and_not_before(three: Any, now: Any, at: Any, run_jobs: Any) -> None:
    from cantine.booking import tasks

    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    at(now + timedelta(hours=1))
    tasks.close_place(place_id=place.id)
    with scoping.scope([three.place.organisation_id]):
        assert queries.count_here(place_id=place.id) == 1
    at(now.replace(hour=19, minute=10))
    tasks.close_round(timestamp=0)
    run_jobs()
    with scoping.scope([three.place.organisation_id]):
        [card] = queries.visits_between(place_id=place.id, first_day=now.date(), last_day=now.date())
    assert card.left_at == now.replace(hour=19, minute=0)  # 20:00 in Paris


def test_a_visit_is_corrected_within_reason(three: Any, place: Any, now: Any) -> None:
    visit = commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    manager = who(three.manager, now)

    def correct(arrived: int, left: int | None) -> None:
        commands.correct_visit(
            actor=manager, now=now, place=place, visit=visit, arrived_at=now + timedelta(hours=arrived),
            left_at=None if left is None else now + timedelta(hours=left),
        )  # fmt: skip

    for hours, codes in {
        (1, None): ["visit_in_the_future"],
        (-1, -2): ["ends_before_it_starts"],
        (-40, None): ["visit_too_long"],
    }.items():
        with pytest.raises(Refused) as error:
            correct(*hours)
        assert code_of(error) == codes
    correct(-3, -1)
    assert queries.people_here(place_id=place.id) == []
    commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    with pytest.raises(Refused) as error:
        correct(-3, None)
    assert code_of(error) == ["already_here"]


def test_a_visit_that_never_was_is_taken_out(three: Any, place: Any, now: Any) -> None:
    visit = commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    commands.remove_visit(actor=who(three.manager, now), now=now, place=place, visit=visit)
    with pytest.raises(Refused) as error:
        commands.remove_visit(actor=who(three.manager, now), now=now, place=place, visit=visit)
    assert code_of(error) == ["visit_unknown"]


def test_only_the_team_corrects(three: Any, place: Any, now: Any) -> None:
    visit = commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    with pytest.raises(Denied):
        commands.remove_visit(actor=who(three.member, now), now=now, place=place, visit=visit)


def test_the_database_refuses_what_the_rules_refuse(three: Any, place: Any, now: Any) -> None:
    from cantine.booking.models import Visit

    def row(**said: Any) -> Visit:
        common = {
            "organisation_id": place.organisation_id,
            "place_id": place.id,
            "day": now.date(),
            "arrived_at": now,
            "how": "staff",
        }
        return Visit.objects.create(**{**common, **said})

    row(person_id=three.member.pk)
    for wrong in (
        {"person_id": three.member.pk},
        {"left_at": now - timedelta(hours=1)},
        {"person_id": three.stranger.pk, "count": 2},
        {"count": 0},
        {"how": "headcount"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row(**wrong)


def test_a_code_opens_the_day_for_somebody_of_the_team(three: Any, place: Any, now: Any) -> None:
    door = at_the_door(three.place)
    code = commands.give_opening_code(actor=who(three.manager, now), now=now, place=place, person_id=three.manager.pk)
    for _ in range(2):
        assert commands.open_day(actor=door, now=now, place=place, code=f" {code.lower()} ") == three.manager.pk
    assert (said("DayOpened"), queries.count_here(place_id=place.id)) == (1, 1)
    gone = commands.close_with_code(actor=door, now=now + timedelta(hours=5), place=place, code=code, headcount=17)
    state = queries.day_state(place_id=place.id, day=now.date())
    assert (gone, state is not None and state.closed_at) == (1, now + timedelta(hours=5))


def test_a_code_dies_when_it_is_renewed_revoked_or_its_bearer_leaves_the_team(three: Any, place: Any, now: Any) -> None:
    from cantine.places.testing import give_role

    manager, door = who(three.manager, now), at_the_door(three.place)
    volunteer = give_role(three.stranger, three.place, "volunteer")
    old = commands.give_opening_code(actor=manager, now=now, place=place, person_id=three.stranger.pk)
    new = commands.give_opening_code(actor=manager, now=now, place=place, person_id=three.stranger.pk)

    def refused(code: str) -> None:
        with pytest.raises(Refused) as error:
            commands.open_day(actor=door, now=now, place=place, code=code)
        assert code_of(error) == ["opening_code_unknown"]

    refused(old)
    refused("")
    commands.open_day(actor=door, now=now, place=place, code=new)
    commands.close_with_code(actor=door, now=now, place=place, code=new, headcount=3)
    volunteer.delete()
    refused(new)
    commands.revoke_opening_code(actor=manager, now=now, place=place, person_id=three.stranger.pk)
    assert queries.openers_with_code(place_id=place.id) == frozenset()


def test_a_code_is_for_the_team_only(three: Any, place: Any, now: Any) -> None:
    with pytest.raises(Refused) as error:
        commands.give_opening_code(actor=who(three.manager, now), now=now, place=place, person_id=three.member.pk)
    assert code_of(error) == ["not_of_the_team"]


def test_a_pairing_link_works_once_and_for_a_day(three: Any, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        made = [
            commands.add_device(actor=TESTS, now=now, place=place, kind=rules.DeviceKind.KIOSK, name=name)
            for name in ("Entrée", "Café")
        ]
        with pytest.raises(Refused) as error:
            commands.add_device(actor=TESTS, now=now, place=place, kind=rules.DeviceKind.KIOSK, name=" ")
        assert code_of(error) == ["name_missing"]
    with scoping.unscoped("as the page does"):
        cookie = commands.pair_device(actor=TESTS, now=now, pairing=made[0].pairing)
        for pairing, when in ((made[0].pairing, now), ("", now), (made[1].pairing, now + timedelta(days=2))):
            with pytest.raises(Refused) as error:
                commands.pair_device(actor=TESTS, now=when, pairing=pairing)
            assert code_of(error) == ["pairing_over"]
        found = queries.find_device(secret=cookie)
        assert found is not None
        assert (found.id, found.place_id) == (made[0].id, place.id)
    with scoping.scope([three.place.organisation_id]):
        commands.revoke_device(actor=who(three.manager, now), now=now, place=place, device=made[0].uuid)
        with pytest.raises(Refused) as error:
            commands.revoke_device(actor=who(three.manager, now), now=now, place=place, device=made[0].uuid)
        assert code_of(error) == ["device_unknown"]
    with scoping.unscoped("as the policy does"):
        assert queries.find_device(secret=cookie) is None


def test_a_sensor_is_heard_once_a_message(three: Any, place: Any, now: Any) -> None:
    made = commands.add_device(actor=TESTS, now=now, place=place, kind=rules.DeviceKind.SENSOR, name="Porte")

    def hear(key: str, **reading: Any) -> bool:
        return commands.note_reading(
            actor=at_the_door(three.place), now=now, place=place, device_id=made.id, how=rules.How.SENSOR, key=key,
            reading=commands.Reading(**reading),
        )  # fmt: skip

    assert [hear("1", entered=3), hear("1", entered=3), hear("2", left=1)] == [True, False, True]
    assert queries.count_here(place_id=place.id) == 2
    with pytest.raises(Refused) as error:
        hear("3", badge="0451")
    assert code_of(error) == ["badge_unknown"]


def test_visits_of_one_place_are_not_those_of_another(three: Any, place: Any, now: Any) -> None:
    from cantine.booking.models import Visit
    from cantine.places.testing import a_place

    commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    other = a_place()
    with scoping.scope([other.organisation_id]):
        assert Visit.objects.count() == 0
        with pytest.raises(IntegrityError):
            _into(other, place.id, now)
    with scoping.own(three.member.pk):
        assert queries.open_visits_of(three.member.pk) == {place.id: now}


def _into(other: Any, place_id: int, now: Any) -> None:
    """A visit of one tenancy at a place of another; keys between tables are checked at the end."""
    from cantine.booking.models import Visit

    with transaction.atomic():
        Visit.objects.create(
            organisation_id=other.organisation_id, place_id=place_id, day=now.date(), arrived_at=now, how="staff"
        )
        connection.check_constraints()

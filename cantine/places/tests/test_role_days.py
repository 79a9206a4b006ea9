"""A role lives by the days of its place, wherever on earth the place is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Refused
from cantine.people.testing import a_person, an_organisation, belong
from cantine.places import commands
from cantine.places.testing import a_place, actor_for, furnish, give_role, ref_of

pytestmark = pytest.mark.django_db
TENTH = date(2026, 3, 10)


def roles_at(place, person, now):
    return actor_for(person, now=now).roles_at(organisation_id=place.organisation_id, place_id=place.id)


@pytest.fixture
def somewhere():
    """A place on the clock of a zone."""

    def open_in(timezone):
        place = a_place(f"Ailleurs {timezone}")
        furnish(place, timezone=timezone)
        return place

    return open_in


@pytest.mark.parametrize(
    ("timezone", "ends_at"),
    [
        ("America/Martinique", datetime(2026, 3, 11, 4, tzinfo=UTC)),
        ("Europe/Paris", datetime(2026, 3, 10, 23, tzinfo=UTC)),
        ("Indian/Reunion", datetime(2026, 3, 10, 20, tzinfo=UTC)),
        ("Pacific/Noumea", datetime(2026, 3, 10, 13, tzinfo=UTC)),
    ],
)
def test_a_role_that_ends_tonight_ends_at_the_midnight_of_its_place(somewhere, timezone, ends_at):
    place, person = somewhere(timezone), a_person("Ana")
    give_role(person, place, "host", until=TENTH)
    second = timedelta(seconds=1)
    assert [roles_at(place, person, at) for at in (ends_at - second, ends_at)] == [{"host"}, frozenset()]


def test_a_role_given_in_the_morning_of_noumea_is_held_at_once(somewhere):
    place, person = somewhere("Pacific/Noumea"), a_person("Ana")
    eight_in_the_morning = datetime(2026, 3, 9, 21, tzinfo=UTC)
    with scoping.scope([place.organisation_id]):
        commands.give_role(
            actor=system("test"), now=eight_in_the_morning, place=ref_of(place), person_id=person.pk, role="host"
        )
    assert roles_at(place, person, eight_in_the_morning) == {"host"}


def test_who_opens_a_place_in_noumea_runs_it_in_the_same_minute():
    founder, bearer = a_person("Fondatrice"), an_organisation("Tiers-lieu du Caillou")
    now = datetime(2026, 3, 9, 21, tzinfo=UTC)
    belong(founder, bearer, relation="leader")
    with scoping.scope([bearer.pk]):
        place = commands.open_place(
            actor=actor_for(founder, now=now), now=now, organisation_id=bearer.pk, name="Le Caillou",
            fields={"timezone": "Pacific/Noumea"},
        )  # fmt: skip
    assert roles_at(place, founder, now) == {"manager"}


def test_a_role_ended_in_noumea_is_ended_at_once(somewhere):
    place, person = somewhere("Pacific/Noumea"), a_person("Ana")
    now = datetime(2026, 3, 9, 21, tzinfo=UTC)
    give_role(person, place, "host", since=date(2026, 1, 1))
    with scoping.scope([place.organisation_id]):
        commands.end_role(actor=system("test"), now=now, place=ref_of(place), person_id=person.pk, role="host")
    assert roles_at(place, person, now) == frozenset()


def test_a_role_of_the_whole_organisation_lives_by_the_clock_of_its_first_place(somewhere):
    place, person = somewhere("Pacific/Noumea"), a_person("Ana")
    role = give_role(person, place, "treasurer", until=TENTH)
    furnish(role, place_id=None)
    noumea_midnight = datetime(2026, 3, 10, 13, tzinfo=UTC)
    assert roles_at(place, person, noumea_midnight) == frozenset()


def test_a_manager_of_next_month_does_not_let_the_last_one_go(three, now):
    place, heir = ref_of(three.place), a_person("Héritière")
    give_role(heir, three.place, "manager", since=now.date() + timedelta(days=30))
    with scoping.scope([place.organisation_id]), pytest.raises(Refused) as refused:
        commands.end_role(actor=system("test"), now=now, place=place, person_id=three.manager.pk, role="manager")
    assert [refusal.code for refusal in refused.value.refusals] == ["last_manager"]

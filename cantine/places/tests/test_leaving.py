"""Who alone manages a place hands it over before they leave for good."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.core.actor import Actor
from cantine.kernel import Refused
from cantine.people import commands as people
from cantine.people import queries as persons
from cantine.people.testing import Person, a_person
from cantine.places import commands
from cantine.places.testing import Three, a_place, actor_for, furnish, give_role, ref_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(now: datetime, at: Any, settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)


def leave(person: Person, now: datetime) -> datetime:
    return people.ask_erasure(actor=Actor("person", person.pk), now=now, person_id=person.pk)


def refused(person: Person, now: datetime) -> list[tuple[str, object]]:
    with pytest.raises(Refused) as caught:
        leave(person, now)
    return [(each.code, each.context["place"]) for each in caught.value.refusals]


def test_the_only_manager_of_a_place_is_refused_and_each_place_is_named(three: Three, now: datetime) -> None:
    other = a_place("Autre lieu")
    give_role(three.manager, other, "manager")
    assert refused(three.manager, now) == [("sole_manager", three.place.name), ("sole_manager", "Autre lieu")]
    assert persons.erasure_due_at(three.manager.pk) is None


def test_whoever_handed_over_may_leave(three: Three, now: datetime) -> None:
    give_role(three.member, three.place, "manager")
    assert leave(three.manager, now) == now + timedelta(days=7)


def test_a_member_and_a_host_leave_freely(three: Three, now: datetime) -> None:
    host = a_person("Hôte")
    give_role(host, three.place, "host")
    for person in (host, three.member):
        assert leave(person, now) == now + timedelta(days=7)


def test_a_manager_for_a_while_is_nobody_to_hand_over_to(three: Three, now: datetime) -> None:
    give_role(three.member, three.place, "manager", until=now.date() + timedelta(days=30))
    assert refused(three.manager, now) == [("sole_manager", three.place.name)]


def test_two_managers_do_not_both_leave_counting_on_each_other(three: Three, now: datetime) -> None:
    give_role(three.member, three.place, "manager")
    leave(three.manager, now)
    assert refused(three.member, now) == [("sole_manager", three.place.name)]


def test_a_manager_who_leaves_is_not_the_one_who_stays(three: Three, now: datetime) -> None:
    from cantine.core import scoping

    give_role(three.member, three.place, "manager")
    leave(three.manager, now)
    with scoping.scope([three.place.organisation_id]), pytest.raises(Refused, match="last_manager"):
        commands.end_role(
            actor=actor_for(three.member, now=now), now=now, place=ref_of(three.place), person_id=three.member.pk,
            role="manager",
        )  # fmt: skip


def test_a_place_that_the_public_does_not_see_holds_nobody_back(three: Three, now: datetime) -> None:
    furnish(three.place, published_at=None)
    [tie] = persons.ties_of(three.manager.pk, now=now)
    assert (tie.blocks, tie.why.code) == (False, "sole_manager_of_hidden")
    assert leave(three.manager, now) == now + timedelta(days=7)


def page_of(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get(reverse("people:erasure")).content.decode()


def test_the_page_says_it_before_with_the_place_its_people_and_the_way_to_its_team(
    three: Three, client: Client, now: datetime
) -> None:
    give_role(a_person("Zoé Hôte"), three.place, "host")
    html = page_of(client, three.manager)
    assert f"{three.place.name} n’a que vous pour gestionnaire." in html
    assert "Zoé Hôte" in html
    assert reverse("places:team", args=[three.place.slug]) in html
    assert "Type your e-mail" not in html
    assert 'name="typed"' not in html


def test_the_page_of_others_asks_as_before(three: Three, client: Client) -> None:
    html = page_of(client, three.member)
    assert 'name="typed"' in html
    assert "Passez d’abord la main" not in html


def test_what_holds_somebody_costs_the_same_for_one_place_and_for_three(
    three: Three, now: datetime, statements: Any
) -> None:
    counts = []
    for name in ("Un", "Deux", "Trois"):
        with statements() as seen:
            persons.ties_of(three.manager.pk, now=now)
        counts.append(len(seen))
        give_role(three.manager, a_place(f"Lieu {name}"), "manager")
    assert counts[0] == counts[2]

"""Opening a place: who may, at which address, and with what."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.core import scoping
from cantine.core.actor import Actor, system
from cantine.core.authorization import Denied
from cantine.core.routes import first_words
from cantine.kernel import Refused
from cantine.people.testing import a_person, an_organisation, belong
from cantine.places import commands, queries
from cantine.places.testing import a_place, actor_for, give_role, ref_of

pytestmark = pytest.mark.django_db


def opened(actor: Actor, organisation_id: int, now: datetime, **said) -> queries.PlaceRef:
    with scoping.scope([organisation_id]):
        return commands.open_place(
            actor=actor, now=now, organisation_id=organisation_id, **{"name": "L’Atelier", **said}
        )


def codes(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_who_founds_an_organisation_opens_its_first_place_and_manages_it(now) -> None:
    founder, organisation = a_person(), an_organisation()
    belong(founder, organisation, relation="leader")
    place = opened(actor_for(founder, now=now), organisation.pk, now)
    assert actor_for(founder, now=now).roles_at(organisation_id=organisation.pk, place_id=place.id) == {"manager"}


def test_a_new_place_is_hidden_until_it_is_published(now) -> None:
    place = opened(system("test"), an_organisation().pk, now)
    assert place.published_at is None
    with scoping.scope([place.organisation_id]):
        commands.publish_place(actor=system("test"), now=now, place=place)
    assert [each.slug for each in queries.published_places()] == [place.slug]
    with scoping.scope([place.organisation_id]):
        commands.withdraw_place(actor=system("test"), now=now, place=place)
    assert queries.published_places() == []


def test_a_manager_opens_a_second_place_of_the_organisation(now, three) -> None:
    place = opened(actor_for(three.manager, now=now), three.place.organisation_id, now)
    assert place.organisation_id == three.place.organisation_id


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_nobody_else_opens_a_place_for_an_organisation(now, three, who) -> None:
    with pytest.raises(Denied):
        opened(actor_for(getattr(three, who), now=now), three.place.organisation_id, now)


def test_who_leads_an_organisation_that_has_a_team_asks_the_team(now, three) -> None:
    leader = a_person()
    with scoping.unscoped("the test reads its own row"):
        organisation = three.place.organisation
    belong(leader, organisation, relation="leader")
    with pytest.raises(Denied):
        opened(actor_for(leader, now=now), organisation.pk, now)


def test_a_member_of_an_organisation_without_a_team_does_not_found_it(now) -> None:
    person, organisation = a_person(), an_organisation()
    belong(person, organisation, relation="member")
    with pytest.raises(Denied):
        opened(actor_for(person, now=now), organisation.pk, now)


def test_a_host_does_not_open_places(now, three) -> None:
    host = a_person()
    give_role(host, three.place, "host")
    with pytest.raises(Denied):
        opened(actor_for(host, now=now), three.place.organisation_id, now)


@pytest.mark.parametrize("word", ["moi", "compte", "api", "ui", "static", "admin", "flux", "ouvrir-un-lieu", "live"])
def test_a_place_takes_no_word_of_the_site(now, word) -> None:
    with pytest.raises(Refused) as refused:
        opened(system("test"), an_organisation().pk, now, slug=word)
    assert codes(refused) == ["slug_reserved"]
    assert refused.value.refusals[0].context["suggestion"] == f"lieu-{word}"


def test_the_first_word_of_every_address_is_reserved() -> None:
    assert {"ui", "api", "compte", "ouvrir-un-lieu"} <= first_words()
    assert all(queries.address_for(word) != word for word in first_words())


def test_an_address_is_taken_once_and_another_is_suggested(now) -> None:
    a_place("La Cantine")
    with pytest.raises(Refused) as refused:
        opened(system("test"), an_organisation().pk, now, slug="la-cantine")
    assert codes(refused) == ["slug_taken"]
    assert refused.value.refusals[0].context["suggestion"] == "lieu-la-cantine"
    assert queries.address_for("La Cantine", town="Rennes") == "la-cantine-rennes"


def test_every_wrong_value_is_told_at_once(now) -> None:
    with pytest.raises(Refused) as refused:
        opened(
            system("test"), an_organisation().pk, now, name=" ", fields={"accent": "red", "timezone": "Mars/Olympus"}
        )
    assert codes(refused) == ["place_name_missing", "accent_wrong", "timezone_unknown"]


@pytest.mark.parametrize("starter", ["coworking", "cafe", "fablab"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_starter_fills_the_list(now, starter, language) -> None:
    place = opened(system("test"), an_organisation().pk, now)
    with scoping.scope([place.organisation_id]):
        made = commands.add_starter(actor=system("test"), now=now, place=place, starter=starter, language=language)
        cards = queries.resource_cards(place_id=place.id)
    assert [card.id for card in cards] == made
    assert any(card.seats for card in cards)


def test_an_unknown_starter_is_refused(now, three) -> None:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]), pytest.raises(Refused) as refused:
        commands.add_starter(actor=system("test"), now=now, place=place, starter="casino")
    assert codes(refused) == ["starter_unknown"]


def test_a_new_manager_has_a_week_to_set_it_up(three: Any, settings: Any, at: Any, now: datetime) -> None:
    settings.CANTINE_MFA_REQUIRED, settings.CANTINE_MFA_GRACE_DAYS = True, 7
    newcomer = a_person()
    give_role(newcomer, three.place, "manager", since=now.date())
    page = reverse("places:settings", args=[three.place.slug])
    for day in (0, 6):
        browser = Client()
        at(now + timedelta(days=day))
        browser.force_login(newcomer)
        answer = browser.get(page, headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        assert f"It is needed {'in 7 days' if day == 0 else 'from tomorrow on'}." in answer.content.decode()
    at(now + timedelta(days=7))
    browser = Client()
    browser.force_login(newcomer)
    assert browser.get(page).headers["Location"] == reverse("mfa_index")

"""Where each role lands after signing in, and what a treasurer finds there."""

from types import SimpleNamespace
from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(three: Any, now: Any, at: Any, settings: Any) -> Any:
    from cantine.people.testing import a_person
    from cantine.places.testing import give_role

    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    treasurer, host = a_person("Idriss"), a_person("Solè")
    give_role(treasurer, three.place, "treasurer")
    give_role(host, three.place, "host")
    people = {"manager": three.manager, "member": three.member, "stranger": three.stranger}
    return SimpleNamespace(place=three.place, treasurer=treasurer, host=host, **people)


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("manager", "/{place}/aujourdhui/"), ("host", "/{place}/aujourdhui/"), ("treasurer", "/{place}/argent/"),
        ("member", "/moi/"), ("stranger", "/moi/"),
    ],
)  # fmt: skip
def test_who_runs_a_place_lands_on_its_page_and_the_others_on_theirs(
    client: Any, house: Any, who: str, where: str
) -> None:
    client.force_login(getattr(house, who))
    landed = client.get("/moi/entree/", follow=True)
    assert (landed.status_code, landed.redirect_chain[-1][0]) == (200, where.format(place=house.place.slug))
    assert 'href="/moi/"' in landed.content.decode()


def test_the_sign_in_leads_there(settings: Any) -> None:
    from django.urls import reverse

    assert reverse("web:start") == settings.LOGIN_REDIRECT_URL


def test_the_treasurer_reads_what_there_is_and_what_waits(client: Any, house: Any, now: Any) -> None:
    from cantine.accounting.rules import Posting, Role
    from cantine.accounting.testing import a_legal_entity, an_entry
    from cantine.core import scoping
    from cantine.funding import commands
    from cantine.funding.rules import Spent
    from cantine.places.testing import actor_for, ref_of

    entity = a_legal_entity(house.place, now=now)
    with scoping.scope([house.place.organisation_id]):
        said = [Posting(role=Role.BANK, debit_cents=120_000), Posting(role=Role.DUES, credit_cents=120_000)]
        an_entry(entity, now=now, postings=said)
        spent = Spent(what="Loyer", day=now.date(), net_cents=90_000, category="rent")
        commands.note_cost(actor=actor_for(house.treasurer, now=now), now=now, place=ref_of(house.place), spent=spent)
    client.force_login(house.treasurer)
    page = client.get(f"/{house.place.slug}/argent/", headers={"accept-language": "en"})
    assert page.context["held"] == "€1,200.00"
    assert page.context["waits"] == [(f"/{house.place.slug}/economie/charges/", "Costs to pay", "€900.00")]
    client.force_login(house.member)
    assert client.get(f"/{house.place.slug}/argent/").status_code == 403


def test_the_page_of_money_takes_few_statements(client: Any, house: Any, now: Any, statements: Any) -> None:
    from cantine.accounting.testing import a_legal_entity

    a_legal_entity(house.place, now=now)
    client.force_login(house.treasurer)
    address = f"/{house.place.slug}/argent/"
    client.get(address)
    with statements() as seen:
        client.get(address)
    assert len([each for each in seen if "mfa_authenticator" not in each]) <= 8, seen

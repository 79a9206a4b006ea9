"""Which prices a customer has: on their card, and for the organisations that the place knows."""

from typing import Any

import pytest
from django.test import Client

from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Refused
from cantine.people.testing import a_person, an_organisation
from cantine.places import commands as places
from cantine.places.testing import actor_for
from cantine.pricing import commands, queries

pytestmark = pytest.mark.django_db
ROBOT = system("a test sets prices")


def put(priced_place: Any, now: Any, category: str, **who: Any) -> None:
    commands.put_in_category(actor=ROBOT, now=now, place=priced_place.place, category=category, **who)


def test_a_person_has_the_usual_prices_until_somebody_says_otherwise(three: Any, priced_place: Any, now: Any) -> None:
    place = priced_place.place
    assert queries.category_of(place, person_id=three.member.pk) == ""
    put(priced_place, now, "membre", person_id=three.member.pk)
    assert queries.category_of(place, person_id=three.member.pk) == "membre"
    put(priced_place, now, "contributif", person_id=three.member.pk)
    assert queries.category_of(place, person_id=three.member.pk) == "contributif"
    put(priced_place, now, "", person_id=three.member.pk)
    assert queries.category_of(place, person_id=three.member.pk) == ""


def test_who_books_on_behalf_of_an_organisation_pays_its_prices(three: Any, priced_place: Any, now: Any) -> None:
    place, acme = priced_place.place, an_organisation("Acme").pk
    places.note_customer(actor=ROBOT, now=now, place=place, customer_id=acme)
    put(priced_place, now, "membre", person_id=three.member.pk)
    assert queries.category_of(place, person_id=three.member.pk, customer_id=acme) == ""
    put(priced_place, now, "grand-compte", customer_id=acme)
    assert queries.category_of(place, person_id=three.member.pk, customer_id=acme) == "grand-compte"


def test_an_unknown_category_and_a_stranger_are_refused(three: Any, priced_place: Any, now: Any) -> None:
    with pytest.raises(Refused) as refused:
        put(priced_place, now, "vip", person_id=three.member.pk)
    assert [each.code for each in refused.value.refusals] == ["category_unknown"]
    with pytest.raises(Refused) as refused:
        put(priced_place, now, "membre", person_id=a_person("loin@example.org").pk)
    assert [each.code for each in refused.value.refusals] == ["person_unknown"]


def test_a_member_sets_nobodys_prices(three: Any, priced_place: Any, now: Any) -> None:
    from cantine.core.authorization import Denied

    with pytest.raises(Denied):
        commands.put_in_category(
            actor=actor_for(three.member, now=now), now=now, place=priced_place.place, category="membre",
            person_id=three.member.pk,
        )  # fmt: skip


def test_an_erased_person_is_of_no_category(three: Any, priced_place: Any, now: Any) -> None:
    put(priced_place, now, "membre", person_id=three.member.pk)
    commands.forget_person(actor=ROBOT, now=now, person_id=three.member.pk)
    assert queries.category_of(priced_place.place, person_id=three.member.pk) == ""


def test_the_manager_chooses_them_on_the_card_of_a_person(three: Any, priced_place: Any, now: Any, at: Any) -> None:
    from cantine.places.queries import contact_uuids

    at(now)
    place = priced_place.place
    places.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
    contact = contact_uuids(place, person_ids=[three.member.pk])[three.member.pk]
    client = Client(headers={"accept-language": "en"})
    client.force_login(three.manager)
    address = f"/{place.slug}/membres/{contact}/tarif/"
    assert "Small business (the usual one)" in client.get(address).content.decode()
    assert client.post(address, {"category": "membre"}).status_code == 302
    with scoping.scope([place.organisation_id]):
        assert queries.category_of(place, person_id=three.member.pk) == "membre"
    assert client.post(address, {"category": "vip"}).status_code == 422


def test_the_manager_chooses_those_of_an_organisation(three: Any, priced_place: Any, now: Any, at: Any) -> None:
    at(now)
    place, acme = priced_place.place, an_organisation("Acme").pk
    places.note_customer(actor=ROBOT, now=now, place=place, customer_id=acme)
    client = Client(headers={"accept-language": "en"})
    client.force_login(three.manager)
    address = f"/{place.slug}/reglages/tarifs/clients/"
    assert client.get(address).context["lines"] == [("Acme", "Small business", False)]
    assert client.post(address, {"customer": str(acme), "category": "membre"}).status_code == 302
    assert client.get(address).context["lines"] == [("Acme", "Member", True)]


def test_the_page_of_customers_costs_the_same_at_one_and_at_three(
    three: Any, priced_place: Any, now: Any, at: Any, statements: Any
) -> None:
    at(now)
    place, counts, client = priced_place.place, [], Client()
    client.force_login(three.manager)
    for names in (["Acme"], ["Bolt", "Coop"]):
        for name in names:
            places.note_customer(actor=ROBOT, now=now, place=place, customer_id=an_organisation(name).pk)
        with statements() as said:
            client.get(f"/{place.slug}/reglages/tarifs/clients/")
        counts.append(len(said))
    assert counts[0] == counts[1]

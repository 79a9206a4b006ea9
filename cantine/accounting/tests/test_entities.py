"""Entering who invoices, choosing the one of a place, retiring one; and the pages for it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cantine.accounting import commands, queries, rules
from cantine.accounting.models import LegalEntity
from cantine.accounting.testing import EXAMPLE, ROBOT, a_legal_entity
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.people.testing import an_organisation
from cantine.places.testing import a_place, actor_for, give_role, ref_of

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_the_first_entity_is_the_main_one_and_a_place_invoices_in_its_name(three: Any, now: Any) -> None:
    entity = a_legal_entity(three.place, now=now)
    with scoping.scope([three.place.organisation_id]):
        assert queries.entity_of(ref_of(three.place)) == entity
        assert queries.entities_of(three.place.organisation_id) == [entity]
    assert entity.main
    assert entity.missing == []


def test_a_place_without_any_entity_invoices_in_nobodys_name(three: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        assert queries.entity_of(ref_of(three.place)) is None


def test_a_new_main_entity_takes_that_from_the_former(three: Any, now: Any) -> None:
    a_legal_entity(three.place, now=now)
    a_legal_entity(three.place, now=now, code="scic", name="SCIC", main=True)
    with scoping.scope([three.place.organisation_id]):
        assert [(each.code, each.main) for each in queries.entities_of(three.place.organisation_id)] == [
            ("scic", True), ("asso", False),
        ]  # fmt: skip


def test_the_main_entity_stays_main_when_it_changes(three: Any, now: Any) -> None:
    first = a_legal_entity(three.place, now=now)
    changed = a_legal_entity(three.place, now=now, town="Nantes", main=False)
    assert (changed.id, changed.town, changed.main) == (first.id, "Nantes", True)


def test_a_place_may_choose_another_entity_and_go_back(three: Any, now: Any) -> None:
    main = a_legal_entity(three.place, now=now)
    scic = a_legal_entity(three.place, now=now, code="scic", name="SCIC")
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        commands.choose_seller(actor=ROBOT, now=now, place=place, code="scic")
        assert queries.entity_of(place) == scic
        commands.choose_seller(actor=ROBOT, now=now, place=place, code="")
        assert queries.entity_of(place) == main
        with pytest.raises(Refused) as refused:
            commands.choose_seller(actor=ROBOT, now=now, place=place, code="sci")
    assert codes(refused) == ["entity_unknown"]


def test_a_retired_entity_leaves_its_places_to_the_main_one_and_may_come_back(three: Any, now: Any) -> None:
    main = a_legal_entity(three.place, now=now)
    a_legal_entity(three.place, now=now, code="scic", name="SCIC")
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        commands.choose_seller(actor=ROBOT, now=now, place=place, code="scic")
        commands.retire_legal_entity(actor=ROBOT, now=now, place=place, code="scic")
        assert queries.entity_of(place) == main
        assert [each.retired_at for each in queries.entities_of(place.organisation_id)] == [None, now]
        with pytest.raises(Refused) as refused:
            commands.choose_seller(actor=ROBOT, now=now, place=place, code="scic")
    assert codes(refused) == ["entity_unknown"]
    assert a_legal_entity(three.place, now=now, code="scic", name="SCIC").retired_at is None


def test_the_main_entity_is_not_retired(three: Any, now: Any) -> None:
    a_legal_entity(three.place, now=now)
    with scoping.scope([three.place.organisation_id]), pytest.raises(Refused) as refused:
        commands.retire_legal_entity(actor=ROBOT, now=now, place=ref_of(three.place), code="asso")
    assert codes(refused) == ["entity_is_main"]


def test_what_is_wrong_is_refused_and_nothing_is_written(three: Any, now: Any) -> None:
    with pytest.raises(Refused) as refused:
        a_legal_entity(three.place, now=now, bic="x", prefix="trop-long-ici")
    assert codes(refused) == ["entity_bic_wrong", "entity_prefix_wrong"]
    with scoping.scope([three.place.organisation_id]):
        assert queries.entities_of(three.place.organisation_id) == []


def test_the_database_keeps_one_main_entity_and_one_of_each_code(three: Any, now: Any) -> None:
    a_legal_entity(three.place, now=now)
    with scoping.scope([three.place.organisation_id]):
        for changes, broken in (({"code": "twin"}, "one_main_entity"), ({"main": False}, "one_entity_a_code")):
            row = LegalEntity.objects.values().get()
            twin = {name: value for name, value in row.items() if name not in {"id", "uuid"}}
            with pytest.raises(IntegrityError, match=broken), transaction.atomic():
                LegalEntity.objects.create(**{**twin, **changes})


def test_another_tenant_sees_none_of_it(three: Any, now: Any) -> None:
    entity = a_legal_entity(three.place, now=now)
    elsewhere = a_place("Ailleurs")
    with scoping.scope([elsewhere.organisation_id]):
        assert queries.find_entity(uuid=entity.uuid) is None
        assert queries.entities_of(three.place.organisation_id) == []


def test_a_member_does_not_say_who_invoices(three: Any, now: Any) -> None:
    identity, place = rules.Identity(**EXAMPLE), ref_of(three.place)
    with scoping.scope([place.organisation_id]), pytest.raises(Denied):
        commands.set_legal_entity(actor=actor_for(three.member, now=now), now=now, place=place, identity=identity)


def client_of(person: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def test_the_first_is_proposed_from_what_the_tenant_is_known_to_be(now: Any, at: Any, three: Any) -> None:
    at(now)
    bearer = an_organisation("Les Ateliers")
    bearer.legal_form, bearer.siren, bearer.street, bearer.commune = "scic-sa", "999900020", "2 quai", "Nantes"
    bearer.save()
    place = a_place("Ateliers", organisation=bearer)
    give_role(three.manager, place, "treasurer")
    page = client_of(three.manager).get(f"/{place.slug}/reglages/entites/ajouter/")
    shown = page.context["form"].initial
    assert {name: shown[name] for name in ("name", "code", "legal_form", "nature", "siren", "street", "town", "main")} == {
        "name": "Les Ateliers", "code": "les-ateliers", "legal_form": "SCIC SA à capital variable",
        "nature": rules.Nature.COMPANY, "siren": "999900020", "street": "2 quai", "town": "Nantes", "main": True,
    }  # fmt: skip


@pytest.mark.parametrize(("language", "words"), [("fr", "Avant de pouvoir facturer"), ("en", "Before it may invoice")])
def test_a_treasurer_enters_one_and_reads_what_it_misses(
    three: Any, now: Any, at: Any, language: str, words: str
) -> None:
    at(now)
    client, address = client_of(three.manager, language), f"/{three.place.slug}/reglages/entites/"
    assert words not in client.get(address).content.decode()
    typed = {
        "name": "La SCIC",
        "nature": "company",
        "country": "FR",
        "due_days": 30,
        "year_starts_month": 9,
        "siren": "999 900 012",
    }
    assert client.post(f"{address}ajouter/", typed).status_code == 302
    with scoping.scope([three.place.organisation_id]):
        entity = queries.entity_of(ref_of(three.place))
    assert entity is not None
    assert (entity.code, entity.siren, entity.year_starts_month, entity.main) == ("la-scic", "999900012", 9, True)
    assert words in client.get(address).content.decode()
    assert words in client.get(f"{address}{entity.uuid}/").content.decode()
    again = client.post(f"{address}ajouter/", typed)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    wrong = client.post(f"{address}{entity.uuid}/", {**typed, "iban": "FR00"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["iban"])


def test_the_page_chooses_the_seller_and_retires(three: Any, now: Any, at: Any) -> None:
    at(now)
    main = a_legal_entity(three.place, now=now)
    scic = a_legal_entity(three.place, now=now, code="scic", name="SCIC")
    client, address = client_of(three.manager), f"/{three.place.slug}/reglages/entites/"
    assert client.post(address, {"seller": "scic"}).status_code == 302
    with scoping.scope([three.place.organisation_id]):
        assert queries.entity_of(ref_of(three.place)) == scic
    assert client.post(address, {"seller": "none"}).status_code == 422
    assert client.post(f"{address}{scic.uuid}/retirer/").status_code == 302
    assert client.post(f"{address}{main.uuid}/retirer/").status_code == 302
    with scoping.scope([three.place.organisation_id]):
        assert [each.retired_at for each in queries.entities_of(three.place.organisation_id)] == [None, now]


def test_a_member_and_a_stranger_do_not_read_it(three: Any) -> None:
    for person in (three.member, three.stranger):
        assert client_of(person).get(f"/{three.place.slug}/reglages/entites/").status_code == 403


def test_an_entity_of_another_house_is_not_found(three: Any, now: Any) -> None:
    entity = a_legal_entity(a_place("Ailleurs"), now=now)
    assert client_of(three.manager).get(f"/{three.place.slug}/reglages/entites/{entity.uuid}/").status_code == 404


def test_the_list_costs_the_same_at_one_entity_and_at_three(three: Any, now: Any, statements: Any) -> None:
    client, counts = client_of(three.manager), []
    for names in (("asso",), ("scic", "sci")):
        for code in names:
            a_legal_entity(three.place, now=now, code=code, name=code)
        with statements() as said:
            client.get(f"/{three.place.slug}/reglages/entites/")
        counts.append(len(said))
    assert counts[0] == counts[1] <= 6

"""The counter: letters noted in a tap each, handed over, sent on; addresses given and ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cantine.booking import queries
from cantine.booking.rules.post import Fate
from cantine.booking.testing import a_domiciliation, ref_of
from cantine.core import scoping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture
def acme(db: Any) -> Any:
    from cantine.people.testing import an_organisation

    return an_organisation("Acme")


@pytest.fixture
def address(three: Any, acme: Any, now: Any, at: Any) -> Any:
    at(now)
    return a_domiciliation(three.place, acme, now=now, contacts=[three.member])


def counter(three: Any) -> str:
    return reverse("booking:post", args=[three.place.slug])


def page_of(three: Any, address: Any) -> str:
    return reverse("booking:domiciliation", args=[three.place.slug, address])


def card_of(three: Any, address: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        return queries.domiciliation_by_uuid(ref_of(three.place), address)


def mail_of(three: Any, address: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        return queries.mail_of(address)


def test_a_tap_is_a_letter_and_a_tap_too_many_is_taken_out(three: Any, client: Any, address: Any) -> None:
    client.force_login(three.manager)
    for _ in range(3):
        client.post(counter(three), {"address": address, "kind": "letter"})
    line = client.post(counter(three), {"address": address, "kind": "parcel"}, headers={"HX-Request": "true"})
    assert line.content.decode().lstrip().startswith("<li")
    assert "3 lettres, 1 colis" in line.content.decode()
    client.post(counter(three), {"address": address, "less": "1"})
    card = card_of(three, address)
    assert (card.letters, card.parcels) == (3, 0)


def test_a_tap_that_means_nothing_is_not_found(three: Any, client: Any, address: Any) -> None:
    client.force_login(three.manager)
    for wrong in ({"kind": "letter"}, {"address": "x", "kind": "letter"}, {"address": address, "kind": "pigeon"}):
        assert client.post(counter(three), wrong).status_code == 404


def test_nothing_left_to_take_out_is_said_in_words(three: Any, client: Any, address: Any) -> None:
    client.force_login(three.manager)
    said = client.post(counter(three), {"address": address, "less": "1"}, headers={"HX-Request": "true"})
    assert "déjà annoncé" in said.content.decode()


def test_members_and_strangers_do_not_come_behind_the_counter(three: Any, client: Any, address: Any) -> None:
    for person in (three.member, three.stranger):
        client.force_login(person)
        for url in (counter(three), page_of(three, address), reverse("booking:domicile", args=[three.place.slug])):
            assert client.get(url).status_code == 403
            assert client.post(url, {"address": address, "kind": "letter"}).status_code == 403


def test_letters_are_handed_to_a_person_or_a_name(three: Any, client: Any, address: Any) -> None:
    client.force_login(three.manager)
    url = page_of(three, address)
    client.post(url, {"action": "receive", "kind": "letter", "count": "3", "sender": "URSSAF"})
    first, second, third = (card.uuid for card in mail_of(three, address))
    client.post(url, {"items": [first], "person": three.member.uuid, "name": ""})
    client.post(url, {"items": [second], "action": "hand", "name": "Zoé"})
    client.post(url, {"items": [third], "action": "back"})
    found = {card.uuid: card for card in mail_of(three, address)}
    assert (found[first].bearer, found[first].by) == (three.member.name, three.manager.name)
    assert (found[second].bearer, found[third].fate) == ("Zoé", Fate.RETURNED)
    assert "Zoé" in client.get(url).content.decode()


def test_letters_are_forwarded(three: Any, client: Any, address: Any) -> None:
    client.force_login(three.manager)
    url = page_of(three, address)
    client.post(url, {"action": "receive", "kind": "parcel", "count": "1"})
    [card] = mail_of(three, address)
    client.post(url, {"items": [card.uuid], "action": "forward", "address": "3 rue Neuve, Nantes"})
    assert mail_of(three, address)[0].forwarded_to == "3 rue Neuve, Nantes"


def test_what_is_missing_is_said_and_nothing_leaves(three: Any, client: Any, address: Any) -> None:
    client.force_login(three.manager)
    url = page_of(three, address)
    client.post(url, {"action": "receive", "kind": "letter", "count": "1"})
    [card] = mail_of(three, address)
    for wrong in ({"action": "hand", "name": "Zoé"}, {"action": "hand", "items": [card.uuid]}):
        assert "Courrier" in client.post(url, wrong).content.decode()
    assert mail_of(three, address)[0].waits
    assert client.post(url, {"action": "receive", "kind": "letter", "count": "0"}).status_code == 422
    assert client.post(url, {"action": "burn"}).status_code == 404


def test_an_organisation_is_found_by_name_and_its_people_are_proposed(
    three: Any, client: Any, acme: Any, now: Any, at: Any
) -> None:
    from cantine.people.testing import belong
    from cantine.places import commands as places
    from cantine.places.testing import actor_for

    at(now)
    belong(three.member, acme)
    with scoping.scope([three.place.organisation_id]):
        manager = actor_for(three.manager, now=now)
        places.note_contact(actor=manager, now=now, place=ref_of(three.place), person_id=three.member.pk)
    client.force_login(three.manager)
    url = reverse("booking:domicile", args=[three.place.slug])
    assert "Acme" in client.get(url + "?qui=acm").content.decode()
    chosen = f"{url}?structure={acme.uuid}"
    assert three.member.name in client.get(chosen).content.decode()
    made = client.post(chosen, {"since": "2026-03-10", "people": [three.member.pk]})
    assert client.get(made.url).content.decode().count(three.member.name) >= 1
    again = client.post(chosen, {"since": "2026-03-10"})
    assert "déjà domiciliée" in again.content.decode()


def test_an_organisation_that_nobody_entered_is_entered(three: Any, client: Any, now: Any, at: Any) -> None:
    at(now)
    client.force_login(three.manager)
    url = reverse("booking:domicile", args=[three.place.slug]) + "?nouvelle=1"
    wrong = client.post(url, {"name": "Neuve SARL", "siren": "123", "since": "2026-03-10"})
    assert wrong.status_code == 422
    client.post(url, {"name": "Neuve SARL", "siren": "", "since": "2026-03-10"})
    assert "Neuve SARL" in client.get(counter(three)).content.decode()


def test_people_are_named_and_dropped_and_the_address_ends(three: Any, client: Any, address: Any, now: Any) -> None:
    client.force_login(three.manager)
    url = page_of(three, address)
    client.post(url, {"action": "drop", "person": three.member.uuid})
    assert card_of(three, address).contacts == 0
    assert "Personne n’est prévenu" in client.get(url).content.decode()
    assert three.member.email in client.get(url + "?qui=mem").content.decode()
    client.post(url, {"action": "tell", "person": three.member.uuid})
    assert card_of(three, address).contacts == 1
    assert client.post(url, {"action": "tell", "person": three.stranger.uuid}).status_code == 404
    wrong = client.post(url, {"action": "end", "on": str(now.date() - timedelta(days=1))})
    assert wrong.status_code == 422
    client.post(url, {"action": "end", "on": str(now.date())})
    assert card_of(three, address).until == now.date()


def test_the_pages_cost_the_same_for_one_organisation_and_three(
    three: Any, client: Any, address: Any, now: Any, statements: Any
) -> None:
    from cantine.people.testing import an_organisation

    client.force_login(three.manager)
    counts: list[tuple[int, int]] = []
    for _ in range(2):
        with statements() as first:
            client.get(counter(three))
        with statements() as second:
            client.get(page_of(three, address))
        counts.append((len(first), len(second)))
        client.post(page_of(three, address), {"action": "receive", "kind": "letter", "count": "3"})
        for name in ("Beta", "Gamma"):
            a_domiciliation(three.place, an_organisation(name), now=now, letters=2)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 6

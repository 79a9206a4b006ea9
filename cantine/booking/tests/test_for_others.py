"""Booking for somebody or in an organisation's name: only for those whom the place knows."""

import pytest

from cantine.booking import commands
from cantine.booking.commands import Details
from cantine.core import scoping
from cantine.kernel import Refused
from cantine.people.testing import a_person, an_organisation, belong
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import actor_for, give_role, ref_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere():
    """Somebody with an account, whom this place has never met."""
    return a_person("Jeanne d’ailleurs", email="jeanne@example.org")


@pytest.fixture
def ask(three, now):
    """``ask(who, person_id=…, customer_id=…)``: the codes of the refusals, none when it is booked."""

    def run(who, *, person_id=None, customer_id=None):
        from cantine.booking.tests.test_promises import wish

        with scoping.scope([three.place.organisation_id]):
            card = places.resource_by_id(three.room.pk)
            assert card is not None
            try:
                commands.request_booking(
                    actor=actor_for(who, now=now), now=now, place=ref_of(three.place), resource=card,
                    dates=[wish(now)], person_id=person_id, details=Details(customer_id=customer_id),
                )  # fmt: skip
            except Refused as refused:
                return [refusal.code for refusal in refused.refusals]
        return []

    return run


def test_the_team_books_for_whom_the_place_knows_and_for_nobody_else(three, ask, elsewhere):
    assert ask(three.manager, person_id=elsewhere.pk) == ["person_unknown"]
    assert ask(three.manager, person_id=three.member.pk) == []


def test_a_page_finds_nobody_by_the_address_of_an_account_of_another_place(three, elsewhere, client, at, now, settings):
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    client.force_login(three.manager)
    said = {"day": "2026-03-11", "start": "11:00", "end": "12:00", "repeats": ""}
    pages = [
        client.post(f"/{three.place.slug}/reserver/{three.room.slug}/", {**said, "who": email})
        for email in (elsewhere.email, "personne@example.org")
    ]
    told = ["Personne n’est connu à cette adresse" in page.content.decode() for page in pages]
    assert ([page.status_code for page in pages], told) == ([422, 422], [True, True])
    with scoping.scope([three.place.organisation_id]):
        assert not places.knows(place=ref_of(three.place), person_id=elsewhere.pk)


def test_a_space_is_let_to_nobody_found_by_the_address_of_an_account_of_another_place(
    three, elsewhere, client, settings
):
    settings.CANTINE_MFA_REQUIRED = False
    client.force_login(three.manager)
    pages = [
        client.post(f"/{three.place.slug}/occupations/attente/", {"who": email}).content.decode()
        for email in (elsewhere.email, "personne@example.org", three.member.email)
    ]
    assert ["Personne n’est connu à cette adresse" in page for page in pages] == [True, True, False]


def test_a_member_books_in_the_name_of_their_own_organisation_only(three, ask, now):
    firm, other = an_organisation("Ma coopérative"), an_organisation("Une autre")
    belong(three.member, firm)
    with scoping.scope([three.place.organisation_id]):
        for customer in (firm, other):
            place_commands.note_customer(
                actor=actor_for(three.manager, now=now), now=now, place=ref_of(three.place), customer_id=customer.pk
            )
    assert ask(three.member, customer_id=other.pk) == ["customer_unknown"]
    assert ask(three.member, customer_id=firm.pk) == []


def test_the_team_books_in_the_name_of_an_organisation_that_the_place_knows(three, ask, now):
    known, unknown = an_organisation("Connue"), an_organisation("Inconnue")
    host = a_person("Hôte")
    give_role(host, three.place, "host")
    with scoping.scope([three.place.organisation_id]):
        place_commands.note_customer(
            actor=actor_for(host, now=now), now=now, place=ref_of(three.place), customer_id=known.pk
        )
    assert ask(host, customer_id=unknown.pk) == ["customer_unknown"]
    assert ask(host, customer_id=known.pk) == []

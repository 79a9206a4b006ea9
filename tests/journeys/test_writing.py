"""The manager writes to the members, sees who receives it, sends it; a member reads it and stops the news."""

import pytest

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.testing import letters
from cantine.people import commands as people
from cantine.people.rules.consents import PURPOSES
from cantine.places import commands as places
from cantine.places.testing import actor_for, give_role, ref_of

pytestmark = pytest.mark.journey
NEWS = "receive_news_of_places"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_news_are_written_seen_sent_read_and_stopped(visit, three, run_jobs, settings, axe, width, scheme) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    people.give_consent(
        actor=actor_for(three.member, now=now), now=now, person_id=three.member.pk, purpose=NEWS,
        version=PURPOSES[NEWS].version,
    )  # fmt: skip
    page = visit(person=three.manager, width=width, scheme=scheme)
    page.goto(f"/{three.place.slug}/ecrire/")
    axe(page)
    assert page.get_by_label("Jour", exact=True).is_hidden()
    page.get_by_role("radio", name="Nouvelles").check()
    page.get_by_label("Objet").fill("Soupe jeudi")
    page.get_by_label("Message", exact=True).fill("Une soupe de potiron.\n\nVenez !")
    page.get_by_role("button", name="Voir qui le reçoit").click()
    page.get_by_role("heading", name="1 personne le reçoit").wait_for()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Modifier").click()
    assert page.get_by_label("Objet").input_value() == "Soupe jeudi"
    page.get_by_role("button", name="Voir qui le reçoit").click()
    page.get_by_role("button", name="Envoyer à 1 personne").click()
    page.get_by_role("heading", name="Soupe jeudi").wait_for()
    run_jobs()
    page.reload()
    page.get_by_role("link", name=three.member.email).wait_for()
    axe(page)
    page.get_by_role("link", name="Ce qui est parti").first.click()
    page.get_by_role("link", name="Soupe jeudi").wait_for()
    axe(page)

    [letter] = letters()
    reader = visit(width=width, scheme=scheme)
    reader.goto(letter.unsubscribe.removeprefix(settings.PUBLIC_URL))
    axe(reader)
    reader.get_by_role("button", name="Arrêter les nouvelles").click()
    reader.get_by_role("heading", name="C’est fait").wait_for()
    axe(reader)


def test_everything_can_be_written_without_a_script(visit, three, run_jobs, settings) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    page = visit(person=three.manager, javascript=False)
    page.goto(f"/{three.place.slug}/ecrire/")
    page.get_by_label("Objet").fill("Fermé demain")
    page.get_by_label("Message", exact=True).fill("La chaudière.")
    page.get_by_role("button", name="Voir qui le reçoit").click()
    page.get_by_role("button", name="Envoyer à 1 personne").click()
    run_jobs()
    assert [letter.subject for letter in letters()] == ["Fermé demain"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_few_people_are_chosen_by_name_and_one_is_taken_out(
    visit, three, run_jobs, settings, axe, javascript
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    for person in (three.member, three.stranger):
        give_role(person, three.place, "resident")
        meet(three, person)
    page = visit(person=three.manager, width=360, javascript=javascript)
    page.goto(f"/{three.place.slug}/ecrire/")
    page.get_by_role("radio", name="Quelques personnes").check()
    page.get_by_label("Ajouter quelqu’un").fill("Memb")
    page.get_by_label("Ajouter quelqu’un").press("Enter")
    page.get_by_role("checkbox", name="Member").wait_for()
    page.get_by_label("Ajouter quelqu’un").fill("Strang")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_role("checkbox", name="Stranger").wait_for()
    if javascript:
        axe(page)
    page.get_by_role("checkbox", name="Member").uncheck()
    page.get_by_label("Objet").fill("La clé")
    page.get_by_label("Message", exact=True).fill("Elle est au bar.")
    page.get_by_role("button", name="Voir qui le reçoit").click()
    page.get_by_role("button", name="Envoyer à 1 personne").click()
    run_jobs()
    assert [letter.to for letter in letters()] == [three.stranger.email]


def meet(three, person) -> None:
    now = clock.now()
    with scoping.scope([three.place.organisation_id]):
        places.note_contact(actor=system("test"), now=now, place=ref_of(three.place), person_id=person.pk)

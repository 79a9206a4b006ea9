"""The manager writes to the members, sees who receives it, sends it; a member reads it and stops the news."""

import pytest

from cantine.core import clock
from cantine.core.testing import letters
from cantine.people import commands as people
from cantine.people.rules.consents import PURPOSES
from cantine.places.testing import actor_for

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

"""Two contracts on a phone of 360 px, by the keyboard: an organisation has its address by contract; shares are signed by a link,
without an account. Every page by axe."""

from typing import Any

import pytest
from django.urls import reverse

from cantine.booking.testing import a_domiciliation, a_whole_file, an_approval
from cantine.core import clock, scoping
from cantine.memberships.testing import a_plan

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


def press(page: Any, name: str) -> None:
    """A button by the keyboard alone."""
    button = page.get_by_role("button", name=name)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def keeps_to_the_screen(page: Any) -> None:
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
    page.set_viewport_size({"width": 360, "height": 800})


def test_an_organisation_signs_its_domiciliation_and_finds_its_attestation(three: Any, visit: Any, axe: Any) -> None:
    from cantine.people.testing import an_organisation

    now = clock.now()
    address = a_domiciliation(three.place, an_organisation("Acme", kind="company"), now=now, contacts=[three.member])
    a_whole_file(three.place, address, now=now)
    an_approval(three.place, now=now)
    a_plan(three.place, now=now, code="domiciliation", name_fr="Domiciliation", cents=3_500, included=())
    page = visit(person=three.manager, width=360)
    page.goto(reverse("booking:contracts", args=[three.place.slug]))
    axe(page)
    keeps_to_the_screen(page)
    page.goto(reverse("booking:contract", args=[three.place.slug, address]))
    axe(page)
    page.get_by_label("Représentant légal", exact=True).fill("Ana Paz")
    page.get_by_label("Mois d’une période").fill("2")
    press(page, "Faire le contrat")
    page.get_by_text("La loi demande un contrat de 3 mois au moins").first.wait_for()
    axe(page)
    page.get_by_label("Mois d’une période").fill("3")
    press(page, "Faire le contrat")
    page.get_by_text("Le contrat est prêt").wait_for()
    axe(page)
    keeps_to_the_screen(page)
    page.get_by_text("Noter une pièce vue").focus()
    page.keyboard.press("Enter")
    press(page, "Je l’ai vue")
    page.get_by_text("Noté.").first.wait_for()
    page.get_by_text("Le préavis est donné").focus()
    page.keyboard.press("Enter")
    press(page, "Mettre fin par ce préavis")
    page.get_by_text("La lettre au greffe est prête").wait_for()
    axe(page)
    mine = visit(person=three.member, width=360)
    mine.goto(reverse("booking:my_contracts"))
    axe(mine)
    keeps_to_the_screen(mine)
    paper = mine.get_by_role("link", name="Attestation de domiciliation").get_attribute("href")
    answer = mine.request.get(paper)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def test_shares_are_signed_on_a_phone_without_an_account(three: Any, visit: Any, axe: Any) -> None:
    from cantine.memberships import commands
    from cantine.memberships.queries import shares as queries
    from cantine.memberships.testing import ROBOT
    from cantine.memberships.tests.test_shares import a_cooperative

    now = clock.now()
    place = a_cooperative(three, now)
    with scoping.scope([place.organisation_id]):
        bulletin = commands.ask_bulletin(
            actor=ROBOT, now=now, place=place, who=("person", three.member.pk), college="usagers", quantity=10
        )
    phone = visit(width=360)
    phone.goto(reverse("memberships:sign_shares", args=[queries.link_of_bulletin(bulletin)]))
    axe(phone)
    keeps_to_the_screen(phone)
    phone.get_by_label("Votre nom").fill("Ana Paz")
    phone.get_by_label("Votre nom").press("Tab")
    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    phone.get_by_text("Signé, merci").wait_for()
    axe(phone)
    keeps_to_the_screen(phone)
    paper = phone.get_by_role("link", name="Le bulletin en PDF").get_attribute("href")
    answer = phone.request.get(paper)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    with scoping.scope([place.organisation_id]):
        found = queries.find_bulletin(place.organisation_id, uuid=bulletin)
    assert found is not None
    assert (found.state, found.signed_by) == ("signed", "Ana Paz")

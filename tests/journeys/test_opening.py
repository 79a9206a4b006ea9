"""A first-time user opens a place: two joined rooms and a pool of twelve desks, then a first booking."""

import re
import time
from datetime import date, timedelta

import pytest

from cantine.core import clock
from cantine.people.testing import a_person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


class Hand:
    """What the person does, counted: a click, a field filled, a key."""

    def __init__(self, page) -> None:
        self.page, self.acts = page, 0

    def click(self, role: str, name: str) -> None:
        self.acts += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def fill(self, label: str, value: str) -> None:
        self.acts += 1
        self.page.get_by_label(label).first.fill(value)

    def choose(self, label: str, value: str) -> None:
        self.acts += 1
        self.page.get_by_label(label).first.select_option(label=value)

    def enter(self) -> None:
        self.acts += 1
        self.page.keyboard.press("Enter")

    def line(self, name: str, number: str, kind: str = "") -> None:
        """One thing that can be booked: type, Enter, the list grows and the next line waits."""
        self.fill("Nom", name)
        if kind:
            self.choose("Ce que c’est", kind)
        self.fill("Combien", number)
        self.enter()
        self.page.locator(".rooms b", has_text=re.compile(f"^{re.escape(name)}$")).wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_place_with_two_joined_rooms_and_twelve_desks_is_opened_without_a_manual(
    visit, axe, settings, javascript
) -> None:
    settings.CANTINE_MFA_REQUIRED = True  # as in life: it is asked for once the place is open, and stops nobody before
    began = time.monotonic()
    page = visit(a_person("Nadia"), javascript=javascript)
    hand = Hand(page)
    page.goto("/ouvrir-un-lieu/")
    hand.fill("Nom du lieu", "La Fabrique")
    hand.fill("Code postal", "29200")
    hand.fill("Commune", "Brest")
    hand.click("button", "Continuer")
    page.wait_for_url("**/la-fabrique/ouvrir/espaces/")

    hand.line("Salle Rouge", "12")
    hand.line("Salle Verte", "8")
    hand.click("button", "Ces deux salles se rejoignent")
    page.locator(".rooms b", has_text="Salle Rouge + Verte").wait_for()
    hand.line("Postes partagés", "12", "Postes de travail")
    if javascript:
        assert page.evaluate("document.activeElement.name") == "name", "the next line waits"
        axe(page)
    hand.click("link", "Continuer")
    hand.click("button", "Ouvrir le lieu")
    page.wait_for_url("**/la-fabrique/ouvrir/fin/")

    assert hand.acts <= 20
    assert time.monotonic() - began < 300
    assert "second facteur" in page.locator("main").inner_text()
    assert page.get_by_role("heading", name="Votre lieu est ouvert.").is_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Voir la page publique").click()
    shown = page.locator("main").inner_text()
    assert all(words in shown for words in ("Salle Rouge", "Salle Rouge + Verte", "Postes partagés", "12 places"))
    page.goto(f"/la-fabrique/reserver/salle-rouge/?jour={a_monday()}")
    page.locator("a[href*='debut=']").first.click()
    page.locator("button.primary[type=submit]").click()
    page.get_by_text("Salle Rouge").first.wait_for()
    assert "/dates/" in page.url, "the first room is booked"


def test_a_mistake_is_told_beside_its_line_and_nothing_typed_is_lost(visit, settings) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    page = visit(a_person(), width=360)
    hand = Hand(page)
    page.goto("/ouvrir-un-lieu/")
    hand.fill("Nom du lieu", "Api")
    hand.fill("Code postal", "97400")
    hand.fill("Commune", "Saint-Denis")
    hand.click("button", "Continuer")
    page.wait_for_url("**/api-saint-denis/ouvrir/espaces/")
    hand.line("Salle", "4")
    hand.fill("Nom", "salle")
    hand.enter()
    page.get_by_text("Choisissez un autre nom").first.wait_for()
    assert page.get_by_label("Nom").first.input_value() == "salle"


def a_monday() -> date:
    """One of the next two, so that the place is open."""
    today = clock.now().date()
    return today + timedelta(days=14 - today.weekday())

"""A manager who is no technician sets the prices of her place alone: with a mouse, on a phone, without a script."""

from collections.abc import Callable
from typing import Any

import pytest

PRICES = "/reglages/tarifs/"


@pytest.fixture
def house(three: Any, live_url: str, settings: Any) -> str:
    settings.CANTINE_MFA_REQUIRED = False
    return f"/{three.place.slug}"


@pytest.mark.parametrize("javascript", [True, False])
def test_from_an_empty_page_to_a_price_that_opens_into_its_lines(
    three: Any, house: str, visit: Callable[..., Any], axe: Callable[..., None], javascript: bool
) -> None:
    page = visit(person=three.manager, width=360, javascript=javascript)
    page.goto(house + PRICES)
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Toute salle, Heure, TPE/PME").fill("40")
    page.get_by_label("Toute salle, Demi-journée, TPE/PME").fill("130")
    page.get_by_role("button", name="Enregistrer les prix").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publier cette grille").click()
    assert page.get_by_label("Toute salle, Heure, Membre").get_attribute("placeholder") == "28"
    page.get_by_role("link", name="Combien ça coûte").click()
    page.get_by_label("Catégorie").select_option("membre")
    page.get_by_role("button", name="Voir le prix").click()
    shown = " ".join(page.locator(".price").inner_text().split())
    assert "3 h × 40,00 €" in shown
    assert "Membre −30 % −36,00 €" in shown
    assert "À payer 100,80 €" in shown
    if javascript:
        axe(page)


def test_the_sheet_is_filled_by_keyboard_alone(three: Any, house: str, visit: Callable[..., Any], now: Any) -> None:
    from cantine.core import clock
    from cantine.pricing.testing import a_price_list

    a_price_list(three.place, now=clock.now())
    page = visit(person=three.manager)
    page.goto(house + PRICES)
    page.get_by_label("Toute salle, Heure, Grand compte").focus()
    page.keyboard.type("60")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("42,50")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reglages/tarifs/**")
    assert page.get_by_label("Toute salle, Heure, TPE/PME").input_value() == "42,50"
    assert page.get_by_label("Toute salle, Heure, Grand compte").input_value() == "60"

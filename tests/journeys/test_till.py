"""A Saturday at the counter, rung on a tablet by a volunteer who has never seen it: coffees and a day pass in cash, a coffee
offered, a coffee on a tab that is settled by card, a mistake undone, and the day counted and closed."""

from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing.queries import counter as queries
from cantine.billing.testing import a_counter
from cantine.core import clock, scoping
from cantine.people.testing import a_person
from cantine.places import commands as places
from cantine.places.testing import give_role, ref_of

pytestmark = pytest.mark.journey


@pytest.fixture
def till(three: Any, settings: Any) -> Any:
    from cantine.billing.testing import ROBOT

    settings.CANTINE_MFA_REQUIRED = False
    now, place = clock.now(), ref_of(three.place)
    a_legal_entity(three.place, now=now)
    with scoping.scope([place.organisation_id]):
        a_counter(place, now=now)
        places.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
    return place


@pytest.fixture
def volunteer(three: Any) -> Any:
    person = a_person("Amel")
    give_role(person, three.place, "volunteer")
    return person


def test_a_day_at_the_counter(three: Any, till: Any, volunteer: Any, visit: Any, axe: Any) -> None:
    from playwright.sync_api import expect

    page = visit(volunteer, width=768)
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(f"/{till.slug}/comptoir/")
    axe(page)
    coffee, day = (page.locator(".till-button", has_text=name) for name in ("Café", "Journée"))
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in (coffee.bounding_box(), day.bounding_box()))
    coffee.click()
    coffee.click()
    day.click()
    expect(page.locator("[data-total]")).to_have_text("21,00 €")
    expect(page.locator('[data-given="1000"]')).to_be_disabled()
    page.locator('[data-given="5000"]').click()
    expect(page.locator(".till-huge")).to_have_text("29,00 €")
    axe(page)

    coffee.click()
    page.get_by_role("button", name="Un accueil").click()
    expect(page.locator("#till-done")).to_contain_text("Offert")

    coffee.click()
    page.get_by_role("button", name="Sur l’ardoise").click()
    page.get_by_text("Dites d’abord sur l’ardoise de qui.").wait_for()
    page.get_by_role("searchbox").fill(three.member.name[:4])
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("button", name=three.member.name).click()
    expect(page.locator("[data-total]")).to_have_text("1,50 €")
    page.get_by_role("button", name="Sur l’ardoise").click()
    expect(page.locator("#till-done")).to_contain_text(three.member.name)

    with page.expect_navigation():
        page.get_by_role("link", name="Ardoises").click()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("link", name=three.member.name).click()
    axe(page)
    page.get_by_role("button", name="Carte").click()
    expect(page.locator("#till-done")).to_contain_text("Réglé")

    day.click()
    page.get_by_role("button", name="Carte").click()
    page.locator("summary", has_text="Annuler").click()
    page.get_by_role("button", name="Oui, reprendre cette vente").click()
    expect(page.locator("#till-done")).to_contain_text("est repris")

    with page.expect_navigation():
        page.get_by_role("link", name="Clôturer la journée").click()
    axe(page)
    page.get_by_label("100,00 €").fill("1")
    page.get_by_label("20,00 €").fill("1")
    page.get_by_text("1,00 € de moins").wait_for()
    page.get_by_label("1,00 €", exact=True).fill("1")
    page.get_by_text("Le compte est bon.").wait_for()
    page.get_by_role("button", name="Vérifier avant de clôturer").click()
    page.get_by_role("button", name="Oui, clôturer").click()
    page.get_by_text("La journée est clôturée. Merci").wait_for()
    expect(page.locator(".stat.accent")).to_contain_text("22,50 €")
    axe(page)
    with scoping.scope([till.organisation_id]):
        assert queries.tabs_of(till) == []


def test_by_keyboard_alone(till: Any, volunteer: Any, visit: Any) -> None:
    from playwright.sync_api import expect

    page = visit(volunteer, width=1280)
    page.goto(f"/{till.slug}/comptoir/")
    page.get_by_role("button", name="Touches 1 à 9").press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Backspace")
    expect(page.locator("[data-total]")).to_have_text("3,00 €")
    page.get_by_role("button", name="Carte").press("Enter")
    expect(page.locator(".till-huge")).to_have_text("3,00 €")


def test_a_name_that_is_typed_is_found_and_chosen_by_keyboard(
    three: Any, till: Any, volunteer: Any, visit: Any, axe: Any
) -> None:
    from playwright.sync_api import expect

    page = visit(volunteer, width=360)
    page.goto(f"/{till.slug}/comptoir/")
    page.locator(".till-button", has_text="Café").click()
    page.get_by_role("searchbox").press_sequentially(three.member.name[:4])
    name = page.locator("[data-found]").get_by_role("button", name=three.member.name)
    expect(name).to_be_visible()
    expect(page.locator("[data-found][aria-live=polite]")).to_contain_text("1 nom trouvé")
    axe(page)
    page.keyboard.press("ArrowDown")
    expect(name).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".till-buyer")).to_contain_text(three.member.name)
    expect(page.locator("[data-total]")).to_have_text("1,50 €")

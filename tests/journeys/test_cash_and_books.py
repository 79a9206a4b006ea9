"""A day of the cash drawer, counted in the evening, and what it leaves in the books; then a month of them closed."""

from typing import Any

import pytest

from cantine.accounting import commands
from cantine.accounting.rules import Method, Sold, VatGroup
from cantine.accounting.testing import ROBOT, a_legal_entity, an_entry
from cantine.core import clock, scoping
from cantine.people.testing import a_person
from cantine.places.testing import give_role, ref_of

pytestmark = pytest.mark.journey


@pytest.fixture
def counter(three: Any) -> Any:
    """A drawer with 50 € of change and 23 € taken in cash today."""
    now, place = clock.now(), ref_of(three.place)
    a_legal_entity(three.place, now=now)
    with scoping.scope([place.organisation_id]):
        commands.open_drawer(actor=ROBOT, now=now, place=place, name="Comptoir", float_cents=5_000)
        commands.take(
            actor=ROBOT, now=now, place=place, source="sale:1", method=Method.CASH, amount_cents=2_300,
            what=[Sold("Deux menus", 2_300)], vat=[VatGroup("10", 2_091, 209)],
        )  # fmt: skip
    return place


def test_the_host_counts_the_drawer_and_the_treasurer_finds_what_is_missing(
    three: Any, counter: Any, visit: Any, axe: Any, settings: Any
) -> None:
    from playwright.sync_api import expect

    settings.CANTINE_MFA_REQUIRED = False
    host, treasurer = a_person("Host"), a_person("Treasurer")
    give_role(host, three.place, "host")
    give_role(treasurer, three.place, "treasurer")
    page = visit(host, width=360)
    page.goto(f"/{counter.slug}/caisse/")
    expect(page.locator(".stat.accent")).to_contain_text("73,00 €")
    axe(page)
    page.get_by_label("Compté, en euros").fill("71,50")
    page.get_by_label("À la banque, en euros").fill("20")
    page.get_by_label("Un mot").fill("Une pièce de trop rendue")
    page.get_by_role("button", name="Vérifier avant de clôturer").click()
    expect(page.locator("dl.facts")).to_contain_text("71,50 €")
    axe(page)
    page.get_by_role("button", name="Oui, clôturer").click()
    page.get_by_text("La journée est clôturée.").wait_for()
    page.get_by_role("button", name="Tout revérifier").click()
    page.get_by_text("Rien n’a été altéré.").wait_for()
    page.locator("a.what", has_text="il manque 1,50 €").click()
    page.get_by_text("Une pièce de trop rendue").wait_for()
    axe(page)
    books = visit(treasurer)
    books.goto(f"/{counter.slug}/comptes/compte/658/")
    books.get_by_role("link", name="CA 1").press("Enter")
    books.get_by_role("heading", name="Écart de caisse").wait_for()
    expect(books.locator(".stat.accent")).to_contain_text("1,50 €")
    axe(books)


def test_the_treasurer_closes_a_month_of_the_books(three: Any, visit: Any, axe: Any, settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    treasurer, now = a_person("Treasurer"), clock.now()
    give_role(treasurer, three.place, "treasurer")
    entity = a_legal_entity(three.place, now=now)
    with scoping.scope([three.place.organisation_id]):
        an_entry(entity, now=now, day=now.date().replace(year=now.year - 1))
    page = visit(treasurer, width=360)
    page.goto(f"/{three.place.slug}/comptes/clotures/")
    axe(page)
    page.get_by_label("Clôturer jusqu’au").select_option(index=0)
    page.get_by_role("button", name="Voir ce que contiennent ces jours").click()
    page.get_by_text("Rien n’est resté ouvert").wait_for()
    axe(page)
    page.get_by_role("button", name="Clôturer ces jours pour de bon").click()
    page.get_by_text("C’est clôturé").wait_for()
    page.get_by_role("link", name="Balance").click()
    page.get_by_role("heading", name="Livres").wait_for()
    axe(page)

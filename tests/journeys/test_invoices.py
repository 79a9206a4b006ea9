"""From what is owed to an invoice paid, as the treasurer does it; and the member who reads theirs on a phone."""

from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing.testing import a_charge, a_payer
from cantine.core import clock
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


@pytest.fixture
def owed(three: Any, settings: Any) -> Any:
    """The member owes two hours of the red room, and has an address."""
    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    place = a_price_list(three.place, now=now).place
    a_legal_entity(three.place, now=now)
    a_payer(three.place, ("person", three.member.pk), now=now)
    a_charge(three.place, now=now, room=three.room.slug, hours=2, person_id=three.member.pk)
    return place


def test_prepared_issued_paid_given_back(three: Any, visit: Any, axe: Any, owed: Any) -> None:
    from playwright.sync_api import expect

    books = visit(three.manager)
    books.goto(f"/{owed.slug}/a-facturer/")
    books.get_by_role("button", name="Préparer la facture Member").click()
    books.wait_for_url("**/factures/*/")
    books.get_by_role("heading", name="Odile Martin").wait_for()
    axe(books)
    books.get_by_text("Ajouter une ligne").click()
    books.get_by_label("À quoi elle correspond").fill("Badges")
    books.get_by_label("Combien").fill("2")
    books.get_by_label("Prix d’une unité, hors TVA").fill("3,50")
    books.get_by_role("button", name="Ajouter la ligne").click()
    expect(books.locator(".price-total")).to_contain_text("104,40 €")
    books.get_by_role("button", name="Émettre cette facture").press("Enter")
    books.get_by_role("heading", name="-000001").wait_for()
    axe(books)
    with books.expect_download() as taken:
        books.evaluate("document.querySelector('.page-head a[href$=\".pdf\"]').setAttribute('download', '')")
        books.get_by_role("link", name="PDF").click()
    assert taken.value.path().read_bytes()[:5] == b"%PDF-"
    books.get_by_text("Enregistrer un règlement").click()
    books.get_by_label("Carte").check()
    books.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(books.locator(".page-head")).to_contain_text("Réglée le")
    books.get_by_role("link", name="Faire un avoir").click()
    books.get_by_role("checkbox", name="Badges").check()
    books.get_by_label("Pourquoi").fill("Badges rendus")
    axe(books)
    books.get_by_role("button", name="Émettre l’avoir").click()
    expect(books.locator(".left-to-pay")).to_contain_text("8,40 €")
    axe(books)


def test_a_member_finds_their_invoice_on_a_phone(three: Any, visit: Any, axe: Any, owed: Any) -> None:
    from cantine.billing.testing import an_invoice

    an_invoice(three.place, ("person", three.member.pk), now=clock.now())
    page = visit(three.member, width=360)
    page.goto("/moi/factures/")
    page.get_by_text("96,00 € à régler").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

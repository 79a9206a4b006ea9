"""A file of the bank brought in and matched: at a desk with a mouse, and on a phone without JavaScript."""

from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing import queries
from cantine.billing.testing import a_charge, a_payer, an_invoice
from cantine.core import clock, scoping
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


@pytest.fixture
def expected(three: Any, settings: Any) -> tuple[Any, str]:
    """The place, and the number of the member's invoice of two hours of the red room: 96 €."""
    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    place = a_price_list(three.place, now=now).place
    a_legal_entity(three.place, now=now)
    a_payer(three.place, ("person", three.member.pk), now=now)
    a_charge(three.place, now=now, room=three.room.slug, hours=2, person_id=three.member.pk)
    invoice = an_invoice(three.place, ("person", three.member.pk), now=now)
    with scoping.scope([place.organisation_id]):
        found = queries.find_invoice(organisations=[place.organisation_id], uuid=invoice)
    assert found is not None
    return place, found.card.reference


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)])
def test_a_statement_is_looked_at_brought_in_and_confirmed(
    three: Any, visit: Any, axe: Any, expected: tuple[Any, str], width: int, javascript: bool
) -> None:
    from playwright.sync_api import expect

    place, number = expected
    day = place.today(clock.now())
    table = f"Date;Libellé;Débit;Crédit\n{day:%d/%m/%Y};VIR {number};;96,00\n{day:%d/%m/%Y};SUBVENTION;;1 500,00\n"
    books = visit(three.manager, width=width, javascript=javascript)
    look = axe if javascript else _nothing
    books.goto(f"/{place.slug}/reglements/banque/")
    look(books)
    books.get_by_role("link", name="Importer un relevé").click()
    look(books)
    file = {"name": "releve.csv", "mimeType": "text/csv", "buffer": table.encode("iso-8859-15")}
    books.get_by_label("Relevé de votre banque").set_input_files(file)
    books.get_by_role("button", name="Voir ce qu’il apporterait").press("Enter")
    expect(books.locator(".stat.accent dd")).to_have_text("2")
    look(books)
    books.get_by_role("button", name="Importer ces lignes").press("Enter")
    expect(books.get_by_role("checkbox", name=f"Confirmer VIR {number}")).to_be_checked()
    look(books)
    assert books.evaluate("document.documentElement.scrollWidth") <= width
    books.get_by_role("button", name="Confirmer les lignes cochées").press("Enter")
    books.get_by_role("link", name="Rapprochées").click()
    expect(books.locator(".bank-lines")).to_contain_text(number)
    look(books)
    books.get_by_role("button", name="Annuler").press("Enter")
    books.get_by_role("link", name="ou pas un client SUBVENTION").click()
    look(books)
    books.get_by_role("textbox", name="Ce que c’est").fill("Subvention de la ville")
    books.get_by_role("button", name="Mettre de côté").press("Enter")
    books.get_by_role("link", name="De côté").click()
    expect(books.locator(".bank-lines")).to_contain_text("Subvention de la ville")
    look(books)


def _nothing(_page: Any) -> None:
    """Axe is a script: it looks where scripts run."""

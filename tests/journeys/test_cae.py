"""An entrepreneur of a co-operative of employment books on a phone; the co-operative is invoiced, with their reference, and
nobody wrote anything on the invoice."""

from datetime import timedelta
from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing.testing import a_customer, a_payer
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


def test_the_cooperative_of_an_entrepreneur_is_invoiced_with_their_reference(
    three: Any, visit: Any, axe: Any, settings: Any, at: Any, now: Any, run_jobs: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    place = a_price_list(three.place, now=now).place
    a_legal_entity(three.place, now=now)
    cae = a_customer(three.place, "Coopaname", now=now, kind="cae")
    a_payer(
        three.place, ("organisation", cae), now=now, name="Coopaname", nature="business", siren="999900038",
        email="factures@coopaname.example",
    )  # fmt: skip
    a_payer(three.place, ("person", three.member.pk), now=now, name="Amel Haddad", reference="E-0417", paid_by=cae)

    day = place.today(now) + timedelta(days=7)
    phone = visit(three.member, width=360)
    phone.goto(f"/{place.slug}/reserver/{three.room.slug}/?debut={day}T14:00&fin=16:00")
    phone.get_by_role("button", name="Réserver", exact=True).click()
    phone.wait_for_url("**/dates/**")

    at(now + timedelta(days=8))
    books = visit(three.manager)
    books.goto(f"/{place.slug}/a-facturer/?mois={day:%Y-%m}")
    books.get_by_role("heading", name="Coopaname").wait_for()
    books.get_by_role("button", name="Préparer toutes les factures").click()
    books.get_by_role("link", name="Les relire et les émettre").click()
    books.get_by_role("button", name="Émettre ceux qui sont cochés").click()
    books.get_by_text("1 émise").wait_for()
    run_jobs()
    books.get_by_role("link", name="-000001").click()
    books.get_by_role("heading", name="-000001").wait_for()
    sheet = books.locator("main").inner_text()
    assert [words in sheet for words in ("Coopaname", "E-0417", "Amel Haddad", "96,00")] == [True] * 4
    axe(books)
    xml = books.request.get(books.url + "document.xml").text()
    assert "pour Amel Haddad (E-0417)" in xml
    assert (
        "<ram:Name>Coopaname</ram:Name>"
        in xml.partition("<ram:BuyerTradeParty>")[2].partition("</ram:BuyerTradeParty>")[0]
    )
    assert "<ram:DuePayableAmount>96.00</ram:DuePayableAmount>" in xml

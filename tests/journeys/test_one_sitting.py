"""What a treasurer does in one evening, at a desk: the run of the month, the file of the bank, the letters about what is late,
the drawer, the file of entries, and the page that says what the place lives on."""

import re
from datetime import timedelta
from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing import queries
from cantine.billing.testing import ROBOT, a_charge, a_counter, a_payer, an_invoice
from cantine.core import clock, scoping
from cantine.memberships import commands as memberships
from cantine.memberships.testing import a_plan
from cantine.people.testing import a_person
from cantine.places.testing import give_role
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


@pytest.fixture
def house(three: Any, settings: Any, at: Any, now: Any) -> Any:
    """The member has a plan and an invoice of 96 € that is fifty days late; a neighbour owes another; 27 € in the drawer."""
    from cantine.billing.commands import counter
    from cantine.billing.rules.counter import Means, Tap

    settings.CANTINE_MFA_REQUIRED = False
    before = now - timedelta(days=80)
    at(before)
    place = a_price_list(three.place, now=before).place
    a_legal_entity(three.place, now=before)
    neighbour = a_person("Neighbour")
    give_role(neighbour, three.place, "member")
    for person in (three.member, neighbour):
        a_payer(three.place, ("person", person.pk), now=before)
        a_charge(three.place, now=before, room=three.room.slug, hours=2, person_id=person.pk)
        an_invoice(three.place, ("person", person.pk), now=before)
    at(now)
    code = a_plan(three.place, now=now)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place}
    with scoping.scope([place.organisation_id]):
        memberships.subscribe(**said, plan=code, since=place.today(now), person_id=three.member.pk)
        goods = a_counter(place, now=now)
        counter.ring_sale(**said, key="coffees", taps=[Tap(goods["coffee"], 18)], means=Means.CASH, given_cents=2_700)
    return place


def test_a_month_is_billed_matched_asked_for_counted_and_told(
    three: Any, house: Any, visit: Any, axe: Any, now: Any
) -> None:
    from playwright.sync_api import expect

    treasurer = a_person("Treasurer")
    give_role(treasurer, three.place, "treasurer")
    books = visit(treasurer)
    books.goto(f"/{house.slug}/a-facturer/")
    axe(books)
    books.get_by_role("button", name="Préparer toutes les factures").click()
    books.get_by_text("1 brouillon est prêt").wait_for()
    books.get_by_role("link", name="Les relire et les émettre").click()
    books.get_by_role("button", name="Émettre ceux qui sont cochés").click()
    books.get_by_text("1 émise").wait_for()
    axe(books)

    first = _first_invoice(house)
    day = house.today(now)
    table = f"Date;Libellé;Débit;Crédit\n{day:%d/%m/%Y};VIR {first};;96,00\n"
    books.goto(f"/{house.slug}/reglements/banque/")
    books.get_by_role("link", name="Importer un relevé").click()
    file = {"name": "releve.csv", "mimeType": "text/csv", "buffer": table.encode("iso-8859-15")}
    books.get_by_label("Relevé de votre banque").set_input_files(file)
    books.get_by_role("button", name="Voir ce qu’il apporterait").click()
    books.get_by_role("button", name="Importer ces lignes").click()
    expect(books.get_by_role("checkbox", name=f"Confirmer VIR {first}")).to_be_checked()
    books.get_by_role("button", name="Confirmer les lignes cochées").click()
    books.get_by_role("link", name="Rapprochées 1").wait_for()
    axe(books)

    books.goto(f"/{house.slug}/factures/relances/")
    axe(books)
    books.get_by_role("button", name="Envoyer les lettres cochées").click()
    books.get_by_text("1 lettre").first.wait_for()

    books.goto(f"/{house.slug}/comptoir/cloture/")
    books.get_by_label("100,00 €").fill("1")
    books.get_by_label("20,00 €").fill("1")
    books.get_by_label("5,00 €", exact=True).fill("1")
    books.get_by_label("2,00 €", exact=True).fill("1")
    books.get_by_text("Le compte est bon.").wait_for()
    books.get_by_role("button", name="Vérifier avant de clôturer").click()
    books.get_by_role("button", name="Oui, clôturer").click()
    books.get_by_text("clôturée").first.wait_for()
    axe(books)

    books.goto(f"/{house.slug}/comptes/")
    axe(books)
    with books.expect_download() as taken:
        books.get_by_role("link", name=f"FEC {day.year}").click()
    lines = taken.value.path().read_text(encoding="iso-8859-15").splitlines()
    assert lines[0].split("\t")[:3] == ["JournalCode", "JournalLib", "EcritureNum"]
    assert {line.split("\t")[0] for line in lines[1:]} == {"BQ", "CA", "VE"}

    books.goto(f"/{house.slug}/economie/")
    expect(books.get_by_role("heading", level=1)).to_contain_text(str(day.year))
    expect(books.locator(".stat.accent dd").first).to_have_text(re.compile(r"^100,0\s%$"))
    axe(books)


def _first_invoice(house: Any) -> str:
    with scoping.scope([house.organisation_id]):
        issued = queries.invoices_of(
            house,
            first_day=house.today(clock.now()).replace(month=1, day=1) - timedelta(days=365),
            last_day=house.today(clock.now()),
        )
    return min(each.reference for each in issued if each.reference)

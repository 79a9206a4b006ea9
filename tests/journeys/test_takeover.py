"""A place arrives in the middle of a year: in one evening its treasurer is running, every total equal to the old books'."""

from datetime import date, timedelta
from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.core import clock
from cantine.memberships.testing import a_pass_kind
from cantine.people.testing import a_person
from cantine.places.testing import give_role, ref_of
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey
MEMBERS = """Prénom;Nom;Courriel;Structure
Paul;Lefèvre;paul@lefevre.example;Atelier Lefèvre
Inès;Garric;ines@garric.example;
"""
BALANCE = """Compte;Intitulé;Débit;Crédit
101000;Fonds associatif;;5 000,00
110000;Report à nouveau;;1 240,00
411000;Clients;1 464,00;
419100;Clients, acomptes reçus;;360,00
445740;TVA à régulariser sur encaissements;;224,00
445860;TVA sur acomptes;60,00;
512000;Banque;9 800,00;
606100;Énergie;300,00;
706000;Prestations;;4 800,00
"""


def old_invoices(day: date) -> str:
    return f"""Numéro;Date;Échéance;Client;Courriel;Objet;HT;Taux;TVA;Reste dû;Nature
F-52;{day - timedelta(20):%d/%m/%Y};{day:%d/%m/%Y};Atelier Lefèvre;;Salle;1 000,00;20;200,00;1 200,00;facture
F-52;{day - timedelta(20):%d/%m/%Y};{day:%d/%m/%Y};Atelier Lefèvre;;Déjeuner;240,00;10;24,00;264,00;facture
A-7;{day - timedelta(5):%d/%m/%Y};;Atelier Lefèvre;;Acompte du séminaire;300,00;20;60,00;360,00;acompte
"""


class Evening:
    """Somebody at a page of settings, with files."""

    def __init__(self, page: Any, three: Any, day: date) -> None:
        self.page, self.day, self.root = page, day, f"/{three.place.slug}"

    def show(self, step: str, text: str) -> None:
        form = self.page.locator(f"form:has(input[name=kind][value={step}])")
        if form.get_by_label("Dernier jour de l’ancienne comptabilité").count():
            form.get_by_label("Dernier jour de l’ancienne comptabilité").fill(self.day.isoformat())
        file = {"name": "fichier.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
        form.get_by_label("Fichier CSV").set_input_files(file)
        with self.page.expect_navigation():
            form.get_by_role("button", name="Voir ce que cela donnerait").click()

    def bring(self) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Importer", exact=True).click()

    def beside(self) -> list[str]:
        rows = self.page.get_by_role("region", name="À côté de l’ancienne comptabilité").last.locator("tbody tr").all()
        return [" ".join(each.inner_text().split()) for each in rows]


def test_in_one_evening_the_treasurer_is_running(three: Any, visit: Any, axe: Any, settings: Any) -> None:
    from playwright.sync_api import expect

    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    place = a_price_list(three.place, now=now).place
    a_legal_entity(three.place, now=now)
    a_pass_kind(three.place, now=now)
    idriss = a_person("Idriss")
    give_role(idriss, three.place, "treasurer")
    today = ref_of(three.place).today(now)
    day = today.replace(day=1) - timedelta(days=1)

    manager = visit(three.manager)
    manager.goto(f"/{place.slug}/reglages/importer/")
    members = {"name": "membres.csv", "mimeType": "text/csv", "buffer": MEMBERS.encode()}
    manager.get_by_label("Fichier CSV").set_input_files(members)
    with manager.expect_navigation():
        manager.get_by_role("button", name="Voir ce que cela donnerait").click()
    expect(manager.get_by_role("cell", name="Paul, Lefèvre, paul@lefevre.example, Atelier Lefèvre")).to_be_visible()
    with manager.expect_navigation():
        manager.get_by_role("button", name="Importer", exact=True).click()

    page = visit(idriss, width=360)
    page.goto(f"/{place.slug}/reglages/reprise/")
    evening = Evening(page, three, day)
    evening.show("balances", BALANCE)
    expect(page.get_by_role("cell", name="512000, Banque, Débit 9 800,00")).to_be_visible()
    axe(page)
    evening.bring()

    evening.show("unpaid", old_invoices(day))
    expect(page.get_by_text("Acomptes que personne n’a encore payés")).to_be_visible()
    axe(page)
    evening.bring()
    assert evening.beside()[0] == "Reste dû par les clients 1 824,00 € 1 464,00 € 360,00 €"

    page.get_by_text("Ce qui est importé").click()
    page.get_by_role("checkbox", name="Retirer A-7").check()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Retirer ce qui est coché").click()
    evening.show("unpaid", old_invoices(day).replace("360,00;acompte", "0;acompte"))
    evening.bring()
    assert evening.beside() == [
        "Reste dû par les clients 1 464,00 € 1 464,00 € égal",
        "Acomptes détenus, hors taxes 300,00 € 360,00 € 60,00 €",
        "TVA qui attend ces règlements (44587) 224,00 € 0,00 € 224,00 €",
    ]
    for what, account, button in (("deposits", "44586", "60,00 €"), ("waiting", "44574", "224,00 €")):
        form = page.locator(f"form:has(#account-{what})")
        choice = form.locator(f"option[value^='{account}']").get_attribute("value")
        form.get_by_label("Compte de l’ancienne comptabilité").select_option(choice)
        with page.expect_navigation():
            form.get_by_role("button", name=f"Passer l’écriture de {button}").click()
    assert [each.rpartition(" ")[2] for each in evening.beside()] == ["égal"] * 3
    axe(page)

    evening.show(
        "passes",
        f"Courriel;Carnet;Reste;Expire le\nines@garric.example;Carnet de 10 jours;6;{today + timedelta(90):%d/%m/%Y}\n",
    )
    evening.bring()
    expect(page.get_by_text("Reste des carnets").first).to_contain_text("6 jours")
    page.get_by_label("Prochain numéro : Factures").fill("53")
    with page.expect_navigation():
        page.get_by_role("button", name="Continuer de là").first.click()
    expect(page.get_by_role("main")).to_contain_text(f"FA{today.year}-000053")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.goto(f"/{place.slug}/reglements/banque/fichier/")
    table = f"Date;Libellé;Montant\n{today:%d/%m/%Y};VIR ATELIER LEFEVRE F-52;1464,00\n"
    bank = {"name": "releve.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.get_by_label("Relevé de votre banque").set_input_files(bank)
    with page.expect_navigation():
        page.get_by_role("button", name="Voir ce qu’il apporterait").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Importer ces lignes").click()
    page.get_by_role("checkbox", name="Confirmer VIR ATELIER LEFEVRE F-52").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Confirmer les lignes cochées").click()

    page.goto(f"/{place.slug}/comptes/")
    with page.expect_download() as taken:
        page.get_by_role("link", name=f"FEC {today.year}").click()
    lines = taken.value.path().read_bytes().decode("iso-8859-15").splitlines()
    head, *rows = [line.split("\t") for line in lines]
    sums = {name: sum(cents(row[head.index(name)]) for row in rows) for name in ("Debit", "Credit")}
    assert sums["Debit"] == sums["Credit"] > 0
    left = dict.fromkeys(("411", "44587", "445740", "445860", "4191"), 0)
    for row in rows:
        number = row[head.index("CompteNum")]
        if number in left:
            left[number] += cents(row[head.index("Debit")]) - cents(row[head.index("Credit")])
    assert left == {"411": 0, "44587": 0, "445740": 0, "445860": 0, "4191": -30_000}


def cents(written: str) -> int:
    return int(written.replace(",", ""))

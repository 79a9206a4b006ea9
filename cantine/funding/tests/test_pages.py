"""The pages of the economy, as whoever keeps the books sees them."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from cantine.funding import commands, queries
from cantine.funding.rules import LA_CANTINE, State
from cantine.ui import formats

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(economy: Any, client: Any) -> Any:
    """The manager’s browser; pages are asked by what follows the place."""
    client.force_login(economy.three.manager)

    def ask(address: str, data: dict[str, Any] | None = None) -> str:
        url = f"/{economy.place.slug}/economie/{address}"
        answer = client.get(url) if data is None else client.post(url, data, follow=True)
        if answer.status_code == 302:
            answer = client.get(answer.headers["Location"])
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode()).replace("\u202f", " ").replace("\xa0", " ")

    return ask


def test_la_cantine_of_2009_is_entered_by_hand_like_any_year(economy: Any, pages: Any) -> None:
    pages(
        "2009/chiffres/",
        {"own_cents": "205000", "private_cents": "128000", "public_cents": "160000", "costs_cents": "490000"},
    )
    assert economy.read().year(2009).mix == LA_CANTINE.mix
    page = pages("2009/")
    assert "67,5 %" in page
    assert "68,0 %" in page


def test_the_page_says_that_the_study_printed_70(pages: Any) -> None:
    page = pages("2009/")
    assert "L’étude a imprimé 70 %." in page
    assert "67,5 % des ressources, 68,0 % des charges" in page


def test_a_cost_is_entered_in_three_fields(economy: Any, pages: Any) -> None:
    pages("charges/", {"what": "Loyer", "amount": "1200,50", "day": str(economy.today), "key": "1"})
    found = queries.costs_of(economy.place, year=economy.today.year)
    assert [(each.spent.what, each.spent.net_cents) for each in found.lines] == [("Loyer", 120_050)]


def test_a_cost_is_paid_in_one_press(economy: Any, pages: Any) -> None:
    made = economy.cost()
    pages(f"charges/{made}/payer/", {})
    assert queries.costs_of(economy.place, year=economy.today.year).owed_cents == 0


def test_a_table_is_looked_at_then_brought_in(economy: Any, pages: Any) -> None:
    text = f"date;libelle;montant\n{economy.today:%d/%m/%Y};Achat;10\n{economy.today:%d/%m/%Y};Autre;20\n"
    page = pages("charges/importer/", {"file": SimpleUploadedFile("charges.csv", text.encode())})
    assert queries.costs_of(economy.place, year=economy.today.year).count == 0
    carried = page.split('name="carried" value="')[1].split('"')[0]
    pages("charges/importer/", {"carried": carried})
    assert queries.costs_of(economy.place, year=economy.today.year).total_cents == 3_000


def test_wrong_lines_of_a_table_are_said_and_nothing_can_be_brought_in(economy: Any, pages: Any) -> None:
    text = "date;libelle;montant\n31/02/2026;Achat;10\n01/02/2026;Achat;dix\n01/02/2026;Achat;10\n"
    page = pages("charges/importer/", {"file": SimpleUploadedFile("charges.csv", text.encode())})
    assert "Ligne 2 : « 31/02/2026 » n’est pas une date." in page
    assert "Ligne 3 : « dix » n’est pas un montant." in page
    assert "Les importer" not in page
    carried = page.split('name="carried" value="')[1].split('"')[0]
    pages("charges/importer/", {"carried": carried})
    assert queries.costs_of(economy.place, year=economy.today.year).count == 0


def test_two_bad_lines_among_five_thousand_are_said_each_and_nothing_is_written(economy: Any, pages: Any) -> None:
    lines = [f"{economy.today:%d/%m/%Y};Achat {number};10" for number in range(5_000)]
    lines[1_233], lines[4_998] = "31/02/2026;Achat;10", f"{economy.today:%d/%m/%Y};Achat;dix"
    text = "\n".join(["date;libelle;montant", *lines])
    page = pages("charges/importer/", {"file": SimpleUploadedFile("charges.csv", text.encode())})
    assert "2 lignes sont fausses : rien n’est importé" in page
    assert "Ligne 1235 : « 31/02/2026 » n’est pas une date." in page
    assert "Ligne 5000 : « dix » n’est pas un montant." in page
    carried = page.split('name="carried" value="')[1].split('"')[0]
    pages("charges/importer/", {"carried": carried})
    assert queries.costs_of(economy.place, year=economy.today.year).count == 0


def test_a_grant_is_followed_from_its_idea_to_its_money(economy: Any, pages: Any) -> None:
    today = str(economy.today)
    pages(
        "subventions/nouvelle/",
        {
            "funder": "Ville", "kind": "city", "purpose": "Fonctionnement", "asked_cents": "5000", "first_day": today,
            "last_day": today, "likely_percent": "50",
        },
    )  # fmt: skip
    (card,) = queries.grants_of(economy.place)
    one = f"subventions/{card.uuid}/"
    pages(f"{one}etat/", {"to": "asked"})
    pages(f"{one}etat/", {"to": "granted", "cents": "4000", "day": today})
    pages(f"{one}versement/", {"cents": "4000", "due_on": today, "condition": "À la signature"})
    (part,) = economy.found(card.uuid).parts
    assert "à recevoir" in pages("subventions/")
    pages(f"{one}versement/{part.uuid}/recu/", {})
    pages(f"{one}bilan/", {"what": "Bilan", "due_on": today})
    (report,) = economy.found(card.uuid).reports
    pages(f"{one}bilan/{report.uuid}/envoye/", {})
    pages(f"{one}fonds-dedies/", {"year": str(economy.today.year), "cents": "1000"})
    found = economy.found(card.uuid)
    assert (found.state, found.received_cents, found.waiting_cents) == (State.GRANTED, 400_000, 100_000)
    assert found.reports[0].sent_on == economy.today


@pytest.mark.parametrize("address", ["2026/", "charges/", "subventions/", "2026.csv", "2026/chiffres/"])
def test_a_member_and_a_stranger_do_not_enter(economy: Any, client: Any, address: str) -> None:
    client.force_login(economy.three.member)
    assert client.get(f"/{economy.place.slug}/economie/{address}").status_code in {403, 404}


def test_the_figures_of_a_year_are_taken_away(economy: Any, pages: Any) -> None:
    commands.enter_year(**economy.said, year=2009, entered=LA_CANTINE)
    lines = pages("2009.csv").replace("\ufeff", "").split("\r\n")
    assert lines[0] == "Partie;Nom;Montant en euros"
    assert "En tout;Recettes propres;205000,00" in lines


def test_a_budget_is_written_in_kind_is_entered_and_cash_is_looked_at(economy: Any, pages: Any) -> None:
    year, today = economy.today.year, str(economy.today)
    pages(f"{year}/budget/", {"cost:rent": "1200"})
    assert "1 200 €" in pages(f"{year}/budget/")
    pages(
        "en-nature/",
        {
            "what": "Bénévoles",
            "sort": "volunteers",
            "way": "received",
            "quantity": "2,5",
            "unit_cents": "10",
            "day": today,
        },
    )
    assert "25 €" in pages("en-nature/")
    assert "Trésorerie" in pages("tresorerie/?retard=3")


def test_the_alarm_of_the_cash_plan_names_the_first_month_below_nothing_and_the_lowest(
    economy: Any, pages: Any
) -> None:
    from cantine.funding.rules import Spent
    from cantine.funding.rules.cash import MONTHS, later
    from cantine.funding.rules.recurring import Every, Recurring

    day = later(economy.today.replace(day=1), 2)
    rent = Recurring(spent=Spent(what="Loyer", day=day, net_cents=100_000, category="rent"), every=Every.MONTH)
    commands.note_recurring(**economy.said, recurring=rent, key="")
    page, last = pages("tresorerie/"), later(economy.today.replace(day=1), MONTHS - 1)
    with translation.override("fr"):
        assert f"L’argent manque dès {formats.month(day)}" in page
        assert f"Au plus bas, en {formats.month(last)} : −10 000 €." in page


def test_cash_carried_to_the_bank_is_money_in_the_books_and_in_the_plan_alike(
    economy: Any, pages: Any, client: Any
) -> None:
    from cantine.accounting.rules import Posting, Role
    from cantine.accounting.testing import an_entry

    said = [Posting(role=Role.CASH, debit_cents=90_000), Posting(role=Role.SALES_GOODS, credit_cents=90_000)]
    an_entry(economy.entity, now=economy.now, postings=said)
    carried = [
        Posting(role=Role.INTERNAL_TRANSFER, debit_cents=54_000), Posting(role=Role.CASH, credit_cents=54_000),
    ]  # fmt: skip
    an_entry(economy.entity, now=economy.now, postings=carried)
    books = client.get(f"/{economy.place.slug}/comptes/")
    plan = client.get(f"/{economy.place.slug}/economie/tresorerie/")
    assert books.context["sums"]["money"] == formats.money(90_000)
    assert plan.context["plan"].opening_cents == 90_000
    assert [amount for _name, amount in plan.context["held"]] == ["540\xa0€", "360\xa0€"]


def test_a_year_that_runs_says_until_when_it_is_read_beside_whole_years(economy: Any, pages: Any) -> None:
    economy.cost()
    page = pages(f"{economy.today.year}/")
    assert "Cette année est en cours : lue jusqu’au mardi 10 mars 2026." in page
    assert page.count("jusqu’au 10/03/2026") == 1


def test_who_charges_vat_is_not_told_that_vat_may_be_due(economy: Any, pages: Any) -> None:
    from cantine.accounting.testing import an_entry

    an_entry(economy.entity, now=economy.now, cents=9_000_000)
    page = pages(f"{economy.today.year}/")
    assert "Vous facturez déjà la TVA" in page
    assert "TVA, impôt sur les sociétés" not in page


def test_the_sum_of_what_is_granted_names_its_years(economy: Any, client: Any, pages: Any) -> None:
    year = economy.today.year
    economy.grant(100_000)
    assert f"pour {year}" in pages("subventions/")
    economy.grant(100_000, first_day=date(year - 1, 1, 1), last_day=date(year - 1, 12, 31))
    assert f"pour {year - 1} à {year}" in pages("subventions/")

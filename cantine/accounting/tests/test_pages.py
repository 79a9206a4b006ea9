"""The books on screen: what a year comes to, journals, accounts, entries, closings, the chart; and what leaves."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cantine.accounting import queries, rules
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.accounting.testing import a_legal_entity, a_sale, an_entry
from cantine.core import scoping
from cantine.people.testing import a_person
from cantine.places.testing import give_role

pytestmark = pytest.mark.django_db
PAGES = ("", "journaux/", "journaux/ve/", "compte/411/", "clotures/", "plan/", "plan/roles/")


@pytest.fixture
def treasurer(three: Any) -> Any:
    person = a_person("Treasurer")
    give_role(person, three.place, "treasurer")
    return person


@pytest.fixture
def books(three: Any, now: Any, at: Any) -> Any:
    """Two sales of January and a payment of March."""
    at(now)
    entity = a_legal_entity(three.place, now=now)
    with scoping.scope([three.place.organisation_id]):
        for cents in (10_000, 20_000):
            an_entry(entity, now=now, cents=cents, day=date(2026, 1, 15))
        paid = [
            Posting(role=Role.BANK, debit_cents=12_000),
            Posting(role=Role.CUSTOMERS, credit_cents=12_000, third="C1", third_name="Café de la Halle"),
        ]
        an_entry(entity, now=now, journal=JournalKind.BANK, postings=paid, label="Virement", day=date(2026, 3, 2))
    return entity


def client_of(person: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def address(three: Any, rest: str = "") -> str:
    return f"/{three.place.slug}/comptes/{rest}"


def test_the_year_is_read_in_a_few_numbers_and_by_account(three: Any, books: Any, treasurer: Any) -> None:
    page = client_of(treasurer).get(address(three))
    assert page.context["sums"] == {
        "income": "€300.00", "expenses": "€0.00", "result": "€300.00", "loss": False, "money": "€120.00",
        "total": "€480.00",
    }  # fmt: skip
    assert [(name, [(row.number, row.name, row.balance, row.side) for row in rows]) for name, rows in page.context["classes"]] == [
        ("Customers, suppliers, State", [
            ("411", "Customers", "€240.00", "debit"), ("445711", "VAT collected at 20%", "€60.00", "credit"),
        ]),
        ("Money", [("512", "Bank", "€120.00", "debit")]),
        ("Income", [("7083", "Letting of spaces", "€300.00", "credit")]),
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "words"), [("fr", "excédent de l’exercice"), ("en", "surplus of the year")])
def test_it_is_read_in_both_languages(three: Any, books: Any, treasurer: Any, language: str, words: str) -> None:
    assert words in client_of(treasurer, language).get(address(three)).content.decode()


def test_journals_say_what_they_hold_and_open_into_entries(three: Any, books: Any, treasurer: Any) -> None:
    client = client_of(treasurer)
    lines = client.get(address(three, "journaux/")).context["lines"]
    assert [(code, count, total) for _slug, code, _name, count, total in lines] == [
        ("VE", 2, "€360.00"), ("AC", 0, "€0.00"), ("BQ", 1, "€120.00"), ("CA", 0, "€0.00"), ("OD", 0, "€0.00"),
        ("AN", 0, "€0.00"),
    ]  # fmt: skip
    entries = client.get(address(three, "journaux/ve/")).context["entries"]
    assert [(number, day, total) for _uuid, number, day, _label, _piece, total in entries] == [
        ("VE 2", "15/01/2026", "€240.00"), ("VE 1", "15/01/2026", "€120.00"),
    ]  # fmt: skip
    assert client.get(address(three, "journaux/zz/")).status_code == 404


def test_an_account_opens_into_its_lines(three: Any, books: Any, treasurer: Any) -> None:
    page = client_of(treasurer).get(address(three, "compte/411/"))
    assert [(line["number"], line["debit"], line["credit"], line["balance"]) for line in page.context["lines"]] == [
        ("BQ 1", "", "€120.00", "€240.00"), ("VE 2", "€240.00", "", "€360.00"),
        ("VE 1", "€120.00", "", "€120.00"),
    ]  # fmt: skip
    assert "holds €240.00 in debit" in page.content.decode()
    assert client_of(treasurer).get(address(three, "compte/999/")).status_code == 404


def test_a_long_journal_is_turned_page_by_page(
    three: Any, books: Any, treasurer: Any, now: Any, monkeypatch: Any
) -> None:
    from cantine.accounting.queries import entries as reads
    from cantine.accounting.views import books as views

    monkeypatch.setattr(reads, "PAGE", 1)
    monkeypatch.setattr(views, "MOST", 1)
    first = client_of(treasurer).get(address(three, "journaux/ve/")).context
    assert (first["span"], first["previous"], bool(first["following"])) == ("1 to 1 of 2", "", True)
    second = client_of(treasurer).get(first["following"]).context
    assert [number for _uuid, number, *_rest in second["entries"]] == ["VE 1"]
    assert (second["span"], bool(second["previous"]), second["following"]) == ("2 to 2 of 2", True, "")


def an_entry_of(three: Any, books: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        heads, _count = queries.journal_page(
            books.id, rules.year_of(date(2026, 1, 1), starts_month=1), code="VE", page=0
        )
    return heads[0].uuid


def test_the_balance_leaves_as_a_table_and_its_help_stays_off_paper(three: Any, books: Any, treasurer: Any) -> None:
    client = client_of(treasurer)
    table = client.get(address(three, "balance/2026.csv"))
    lines = table.content.decode("utf-8-sig").splitlines()
    page = client.get(address(three))
    accounts = sum(len(rows) for _name, rows in page.context["classes"])
    assert (table.status_code, len(lines)) == (200, 1 + accounts)
    assert lines[0] == "Account;Name of the account;Debit;Credit;Holds, in debit;Holds, in credit"
    debit, credit = (sum(Decimal(line.split(";")[at].replace(",", ".")) for line in lines[1:]) for at in (2, 3))
    assert debit == credit
    assert '<section class="section space-above no-print" aria-labelledby="files"' in page.content.decode()


def test_the_treasurer_undoes_an_entry_and_the_manager_reads_it(
    three: Any, books: Any, treasurer: Any, now: Any
) -> None:
    page = address(three, f"ecriture/{an_entry_of(three, books)}/")
    assert client_of(three.manager).get(page).context["form"] is None
    assert client_of(three.manager).post(page, {"day": "2026-03-10", "label": "x"}).status_code == 403
    client = client_of(treasurer)
    assert client.get(page).context["form"].initial["label"] == "Undoes VE 2: Salle Rouge"
    assert client.post(page, {"day": "2026-03-10", "label": "Erreur"}).status_code == 302
    assert client.get(address(three)).context["sums"]["income"] == "€100.00"
    undone = client.get(page)
    assert (undone.context["form"], "This entry is undone" in undone.content.decode()) == (None, True)
    contrary = client.get(address(three, f"ecriture/{undone.context['entry'].undone_by}/"))
    assert (contrary.context["entry"].undoes, contrary.context["form"]) == (undone.context["entry"].uuid, None)
    assert client.post(page, {"day": "", "label": ""}).status_code == 422


def test_the_treasurer_closes_a_month_and_the_manager_sees_it(three: Any, books: Any, treasurer: Any, now: Any) -> None:
    client, page = client_of(treasurer), address(three, "clotures/")
    choices = [value for value, _words in client.get(page).context["form"].fields["last_day"].choices]
    assert choices == ["2026-01-31", "2026-02-28"]
    assert client_of(three.manager).get(page).context["form"] is None
    assert client_of(three.manager).post(page, {"last_day": "2026-01-31"}).status_code == 403
    assert client.post(page, {"last_day": "2026-03-31"}).status_code == 422
    asked = client.post(page, {"last_day": "2026-01-31"})
    assert (asked.status_code, asked.context["asked"]["left"]) == (200, [])
    assert client.get(page).context["closed"] == ""
    assert client.post(page, {"last_day": "2026-01-31", "sure": "on"}).status_code == 302
    assert "closed until Saturday 31 January 2026" in client_of(three.manager).get(page).content.decode()
    undo = address(three, f"ecriture/{an_entry_of(three, books)}/")
    told = client.post(undo, {"day": "2026-01-20", "label": "Erreur"})
    assert (told.status_code, told.context["form"].errors["day"]) == (
        422, ["The books are closed until Saturday 31 January 2026. Choose a day from Sunday 1 February 2026 on."],
    )  # fmt: skip


def test_the_treasurer_adds_an_account_and_gives_a_role_to_it(three: Any, books: Any, treasurer: Any, now: Any) -> None:
    client = client_of(treasurer)
    assert client.post(address(three, "plan/"), {"number": "70831", "name": "Salles"}).status_code == 302
    assert client.post(address(three, "plan/"), {"number": "7", "name": "x"}).status_code == 422
    assert client.post(address(three, "plan/roles/"), {"role": "sales_letting:", "number": "70831"}).status_code == 302
    assert client.post(address(three, "plan/roles/"), {"role": "sales_letting:", "number": "1"}).status_code == 422
    lines = client.get(address(three, "plan/roles/")).context["lines"]
    assert ("70831", "Salles", True, "Sales: letting of spaces") in lines
    assert client_of(three.manager).get(address(three, "plan/")).status_code == 403


def test_nobody_else_reads_the_books(three: Any, books: Any) -> None:
    for person in (three.member, three.stranger):
        assert {client_of(person).get(address(three, rest)).status_code for rest in PAGES} == {403}


def test_books_of_nobody_say_what_to_do_first(three: Any, treasurer: Any, now: Any, at: Any) -> None:
    at(now)
    client = client_of(treasurer)
    for rest in ("", "clotures/"):
        assert "Nobody invoices yet" in client.get(address(three, rest)).content.decode()
    assert {client.get(address(three, rest)).status_code for rest in ("journaux/", "plan/", "compte/411/")} == {404}


def test_another_entity_and_another_year_are_asked_for(three: Any, books: Any, treasurer: Any, now: Any) -> None:
    scic = a_legal_entity(three.place, now=now, code="scic", name="SCIC", nature="company")
    with scoping.scope([three.place.organisation_id]):
        an_entry(scic, now=now, day=date(2025, 5, 1))
    client = client_of(treasurer)
    assert client.get(address(three, "?entite=scic")).context["classes"] == []
    page = client.get(address(three, "?entite=scic&annee=2025"))
    assert page.context["sums"]["income"] == "€120.00"
    assert client.get(address(three, "?annee=2031")).context["books"].year.name == "2026"
    assert client.get(address(three, "?entite=nobody")).status_code == 404


def test_a_journal_leaves_as_a_table(three: Any, books: Any, treasurer: Any) -> None:
    client = client_of(treasurer)
    table = client.get(address(three, "journaux/bq/2026.csv"))
    assert table.headers["Content-Disposition"] == 'attachment; filename="asso-bq-2026.csv"'
    rows = table.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Journal;Number;Day;Account;")
    assert [row.split(";")[:4] + row.split(";")[9:11] for row in rows[1:]] == [
        ["BQ", "1", "02/03/2026", "512", "120,00", "0,00"], ["BQ", "1", "02/03/2026", "411", "0,00", "120,00"],
    ]  # fmt: skip
    assert client.get(address(three, "journaux/bq/2031.csv")).status_code == 404


def test_the_file_of_entries_leaves_and_is_as_the_law_wants_it(three: Any, books: Any, treasurer: Any) -> None:
    client = client_of(treasurer)
    answer = client.get(address(three, "fec/2026.txt"))
    name = "999900012FEC20261231.txt"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    year = rules.year_of(date(2026, 1, 1), starts_month=1)
    assert rules.check_fec(answer.content, name=name, first_day=year.first_day, last_day=year.last_day) == []
    assert answer.content.count(b"\r\n") == 1 + 8
    assert client.get(address(three, "fec/2031.txt")).status_code == 404


def test_the_command_line_writes_it_too(three: Any, books: Any, tmp_path: Path, capsys: Any) -> None:
    said = {"place": three.place.slug, "year": 2026, "out": tmp_path}
    call_command("fec", **said)
    content = (tmp_path / "999900012FEC20261231.txt").read_bytes()
    assert content.startswith(b"JournalCode\tJournalLib\tEcritureNum")
    assert "8 " in capsys.readouterr().out
    for wrong in ({"place": "nulle-part"}, {"year": 2031}, {"entity": "scic"}, {"out": tmp_path / "no" / "where.txt"}):
        with pytest.raises(CommandError):
            call_command("fec", **{**said, **wrong})


def test_pages_cost_the_same_whatever_they_hold(
    three: Any, books: Any, treasurer: Any, now: Any, statements: Any
) -> None:
    client = client_of(treasurer)
    entry = f"ecriture/{an_entry_of(three, books)}/"

    def counts() -> list[int]:
        found = []
        for rest in (*PAGES, entry):
            with statements() as said:
                assert client.get(address(three, rest)).status_code == 200
            found.append(len(said))
        return found

    before = counts()
    with scoping.scope([three.place.organisation_id]):
        for rate in (Decimal(10), Decimal("5.5")):
            an_entry(
                books,
                now=now,
                postings=[*a_sale(700)[:2], Posting(role=Role.VAT_COLLECTED, credit_cents=140, rate=rate)],
            )
    assert counts() == before
    assert max(before) <= 6


def test_a_quarter_and_one_account_are_read_and_taken_away(three: Any, books: Any, treasurer: Any) -> None:
    client = client_of(treasurer)
    quarter = client.get(address(three), {"du": "2026-02-01", "au": "2026-03-31"})
    assert (quarter.context["sums"]["total"], quarter.context["sums"]["income"]) == ("€120.00", "€0.00")
    assert client.get(address(three), {"du": "x"}).context["sums"]["total"] == "€480.00"
    answer = client.get(address(three, "compte/411/2026.csv"))
    rows = [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()]
    assert [(row[3], row[9], row[10]) for row in rows[1:]] == [
        ("411", "120,00", "0,00"), ("411", "240,00", "0,00"), ("411", "0,00", "120,00"),
    ]  # fmt: skip


def test_the_total_of_a_balance_is_printed_once() -> None:
    style = (Path(__file__).parents[1] / "static/accounting/accounting.css").read_text()
    assert "@media print { .books-table tfoot { display: table-row-group; } }" in style

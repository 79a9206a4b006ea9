"""A place arrives in the middle of a year: three files, each shown first, and its sums are those of its old books."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import queries as books
from cantine.accounting.rules import year_of
from cantine.accounting.testing import a_legal_entity
from cantine.billing import queries as billing
from cantine.billing.testing import a_customer
from cantine.core import scoping
from cantine.core.refusals import sentence
from cantine.kernel import Refused
from cantine.memberships import queries as memberships
from cantine.memberships.testing import a_pass_kind
from cantine.places.testing import Three, ref_of
from cantine.pricing.rules import Unit, Vat, VatKind
from cantine.web import rules

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
BALANCES = """Compte;Intitulé;Débit;Crédit
411000;Clients;1 560,00;
5121;Crédit coopératif;8 240,50;
101;Fonds propres;;6 000,00
419100;Acomptes reçus;;300,00
44571;TVA collectée;;60,00
44587;TVA en attente;;200,00
706;Prestations;;3 740,50
6132;Loyer;500,00;
"""
UNPAID = """Numéro;Date;Échéance;Client;Courriel;Objet;HT;Taux;TVA;Reste dû;Nature
F-2026-31;12/03/2026;12/04/2026;Acme;;Salle Rouge en mars;1 000,00;20;200,00;1 200,00;
F-2026-32;2026-02-03;;;{email};Bureau;300;20 %;;360,00;facture
AC-7;20/03/2026;;Acme;;Acompte du séminaire;300;20;60;0;acompte
"""
PASSES = """Courriel;Carnet;Reste;Expire le
{email};Carnet de 10 jours;7,5;31/12/2026
"""


@pytest.fixture
def old(three: Three, client: Client, now: Any, at: Any, settings: Any) -> Any:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    a_legal_entity(three.place, now=now)
    a_pass_kind(three.place, now=now)
    a_customer(three.place, "Acme", now=now)
    client.force_login(three.manager)
    return three


def address(three: Three) -> str:
    return f"/{three.place.slug}/reglages/reprise/"


def show(client: Client, three: Three, kind: str, text: str) -> Any:
    file = SimpleUploadedFile("fichier.csv", text.format(email=three.member.email).encode(), content_type="text/csv")
    return client.post(address(three), {"kind": kind, "day": DAY.isoformat(), "file": file})


def bring(client: Client, three: Three, kind: str, text: str) -> str:
    """Shown, then done by the button of that page."""
    shown = show(client, three, kind, text).content.decode()
    carried = dict(re.findall(r'<input type="hidden" name="(kind|day|carried)" value="([^"]*)"', shown))
    assert carried, shown
    return str(client.post(address(three), carried, follow=True).content.decode())


def nothing_came(three: Three) -> bool:
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        entity = books.entity_of(place)
        assert entity is not None
        invoices = billing.taken_sums(place, entity_id=entity.id)
        return (invoices.invoices, invoices.deposits, memberships.taken_over_units(place)) == (0, 0, {})


def words_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u202f", " ").replace("\xa0", " ")))


def test_in_one_evening_the_sums_are_those_of_the_old_books(old: Three, client: Client) -> None:
    shown = words_of(show(client, old, "balances", BALANCES).content.decode())
    assert "10 300,50 € " in shown
    assert nothing_came(old)
    bring(client, old, "balances", BALANCES)
    apart = words_of(client.get(address(old)).content.decode())
    assert "0,00 € 1 560,00 € 1 560,00 €" in apart
    bring(client, old, "unpaid", UNPAID)
    page = words_of(bring(client, old, "passes", PASSES))
    assert "1 560,00 € 1 560,00 € égal" in page
    assert "300,00 € 300,00 € égal" in page
    assert "7,5 jours" in page
    with scoping.scope([old.place.organisation_id]):
        entity = books.entity_of(ref_of(old.place))
        assert entity is not None
        owed = {
            each.third: each.cents
            for each in books.balances_by_third(entity.id, year_of(DAY, starts_month=1))
            if each.number == "411" and each.cents
        }
        left = memberships.taken_over_units(ref_of(old.place))
    assert sorted(owed.values()) == [36_000, 120_000]
    assert left == {Unit.DAY: Decimal("7.5")}


def test_the_same_files_again_are_here_already(old: Three, client: Client) -> None:
    carried = dict(
        re.findall(
            r'<input type="hidden" name="(kind|day|carried)" value="([^"]*)"',
            show(client, old, "balances", BALANCES).content.decode(),
        )
    )
    bring(client, old, "balances", BALANCES)
    for kind, text in (("unpaid", UNPAID), ("passes", PASSES)):
        bring(client, old, kind, text)
        again = show(client, old, kind, text).content.decode()
        assert 'name="carried"' not in again
        assert "Tout ce que contient ce fichier est déjà là" in again
    twice = show(client, old, "balances", BALANCES).content.decode()
    assert 'name="carried"' not in twice
    refused = client.post(address(old), carried, follow=True).content.decode()
    assert "est déjà reprise" in refused


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("balances", BALANCES.replace("500,00;\n", "500,01;\n"), "diffèrent"),
        ("balances", BALANCES.replace("8 240,50", "8 240,505"), "deux décimales"),
        ("balances", BALANCES.replace("5121;", "51;"), "51"),
        ("unpaid", UNPAID.replace("Acme", "Inconnue"), "ne connaît pas cette structure"),
        ("unpaid", UNPAID.replace(";20;200,00", ";21;210,00"), "21"),
        ("unpaid", UNPAID.replace("12/03/2026", "12/04/2026"), "après le dernier jour"),
        ("unpaid", UNPAID.replace("1 200,00;", "1 200,01;"), "entre zéro et le tout"),
        ("unpaid", UNPAID.replace("360,00;facture", "0;facture"), "est réglée"),
        ("passes", PASSES.replace("7,5", "11"), "au plus"),
        ("passes", PASSES.replace("Carnet de 10 jours", "Abonnement"), "ne vend pas de carnet"),
        ("passes", PASSES.replace("31/12/2026", "31/12/2025"), "avait expiré"),
    ],
)
def test_a_wrong_line_says_what_to_do_and_nothing_is_written(
    old: Three, client: Client, kind: str, text: str, said: str
) -> None:
    if kind != "balances":
        bring(client, old, "balances", BALANCES)
    answer = show(client, old, kind, text)
    assert said in answer.content.decode()
    assert 'name="carried"' not in answer.content.decode()
    assert nothing_came(old)


def test_the_next_number_is_the_one_that_is_said(old: Three, client: Client, now: Any) -> None:
    page = client.post(address(old) + "numero/", {"code": "FA", "number": "88"}, follow=True).content.decode()
    assert f"FA{now.year}-000088" in page
    wrong = client.post(address(old) + "numero/", {"code": "FA", "number": "-2"}, follow=True).content.decode()
    assert "un nombre entier" in wrong


def test_the_page_asks_the_same_whatever_came(old: Three, client: Client, statements: Any) -> None:
    bring(client, old, "balances", BALANCES)
    counts = []
    for text in (UNPAID, UNPAID.replace("F-2026-32", "F-2026-33").replace("AC-7", "AC-8")):
        bring(client, old, "unpaid", text)
        with statements() as seen:
            assert client.get(address(old)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_member_is_not_let_in(old: Three, client: Client) -> None:
    client.force_login(old.member)
    assert client.get(address(old)).status_code == 403


def test_the_command_shows_then_brings_in(old: Three, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "balance.csv"
    file.write_text(BALANCES, encoding="utf-8")
    said = ["balances", str(file), f"--place={old.place.slug}", f"--day={DAY.isoformat()}"]
    with translation.override("fr"):
        call_command("import", *said)
        with scoping.scope([old.place.organisation_id]):
            entity = books.entity_of(ref_of(old.place))
            assert entity is not None
            assert books.books_taken_over(entity.id) is None
        call_command("import", *said, "--apply")
    with scoping.scope([old.place.organisation_id]):
        taken = books.books_taken_over(entity.id)
    assert taken is not None
    assert (taken.day, taken.total_cents) == (DAY, 1_030_050)
    assert "10 300,50" in capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")


cells = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(places=3, allow_nan=False, allow_infinity=False).map(str),
    st.text(max_size=20),
)


@given(st.lists(st.tuples(cells, cells, cells), max_size=8))
def test_any_cells_are_balances_or_sentences(lines: list[tuple[str, str, str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["compte", "débit", "crédit"])
    writer.writerows(lines)
    plan, refusals = planned(out.getvalue().encode())
    assert [each for each in refusals if not sentence(each)] == []
    if plan is not None and not plan.wrong:
        sums = rules.sums_of_plan("balances", [each.wish for each in plan.lines])
        assert sums["debit"] == sums["credit"]


def planned(data: bytes) -> tuple[Any, tuple[Any, ...]]:
    try:
        return rules.plan_balances(rules.read_table(data)), ()
    except Refused as refused:
        return None, refused.refusals


def test_lines_of_one_number_are_one_document() -> None:
    text = "numéro;date;client;ht;taux;reste dû\nF1;01/03/2026;Acme;100;20;225,50\nF1;;;100;5,5;\n"
    known = rules.KnownBooks(day=DAY, vat=Vat(VatKind.EXEMPT), customers={"acme": 3})
    plan = rules.plan_unpaid(rules.read_table(text.encode()), known)
    assert plan.wrong == ()
    (line,) = plan.lines
    assert (line.wish.old.gross_cents, line.wish.old.left_cents, len(line.wish.old.parts)) == (22_550, 22_550, 2)

"""The register of shareholders comes from the old books: shown first, its capital beside the account 1013, each shareholder once."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from cantine.accounting.rules import Nature
from cantine.accounting.testing import a_legal_entity
from cantine.billing.testing import a_customer
from cantine.core import scoping
from cantine.core.refusals import sentence
from cantine.kernel import Refused
from cantine.memberships import commands
from cantine.memberships.queries import shares as queries
from cantine.memberships.rules.shares import College
from cantine.memberships.testing import ROBOT
from cantine.places import commands as places
from cantine.places.testing import Three, ref_of
from cantine.web import rules

DAY = date(2026, 2, 28)
BALANCES = "Compte;Intitulé;Débit;Crédit\n5121;Banque;{capital};\n1013;Capital;;{capital}\n"
SHARES = """Numéro;Nom;Courriel;Collège;Parts;Date;Libéré
1;;{email};Usagers;10;12/03/2019;oui
2;Acme;;Soutiens;50;2020-01-15;1 000,00
"""


@pytest.fixture
def old(three: Three, client: Client, now: Any, at: Any, settings: Any) -> Any:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    a_legal_entity(three.place, now=now, legal_form="SCIC SA à capital variable", nature=Nature.COMPANY, rna="")
    a_customer(three.place, "Acme", now=now)
    place, said = ref_of(three.place), {"actor": ROBOT, "now": now}
    with scoping.scope([place.organisation_id]):
        places.note_contact(**said, place=place, person_id=three.member.pk)
        for name in ("Usagers", "Soutiens"):
            commands.set_college(**said, place=place, college=College("", name, weight=50))
        commands.set_share_terms(**said, place=place, first_day=date(2015, 1, 1), cents=2_000, delay_months=6)
    client.force_login(three.manager)
    return three


def address(three: Three) -> str:
    return f"/{three.place.slug}/reglages/reprise/"


def show(client: Client, three: Three, kind: str, text: str) -> str:
    file = SimpleUploadedFile("registre.csv", text.format(email=three.member.email, capital="1200").encode())
    answer = client.post(address(three), {"kind": kind, "day": DAY.isoformat(), "file": file})
    return str(answer.content.decode())


def bring(client: Client, three: Three, kind: str, text: str) -> str:
    carried = dict(
        re.findall(r'<input type="hidden" name="(kind|day|carried)" value="([^"]*)"', show(client, three, kind, text))
    )
    return words_of(client.post(address(three), carried, follow=True).content.decode())


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u202f", " ").replace("\xa0", " ")))


def held(three: Three, day: date = DAY) -> list[tuple[Any, int, str]]:
    with scoping.scope([three.place.organisation_id]):
        found = queries.holdings_on(three.place.organisation_id, day)
        return [(each.who, each.quantity, each.old_number) for each in found]


@pytest.mark.django_db
def test_the_register_comes_with_its_numbers_and_its_capital_is_that_of_the_old_books(
    old: Three, client: Client
) -> None:
    bring(client, old, "balances", BALANCES)
    assert "0,00 € 1 200,00 € 1 200,00 €" in words_of(client.get(address(old)).content.decode())
    shown = words_of(show(client, old, "shareholders", SHARES))
    assert "Parts 60 Capital 1 200,00 €" in shown
    assert held(old) == []
    page = bring(client, old, "shareholders", SHARES)
    assert "1 200,00 € 1 200,00 € égal" in page
    assert "2 sociétaires, 60 parts." in page
    assert [(quantity, number) for _who, quantity, number in held(old)] == [(10, "1"), (50, "2")]
    assert [quantity for _who, quantity, _number in held(old, date(2019, 12, 31))] == [10]
    again = show(client, old, "shareholders", SHARES)
    assert 'name="carried"' not in again


@pytest.mark.django_db
def test_two_bad_lines_say_each_what_to_do_and_nothing_is_written(old: Three, client: Client) -> None:
    wrong = SHARES.replace("Acme", "Inconnue").replace(";10;", ";10,5;")
    page = words_of(show(client, old, "shareholders", wrong))
    assert "Le lieu ne connaît personne de ce nom." in page
    assert "un nombre entier" in page
    assert "carried" not in page
    assert held(old) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHARES.replace("Soutiens", "Fondateurs"), "aucun collège de ce nom"),
        (SHARES.replace("1 000,00", "999,00"), "parts entièrement libérées"),
        (SHARES.replace("2020-01-15", "2026-03-01"), "après le dernier jour"),
        (SHARES.replace("2;Acme;", "1;Acme;"), "ligne"),
        (SHARES.replace(";50;", ";0;"), "part"),
        (SHARES.replace("2;Acme;;", "2;;{email};"), "ligne"),
    ],
)
def test_a_wrong_line_is_a_sentence(old: Three, client: Client, text: str, said: str) -> None:
    page = show(client, old, "shareholders", text)
    assert said in page
    assert 'name="carried"' not in page


@pytest.mark.django_db
def test_a_shareholder_of_here_does_not_come_again(old: Three, client: Client) -> None:
    bring(client, old, "shareholders", SHARES)
    page = show(client, old, "shareholders", SHARES.replace("1;;", "7;;"))
    assert "déjà au registre" in page


@pytest.mark.django_db
def test_the_command_shows_then_brings_in(old: Three, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "registre.csv"
    file.write_text(SHARES.format(email=old.member.email), encoding="utf-8")
    said = ["shareholders", str(file), f"--place={old.place.slug}", f"--day={DAY.isoformat()}"]
    with translation.override("fr"):
        call_command("import", *said)
        assert held(old) == []
        call_command("import", *said, "--apply")
    assert len(held(old)) == 2
    assert "1 200,00" in capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")


cells = some.one_of(some.integers(-(10**7), 10**9).map(str), some.text(max_size=12), some.just("a"), some.just("oui"))


@given(some.lists(some.tuples(cells, cells, cells, cells, cells, cells), max_size=6))
def test_any_cells_are_holdings_or_sentences(lines: list[tuple[str, ...]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["numéro", "nom", "collège", "parts", "date", "libéré"])
    writer.writerows(lines)
    known = rules.KnownRegister(day=DAY, cents=2_000, names={"a": (("person", 1),)}, colleges={"a": College("a", "A")})
    plan, refusals = planned(out.getvalue().encode(), known)
    assert [each for each in refusals if not sentence(each)] == []
    if plan is None:
        return
    assert [each for each in plan.wrong if not sentence(each.refusal)] == []
    sums = rules.sums_of_plan("shareholders", [each.wish for each in plan.lines])
    assert sums["capital"] == 2_000 * sums["shares"]
    assert all(each.wish.since <= DAY for each in plan.lines)


def planned(data: bytes, known: rules.KnownRegister) -> tuple[Any, tuple[Any, ...]]:
    try:
        return rules.plan_shareholders(rules.read_table(data), known), ()
    except Refused as refused:
        return None, refused.refusals

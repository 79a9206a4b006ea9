"""The treasurer chooses a file, looks, brings it in, and confirms what is ticked."""

import base64
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cantine.billing import queries
from cantine.billing.models import BankLine, Payment
from cantine.billing.queries import Heap
from cantine.billing.rules.bank import MOST_BYTES
from cantine.billing.rules.bank import BankLine as Said
from cantine.billing.tests.bank_files import a_camt

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(house: Any) -> Client:
    made = Client(headers={"accept-language": "fr"})
    made.force_login(house.three.manager)
    return made


def address(house: Any, rest: str = "") -> str:
    return f"/{house.place.slug}/reglements/banque/{rest}"


def carried(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


def came(house: Any, *labels: str, cents: int = 4800) -> bytes:
    day = house.place.today(house.now)
    return a_camt([Said(day, day, cents, label) for label in labels])


def test_a_file_is_looked_at_brought_in_and_what_is_certain_is_confirmed(house: Any, client: Client) -> None:
    number = house.find(house.issued()).card.reference
    content = came(house, number, "VIREMENT")
    seen = client.post(address(house, "fichier/"), {"file": SimpleUploadedFile("releve.xml", content)})
    assert (seen.context["new"], seen.context["wrong"], BankLine.objects.count()) == (2, [], 0)
    (account,) = seen.context["statements"]
    assert [(line["name"], line["cents"]) for line in account["lines"]] == [
        (number, "48,00\xa0€"),
        ("VIREMENT", "48,00\xa0€"),
    ]
    assert (account["came"], account["left"]) == ("96,00\xa0€", "0,00\xa0€")
    client.post(address(house, "fichier/"), {"carried": carried(content)})
    page = client.get(address(house))
    assert [(row["label"] or row["name"], row["ticked"]) for row in page.context["rows"] if row["ticked"]] == [
        (number, True)
    ]
    posted = {f"choice-{row['uuid']}": row["proposals"][0]["value"] for row in page.context["rows"] if row["proposals"]}
    client.post(
        address(house, "confirmer/"), {**posted, "line": [row["uuid"] for row in page.context["rows"] if row["ticked"]]}
    )
    assert Payment.objects.get().cents == 4800
    (matched,) = client.get(address(house, "?etat=rapprochees")).context["rows"]
    assert matched["settles"] == number
    client.post(address(house, f"{matched['uuid']}/annuler/"))
    assert queries.bank_heaps_of(house.place).counts[Heap.WAITING] == 2


def test_a_file_that_is_too_large_or_damaged_is_refused_and_so_is_a_wrong_one(house: Any, client: Client) -> None:
    large = client.post(address(house, "fichier/"), {"file": SimpleUploadedFile("a.xml", b"x" * (MOST_BYTES + 1))})
    assert list(large.context["form"].errors) == ["file"]
    assert len(client.post(address(house, "fichier/"), {"carried": "@"}).context["gone"]) == 1
    wrong = client.post(address(house, "fichier/"), {"file": SimpleUploadedFile("a.txt", b"bonjour")})
    assert len(wrong.context["wrong"]) == 1
    assert wrong.context["new"] == 0


def test_a_table_with_titles_of_its_own_is_read_as_one_says(house: Any, client: Client) -> None:
    content = b"Jour;Quoi;Combien\n03/11/2025;VIR ODILE;48,00\n"
    asked = client.post(address(house, "fichier/"), {"file": SimpleUploadedFile("a.csv", content)})
    assert asked.context["unsure"]
    said = {"carried": carried(content), "day": "0", "label": "1", "amount": "2"}
    assert client.post(address(house, "fichier/"), {**said, "look": "yes"}).context["new"] == 1
    client.post(address(house, "fichier/"), said)
    assert BankLine.objects.get().label == "VIR ODILE"


def test_another_invoice_is_found_by_number_or_name_and_a_line_is_set_aside(house: Any, client: Client) -> None:
    house.issued()
    client.post(address(house, "fichier/"), {"carried": carried(came(house, "?"))})
    line = BankLine.objects.get().uuid
    found = client.get(address(house, f"{line}/?q=odile")).context["found"]
    assert [each["name"] for each in found] == ["Odile Martin"]
    assert client.get(address(house, f"{line}/?q=nobody")).context["found"] == []
    client.post(address(house, f"{line}/ecarter/"), {"note": "Subvention"})
    assert [row["note"] for row in client.get(address(house, "?etat=de-cote")).context["rows"]] == ["Subvention"]
    client.post(address(house, f"{line}/ecarter/"), {"back": "yes"})
    table = client.get(address(house, "a-rapprocher.csv")).content.decode("utf-8-sig")
    assert [row.split(";")[2:] for row in table.splitlines()[1:]] == [["?", "", "48,00"]]


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_the_bank_is_for_who_keeps_the_money(house: Any, who: str) -> None:
    client = Client()
    client.force_login(getattr(house.three, who))
    assert {client.get(address(house, rest)).status_code for rest in ("", "fichier/")} <= {403, 404}


@pytest.mark.parametrize(
    ("rest", "most"), [("", 9), ("?etat=sorties", 7), ("?etat=rapprochees", 6), ("{line}/", 8), ("rapprochement/", 7)]
)
def test_these_pages_cost_the_same_at_one_line_and_at_three(
    house: Any, client: Client, statements: Any, at: Any, rest: str, most: int
) -> None:
    """What a line may be is looked for among invoices, entries and slips,
    and the books are asked what they held: three statements more than any page."""
    counts = []
    for labels in (["A"], ["B", "C"]):
        house.issued()
        client.post(address(house, "fichier/"), {"carried": carried(came(house, *labels))})
        url = address(house, rest.format(line=BankLine.objects.latest("pk").uuid))
        client.get(url)
        with statements() as said:
            client.get(url)
        counts.append(len(said))
        at(house.now + timedelta(minutes=len(labels)))
    assert counts[0] == counts[1] <= most


def test_money_out_leads_to_a_cost_or_to_the_refund_that_it_names_and_money_in_to_a_gift(
    house: Any, client: Client
) -> None:
    client.post(
        address(house, "fichier/"), {"carried": carried(came(house, "LOYER MARS", "RBT AV2026-000001", cents=-90_00))}
    )
    rows = client.get(address(house, "?etat=sorties")).context["rows"]
    ways = {row["name"]: [label for label, _href in row["ways"]] for row in rows}
    assert ways == {
        "LOYER MARS": ["L’entrer comme charge"],
        "RBT AV2026-000001": ["Le remboursement d’AV2026-000001", "L’entrer comme charge"],
    }
    cost = next(href for row in rows if row["name"] == "LOYER MARS" for _label, href in row["ways"])
    form = client.get(cost).context["form"]
    assert (form["what"].value(), form["amount"].value()) == ("LOYER MARS", "90")
    day = house.place.today(house.now).isoformat()
    assert (str(form["day"].value()), str(form["paid_on"].value())) == (day, day)
    client.post(address(house, "fichier/"), {"carried": carried(came(house, "DON DE LUCIE", cents=50_00))})
    (row,) = client.get(address(house)).context["rows"]
    gift = client.get(client.get(address(house, f"{row['uuid']}/")).context["row"]["ways"][0][1])
    assert gift.context["form"]["cents"].value() == "50"

"""Who keeps the money sees what is due, makes its file, says that it is handed over, and where each invoice is."""

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from cantine.billing.commands import reporting
from cantine.billing.commands.files import make_files
from cantine.billing.models import Flow, PlatformAccess, ReportFile, ReportingTerms
from cantine.billing.rules import Nature
from cantine.billing.tasks import FILES
from cantine.billing.testing import a_customer, a_payer

pytestmark = pytest.mark.django_db
SEPTEMBER = datetime(2026, 9, 8, 9, tzinfo=ZoneInfo("Europe/Paris"))
AFTER = SEPTEMBER.replace(month=10, day=2)
SAID = {"regime": "quarterly", "size": "small", "starts_on": "2026-09-01"}
PLATFORM = {
    "base_url": "https://api.pa.example", "token_url": "https://api.pa.example/oauth2/token", "client_id": "moi", "secret": "s3cret",
}  # fmt: skip


@pytest.fixture
def now() -> datetime:
    return SEPTEMBER


@pytest.fixture
def client(house: Any) -> Client:
    return signed_in(house)


def signed_in(house: Any) -> Client:
    made = Client(headers={"accept-language": "fr"})
    made.force_login(house.three.manager)
    return made


def address(house: Any, rest: str = "") -> str:
    return f"/{house.place.slug}/comptes/facture-electronique/{rest}"


def test_the_regime_is_said_then_the_file_is_made_downloaded_and_handed_over(
    house: Any, client: Client, at: Any
) -> None:
    house.issued()
    assert b"Dites d\xe2\x80\x99abord" in client.get(address(house)).content
    client.post(address(house, "reglages/"), SAID)
    assert ReportingTerms.objects.get().starts_on == date(2026, 9, 1)
    at(AFTER)
    client = signed_in(house)  # a session does not last a month
    period = address(house, "periode/ventes-2026-09-01/")
    assert [row["cents"] for row in client.get(period).context["rows"]] == ["40,00\xa0€"]
    client.post(period + "fichier/")
    file = ReportFile.objects.get()
    assert client.get(address(house, f"fichiers/{file.uuid}.xml")).content == bytes(file.content)
    with ZipFile(BytesIO(client.get(address(house, "a-deposer.zip")).content)) as box:
        assert box.namelist() == [file.name]
    client.post(address(house, "deposer/"), {"reports": [str(file.uuid), "x"]})
    flow = Flow.objects.get()
    assert (flow.state, flow.by_id) == ("handed", house.three.manager.pk)
    assert client.get(address(house)).context["to_hand"] == 0
    assert client.get(address(house, "a-deposer.zip")).status_code == 200


def test_a_wrong_regime_or_period_or_nothing_ticked_is_told(house: Any, client: Client) -> None:
    wrong = client.post(address(house, "reglages/"), {**SAID, "starts_on": "2020-01-01"})
    assert (wrong.status_code, list(wrong.context["terms"].errors)) == (422, ["starts_on"])
    assert client.get(address(house, "periode/ventes-2026-09-01/")).status_code == 404
    assert client.post(address(house, "deposer/"), {}).status_code == 302
    assert Flow.objects.count() == 0


def test_a_public_invoice_says_how_it_is_deposited_then_when(house: Any, client: Client) -> None:
    who = ("organisation", a_customer(house.three.place, "Ville", now=house.now, kind="public"))
    a_payer(house.three.place, who, now=house.now, name="Ville", nature=Nature.PUBLIC, siret="21440109300015")
    house.charge(customer_id=who[1])
    draft = house.prepared(who=who)
    from cantine.billing import commands

    commands.issue_invoice(**house.said, invoice=draft)
    page = f"/{house.place.slug}/factures/{draft}/"
    assert client.get(page).context["transmission"].waits
    make_files(
        actor=FILES, now=house.now, organisation_id=house.place.organisation_id, invoice_id=house.find(draft).card.id
    )
    with ZipFile(BytesIO(client.get(address(house, "a-deposer.zip")).content)) as box:
        assert box.namelist() == [f"{house.find(draft).card.reference}.pdf"]
    client.post(address(house, "deposer/"), {"invoices": [str(draft)]})
    shown = client.get(page).context["transmission"]
    assert (shown.state, shown.day) == ("Déposée sur Chorus Pro", date(2026, 9, 8))


def test_a_platform_is_entered_tried_and_forgotten(house: Any, client: Client, monkeypatch: Any) -> None:
    class Directory:
        def reach(self, siren: str) -> Any:
            return reporting.Reach("La Cantine", active=True)

    wrong = client.post(address(house, "reglages/plateforme/"), {**PLATFORM, "base_url": "http://pa.example"})
    assert (wrong.status_code, list(wrong.context["platform"].errors)) == (422, ["base_url"])
    client.post(address(house, "reglages/plateforme/"), PLATFORM)
    monkeypatch.setattr(reporting, "open_platform", lambda access: Directory())
    client.post(address(house, "reglages/essayer/"))
    assert PlatformAccess.objects.get().trouble == ""
    assert b"s3cret" not in client.get(address(house, "reglages/")).content
    client.post(address(house, "reglages/quitter/"))
    assert PlatformAccess.objects.count() == 0


def test_the_board_reads_as_many_statements_at_one_and_three_invoices(house: Any, at: Any, statements: Any) -> None:
    reporting.say_terms(**house.said, terms=_terms())
    counts = []
    for more in (1, 2):
        at(SEPTEMBER)
        for _ in range(more):
            house.issued()
        at(AFTER)
        client = signed_in(house)
        client.get(address(house))
        with statements() as said:
            assert len(client.get(address(house)).context["lines"]) == 4
        counts.append(len(said))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_it_is_for_who_keeps_the_money(house: Any, who: str) -> None:
    client = Client()
    client.force_login(getattr(house.three, who))
    assert {client.get(address(house, rest)).status_code for rest in ("", "reglages/", "a-deposer.zip")} <= {403, 404}


def test_the_flow_of_an_invoice_is_read_with_it(house: Any) -> None:
    assert json.loads(house.find(house.issued()).flow or "null") is None


def _terms() -> Any:
    from cantine.billing.rules.reporting import Regime, Terms

    return Terms(regime=Regime.QUARTERLY, starts_on=date(2026, 9, 1))

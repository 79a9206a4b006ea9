"""A phone authorises, the treasurer charges, the bank of practice answers: by the pages alone, and few statements each."""

from typing import Any

import pytest
from django.test import Client

from cantine.billing.commands import online
from cantine.billing.models import OnlineMandate, OnlinePayment, PracticePayment
from cantine.billing.queries import online as reads
from cantine.billing.queries import payer_card
from cantine.billing.queries.online_mandates import Going, path_to_authorise
from cantine.billing.rules.online import Consent, State
from cantine.billing.testing import a_customer, a_payer
from cantine.core.testing import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Client:
    return Client(headers={"accept-language": "fr"})


@pytest.fixture
def member(till: Any) -> Client:
    made = Client(headers={"accept-language": "fr"})
    made.force_login(till.house.three.member)
    return made


@pytest.fixture
def treasurer(till: Any) -> Client:
    made = Client(headers={"accept-language": "fr"})
    made.force_login(till.house.three.manager)
    return made


def debits_of(till: Any) -> str:
    return f"/{till.house.place.slug}/reglements/prelevements/prestataire/"


def test_a_member_authorises_from_my_invoices(till: Any, member: Client) -> None:
    (offer,) = member.get("/moi/factures/").context["offers"]
    page = member.post(f"/moi/factures/{offer['invoice']}/prelevement/")["Location"]
    assert member.get(page).context["stage"] == "waiting"
    bank = member.post(page)["Location"]
    assert member.post(bank, {"account": "0001"})["Location"].endswith(page)
    assert member.get(page).context["stage"] == "active"
    shown = member.get("/moi/factures/").context
    assert ([each["words"] for each in shown["mandates"]], shown["offers"]) == (["active"], [])
    member.post(page, {"stop": "yes"})
    assert (member.get(page).context["stage"], len(member.get("/moi/factures/").context["offers"])) == ("stopped", 1)


def test_the_invoice_of_another_is_not_a_way_in(till: Any) -> None:
    other = Client()
    other.force_login(till.house.three.stranger)
    assert other.post(f"/moi/factures/{till.invoice}/prelevement/").status_code == 404
    assert OnlineMandate.objects.count() == 0


def test_who_pays_without_an_account_authorises_from_the_link_of_an_invoice(till: Any, phone: Client) -> None:
    pay = reads.path_to_pay(till.invoice)
    assert (phone.get(pay).context["debits"], phone.get(pay).context["mandate"]) == (True, None)
    page = phone.post(f"{pay}prelevement/")["Location"]
    bank = phone.post(page)["Location"]
    phone.post(bank, {"account": "0001", "refuse": "yes"})
    told = phone.get(page)
    assert (told.context["stage"], told["Referrer-Policy"], told["X-Robots-Tag"]) == (
        "refused",
        "no-referrer",
        "noindex",
    )
    assert phone.get(f"{page[:-4]}xxx/").status_code == 404
    assert phone.post(f"{pay[:-4]}xxx/prelevement/").status_code == 404


def test_coming_back_proves_nothing(till: Any, phone: Client) -> None:
    page = phone.post(f"{reads.path_to_pay(till.invoice)}prelevement/")["Location"]
    phone.post(page)
    assert phone.get(page).context["stage"] == "waiting"


def test_an_organisation_is_asked_by_the_treasurers_letter(till: Any, treasurer: Client, phone: Client) -> None:
    acme = a_customer(till.house.three.place, now=till.now)
    a_payer(
        till.house.three.place,
        ("organisation", acme),
        now=till.now,
        name="Acme",
        email="compta@acme.example",
        nature="business",
    )
    card = payer_card(organisation_id=till.organisation_id, who=("organisation", acme))
    assert card is not None
    treasurer.post(f"{debits_of(till)}{card.uuid}/demander/")
    row = OnlineMandate.objects.get()
    assert (row.customer_id, row.payer_name, letters()[-1].to) == (acme, "Acme", "compta@acme.example")
    page = path_to_authorise(row.uuid)
    assert page in letters()[-1].text
    phone.post(phone.post(page)["Location"], {"account": "0001"})
    assert phone.get(page).context["stage"] == "active"


def test_the_treasurer_charges_in_one_press_and_reads_what_became_of_it(
    debtor: Any, treasurer: Client, phone: Client, work: Any
) -> None:
    debtor.authorise("0003")
    path = debits_of(debtor.till)
    page = treasurer.get(f"{path}?on={debtor.on}")
    assert (page.context["total"], len(page.context["takes"])) == ("48,00\xa0€", 1)
    form = {"on": debtor.on.isoformat(), "key": page.context["key"], "invoice": [str(debtor.till.invoice)]}
    for _again in range(2):
        treasurer.post(f"{path}prelever/", form)
    work()
    charge = OnlinePayment.objects.get()
    assert (charge.reference != "", charge.charged_on, "48,00" in letters()[-1].subject) == (True, debtor.on, True)
    going = phone.get(reads.path_to_pay(debtor.till.invoice))
    assert (going.context["going"], "rien à payer ici" in going.content.decode()) == (Going(debtor.on, 4800), True)
    bank = f"/paiement/essai/autorisation/{debtor.row().reference}/"
    for state in (State.PAID, State.LOST):
        phone.post(bank, {"debit": str(PracticePayment.objects.get().uuid)})
        work()
        assert debtor.till.line(charge.uuid).state is state
    shown = treasurer.get(f"/{debtor.house.place.slug}/reglements/en-ligne/")
    assert ("annulé" in shown.content.decode(), shown.context["hands"]) == (True, [])


def test_nothing_ticked_charges_nothing(debtor: Any, treasurer: Client) -> None:
    debtor.authorise()
    for invoices in ([], ["not-an-id"]):
        treasurer.post(
            f"{debits_of(debtor.till)}prelever/", {"on": debtor.on.isoformat(), "key": "k", "invoice": invoices}
        )
    assert OnlinePayment.objects.count() == 0


def test_a_refusal_is_said_on_the_page(debtor: Any, treasurer: Client) -> None:
    form = {"on": debtor.on.isoformat(), "key": "k", "invoice": [str(debtor.till.invoice)]}
    said = treasurer.post(f"{debits_of(debtor.till)}prelever/", form, follow=True)
    assert "n’a pas encore signé" in said.content.decode()


def test_the_treasurer_stops_it_and_so_does_its_bank(debtor: Any, treasurer: Client, phone: Client, work: Any) -> None:
    debtor.authorise()
    treasurer.post(f"{debits_of(debtor.till)}{debtor.mandate}/arreter/")
    assert debtor.line().stage is Consent.STOPPED
    debtor.mandate = online.ask_online_mandate(**debtor.house.said, who=debtor.house.member)
    debtor.authorise()
    phone.post(f"/paiement/essai/autorisation/{debtor.row().reference}/", {"stop": "yes"})
    work()
    assert debtor.line().stage is Consent.STOPPED


def test_a_foreign_page_is_reached_by_a_page_of_ours(debtor: Any, phone: Client, monkeypatch: Any) -> None:
    from cantine.billing.rules.online import MandateAsked
    from cantine.billing.tests.online.test_debits import PRACTICE

    away = "https://pay.gocardless.com/flow?id=BRF1"
    monkeypatch.setattr(PRACTICE, "create_mandate", lambda *_said: MandateAsked("BRQ1", away))
    assert phone.post(path_to_authorise(debtor.mandate)).context["address"] == away


def test_a_place_whose_provider_takes_cards_only_says_so(
    till: Any, treasurer: Client, member: Client, monkeypatch: Any
) -> None:
    from cantine.billing.tests.online.test_debits import PRACTICE

    monkeypatch.setattr(PRACTICE, "debits", False)
    assert treasurer.get(debits_of(till)).context["debits"] is False
    assert member.get("/moi/factures/").context["offers"] == []
    assert "debits" not in Client().get(reads.path_to_pay(till.invoice)).context


@pytest.mark.parametrize("rows", [1, 3])
def test_the_treasurers_page_reads_as_much_whatever_its_length(
    debtor: Any, treasurer: Client, statements: Any, rows: int
) -> None:
    debtor.authorise()
    for _ in range(rows - 1):
        debtor.house.issued()
        customer = a_customer(debtor.house.three.place, f"Acme {_}", now=debtor.now)
        online.ask_online_mandate(**debtor.house.said, who=("organisation", customer))
    path = f"{debits_of(debtor.till)}?on={debtor.on}"
    treasurer.get(path)
    with statements() as said:
        page = treasurer.get(path)
    read = [each for each in said if "mfa_authenticator" not in each]  # asked once a session
    assert (len(page.context["takes"]), len(page.context["mandates"]), len(read) <= 6) == (rows, rows, True), read


@pytest.mark.parametrize("rows", [1, 3])
def test_my_invoices_read_as_much_whatever_their_number(
    debtor: Any, member: Client, statements: Any, rows: int
) -> None:
    for _ in range(rows - 1):
        debtor.house.issued()
    member.get("/moi/factures/")
    with statements() as said:
        page = member.get("/moi/factures/")
    assert (len(page.context["rows"]), len(said) <= 7) == (rows, True), said


def test_the_pages_of_who_pays_read_little(debtor: Any, phone: Client, statements: Any) -> None:
    debtor.authorise().sent()
    for path in (
        path_to_authorise(debtor.mandate), reads.path_to_pay(debtor.till.invoice),
        f"/paiement/essai/autorisation/{debtor.row().reference}/",
    ):  # fmt: skip
        phone.get(path)
        with statements() as said:
            phone.get(path)
        assert len(said) <= 7, (path, said)

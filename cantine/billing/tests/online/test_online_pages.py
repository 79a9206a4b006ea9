"""The payer's phone, the page of practice, the door of providers, the treasurer's list and settings."""

import json
from typing import Any

import pytest
from django.test import Client

from cantine.billing.commands import online
from cantine.billing.commands.online.signatures import signature_of
from cantine.billing.models import OnlinePayment, OnlineRefund, WebhookEvent
from cantine.billing.queries import online as reads
from cantine.billing.views.online import webhook
from cantine.core.testing import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Client:
    return Client(headers={"accept-language": "fr"})


@pytest.fixture
def treasurer(till: Any) -> Client:
    made = Client(headers={"accept-language": "fr"})
    made.force_login(till.house.three.manager)
    return made


def test_an_invoice_is_paid_by_its_link_without_an_account(till: Any, phone: Client) -> None:
    path = reads.path_to_pay(till.invoice)
    page = phone.get(path)
    assert (page.context["left"], page.context["online"], page.context["practice"]) == ("48,00\xa0€", True, True)
    gone = phone.post(path, {"key": page.context["key"]})
    asked = phone.post(gone["Location"], {"card": "4000000000003220"})
    assert asked.context["asks"] is True
    back = phone.post(gone["Location"], {"card": "4000000000003220", "answer": "yes"})
    told = phone.get(back["Location"])
    assert (told.context["state"], told.context["left"], told["Referrer-Policy"]) == ("paid", "", "no-referrer")
    assert phone.get(path).context["left"] == ""


def test_a_return_without_money_says_so(till: Any, phone: Client) -> None:
    """The address says nothing: whoever comes back without having paid reads that nothing was taken."""
    line = till.start()
    path = f"{reads.path_to_pay(till.invoice)}retour/{line.uuid}/"
    assert phone.get(path).context["state"] == "started"
    till.card(line, "4000000000000002")
    refused = phone.get(path)
    assert (refused.context["state"], refused.context["left"]) == ("failed", "48,00\xa0€")


def test_a_link_of_another_is_no_link(till: Any, phone: Client) -> None:
    path = reads.path_to_pay(till.invoice)
    assert phone.get(f"{path[:-4]}xxx/").status_code == 404
    other, line = till.house.issued(), till.start()
    assert phone.get(f"{reads.path_to_pay(other)}retour/{line.uuid}/").status_code == 404


def test_a_real_card_is_not_taken_by_practice(till: Any, phone: Client) -> None:
    page = phone.post(till.start().address, {"card": "5555555555554444"})
    assert page.status_code == 422


def test_the_door_of_providers_takes_what_is_signed_and_nothing_else(till: Any, phone: Client) -> None:
    line = till.start()
    path = f"/paiement/essai/{till.connection}/notification/"
    body = json.dumps({"id": "n1", "payment": line.address.rstrip("/").rpartition("/")[2]}).encode()
    found = reads.find_connection(organisation_id=till.organisation_id, uuid=till.connection)
    assert found is not None
    signed = {"Cantine-Signature": signature_of(body, secret=found.account.keys["secret"], at=till.now)}
    said = [
        phone.post(path, body, content_type="application/json", headers=signed).status_code for _ in range(2)
    ]  # fmt: skip
    forged = phone.post(path, body, content_type="application/json", headers={"Cantine-Signature": "t=1,v1=0"})
    large = phone.post(path, b"x" * (webhook.MOST_BYTES + 1), content_type="application/json", headers=signed)
    elsewhere = phone.post(f"/paiement/stripe/{till.connection}/notification/", body, content_type="application/json")
    assert (said, forged.status_code, large.status_code, elsewhere.status_code) == ([204, 204], 401, 413, 404)
    assert sorted(WebhookEvent.objects.values_list("genuine", flat=True)) == [False, True]


def test_my_invoices_and_the_letters_carry_the_way_to_pay(till: Any) -> None:
    from cantine.billing import commands

    mine = Client()
    mine.force_login(till.house.three.member)
    (row,) = mine.get("/moi/factures/").context["rows"]
    assert row["pay"] == reads.path_to_pay(till.invoice)
    commands.send_invoice(**till.house.said, invoice=till.invoice, to="odile@exemple.example")
    assert row["pay"] in letters()[-1].text
    online.switch_provider(**till.house.said, connection=till.connection, on=False)
    assert mine.get("/moi/factures/").context["rows"][0]["pay"] == ""
    commands.send_invoice(**till.house.said, invoice=till.invoice, to="odile@exemple.example")
    assert "/payer/" not in letters()[-1].text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_treasurers_list_reads_as_much_whatever_its_length(
    till: Any, treasurer: Client, statements: Any, rows: int
) -> None:
    for number in range(rows):
        till.paid(f"k{number}", till.house.issued())
    treasurer.get(f"/{till.house.place.slug}/reglements/en-ligne/")
    with statements() as said:
        page = treasurer.get(f"/{till.house.place.slug}/reglements/en-ligne/")
    assert (len(page.context["rows"]), len(said) <= 6) == (rows, True), said


def test_a_provider_is_kept_tried_switched_on_and_off(till: Any, treasurer: Client) -> None:
    path = f"/{till.house.place.slug}/reglages/paiement-en-ligne/"
    page = treasurer.get(path)
    assert [(each["on"][0].code) for each in page.context["entities"]] == ["essai"]
    one = f"{path}{till.house.entity.uuid}/essai/"
    assert "les clés sont bonnes" in treasurer.post(f"{one}agir/", {"try": "yes"}, follow=True).content.decode()
    treasurer.post(f"{one}agir/", {"off": "yes"})
    assert treasurer.get(one).context["known"].on is False
    treasurer.post(f"{one}agir/", {"on": "yes"})
    assert treasurer.get(one).context["known"].on is True


def test_a_refund_is_made_from_the_invoice(till: Any, treasurer: Client) -> None:
    till.paid()
    page = f"/{till.house.place.slug}/factures/{till.invoice}/"
    assert treasurer.get(page).context["refundable"] is True
    form, typed = (
        f"{page}rembourser-en-ligne/",
        {"lines": ["0"], "note": "Salle rendue", "amount_0": "30", "basis": "gross"},
    )
    assert [each["ticked"] for each in treasurer.get(form).context["rows"]] == [False]
    assert treasurer.post(form, {}).status_code == 422
    asked = treasurer.post(form, typed)
    assert (asked.status_code, asked.context["back"], OnlineRefund.objects.count()) == (200, "30,00\xa0€", 0)
    assert "Rembourser 30,00\xa0€ sur la carte" in asked.content.decode()
    other = treasurer.post(form, {**typed, "amount_0": "48", "agreed": asked.context["agreed"]})
    assert (other.status_code, other.context["back"], OnlineRefund.objects.count()) == (200, "48,00\xa0€", 0)
    done = treasurer.post(form, {**typed, "amount_0": "48", "agreed": other.context["agreed"]})
    assert (done.status_code, OnlineRefund.objects.get().cents) == (302, 4_800)
    assert treasurer.get(page).context["refundable"] is False


def test_a_link_that_opens_nothing_says_whom_to_write_to(till: Any) -> None:
    payer = Client(headers={"accept-language": "fr"})
    for path in (reads.path_to_pay(till.invoice), reads.path_to_pay_all(till.invoice)):
        cut = payer.get(path[:-4] + "/")
        assert (cut.status_code, "Écrivez à qui vous l’a envoyé" in cut.content.decode()) == (404, True)


def test_identifiers_of_machines_are_shown_by_their_first_letters(till: Any, treasurer: Client) -> None:
    line = till.paid()
    reference = line.address.rstrip("/").rpartition("/")[2]
    slug = till.house.place.slug
    for page in (f"/{slug}/factures/{till.invoice}/", f"/{slug}/reglements/"):
        body = treasurer.get(page).content.decode()
        assert (f"{reference[:8]}…" in body, reference in body) == (True, False)


def test_who_keeps_no_books_sees_none_of_it(till: Any) -> None:
    host = Client()
    host.force_login(till.house.three.member)
    slug = till.house.place.slug
    answers = [
        host.get(f"/{slug}/{each}/").status_code for each in ("reglements/en-ligne", "reglages/paiement-en-ligne")
    ]
    assert (answers, OnlinePayment.objects.count()) == ([403, 403], 0)


def test_helloasso_is_for_associations_only(till: Any) -> None:
    from cantine.accounting.testing import a_legal_entity
    from cantine.kernel import Refused

    company = a_legal_entity(till.house.three.place, now=till.now, code="sarl", nature="company", main=False)
    keys = {"organisation": "x", "client_id": "c", "client_secret": "s"}
    with pytest.raises(Refused) as caught:
        online.connect_provider(**till.house.said, entity=company.uuid, provider="helloasso", keys=keys)
    assert [each.code for each in caught.value.refusals] == ["provider_for_associations"]
    assert online.connect_provider(**till.house.said, entity=till.house.entity.uuid, provider="helloasso", keys=keys)


def test_keys_are_sealed_asked_for_and_never_shown_again(till: Any, treasurer: Client) -> None:
    from cantine.billing.models import OnlineConnection

    path = f"/{till.house.place.slug}/reglages/paiement-en-ligne/{till.house.entity.uuid}/stripe/"
    assert treasurer.post(path, {"secret_key": "sk_live_secret"}).status_code == 422
    treasurer.post(path, {"secret_key": "sk_live_secret", "webhook_secret": "whsec_secret"})
    row = OnlineConnection.objects.get(provider="stripe")
    page = treasurer.get(path).content.decode()
    assert ("secret" in row.keys_sealed, "sk_live_secret" in page, "whsec_secret" in page) == (False, False, False)
    treasurer.post(path, {"secret_key": "", "webhook_secret": "whsec_other"})
    found = reads.find_connection(organisation_id=till.organisation_id, uuid=row.uuid)
    assert found is not None
    assert found.account.keys == {"secret_key": "sk_live_secret", "webhook_secret": "whsec_other"}

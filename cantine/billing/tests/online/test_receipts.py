"""Who paid online has the document, on the page and by letter."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.billing import commands
from cantine.billing.queries import online as reads
from cantine.core.testing import letters, react_again

pytestmark = pytest.mark.django_db


def receipts() -> list[Any]:
    return [each for each in letters() if each.subject.startswith("Règlement reçu")]


def test_who_paid_is_written_to_once_where_the_invoice_was_sent(till: Any, run_jobs: Any) -> None:
    commands.send_invoice(**till.house.said, invoice=till.invoice, to="compta@exemple.example")
    till.paid()
    run_jobs()
    react_again()
    [letter] = receipts()
    assert (letter.to, letter.attachment.partition(":")[0]) == ("compta@exemple.example", "invoice")
    assert "48,00" in letter.text


def test_what_the_bank_refused_thanks_nobody(till: Any, run_jobs: Any) -> None:
    till.paid(number="4000000000000002")
    run_jobs()
    assert receipts() == []


def test_the_page_that_says_paid_gives_the_document(till: Any, client: Client) -> None:
    till.paid()
    address = reads.path_to_pay(till.invoice)
    document = reverse("billing:paid_document", args=[reads.link_to_pay(till.invoice)])
    assert document in client.get(address).content.decode()
    answer = client.get(document)
    assert (answer.content[:5], answer.headers["Cache-Control"]) == (b"%PDF-", "private, no-store")
    assert client.get(document.replace("~", "~x")).status_code == 404

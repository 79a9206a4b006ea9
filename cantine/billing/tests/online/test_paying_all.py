"""All that a payer owes is paid by one attempt: each invoice settled once, to the cent, whatever is told and how often."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cantine.billing import commands as billing
from cantine.billing.commands import online
from cantine.billing.models import OnlinePart, OnlinePayment, Payment
from cantine.billing.queries import online as reads
from cantine.billing.rules import Method
from cantine.billing.rules.online import State
from cantine.billing.tests.online.test_paying import refusals_of
from cantine.core.testing import letters
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db
PHONE: dict[str, Any] = {"headers": {"accept-language": "fr"}}


class Owing:
    """A payer who owes two invoices, of 48 € and 96 €."""

    def __init__(self, till: Any) -> None:
        self.till, self.house = till, till.house
        self.first, self.second = till.invoice, till.house.issued(hours=2)

    def start(self, key: str = "all") -> Any:
        made = online.start_payment_of_all(
            **self.house.said, invoice=self.first, key=key, back="http://localhost/back/{payment}/"
        )
        return self.till.line(made)

    def left(self) -> list[int]:
        return [self.house.find(each).card.left_cents for each in (self.first, self.second)]


@pytest.fixture
def owing(till: Any) -> Owing:
    return Owing(till)


def test_one_card_settles_every_invoice_once(owing: Owing) -> None:
    line = owing.start()
    owing.till.card(line, "4242424242424242")
    for _ in range(2):
        line = owing.till.follow(line)
    assert (line.state, line.cents, line.settled_cents, line.kept_cents) == (State.PAID, 14_400, 14_400, 0)
    assert (owing.left(), Payment.objects.count()) == ([0, 0], 1)
    references = [owing.house.find(each).card.reference for each in (owing.first, owing.second)]
    assert line.reference == ", ".join(references)
    found = owing.house.find(owing.second)
    (seen,) = reads.online_payments_of_invoice(organisation_id=owing.till.organisation_id, invoice_id=found.card.id)
    assert seen.uuid == line.uuid


def test_what_was_asked_twice_is_one_attempt_and_one_invoice_alone_is_another(owing: Owing) -> None:
    assert owing.start("a").uuid == owing.start("a").uuid == owing.start("b").uuid
    assert owing.till.start("c").uuid != owing.start("a").uuid
    assert (OnlinePayment.objects.count(), OnlinePart.objects.count()) == (2, 1)


def test_what_was_paid_otherwise_meanwhile_stays_with_the_payer(owing: Owing) -> None:
    line = owing.start()
    billing.record_payment(
        **owing.house.said, who=owing.house.member, cents=4_800, method=Method.CASH, key="cash", invoices=[owing.first],
        received_on=owing.house.place.today(owing.house.now),
    )  # fmt: skip
    owing.till.card(line, "4242424242424242")
    line = owing.till.follow(line)
    assert (owing.left(), line.kept_cents) == ([0, 0], 4_800)


def paid_twice(owing: Owing, cents: int = 4_800) -> None:
    """Another invoice, paid with so much more than what it asked for."""
    third = owing.house.issued()
    billing.record_payment(
        **owing.house.said, who=owing.house.member, cents=4_800 + cents, method=Method.TRANSFER, key="twice", invoices=[third],
        received_on=owing.house.place.today(owing.house.now),
    )  # fmt: skip


def test_money_in_hand_is_taken_off_and_settles_the_rest(owing: Owing) -> None:
    paid_twice(owing, 6_000)
    page = Client(**PHONE).get(reads.path_to_pay_all(owing.first))
    assert (page.context["left"], page.context["held"]) == ("84,00\xa0€", "60,00\xa0€")
    line = owing.start()
    assert line.cents == 8_400
    owing.till.card(line, "4242424242424242")
    for _ in range(2):
        line = owing.till.follow(line)
    assert (line.state, line.settled_cents, line.kept_cents, owing.left()) == (State.PAID, 8_400, 0, [0, 0])


def test_alone_an_invoice_is_asked_for_less_what_covers_it_in_the_order_of_days(owing: Owing) -> None:
    paid_twice(owing, 6_000)
    first, second = (Client(**PHONE).get(reads.path_to_pay(each)).context for each in (owing.first, owing.second))
    assert (first["left"], first["held"]) == ("", "48,00\xa0€")
    assert (second["left"], second["held"]) == ("84,00\xa0€", "12,00\xa0€")
    with pytest.raises(Refused) as caught:
        owing.till.start("a", owing.first)
    assert refusals_of(caught) == ["nothing_left_to_pay"]
    line = owing.till.paid("b", owing.second)
    assert (line.cents, owing.left()) == (8_400, [4_800, 0])


def test_my_page_and_the_letter_ask_for_the_rest(owing: Owing) -> None:
    paid_twice(owing)
    mine = Client(**PHONE)
    mine.force_login(owing.house.three.member)
    page = mine.get("/moi/factures/").context
    assert [(each["left"], each["held"]) for each in page["whole"]] == [("96,00\xa0€", "48,00\xa0€")]
    assert [(each["held"], bool(each["pay"])) for each in page["rows"] if each["left"]] == [
        ("", True),
        ("48,00\xa0€", False),
    ]
    billing.send_invoice(**owing.house.said, invoice=owing.first, to="odile@example.org")
    text = letters()[-1].text
    assert "Les 48,00\xa0€ que vous avez déjà payés règlent tout" in text
    assert "/payer/" not in text


def test_what_is_disputed_is_not_asked_for_and_may_be_paid_alone(owing: Owing) -> None:
    billing.hold_back(**owing.house.said, invoice=owing.first, reason="Trop froid")
    page = Client(**PHONE).get(reads.path_to_pay_all(owing.first))
    assert (page.context["left"], len(page.context["rows"])) == ("96,00\xa0€", 1)
    assert [(card.uuid, amount) for card, amount, _path in page.context["disputed"]] == [(owing.first, "48,00\xa0€")]
    assert "Trop froid" not in page.content.decode()
    assert owing.start().cents == 9_600
    alone = Client(**PHONE).get(reads.path_to_pay(owing.first))
    assert (alone.context["left"], "contestée" in alone.content.decode()) == ("48,00\xa0€", True)
    mine = Client(**PHONE)
    mine.force_login(owing.house.three.member)
    assert mine.get("/moi/factures/").context["whole"] == []
    billing.hold_back(**owing.house.said, invoice=owing.second, reason="Trop chaud")
    everything = Client(**PHONE).get(reads.path_to_pay_all(owing.first)).context
    assert (everything["left"], everything["rows"], everything["going"]) == ("", [], False)


def test_the_team_reads_a_dispute_wherever_it_looks(owing: Owing) -> None:
    billing.hold_back(**owing.house.said, invoice=owing.first, reason="Trop froid")
    desk, slug = Client(**PHONE), owing.house.place.slug
    desk.force_login(owing.house.three.manager)
    assert "Trop froid" in desk.get(f"/{slug}/factures/{owing.first}/").content.decode()
    assert [row["disputed"] for row in desk.get(f"/{slug}/factures/").context["rows"]] == [False, True]
    account = desk.get(f"/{slug}/factures/releve/{owing.house.three.member.uuid}/").context
    assert [line["disputed"] for line in account["lines"]] == [True, False]
    assert account["pay_all"] == reads.path_to_pay_all(owing.second)
    year = owing.house.place.today(owing.house.now).year
    assert "À régler, contestée" in desk.get(f"/{slug}/factures/{year}.csv").content.decode("utf-8-sig")


def test_a_key_of_other_invoices_is_refused(owing: Owing) -> None:
    owing.start("a")
    owing.house.issued()
    with pytest.raises(Refused) as caught:
        owing.start("a")
    assert refusals_of(caught) == ["invoice_unknown"]


def test_one_of_them_is_given_back_alone(owing: Owing) -> None:
    line = owing.start()
    owing.till.card(line, "4242424242424242")
    owing.till.follow(line)
    note = online.refund_online(**owing.house.said, invoice=owing.second)
    assert owing.house.find(note).card.due_cents == 9_600


def test_nothing_owed_starts_nothing(owing: Owing) -> None:
    line = owing.start()
    owing.till.card(line, "4242424242424242")
    owing.till.follow(line)
    with pytest.raises(Refused) as caught:
        owing.start("again")
    assert refusals_of(caught) == ["nothing_left_to_pay"]


def test_the_signed_link_shows_each_invoice_and_leads_to_the_provider(owing: Owing) -> None:
    phone, path = Client(**PHONE), reads.path_to_pay_all(owing.first)
    page = phone.get(path)
    assert (page.context["left"], len(page.context["rows"])) == ("144,00\xa0€", 2)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    gone = phone.post(path, {"key": page.context["key"]})
    assert (gone.status_code, OnlinePayment.objects.get().cents) == (302, 14_400)
    one, every = reads.path_to_pay(owing.first), reads.path_to_pay_all(owing.first)
    for forged in (every[:-3] + "AA/", every.replace("/tout/", "/"), one.replace("/payer/", "/payer/tout/")):
        assert phone.get(forged).status_code == 404


def test_my_page_proposes_it_from_two_invoices_on(owing: Owing) -> None:
    mine = Client(**PHONE)
    mine.force_login(owing.house.three.member)
    (whole,) = mine.get("/moi/factures/").context["whole"]
    assert (whole["left"], whole["count"]) == ("144,00\xa0€", 2)
    billing.record_payment(
        **owing.house.said, who=owing.house.member, cents=4_800, method=Method.CASH, key="cash", invoices=[owing.first],
        received_on=owing.house.place.today(owing.house.now),
    )  # fmt: skip
    assert mine.get("/moi/factures/").context["whole"] == []


def test_by_hand_an_invoice_is_in_an_attempt_once_and_parts_never_change(owing: Owing) -> None:
    owing.start()
    part = OnlinePart.objects.get()
    with pytest.raises(IntegrityError, match="one_part_an_invoice"), transaction.atomic():
        OnlinePart.objects.create(
            organisation_id=part.organisation_id, online_payment=part.online_payment, invoice=part.invoice, position=9
        )
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        OnlinePart.objects.update(position=3)


def test_the_statement_bears_the_signed_link(owing: Owing) -> None:
    desk = Client(**PHONE)
    desk.force_login(owing.house.three.manager)
    page = desk.get(f"/{owing.house.place.slug}/factures/releve/{owing.house.three.member.uuid}/")
    assert page.context["pay_all"] == reads.path_to_pay_all(owing.first)
    assert Client(**PHONE).get(page.context["pay_all"]).context["left"] == "144,00\xa0€"

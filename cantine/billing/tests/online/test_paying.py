"""An invoice is paid online: once, to the cent, whatever its provider tells, how often and in which order."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cantine.accounting import queries as books
from cantine.billing import commands
from cantine.billing.commands import online
from cantine.billing.commands.online import following
from cantine.billing.commands.online.signatures import signature_of
from cantine.billing.models import OnlinePayment, Payment, WebhookEvent
from cantine.billing.rules import Method
from cantine.billing.rules.online import State
from cantine.billing.tests.online.tills import TELLER
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.core.testing import journal
from cantine.kernel import Refusal, Refused
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db
BODY = b'{"id": "n1", "type": "payment.paid", "payment": "%s"}'


def refusals_of(caught: Any) -> list[str]:
    return [each.code for each in caught.value.refusals]


def knock(till: Any, body: bytes, *, secret: str = "", at: Any = None) -> int:
    from cantine.billing.queries.online import find_connection

    with scoping.scope([till.organisation_id]):
        found = find_connection(organisation_id=till.organisation_id, uuid=till.connection)
    assert found is not None
    signed = signature_of(body, secret=secret or found.account.keys["secret"], at=at or till.now)
    return online.take_webhook(
        actor=TELLER, now=till.now, organisation_id=till.organisation_id, connection=till.connection,
        headers={"Cantine-Signature": signed}, body=body,
    )  # fmt: skip


def test_a_card_pays_the_invoice_and_the_books_say_so(till: Any) -> None:
    line = till.paid()
    card = till.house.find(till.invoice).card
    assert (line.state, line.paid_cents, line.fee_cents, card.left_cents) == (State.PAID, 4800, 97, 0)
    year = books.years_of(till.house.entity.id)[0]
    moved = {
        each.number: each.debit_cents - each.credit_cents for each in books.balances_of(till.house.entity.id, year.year)
    }
    assert moved == {"411": 0, "445711": -800, "44587": 0, "5115": 4703, "627": 97, "7083": -4000}


def test_what_was_asked_twice_is_one_attempt(till: Any) -> None:
    assert till.start("k1").uuid == till.start("k1").uuid == till.start("k2").uuid
    assert OnlinePayment.objects.count() == 1


def test_after_a_refusal_another_attempt_pays(till: Any) -> None:
    first = till.start("k1")
    till.card(first, "4000000000000002")
    assert till.follow(first).state is State.FAILED
    second = till.paid("k2")
    assert (second.uuid != first.uuid, second.state) == (True, State.PAID)


def test_a_bank_that_asks_is_answered(till: Any) -> None:
    line = till.start()
    assert till.card(line, "4000000000003220") is True
    assert till.card(line, "4000000000003220", agreed=True) is False
    assert till.follow(line).state is State.PAID


def test_who_says_no_to_their_bank_pays_nothing(till: Any) -> None:
    line = till.start()
    till.card(line, "4000000000003220", agreed=False)
    assert (till.follow(line).state, Payment.objects.count()) == (State.FAILED, 0)


def test_a_lost_notice_loses_nothing(till: Any) -> None:
    line = till.start()
    till.card(line, "4000000000000341")
    later = till.now + timedelta(minutes=3)
    assert online.follow_due(actor=TELLER, now=till.now) == 0
    assert online.follow_due(actor=TELLER, now=later) == 1
    assert till.line(line.uuid).state is State.PAID
    assert online.follow_due(actor=TELLER, now=later + timedelta(days=1)) == 0


def test_a_notice_that_comes_twice_is_taken_once(till: Any, work: Any) -> None:
    line = till.start()
    till.card(line, "4000000000000119")
    ran = work()
    assert (till.line(line.uuid).state, Payment.objects.count(), WebhookEvent.objects.count()) == (State.PAID, 1, 1)
    assert ran.count("billing.follow_payment") == 1


def test_notices_late_and_out_of_order_end_the_same(till: Any, work: Any) -> None:
    line = till.start()
    till.card(line, "4000000000000259")
    for minutes in (3, 4):
        online.send_due_notices(actor=TELLER, now=till.now + timedelta(minutes=minutes))
        work()
    assert (till.line(line.uuid).state, Payment.objects.count(), WebhookEvent.objects.count()) == (State.PAID, 1, 2)


def test_a_forged_notice_is_refused_and_kept_as_such(till: Any, work: Any) -> None:
    line = till.start()
    body = BODY % str(line.uuid).encode()
    for secret, at in (("another", None), ("", till.now - timedelta(minutes=6))):
        with pytest.raises(Refused) as caught:
            knock(till, body, secret=secret, at=at)
        assert refusals_of(caught) == ["webhook_forged"]
    (kept,) = WebhookEvent.objects.all()
    assert (kept.genuine, work().count("billing.follow_payment")) == (False, 0)


def test_a_genuine_notice_that_lies_is_not_believed(till: Any, work: Any) -> None:
    """It says paid; the provider, asked, says that nothing came."""
    line = till.start()
    sheet = line.address.rstrip("/").rpartition("/")[2]
    assert knock(till, BODY % sheet.encode()) == 1
    work()
    assert (till.line(line.uuid).state, Payment.objects.count()) == (State.STARTED, 0)


def test_an_invoice_paid_otherwise_meanwhile_leaves_the_money_with_its_payer(till: Any) -> None:
    line = till.start()
    commands.record_payment(
        **till.house.said, who=till.house.member, cents=4800, method=Method.CASH, key="counter", invoices=[till.invoice],
        received_on=till.house.place.today(till.now),
    )  # fmt: skip
    till.card(line, "4242424242424242")
    paid = till.follow(line)
    assert (paid.paid_cents, paid.credited_cents, paid.settled_cents, paid.kept_cents) == (4800, 4800, 0, 4800)


def test_what_the_books_refuse_is_told_and_tried_again(till: Any, monkeypatch: Any) -> None:
    line = till.start()
    till.card(line, "4242424242424242")
    real = commands.record_payment

    def closed(**_said: Any) -> Any:
        raise Refused(Refusal("payer_unknown"))

    monkeypatch.setattr(following, "record_payment", closed)
    stuck = till.follow(line)
    assert (stuck.state, stuck.credited_cents, stuck.wants_a_hand, bool(stuck.stuck)) == (State.PAID, 0, True, True)
    monkeypatch.setattr(following, "record_payment", real)
    online.follow_due(actor=TELLER, now=till.now + timedelta(days=1, minutes=1))
    mended = till.line(line.uuid)
    assert (mended.credited_cents, mended.stuck, mended.wants_a_hand) == (4800, "", False)


def test_an_attempt_without_a_word_is_given_up_after_a_fortnight(till: Any) -> None:
    line = till.start()
    online.follow_payment(
        actor=TELLER, now=till.now + timedelta(days=15), organisation_id=till.organisation_id, payment=line.uuid
    )
    assert till.line(line.uuid).state is State.EXPIRED


def test_what_is_paid_or_not_connected_is_not_started(till: Any) -> None:
    till.paid()
    with pytest.raises(Refused) as caught:
        till.start("k2")
    assert refusals_of(caught) == ["nothing_left_to_pay"]
    other = till.house.issued()
    online.switch_provider(**till.house.said, connection=till.connection, on=False)
    with pytest.raises(Refused) as caught:
        till.start("k3", other)
    assert refusals_of(caught) == ["online_not_connected"]


def test_only_its_payer_and_who_keeps_the_books_may_start(till: Any) -> None:
    said = {**till.house.said, "invoice": till.invoice, "key": "k", "back": "http://localhost/"}
    with pytest.raises(Denied):
        online.start_payment(**{**said, "actor": actor_for(till.house.three.stranger, now=till.now)})
    assert online.start_payment(**{**said, "actor": actor_for(till.house.three.member, now=till.now)})


def test_what_is_known_only_grows(till: Any) -> None:
    till.paid()
    for column in ("paid_cents", "credited_cents"):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            OnlinePayment.objects.update(**{column: 0})


def test_what_happens_is_recorded_once(till: Any) -> None:
    line = till.paid()
    till.follow(line)
    told = [each.name for each in journal() if "Online" in each.name]
    assert told == [
        "billing.OnlineConnectionChanged", "billing.OnlineConnectionChanged", "billing.OnlinePaymentStarted",
        "billing.OnlinePaymentMoved",
    ]  # fmt: skip

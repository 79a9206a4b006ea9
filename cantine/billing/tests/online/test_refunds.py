"""Money that came online goes back by the same way: a credit note at once, the provider until it answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cantine.billing import commands as billing
from cantine.billing.adapters.practice import Practice
from cantine.billing.commands import online
from cantine.billing.models import OnlineRefund, Payment
from cantine.billing.rules import Method, Where
from cantine.billing.rules.online import SaysNo, State, Unreachable
from cantine.billing.tests.online.tills import TELLER
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db


def test_a_refund_is_a_credit_note_and_its_money_back(till: Any, work: Any) -> None:
    line = till.paid()
    note = online.refund_online(**till.house.said, invoice=till.invoice)
    assert till.line(line.uuid).going_back_cents == 4800
    desk = Client(headers={"accept-language": "fr"})
    desk.force_login(till.house.three.manager)
    page = f"/{till.house.place.slug}/factures/{note}/"
    waiting = desk.get(page).context
    assert (waiting["going"], "back" in waiting, waiting["where"]) == ("48,00\xa0€", False, "En route vers le payeur")
    with pytest.raises(Refused) as caught:
        billing.pay_back(
            **till.house.said, credit_note=note, method=Method.TRANSFER, key="by hand", received_on=till.house.place.today(till.now)
        )  # fmt: skip
    assert [each.code for each in caught.value.refusals] == ["refund_going"]
    work()
    assert "going" not in desk.get(page).context
    credited = till.house.find(note).card
    assert credited.where(till.house.place.today(till.now)) is Where.REFUNDED
    assert sorted(Payment.objects.values_list("cents", flat=True)) == [-4800, 4800]
    after = till.line(line.uuid)
    assert (after.state, after.paid_back_cents, after.wants_a_hand) == (State.REFUNDED, 4800, False)


def test_a_provider_that_does_not_answer_is_asked_again_and_refunds_once(
    till: Any, work: Any, monkeypatch: Any
) -> None:
    line, real, asked = till.paid(), Practice.refund, []

    def deaf_twice(self: Practice, account: Any, reference: str, *, cents: int, key: str) -> None:
        asked.append(key)
        if len(asked) < 3:
            if len(asked) == 2:
                real(self, account, reference, cents=cents, key=key)  # it did it, and its answer was lost
            raise Unreachable
        real(self, account, reference, cents=cents, key=key)

    monkeypatch.setattr(Practice, "refund", deaf_twice)
    online.refund_online(**till.house.said, invoice=till.invoice)
    work()
    assert (till.line(line.uuid).wants_a_hand, OnlineRefund.objects.get().state) == (True, "asked")
    for hours in (1, 2):
        online.refund_due(actor=TELLER, now=till.now + timedelta(hours=hours))
    work()
    assert (len(asked), len(set(asked)), OnlineRefund.objects.get().state) == (3, 1, "done")
    assert till.line(line.uuid).refunded_cents == 4800
    assert sorted(Payment.objects.values_list("cents", flat=True)) == [-4800, 4800]


def test_what_the_provider_refuses_is_told_and_stays_to_pay_back(till: Any, work: Any, monkeypatch: Any) -> None:
    line = till.paid()

    def refuses(*_said: Any, **_more: Any) -> None:
        raise SaysNo("charge_disputed")

    monkeypatch.setattr(Practice, "refund", refuses)
    note = online.refund_online(**till.house.said, invoice=till.invoice)
    work()
    credited = till.house.find(note).card
    assert credited.where(till.house.place.today(till.now)) is Where.TO_REFUND
    desk = Client()
    desk.force_login(till.house.three.manager)
    assert "back" in desk.get(f"/{till.house.place.slug}/factures/{note}/").context
    assert (till.line(line.uuid).refund_why, till.line(line.uuid).wants_a_hand) == ("charge_disputed", True)


def test_what_was_not_paid_online_is_not_refunded_online(till: Any) -> None:
    with pytest.raises(Refused) as caught:
        online.refund_online(**till.house.said, invoice=till.invoice)
    assert [each.code for each in caught.value.refusals] == ["online_payment_missing"]


def test_what_went_back_from_the_providers_own_pages_wants_a_credit_note(till: Any) -> None:
    from cantine.billing.adapters.practice import Practice
    from cantine.billing.queries.online import find_connection

    line = till.paid()
    found = find_connection(organisation_id=till.organisation_id, uuid=till.connection)
    assert found is not None
    Practice().refund(found.account, line.address.rstrip("/").rpartition("/")[2], cents=1000, key="by hand")
    after = till.follow(line)
    assert (after.state, after.elsewhere_cents, after.wants_a_hand) == (State.PART_REFUNDED, 1000, True)

"""Fifty at once: one attempt, one notice, one payment. Each guard off, it fails."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing.commands import online
from cantine.billing.commands.online import following, starting, webhooks
from cantine.billing.models import OnlinePayment, Payment, WebhookEvent
from cantine.billing.rules.online import next_look
from cantine.billing.testing import ROBOT, a_charge, a_payer, an_invoice
from cantine.billing.tests.online.test_paying import BODY, knock
from cantine.billing.tests.online.tills import Till
from cantine.billing.tests.test_races import at_once
from cantine.core import scoping
from cantine.places.testing import ref_of
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def once_all_are_there(act: Callable[..., Any], count: int) -> Callable[..., Any]:
    """``act``, which none goes through before all have come to it: each has seen the world without the others."""
    together = Barrier(count)

    def act_together(*args: Any, **named: Any) -> Any:
        with suppress(BrokenBarrierError):
            together.wait(10)
        return act(*args, **named)

    return act_together


class Stall(Till):
    """The same, each act in a scope of its own."""

    def __init__(self, three: Any, now: Any) -> None:
        self.house: Any = type("House", (), {})()
        self.now, place = now, ref_of(three.place)
        self.house.place, self.house.entity = place, a_legal_entity(three.place, now=now)
        self.house.said = {"actor": ROBOT, "now": now, "place": place}
        a_price_list(three.place, now=now)
        who = ("person", three.member.pk)
        a_payer(three.place, who, now=now)
        a_charge(three.place, now=now, room=three.room.slug, person_id=three.member.pk)
        with scoping.scope([place.organisation_id]):
            self.connection = online.connect_provider(
                **self.house.said, entity=self.house.entity.uuid, provider="essai", keys={}
            )
            online.switch_provider(**self.house.said, connection=self.connection, on=True)
        self.invoice = an_invoice(three.place, who, now=now)

    def counts(self) -> tuple[int, int, int]:
        """Attempts, genuine notices, money in the books."""
        with scoping.scope([self.organisation_id]):
            money = sum(Payment.objects.values_list("cents", flat=True))
            return OnlinePayment.objects.count(), WebhookEvent.objects.filter(genuine=True).count(), money


@pytest.fixture
def stall(three: Any, now: Any, at: Any) -> Stall:
    at(now)
    return Stall(three, now)


def test_the_same_key_fifty_times_is_one_attempt(stall: Stall) -> None:
    assert at_once(MANY, lambda _which: stall.start("once")) == []
    assert stall.counts() == (1, 0, 0)


def test_under_keys_of_their_own_they_would_be_several(stall: Stall, monkeypatch: Any) -> None:
    """Negative control: the key, and the page that is still open, are what makes them one."""
    monkeypatch.setattr(starting, "next_look", once_all_are_there(next_look, 10))
    assert at_once(10, lambda which: stall.start(f"k{which}")) == []
    assert stall.counts()[0] > 1


def test_the_same_notice_fifty_times_is_one_notice_and_one_payment(stall: Stall, run_jobs: Any) -> None:
    line = stall.start()
    stall.card(line, "4000000000000341")
    body = BODY % line.address.rstrip("/").rpartition("/")[2].encode()
    assert at_once(MANY, lambda _which: knock(stall, body)) == []
    assert run_jobs().count("billing.follow_payment") == 1
    assert stall.counts() == (1, 1, 4800)


def test_fifty_who_ask_the_provider_at_once_credit_it_once(stall: Stall) -> None:
    line = stall.start()
    stall.card(line, "4000000000000341")
    assert at_once(MANY, lambda _which: stall.follow(line)) == []
    assert stall.counts() == (1, 0, 4800)


def test_without_the_lock_and_the_key_it_would_be_credited_more_than_once(stall: Stall, monkeypatch: Any) -> None:
    """Negative control of the one before."""
    from uuid import uuid4

    from cantine.billing.commands.online.following import lock_payment

    together = Barrier(10)

    def unlocked(pk: int) -> OnlinePayment:
        row = OnlinePayment.objects.select_related("connection", "invoice").get(pk=pk)
        try:
            together.wait(10)
        except BrokenBarrierError:
            return lock_payment(pk)
        row.payment_id = 0  # the database would refuse a second one: that wall is off too
        return row

    monkeypatch.setattr(following, "lock_payment", unlocked)
    monkeypatch.setattr(following, "credit_key", lambda _row: str(uuid4()))
    line = stall.start()
    stall.card(line, "4000000000000341")
    at_once(10, lambda _which: stall.follow(line))
    assert stall.counts()[2] > 4800


def test_without_its_unique_number_a_notice_would_be_taken_again(stall: Stall, monkeypatch: Any) -> None:
    """Negative control: under another number each time, the same words are fifty."""
    from itertools import count

    numbers, real = count(), webhooks._note

    def renumbered(found: Any, notice: Any, now: Any, *, genuine: bool) -> bool:
        return real(found, type(notice)(f"{notice.event_id}-{next(numbers)}", notice.reference), now, genuine=genuine)

    monkeypatch.setattr(webhooks, "_note", renumbered)
    line = stall.start()
    body = BODY % line.address.rstrip("/").rpartition("/")[2].encode()
    at_once(5, lambda _which: knock(stall, body))
    assert stall.counts()[1] == 5

"""Many at once: numbers without a gap, a payment recorded once, a charge billed once. Each guard off, it fails."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection

from cantine.accounting import queries as drawers
from cantine.accounting.testing import a_legal_entity
from cantine.billing import commands
from cantine.billing import queries as moved_queries
from cantine.billing.commands import advances, counter, issuing, numbering
from cantine.billing.models import Charge, CounterSale, Invoice, Payment, Settlement
from cantine.billing.queries.counter import sales
from cantine.billing.rules import Method, Standing, State
from cantine.billing.rules.counter import Means, Tap
from cantine.billing.testing import ROBOT, a_charge, a_counter, a_payer, a_written_invoice
from cantine.core import scoping
from cantine.kernel import Refused
from cantine.places.testing import ref_of
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db(transaction=True)
UNLOCKED = """
SELECT id, last_number + 1, NULL::date FROM billing_series, pg_sleep(0.01)
WHERE organisation_id = %s AND entity_id = %s AND code = %s AND year = %s
"""

PROMISES = "ALTER TABLE billing_settlement {0} TRIGGER within_worth, {0} TRIGGER returned_within_worth"


@pytest.fixture
def place(three: Any, now: Any, at: Any) -> Any:
    at(now)
    a_legal_entity(three.place, now=now)
    a_payer(three.place, ("person", three.member.pk), now=now)
    return ref_of(three.place)


def at_once(count: int, act: Callable[[int], object]) -> list[BaseException]:
    """``act`` by so many threads together; what they raised."""
    barrier = Barrier(count)
    raised: list[BaseException] = []

    def run(which: int) -> None:
        barrier.wait()
        try:
            act(which)
        except (IntegrityError, Refused) as why:
            raised.append(why)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[which]) for which in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def issue_three(three: Any, now: Any) -> None:
    for _ in range(3):
        a_written_invoice(three.place, ("person", three.member.pk), now=now)


def numbers(place: Any) -> list[int | None]:
    with scoping.scope([place.organisation_id]):
        return list(Invoice.objects.exclude(issued_at=None).order_by("number").values_list("number", flat=True))


def test_numbers_have_no_gap_and_no_double(three: Any, place: Any, now: Any) -> None:
    assert at_once(6, lambda _which: issue_three(three, now)) == []
    assert numbers(place) == list(range(1, 19))


def test_without_the_lock_of_the_series_they_collide(three: Any, place: Any, now: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(numbering, "_NEXT", UNLOCKED)
    raised = at_once(6, lambda _which: issue_three(three, now))
    assert {type(why) for why in raised} == {IntegrityError}


def pay(three: Any, place: Any, now: Any, key: str) -> None:
    with scoping.scope([place.organisation_id]):
        commands.record_payment(
            actor=ROBOT, now=now, place=place, who=("person", three.member.pk), cents=4800, method=Method.CARD,
            received_on=place.today(now), key=key,
        )  # fmt: skip


def paid(place: Any) -> int:
    with scoping.scope([place.organisation_id]):
        return sum(Payment.objects.values_list("cents", flat=True))


def test_the_same_key_fifty_times_in_parallel_is_one_payment(three: Any, place: Any, now: Any) -> None:
    assert at_once(50, lambda _which: pay(three, place, now, "webhook-7")) == []
    assert paid(place) == 4800


def test_under_keys_of_their_own_they_would_be_fifty(three: Any, place: Any, now: Any) -> None:
    """Negative control: the key is what makes them one."""
    at_once(50, lambda which: pay(three, place, now, f"webhook-{which}"))
    assert paid(place) == 50 * 4800


def test_two_who_pay_the_same_invoice_at_once_settle_it_once(three: Any, place: Any, now: Any) -> None:
    with scoping.scope([place.organisation_id]):
        a_price_list(three.place, now=now)
    a_charge(three.place, now=now, room=three.room.slug, person_id=three.member.pk)
    with scoping.scope([place.organisation_id]):
        said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place}
        made = commands.prepare_invoice(**said, who=("person", three.member.pk), last_day=place.today(now))
        commands.issue_invoice(**said, invoice=made)
    assert at_once(4, lambda _which: pay(three, place, now, str(uuid4()))) == []
    with scoping.scope([place.organisation_id]):
        row = Invoice.objects.get(uuid=made)
        assert sum(row.settlements.values_list("cents", flat=True)) == row.due_cents == 4800


def test_a_charge_prepared_by_four_at_once_is_on_one_draft(three: Any, place: Any, now: Any) -> None:
    a_price_list(three.place, now=now)
    a_charge(three.place, now=now, room=three.room.slug, person_id=three.member.pk)

    def prepare(_which: int) -> None:
        with scoping.scope([place.organisation_id]):
            commands.prepare_invoice(
                actor=ROBOT, now=now, place=place, who=("person", three.member.pk), last_day=place.today(now)
            )

    at_once(4, prepare)
    with scoping.scope([place.organisation_id]):
        assert Charge.objects.exclude(invoice=None).count() == 1
        assert Invoice.objects.filter(charges__isnull=False).count() == 1


def use_advance(three: Any, place: Any, now: Any) -> Callable[[int], object]:
    """48 € paid before a document of 960 € of which 480 € are left."""
    with scoping.scope([place.organisation_id]):
        pay(three, place, now, "before")
    second = a_written_invoice(three.place, ("person", three.member.pk), now=now)

    def press(_which: int) -> None:
        with scoping.scope([place.organisation_id]):
            commands.use_advances(actor=ROBOT, now=now, place=place, invoice=second)

    return press


def from_before(place: Any) -> int:
    with scoping.scope([place.organisation_id]):
        return sum(Settlement.objects.filter(payment__key="before").values_list("cents", flat=True))


def test_eight_presses_use_an_advance_once(three: Any, place: Any, now: Any) -> None:
    refused = at_once(8, use_advance(three, place, now))
    assert [type(each) for each in refused] == [Refused] * 7
    assert from_before(place) == 4800


def test_without_the_worth_of_a_payment_they_would_use_it_more(
    three: Any, place: Any, now: Any, monkeypatch: Any, as_owner: Any
) -> None:
    """Negative control: rows not held, and the database not asked what a payment is worth."""
    monkeypatch.setattr(advances, "_held", lambda place, card: sleepy(advances._left(place, card)))
    monkeypatch.setattr(advances, "_locked", lambda _place, _invoice: True)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(PROMISES.format("DISABLE"))
    try:
        at_once(8, use_advance(three, place, now))
        assert from_before(place) > 4800
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(PROMISES.format("ENABLE"))


def sleepy(found: Any) -> Any:
    sleep(0.2)
    return found


def moved(three: Any, place: Any, now: Any) -> Any:
    """An invoice of 48 €, of which nothing is asked any more."""
    a_price_list(three.place, now=now)
    a_charge(three.place, now=now, room=three.room.slug, person_id=three.member.pk, source="test:moved")
    with scoping.scope([place.organisation_id]):
        said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place}
        made = commands.prepare_invoice(**said, who=("person", three.member.pk), last_day=place.today(now))
        commands.issue_invoice(**said, invoice=made)
        later = now + timedelta(hours=1)
        commands.settle_charges(**{**said, "now": later}, standings={"test:moved": Standing(State.DROPPED)})
    return made


def credited(place: Any, now: Any, invoice: Any) -> int:
    """By how many credit notes, four pressing at once."""

    def press(_which: int) -> None:
        with scoping.scope([place.organisation_id]):
            commands.credit_moved(actor=ROBOT, now=now + timedelta(hours=2), place=place)

    at_once(4, press)
    with scoping.scope([place.organisation_id]):
        return Invoice.objects.filter(corrects__uuid=invoice).count()


def test_what_asks_for_less_is_given_back_once_by_four_who_press(three: Any, place: Any, now: Any) -> None:
    assert credited(place, now, moved(three, place, now)) == 1


def test_without_looking_at_the_credit_notes_it_would_be_given_back_more_than_once(
    three: Any, place: Any, now: Any, monkeypatch: Any
) -> None:
    """Negative control: the document is locked, then what was given back of it is read."""
    invoice = moved(three, place, now)
    monkeypatch.setattr(issuing, "credit_notes_of", lambda _invoice: [])
    together, real = Barrier(4), moved_queries.moved_since

    def seen_by_all(place: Any) -> Any:
        found = real(place)
        with suppress(BrokenBarrierError):
            together.wait(10)
        return found

    monkeypatch.setattr(moved_queries, "moved_since", seen_by_all)
    assert credited(place, now, invoice) > 1


# -- the till ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def coffee(place: Any, now: Any) -> Any:
    with scoping.scope([place.organisation_id]):
        return a_counter(place, now=now)["coffee"]


def ring(place: Any, now: Any, coffee: Any, key: str) -> None:
    with scoping.scope([place.organisation_id]):
        counter.ring_sale(
            actor=ROBOT, now=now, place=place, key=key, taps=[Tap(coffee, 1)], means=Means.CASH, given_cents=200
        )


def pressed(place: Any, now: Any, coffee: Any, key: str) -> None:
    """As who is at the till does: told that it took too long, presses again; the page keeps its key."""
    for _again in range(20):
        with suppress(OperationalError):
            ring(place, now, coffee, key)
            return
    raise AssertionError("never rung")


def rung(place: Any) -> list[int]:
    with scoping.scope([place.organisation_id]):
        return list(CounterSale.objects.order_by("pk").values_list("number", flat=True))


def test_a_press_sent_fifty_times_at_once_is_one_sale(place: Any, now: Any, coffee: Any) -> None:
    assert at_once(50, lambda _which: pressed(place, now, coffee, "page-7")) == []
    assert rung(place) == [1]


def test_fifty_pages_ring_fifty_sales_without_a_gap(place: Any, now: Any, coffee: Any) -> None:
    """Negative control: the key is what makes them one."""
    assert at_once(50, lambda which: pressed(place, now, coffee, f"page-{which}")) == []
    assert rung(place) == list(range(1, 51))


def test_without_the_lock_of_the_chain_they_collide(place: Any, now: Any, coffee: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sales, "_ALONE", "SELECT %s::integer")
    monkeypatch.setattr(drawers, "lock_drawer", lambda _drawer: None)
    raised = at_once(8, lambda _which: ring(place, now, coffee, "page-7"))
    assert raised != []
    assert {type(why) for why in raised} == {IntegrityError}
    assert rung(place) == [1]


def test_a_tab_that_four_settle_at_once_is_settled_once(three: Any, place: Any, now: Any, coffee: Any) -> None:
    who = ("person", three.member.pk)
    with scoping.scope([place.organisation_id]):
        said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place}
        counter.ring_sale(**said, key="tab", taps=[Tap(coffee, 2)], means=Means.TAB, who=who)

    def settle(which: int) -> None:
        with scoping.scope([place.organisation_id]):
            counter.settle_tab(**said, who=who, means=Means.CARD, key=f"settle-{which}")

    raised = at_once(4, settle)
    assert [each.refusals[0].code for each in raised if isinstance(each, Refused)] == ["tab_empty"] * 3
    assert rung(place) == [1, 2]

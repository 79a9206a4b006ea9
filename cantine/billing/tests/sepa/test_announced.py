"""The letter of an invoice announces its direct debit; then no second letter does, unless the day or the amount moved."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cantine.billing import commands as billing
from cantine.billing.commands import reminders, sepa
from cantine.billing.models import Mandate, Sending
from cantine.billing.queries.announced import debit_to_announce, next_announced
from cantine.billing.rules import Method
from cantine.billing.rules.sepa import next_target_day
from cantine.billing.tests.sepa.test_runs import Counter
from cantine.core.testing import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(house: Any) -> Counter:
    return Counter(house)


def sent(counter: Counter) -> UUID:
    """An invoice of 48 €, written to its payer."""
    invoice: UUID = counter.house.issued()
    billing.send_invoice(**counter.house.said, invoice=invoice, to="odile@martin.example")
    return invoice


def announced(counter: Counter, invoice: UUID) -> Any:
    today = counter.house.place.today(counter.house.now)
    return debit_to_announce(counter.house.place, counter.house.find(invoice).card, today=today)


def test_the_letter_says_the_amount_the_day_the_mandate_and_the_creditor(counter: Counter) -> None:
    counter.sign()
    invoice = sent(counter)
    letter, debit, rum = letters()[-1], announced(counter, invoice), Mandate.objects.get().rum
    due_on = counter.house.find(invoice).card.due_on
    assert (debit.on, debit.cents, debit.rum) == (next_target_day(due_on), 4_800, rum)
    for told in (f"RUM {rum}", "ICS FR72ZZZ123456", "48,00"):
        assert told in letter.text
    assert "IBAN" not in letter.text
    assert Sending.objects.values_list("debit_on", "debit_cents", "rum").get() == (debit.on, 4_800, rum)


def test_then_no_second_letter_leaves_for_that_day(counter: Counter) -> None:
    counter.sign()
    invoice = sent(counter)
    day, before = announced(counter, invoice).on, len(letters())
    assert next_announced(counter.house.place, since=counter.house.place.today(counter.house.now)) == day
    sepa.make_run(**counter.house.said, on=day)
    assert len(letters()) == before
    assert next_announced(counter.house.place, since=counter.house.place.today(counter.house.now)) is None


def test_another_day_or_another_amount_is_told_again(counter: Counter) -> None:
    counter.sign()
    invoice = sent(counter)
    day, before = announced(counter, invoice).on, len(letters())
    run = sepa.make_run(**counter.house.said, on=next_target_day(day + timedelta(days=7)))
    assert len(letters()) == before + 1
    sepa.drop_run(**counter.house.said, run=run)
    billing.record_payment(
        **counter.house.said, who=counter.house.member, cents=800, method=Method.CASH, key="part", invoices=[invoice],
        received_on=counter.house.place.today(counter.house.now),
    )  # fmt: skip
    before = len(letters())
    sepa.make_run(**counter.house.said, on=day)
    assert "40,00" in letters()[-1].subject
    assert len(letters()) == before + 1


def test_a_second_invoice_is_told_alone(counter: Counter) -> None:
    counter.sign()
    first = sent(counter)
    day = announced(counter, first).on
    counter.house.issued(hours=2)
    sepa.make_run(**counter.house.said, on=day)
    assert "96,00" in letters()[-1].subject


def test_without_a_mandate_that_holds_it_is_the_usual_letter(counter: Counter) -> None:
    invoice = sent(counter)
    assert announced(counter, invoice) is None
    assert "RUM" not in letters()[-1].text
    counter.sign()
    reminders.hold_back(**counter.house.said, invoice=invoice, reason="Une heure de trop")
    assert announced(counter, invoice) is None


def test_the_page_of_debits_opens_on_the_day_that_was_announced(counter: Counter) -> None:
    counter.sign()
    day = announced(counter, sent(counter)).on
    client = Client(headers={"accept-language": "fr"})
    client.force_login(counter.house.three.manager)
    assert client.get(f"/{counter.house.place.slug}/reglements/prelevements/").context["on"] == day


def test_by_hand_nothing_is_half_announced(counter: Counter) -> None:
    sent(counter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sending.objects.update(debit_on=counter.house.place.today(counter.house.now))

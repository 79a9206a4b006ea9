"""Ten treasurers at once: an invoice is debited once. The guard off, it is debited more than once."""

from typing import Any

import pytest
from django.db import connection

from cantine.billing.commands import online
from cantine.billing.commands.online import charging
from cantine.billing.models import Debit, OnlinePayment
from cantine.billing.rules.online import next_look
from cantine.billing.tests.online.debtors import Debtor
from cantine.billing.tests.online.test_online_races import Stall, once_all_are_there
from cantine.billing.tests.test_races import at_once
from cantine.core import scoping
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 10
UNIQUE = "CREATE UNIQUE INDEX one_run_an_invoice ON billing_debit (organisation_id, invoice_id) WHERE live"


@pytest.fixture
def ordered(three: Any, now: Any, at: Any) -> Any:
    """``ordered(key)``: the invoice is debited, in a scope of its own."""
    from cantine.billing import queries

    at(now)
    stall = Stall(three, now)
    stall.house.member = ("person", three.member.pk)
    stall.house.find = lambda invoice: queries.find_invoice(organisations=[stall.organisation_id], uuid=invoice)
    with scoping.scope([stall.organisation_id]):
        debtor = Debtor(stall).authorise()
        on = debtor.on

    def order(key: str) -> Any:
        with scoping.scope([stall.organisation_id]):
            return online.charge_invoices(**stall.house.said, invoices=[stall.invoice], on=on, key=key)

    order.count = lambda: counted(stall)  # type: ignore[attr-defined]
    return order


def counted(stall: Stall) -> tuple[int, int]:
    """Attempts, debits that live."""
    with scoping.scope([stall.organisation_id]):
        return OnlinePayment.objects.count(), Debit.objects.filter(live=True).count()


def test_ten_presses_of_one_page_are_one_charge(ordered: Any) -> None:
    assert at_once(MANY, lambda _which: ordered("page")) == []
    assert ordered.count() == (1, 1)


def test_ten_treasurers_debit_an_invoice_once(ordered: Any) -> None:
    raised = at_once(MANY, lambda which: ordered(f"page-{which}"))
    assert [each.refusals[0].code for each in raised if isinstance(each, Refused)] == ["debit_going"] * (MANY - 1)
    assert ordered.count() == (1, 1)


def test_without_its_unique_key_an_invoice_would_be_debited_more_than_once(
    ordered: Any, monkeypatch: Any, as_owner: Any
) -> None:
    """Negative control: the key of the database is what keeps one debit an invoice."""
    monkeypatch.setattr(charging, "next_look", once_all_are_there(next_look, MANY))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_run_an_invoice")
    try:
        at_once(MANY, lambda which: ordered(f"page-{which}"))
        assert ordered.count()[1] == MANY
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("UPDATE billing_debit SET live = false")
            cursor.execute(UNIQUE)

"""One register for all the cash of a place: what an invoice, a mistake undone or the till puts in the drawer is counted once,
and is what the books say."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from cantine.accounting import queries as books
from cantine.accounting.rules import year_of
from cantine.billing import commands
from cantine.billing.commands import counter
from cantine.billing.models import Payment
from cantine.billing.rules import Method
from cantine.billing.testing import a_counter
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db


def pay(house: Any, cents: int, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "who": house.member, "cents": cents, "method": Method.CASH, "key": str(uuid4()),
        "received_on": house.place.today(house.now), **more,
    }  # fmt: skip
    return commands.record_payment(**house.said, **said)


def expected(house: Any) -> int:
    """What is in the drawer, by its takings."""
    drawer = books.drawers_of(house.place)[0]
    return drawer.opening_cents + sum(each.cents for each in books.open_sums(drawer) if each.method == "cash")


def in_books(house: Any) -> int:
    year = year_of(house.place.today(house.now), starts_month=1)
    return next((each.cents for each in books.balances_of(house.entity.id, year) if each.number == "530"), 0)


def close(house: Any, counted: int, **more: Any) -> UUID:
    drawer, day = books.drawers_of(house.place)[0], house.place.today(house.now)
    said = {**house.said, "drawer": drawer.uuid, "day": day, "counted_cents": counted, **more}
    return counter.close_counter_day(**said)


def test_cash_of_an_invoice_is_in_the_drawer_and_closing_finds_no_difference(house: Any) -> None:
    a_counter(house.place, now=house.now)
    before = expected(house)
    house.issued()
    pay(house, 4_800)
    assert expected(house) - before == in_books(house) == 4_800
    close(house, before + 4_800)
    closing = books.closings_of(books.drawers_of(house.place)[0].id)[0]
    assert (closing.total_cents, closing.difference_cents, closing.vat) == (4_800, 0, '[["",4800,0]]')
    assert in_books(house) == 4_800


def test_the_chain_names_the_document_and_nobody(house: Any) -> None:
    a_counter(house.place, now=house.now)
    invoice = house.issued()
    pay(house, 4_800)
    (taking,) = books.takings_of(books.drawers_of(house.place)[0].id)
    assert taking.what == f'[["{house.find(invoice).card.reference}",4800]]'


def test_a_payment_that_never_was_goes_out_of_the_drawer_again(house: Any) -> None:
    a_counter(house.place, now=house.now)
    before = expected(house)
    house.issued()
    commands.undo_payment(**house.said, payment=pay(house, 4_800))
    assert (expected(house), in_books(house)) == (before, 0)


def test_other_ways_of_paying_leave_the_drawer_alone(house: Any) -> None:
    a_counter(house.place, now=house.now)
    before = expected(house)
    house.issued()
    pay(house, 4_800, method=Method.CHEQUE)
    assert expected(house) == before


def test_cash_on_a_day_that_is_counted_is_refused_and_the_refusal_says_from_when(house: Any) -> None:
    a_counter(house.place, now=house.now - timedelta(days=2))
    today = house.place.today(house.now)
    house.issued()
    before = expected(house)
    yesterday = today - timedelta(days=1)
    close(house, before, day=yesterday)
    with pytest.raises(Refused) as refused:
        pay(house, 4_800, received_on=yesterday)
    assert [(each.code, dict(each.context)) for each in refused.value.refusals] == [
        ("cash_day_closed", {"day": yesterday, "first": today})
    ]
    assert (Payment.objects.count(), in_books(house)) == (0, 0)


def test_a_place_without_a_drawer_takes_cash_in_its_books_alone(house: Any) -> None:
    house.issued()
    pay(house, 4_800)
    assert (books.drawers_of(house.place), in_books(house)) == ([], 4_800)


def test_cash_of_yesterday_written_after_that_of_today_leaves_the_chain_whole(house: Any) -> None:
    a_counter(house.place, now=house.now - timedelta(days=2))
    today = house.place.today(house.now)
    for _each in range(2):
        house.issued()
    pay(house, 4_800)
    pay(house, 4_800, received_on=today - timedelta(days=1))
    drawer = books.drawers_of(house.place)[0]
    close(house, drawer.opening_cents + 4_800, day=today - timedelta(days=1))
    close(house, drawer.opening_cents + 9_600)
    assert books.verify_chain(drawer.id) == books.Verdict(2, 2, None, None)

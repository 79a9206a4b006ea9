"""Money: what it settles, what is left, and a database that lets nobody settle more than there is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import queries as books
from cantine.accounting.rules import year_of
from cantine.billing import commands, rules
from cantine.billing.models import Payment, Settlement
from cantine.billing.rules import Method, Owed, Where
from cantine.kernel import Refused
from cantine.pricing.rules import Vat, VatGroup

pytestmark = pytest.mark.django_db


def pay(house: Any, cents: int, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "who": house.member, "cents": cents, "method": Method.TRANSFER, "key": str(uuid4()),
        "received_on": house.place.today(house.now), **more,
    }  # fmt: skip
    return commands.record_payment(**house.said, **said)


def where(house: Any, invoice: UUID) -> tuple[Where, int]:
    card = house.find(invoice).card
    return card.where(house.place.today(house.now)), card.left_cents


def test_a_payment_settles_what_is_due_first_and_the_rest_stays(house: Any) -> None:
    first, second = house.issued(), house.issued(hours=2)
    pay(house, 6000)
    assert (where(house, first), where(house, second)) == ((Where.PAID, 0), (Where.PART_PAID, 8400))
    pay(house, 10000)
    assert where(house, second) == (Where.PAID, 0)
    assert Payment.objects.get(cents=10000).settlements.get().cents == 8400


def test_a_payment_of_one_invoice_settles_that_one(house: Any) -> None:
    first, second = house.issued(), house.issued()
    pay(house, 4800, invoices=[second])
    assert (where(house, first)[0], where(house, second)[0]) == (Where.TO_PAY, Where.PAID)


def test_an_invoice_past_its_day_is_late(house: Any) -> None:
    invoice = house.issued()
    card = house.find(invoice).card
    assert card.where(card.due_on) is Where.TO_PAY
    assert card.where(card.due_on + timedelta(days=1)) is Where.LATE


def test_the_same_key_twice_is_one_payment(house: Any) -> None:
    house.issued()
    assert pay(house, 4800, key="virement-17") == pay(house, 4800, key="virement-17")
    assert Payment.objects.count() == 1


def test_a_payment_that_was_never_one_is_undone_and_what_it_settled_is_owed_again(house: Any) -> None:
    invoice = house.issued()
    payment = pay(house, 4800)
    commands.undo_payment(**house.said, payment=payment)
    assert where(house, invoice) == (Where.TO_PAY, 4800)
    with pytest.raises(Refused) as why:
        commands.undo_payment(**house.said, payment=payment)
    assert [each.code for each in why.value.refusals] == ["payment_undone_already"]
    assert sum(Payment.objects.values_list("cents", flat=True)) == 0


def test_a_payment_undone_once_its_invoice_was_given_back_leaves_nothing_owed_either_way(house: Any) -> None:
    invoice = house.issued()
    payment = pay(house, 4800)
    note = commands.credit_invoice(**house.said, invoice=invoice)
    commands.undo_payment(**house.said, payment=payment)
    assert (where(house, invoice), where(house, note)) == ((Where.CREDITED, 0), (Where.REFUNDED, 0))


def test_a_credit_note_pays_back_no_more_than_was_paid(house: Any) -> None:
    """It is frozen in the document: what was not paid is taken off the invoice."""
    unpaid, part = house.issued(), house.issued(hours=2)
    commands.record_payment(
        **house.said, who=house.member, cents=3000, method=Method.TRANSFER, received_on=house.place.today(house.now),
        key="part", invoices=[part],
    )  # fmt: skip
    notes = [house.find(commands.credit_invoice(**house.said, invoice=each)).document for each in (unpaid, part)]
    assert [(each.taken_off_cents, each.back_cents) for each in notes] == [(4800, 0), (6600, 3000)]


def test_what_is_given_back_in_part_and_never_paid_is_to_pay(house: Any) -> None:
    house.charge()
    house.charge(hours=2)
    invoice = house.prepared()
    commands.issue_invoice(**house.said, invoice=invoice)
    commands.credit_invoice(**house.said, invoice=invoice, lines=[0])
    assert where(house, invoice) == (Where.TO_PAY, 9600)


def test_what_was_paid_and_given_back_is_to_be_paid_back_once(house: Any) -> None:
    invoice = house.issued()
    pay(house, 4800)
    note = commands.credit_invoice(**house.said, invoice=invoice)
    assert where(house, note) == (Where.TO_REFUND, 4800)
    said = {"method": Method.TRANSFER, "received_on": house.place.today(house.now)}
    commands.pay_back(**house.said, credit_note=note, key="retour", **said)
    assert where(house, note) == (Where.REFUNDED, 0)
    with pytest.raises(Refused) as why:
        commands.pay_back(**house.said, credit_note=note, key="encore", **said)
    assert [each.code for each in why.value.refusals] == ["nothing_to_pay_back"]


def test_bad_amounts_and_days_are_refused_and_nothing_is_written(house: Any) -> None:
    tomorrow = house.place.today(house.now) + timedelta(days=1)
    for cents, day, code in (
        (0, None, "payment_out_of_range"),
        (-5, None, "payment_out_of_range"),
        (5, tomorrow, "payment_in_the_future"),
    ):
        with pytest.raises(Refused) as why:
            pay(house, cents, **({"received_on": day} if day else {}))
        assert [each.code for each in why.value.refusals] == [code]
    assert not Payment.objects.exists()


def test_an_invoice_of_somebody_else_is_not_settled(house: Any) -> None:
    invoice = house.issued()
    with pytest.raises(Refused) as why:
        pay(house, 4800, who=("person", house.three.manager.pk), invoices=[invoice])
    assert [each.code for each in why.value.refusals] == ["invoice_unknown"]


# -- what SQL by hand cannot do ----------------------------------------------------------------------------------------

MORE = """
INSERT INTO billing_settlement (organisation_id, invoice_id, payment_id, cents, settled_at)
SELECT organisation_id, invoice_id, payment_id, 1, now() FROM billing_settlement
"""


def by_hand(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        MORE,
        "UPDATE billing_payment SET cents = cents + 1",
        "DELETE FROM billing_payment",
        "UPDATE billing_settlement SET cents = cents - 1",
        "DELETE FROM billing_settlement",
    ],
)
def test_by_hand_money_is_only_ever_added_and_never_more_than_there_is(house: Any, statement: str) -> None:
    house.issued()
    pay(house, 4800)
    with pytest.raises(IntegrityError):
        by_hand(statement)


def test_without_its_trigger_more_than_there_is_would_be_settled(house: Any, as_owner: Any) -> None:
    house.issued()
    pay(house, 4800)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER within_worth ON billing_settlement")
        cursor.execute("DROP TRIGGER returned_within_worth ON billing_settlement")
    by_hand(MORE)
    assert sum(Settlement.objects.values_list("cents", flat=True)) == 4801


# -- rules -------------------------------------------------------------------------------------------------------------

groups_of = st.lists(
    st.tuples(st.sampled_from(["20", "10", "5.5", "2.1"]), st.integers(0, 10**7)), min_size=1, max_size=4,
    unique_by=lambda each: each[0],
).map(lambda pairs: [_group(Decimal(rate), net) for rate, net in pairs])  # fmt: skip


def _group(rate: Decimal, net: int) -> VatGroup:
    from cantine.kernel.money import share_of

    return VatGroup(Vat(rate=rate), net, share_of(net, rate))


@given(groups=groups_of, percent=st.integers(0, 100))
def test_a_payment_shared_among_rates_adds_up(groups: list[VatGroup], percent: int) -> None:
    gross = sum(each.net_cents + each.vat_cents for each in groups)
    cents = gross * percent // 100
    parts = rules.by_rate(cents, groups)
    assert sum(parts.values()) == (cents if gross else 0)
    assert rules.vat_within(gross, groups) == {each.vat: each.vat_cents for each in groups}


@given(cents=st.integers(0, 10**6), lefts=st.lists(st.integers(0, 10**5), max_size=6))
def test_what_is_shared_out_is_never_more_than_there_is_nor_than_what_is_owed(cents: int, lefts: list[int]) -> None:
    owed = [Owed(number, left) for number, left in enumerate(lefts)]
    parts = dict(rules.shared_out(cents, owed))
    assert sum(parts.values()) == min(cents, sum(lefts))
    assert all(0 < part <= lefts[number] for number, part in parts.items())


def test_an_invoice_and_its_payments_bear_one_letter_once_they_are_even(house: Any) -> None:
    first, second = house.issued(), house.issued(hours=2)
    pay(house, 6_000)
    assert lettered(house) == []  # the second is part paid, and one payment holds them together
    pay(house, 8_400)
    assert lettered(house) == [("A", 4_800), ("A", 9_600), ("A", -6_000), ("A", -8_400)]
    assert (where(house, first)[0], where(house, second)[0]) == (Where.PAID, Where.PAID)


def test_a_credit_note_and_what_it_gives_back_are_lettered_too(house: Any) -> None:
    invoice = house.issued()
    commands.credit_invoice(**house.said, invoice=invoice)
    assert lettered(house) == [("A", 4_800), ("A", -4_800)]


def test_the_books_say_which_document_of_whom_and_for_what(house: Any) -> None:
    invoice = house.issued()
    pay(house, 4_800)
    number, payer = house.find(invoice).card.reference, house.find(invoice).card.payer_name
    year = year_of(house.place.today(house.now), starts_month=1)
    lines = books.fec_lines_of(house.entity.id, year, timezone="Europe/Paris")
    labels = list(dict.fromkeys(each.label for each in lines))
    assert labels == [
        f"Facture {number} · {payer} · {house.find(invoice).document.lines[0].name}",
        f"Règlement {number} · {payer}",
    ]


def lettered(house: Any) -> list[tuple[str, int]]:
    """The letter and the amount of the lines of customers that have one, in their order."""
    year = year_of(house.place.today(house.now), starts_month=1)
    lines = books.fec_lines_of(house.entity.id, year, timezone="Europe/Paris")
    return [(each.lettering, each.debit_cents - each.credit_cents) for each in lines if each.lettering]

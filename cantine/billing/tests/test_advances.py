"""What a payer paid too much settles the next invoice in one press: once, and the VAT falls due with it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cantine.accounting import queries as books
from cantine.accounting.rules import year_of
from cantine.billing import commands, queries
from cantine.billing.models import Payment
from cantine.billing.rules import Method, Where
from cantine.kernel import Refused


def overpaid(house: Any, cents: int) -> Any:
    """An invoice of 48 € paid with more."""
    first = house.issued()
    today = house.place.today(house.now)
    commands.record_payment(
        **house.said, who=house.member, cents=cents, method=Method.TRANSFER, received_on=today, key="first",
        invoices=[first],
    )  # fmt: skip
    return first


def left(house: Any) -> list[int]:
    found = queries.advances_of(
        organisation_id=house.place.organisation_id, entity_id=house.entity.id, who=house.member
    )
    return [each.left_cents for each in found]


def held(house: Any) -> dict[str, int]:
    today = house.place.today(house.now)
    return {each.number: each.cents for each in books.balances_of(house.entity.id, year_of(today, starts_month=1))}


def test_what_was_paid_too_much_settles_the_next_invoice(house: Any) -> None:
    overpaid(house, 10_000)
    assert left(house) == [5_200]
    second = house.issued(hours=2)
    assert commands.use_advances(**house.said, invoice=second) == 5_200
    found = house.find(second)
    assert (found.card.left_cents, found.card.where(house.place.today(house.now))) == (4_400, Where.PART_PAID)
    assert left(house) == []
    after = held(house)
    assert (after["411"], after["512"]) == (4_400, 10_000)
    assert after["44587"] == -733  # 16 € of VAT, of which 52 € of 96 are paid: 8,67 € are due


def test_nothing_is_used_where_nothing_is_left_or_nothing_is_owed(house: Any) -> None:
    first = overpaid(house, 4_800)
    for invoice in (first, house.issued()):
        with pytest.raises(Refused) as why:
            commands.use_advances(**house.said, invoice=invoice)
        assert [each.code for each in why.value.refusals] == ["nothing_in_advance"]


def test_a_payment_undone_takes_back_what_it_settled_later(house: Any) -> None:
    first = overpaid(house, 10_000)
    second = house.issued(hours=2)
    commands.use_advances(**house.said, invoice=second)
    payment = next(each.payment for each in house.find(first).settled)
    commands.undo_payment(**house.said, payment=payment)
    assert [house.find(each).card.left_cents for each in (first, second)] == [4_800, 9_600]
    after = held(house)
    assert (after["411"], after.get("512", 0), after["44587"]) == (14_400, 0, -2_400)


def test_what_was_paid_too_much_is_said_kept_in_view_and_given_back(house: Any) -> None:
    from django.test import Client

    invoice, today = house.issued(), house.place.today(house.now)
    client = Client()
    client.force_login(house.three.manager)
    address = f"/{house.place.slug}/factures/{invoice}/reglement/"
    typed = {"method": "transfer", "amount": "50", "received_on": today, "key": "a"}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "surplus": "on"}).status_code == 302
    account = f"/{house.place.slug}/factures/releve/{house.three.member.uuid}/"
    assert client.get(account).context["held"] == "2,00\u00a0€"
    back = {"method": "transfer", "amount": "3", "received_on": today, "key": "b"}
    assert client.post(f"{account}rendre/", back).status_code == 422
    for _twice in range(2):
        assert client.post(f"{account}rendre/", {**back, "amount": "2"}).status_code == 302
    assert "held" not in client.get(account).context
    paid = Payment.objects.get(key="a")
    with pytest.raises(Refused) as why:
        commands.undo_payment(**house.said, payment=paid.uuid)
    assert [each.code for each in why.value.refusals] == ["payment_given_back"]


def test_the_database_gives_back_no_more_than_what_settles_nothing(house: Any) -> None:
    invoice = house.issued()
    commands.record_payment(
        **house.said, who=house.member, cents=5000, method=Method.TRANSFER, received_on=house.place.today(house.now),
        key="a", invoices=[invoice],
    )  # fmt: skip
    paid = Payment.objects.get(key="a")
    fields = {name: getattr(paid, f"{name}_id") for name in ("organisation", "place", "entity", "person")}
    row = {f"{name}_id": value for name, value in fields.items()} | {
        "payer_name": "x", "method": "transfer", "received_on": paid.received_on, "made_at": house.now, "returns_id": paid.pk,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="of a payment"), transaction.atomic():
        Payment.objects.create(**row, key="b", cents=-201)
    Payment.objects.create(**row, key="c", cents=-200)

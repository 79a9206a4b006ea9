"""Documents and money in the books: balanced whatever was sold, and VAT due when the law says."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import Posting, Role
from cantine.billing import commands
from cantine.billing.rules import (
    Address,
    Document,
    Kind,
    Line,
    Method,
    Nature,
    Paid,
    Party,
    Terms,
    Third,
    draft,
    line_of,
    postings_of_correction,
    postings_of_document,
    postings_of_payment,
)
from cantine.kernel import Refused
from cantine.pricing.rules import Unit, Vat, VatKind

ODILE = Third("P1", "Odile Martin")
SELLER, BUYER = Party("Asso", Address()), Party("Odile Martin", Address(), Nature.PERSON)
TWENTY, TEN = Vat(rate=Decimal(20)), Vat(rate=Decimal(10))


def line(cents: int, vat: Vat = TWENTY, activity: str = "letting") -> Line:
    return line_of(
        name="x", quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(cents), vat=vat, activity=activity
    )  # fmt: skip


def invoice(*lines: Line, kind: Kind = Kind.INVOICE, on_debits: bool = False) -> Document:
    return draft(kind=kind, seller=SELLER, buyer=BUYER, lines=lines, terms=Terms(on_debits=on_debits))


def told(postings: list[Posting]) -> list[tuple[str, int]]:
    """Each account with what it takes: a debit above zero."""
    return [
        (each.role.value + (f" {each.rate:f}" if each.rate else ""), each.debit_cents - each.credit_cents)
        for each in postings
        if each.debit_cents or each.credit_cents
    ]


def test_a_room_is_owed_sold_and_its_vat_waits_for_the_money() -> None:
    assert told(postings_of_document(invoice(line(10000)), ODILE)) == [
        ("customers", 12000), ("sales_letting", -10000), ("vat_pending", -2000),
    ]  # fmt: skip


def test_lunch_owes_its_vat_at_once_and_so_does_who_chose_debits() -> None:
    assert told(postings_of_document(invoice(line(1000, TEN, "catering")), ODILE)) == [
        ("customers", 1100), ("sales_goods", -1000), ("vat_collected 10", -100),
    ]  # fmt: skip
    assert told(postings_of_document(invoice(line(1000), on_debits=True), ODILE)) == [
        ("customers", 1200), ("sales_letting", -1000), ("vat_collected 20", -200),
    ]  # fmt: skip


def test_money_makes_due_the_vat_that_it_holds() -> None:
    document = invoice(line(10000))
    assert told(postings_of_payment(Method.CARD, 6000, [Paid(document, 0, 6000)], ODILE)) == [
        ("customers", -6000), ("cards", 6000), ("vat_collected 20", -1000), ("vat_pending", 1000),
    ]  # fmt: skip


def test_a_credit_note_and_what_is_paid_back_are_the_contrary() -> None:
    document = invoice(line(10000), kind=Kind.CREDIT_NOTE)
    assert told(postings_of_document(document, ODILE)) == [
        ("customers", -12000), ("sales_letting", 10000), ("vat_pending", 2000),
    ]  # fmt: skip
    assert told(postings_of_payment(Method.CASH, -12000, [Paid(invoice(line(10000)), 12000, -12000, (document,))], ODILE)) == [
        ("customers", 12000), ("cash", -12000), ("vat_collected 20", 2000), ("vat_pending", -2000),
    ]  # fmt: skip


vats = st.sampled_from([TWENTY, TEN, Vat(rate=Decimal("5.5")), Vat(VatKind.EXEMPT)])
activities = st.sampled_from(["letting", "catering", "staff", "sponsorship"])
documents = st.lists(st.builds(line, st.integers(1, 10**6), vats, activities), min_size=1, max_size=6).flatmap(
    lambda lines: st.builds(lambda debits: invoice(*lines, on_debits=debits), st.booleans())
)


@given(document=documents, cuts=st.lists(st.integers(1, 99), max_size=3))
def test_paid_in_parts_every_entry_balances_and_no_vat_waits_at_the_end(document: Document, cuts: list[int]) -> None:
    paid, waiting = 0, 0
    for posting in postings_of_document(document, ODILE):
        waiting += posting.debit_cents - posting.credit_cents if posting.role is Role.VAT_PENDING else 0
    for upto in (*sorted({document.gross_cents * cut // 100 for cut in cuts}), document.gross_cents):
        entry = postings_of_payment(Method.TRANSFER, upto - paid, [Paid(document, paid, upto - paid)], ODILE)
        assert sum(each.debit_cents - each.credit_cents for each in entry) == 0
        waiting += sum(each.debit_cents - each.credit_cents for each in entry if each.role is Role.VAT_PENDING)
        paid = upto
    assert waiting == 0


def test_vat_moves_half_up_by_proportion_of_the_whole() -> None:
    """Fifty euros of 1 272,36, of which 210,56 of VAT at several rates: 8,27."""
    document = invoice(line(104_280), line(1_900, TEN, "staff"))
    moved = dict(told(postings_of_payment(Method.CARD, 5_000, [Paid(document, 0, 5_000)], ODILE)))
    assert moved["vat_pending"] == round(5_000 * document.vat_cents / document.gross_cents)


@given(document=documents, moves=st.lists(st.tuples(st.booleans(), st.integers(1, 100)), max_size=6))
def test_no_vat_waits_once_all_is_settled_whatever_the_order_of_credits_and_payments(
    document: Document, moves: list[tuple[bool, int]]
) -> None:
    """Credit notes of lines and payments of a part come as they will; then what is left is paid, or paid back."""
    said: list[Posting] = list(postings_of_document(document, ODILE))
    kept, paid = list(document.lines), 0
    notes: list[Document] = []

    def pay(cents: int) -> None:
        nonlocal paid
        said.extend(postings_of_payment(Method.CARD, cents, [Paid(document, paid, cents, tuple(notes))], ODILE))
        paid += cents

    def left() -> int:
        return document.gross_cents - sum(note.gross_cents for note in notes) - paid

    for gives_back, share in moves:
        if gives_back and kept:
            note = draft(
                kind=Kind.CREDIT_NOTE, seller=SELLER, buyer=BUYER, lines=[kept.pop()], terms=document.terms
            )  # fmt: skip
            said += [*postings_of_document(note, ODILE), *postings_of_correction(document, paid, notes, note)]
            notes.append(note)
        elif (cents := left() * share // 100) > 0:
            pay(cents)
    pay(left())
    sums: dict[tuple[Role, Any], int] = {}
    for each in said:
        sums[each.role, each.rate] = sums.get((each.role, each.rate), 0) + each.debit_cents - each.credit_cents
    due = {group.vat.rate: group.vat_cents for group in document.groups}
    for note in notes:
        for group in note.groups:
            due[group.vat.rate] -= group.vat_cents
    assert sums.get((Role.VAT_PENDING, None), 0) == 0
    assert {rate: -sums.get((Role.VAT_COLLECTED, rate), 0) for rate in due} == due
    assert sum(sums.values()) == 0


@given(document=documents)
def test_a_document_balances_and_with_its_credit_note_makes_nothing(document: Document) -> None:
    postings = postings_of_document(document, ODILE)
    assert sum(each.debit_cents - each.credit_cents for each in postings) == 0
    undone = draft(
        kind=Kind.CREDIT_NOTE, seller=SELLER, buyer=BUYER, lines=document.lines, terms=document.terms
    )  # fmt: skip
    sums: dict[tuple[Role, Any], int] = {}
    for each in (*postings, *postings_of_document(undone, ODILE)):
        key = (each.role, each.rate)
        sums[key] = sums.get(key, 0) + each.debit_cents - each.credit_cents
    assert set(sums.values()) == {0}


# -- through the commands ----------------------------------------------------------------------------------------------


def balance_of(house: Any) -> dict[str, int]:
    """By account, what its entries make: a debit above zero."""
    from cantine.accounting import queries as books

    year = books.years_of(house.entity.id)[0].year
    return {row.number: row.cents for row in books.balances_of(house.entity.id, year) if row.cents}


@pytest.mark.django_db
def test_an_invoice_paid_then_given_back_and_paid_back_leaves_nothing_in_the_books(house: Any) -> None:
    found = house.find(house.issued(hours=2))
    commands.record_payment(
        **house.said, who=house.member, cents=9600, method=Method.CARD, received_on=found.card.issued_on, key="a",
        invoices=[found.card.uuid],
    )  # fmt: skip
    assert balance_of(house) == {"7083": -8000, "445711": -1600, "5115": 9600}
    note = commands.credit_invoice(**house.said, invoice=found.card.uuid)
    commands.pay_back(
        **house.said, credit_note=note, method=Method.CARD, received_on=found.card.issued_on, key="b"
    )  # fmt: skip
    assert balance_of(house) == {}


@pytest.mark.django_db
def test_an_invoice_paid_in_part_then_given_back_in_part_leaves_no_vat_waiting(house: Any) -> None:
    house.charge(hours=2)
    house.charge(hours=1)
    invoice = house.prepared()
    commands.issue_invoice(**house.said, invoice=invoice)
    said = {
        "who": house.member,
        "method": Method.CARD,
        "received_on": house.place.today(house.now),
        "invoices": [invoice],
    }
    commands.record_payment(**house.said, **said, cents=4000, key="a")
    commands.credit_invoice(**house.said, invoice=invoice, lines=[1])
    commands.record_payment(**house.said, **said, cents=1000, key="b")
    note = commands.credit_invoice(**house.said, invoice=invoice)
    commands.pay_back(
        **house.said, credit_note=note, method=Method.CARD, received_on=house.place.today(house.now), key="c"
    )  # fmt: skip
    assert balance_of(house) == {}


@pytest.mark.django_db
def test_a_payment_dated_in_a_closed_period_is_refused_and_nothing_is_written(house: Any) -> None:
    from cantine.accounting import commands as accounting
    from cantine.billing.models import Payment

    invoice = house.issued()
    closed = date(house.now.year, house.now.month, 1)
    last = closed.replace(day=1).toordinal() - 1
    accounting.close_period(
        **house.said, entity=house.entity.uuid, last_day=date.fromordinal(last)
    )  # fmt: skip
    with pytest.raises(Refused) as why:
        commands.record_payment(
            **house.said, who=house.member, cents=4800, method=Method.CARD, received_on=date.fromordinal(last), key="a",
            invoices=[invoice],
        )  # fmt: skip
    assert [each.code for each in why.value.refusals] == ["period_closed"]
    assert not Payment.objects.exists()

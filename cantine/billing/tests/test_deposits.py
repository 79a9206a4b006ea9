"""A deposit and the final invoice together: the VAT of the whole to the cent, entries balanced, each deposit once."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import Role
from cantine.billing import rules
from cantine.billing.rules import Address, Document, Kind, Method, Nature, Paid, Party, Terms, Third, draft, line_of
from cantine.pricing.rules import Unit, Vat, VatKind

ODILE = Third("P1", "Odile Martin")
SELLER, BUYER = Party("Asso", Address()), Party("Odile Martin", Address(), Nature.PERSON)
RATES = st.sampled_from([Vat(rate=Decimal(each)) for each in ("20", "10", "5.5")] + [Vat(VatKind.EXEMPT)])
LINES = st.lists(
    st.tuples(st.integers(1, 500_000), RATES, st.sampled_from(["letting", "catering", "staff"])), min_size=1, max_size=6
)


def whole_of(lines: list[tuple[int, Vat, str]], *, on_debits: bool = False) -> Document:
    made = [
        line_of(name="x", quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(cents), vat=vat, activity=activity)
        for cents, vat, activity in lines
    ]
    return draft(kind=Kind.INVOICE, seller=SELLER, buyer=BUYER, lines=made, terms=Terms(on_debits=on_debits))


def both(whole: Document, percent: int) -> tuple[Document | None, Document]:
    """The deposit, issued, and the final invoice that takes it off."""
    from dataclasses import replace

    deposit = rules.deposit_of(whole, percent=percent, name="Acompte")
    if deposit is None:
        return None, whole
    deposit = replace(deposit, number="FA2026-000001", issued_on=date(2026, 3, 1), terms=whole.terms)
    return deposit, replace(whole, deposits=(rules.deducted(deposit),))


def sums(*postings: Any) -> dict[tuple[Role, Decimal | None], int]:
    found: dict[tuple[Role, Decimal | None], int] = {}
    for each in postings:
        key = (each.role, each.rate)
        found[key] = found.get(key, 0) + each.debit_cents - each.credit_cents
    return {key: cents for key, cents in found.items() if cents}


@given(LINES, st.integers(0, 100))
def test_the_vat_of_the_deposit_and_of_the_rest_is_that_of_the_whole(lines: Any, percent: int) -> None:
    whole = whole_of(lines)
    deposit, final = both(whole, percent)
    asked = {each.vat: each.vat_cents for each in deposit.groups} if deposit else {}
    left = {each.vat: each.vat_cents for each in rules.left_groups(final)}
    assert {vat: asked.get(vat, 0) + left[vat] for vat in left} == {each.vat: each.vat_cents for each in whole.groups}
    assert (deposit.gross_cents if deposit else 0) + final.due_cents == whole.gross_cents
    assert all(each.net_cents >= 0 and each.vat_cents >= 0 for each in rules.left_groups(final))


@given(LINES, st.integers(0, 100), st.booleans())
def test_both_documents_paid_leave_the_books_as_one_invoice_paid_would(
    lines: Any, percent: int, on_debits: bool
) -> None:
    whole = whole_of(lines, on_debits=on_debits)
    deposit, final = both(whole, percent)

    def entries(document: Document) -> list[Any]:
        paid = rules.postings_of_payment(
            Method.CARD, document.due_cents, [Paid(document, 0, document.due_cents)], ODILE
        )
        posted = rules.postings_of_document(document, ODILE)
        for entry in (posted, paid):
            assert sum(each.debit_cents for each in entry) == sum(each.credit_cents for each in entry)
        return [*posted, *paid]

    split = [*(entries(deposit) if deposit else []), *entries(final)]
    assert sums(*split) == sums(*entries(whole))


@given(LINES, st.integers(1, 99), st.lists(st.integers(1, 100), min_size=1, max_size=4))
def test_the_vat_of_the_rest_falls_due_as_it_is_paid_and_whole_in_the_end(
    lines: Any, percent: int, shares: list[int]
) -> None:
    _deposit, final = both(whole_of(lines), percent)
    before, moved = 0, []
    for number, share in enumerate(shares):
        left = final.due_cents - before
        cents = left if number == len(shares) - 1 else left * share // 100
        moved += rules.postings_of_payment(Method.CARD, cents, [Paid(final, before, cents)], ODILE)
        before += cents
    pending = sums(*rules.postings_of_document(final, ODILE), *moved)
    assert (Role.VAT_PENDING, None) not in pending
    assert (Role.CUSTOMERS, None) not in pending


def test_a_deposit_has_a_line_for_each_rate() -> None:
    whole = whole_of([(10_000, Vat(rate=Decimal(20)), "letting"), (5_000, Vat(rate=Decimal(10)), "catering")])
    deposit, final = both(whole, 30)
    assert deposit is not None
    assert [(line.net_cents, line.vat.rate) for line in deposit.lines] == [(1_500, Decimal(10)), (3_000, Decimal(20))]
    assert (deposit.gross_cents, final.due_cents) == (1_650 + 3_600, 17_500 - 5_250)


def test_money_that_came_without_a_document_leaves_the_entry_as_it_was() -> None:
    from dataclasses import replace

    whole = whole_of([(10_000, Vat(rate=Decimal(20)), "letting")])
    paid = replace(whole, deposits=(rules.Reference("", date(2026, 3, 1), 3_000),))
    assert rules.postings_of_document(paid, ODILE) == rules.postings_of_document(whole, ODILE)

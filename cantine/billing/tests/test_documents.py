"""A document counts itself: lines, groups and totals agree to the cent, and it is read back as it was frozen."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing.rules import (
    Address,
    Adjustment,
    Bank,
    Document,
    Kind,
    Line,
    Nature,
    Party,
    Reference,
    document_from_json,
    draft,
    line_of,
)
from cantine.pricing.rules import Unit, Vat, VatGroup, VatKind

SELLER = Party("La Cantine", Address("16 rue des Petites-Écuries", postcode="75010", town="Paris"), siren="732829320")
BUYER = Party("Odile Martin", Address(town="Nantes"), Nature.PERSON)
TWENTY, TEN = Vat(rate=Decimal(20)), Vat(rate=Decimal(10))
FRANCHISE = Vat(VatKind.FRANCHISE)


def line(cents: int, vat: Vat = TWENTY, quantity: str = "1", adjustments: tuple[Adjustment, ...] = ()) -> Line:
    return line_of(
        name="Salle", quantity=Decimal(quantity), unit=Unit.HOUR, unit_cents=Decimal(cents), vat=vat,
        adjustments=adjustments,
    )  # fmt: skip


def test_a_line_is_quantity_times_price_then_what_adjusts_it() -> None:
    three_hours = line(4000, quantity="3", adjustments=(Adjustment("Membre −30 %", -3600),))
    assert three_hours.net_cents == 8400


def test_vat_is_counted_on_the_sum_of_a_rate_and_not_line_by_line() -> None:
    made = draft(kind=Kind.INVOICE, seller=SELLER, buyer=BUYER, lines=[line(2), line(2), line(3, TEN)])
    assert made.groups == (VatGroup(TEN, 3, 0), VatGroup(TWENTY, 4, 1))
    assert (made.net_cents, made.vat_cents, made.gross_cents) == (7, 1, 8)


def test_what_was_paid_before_is_left_out_of_what_is_due() -> None:
    deposit = Reference("FA2026-000001", date(2026, 3, 1), 3000)
    made = draft(kind=Kind.INVOICE, seller=SELLER, buyer=BUYER, lines=[line(10000)], deposits=(deposit,))
    assert (made.gross_cents, made.prepaid_cents, made.due_cents) == (12000, 3000, 9000)


def test_a_credit_note_gives_back_and_says_what() -> None:
    assert [kind.undone_by for kind in Kind][:2] == [Kind.CREDIT_NOTE, Kind.DEPOSIT_CREDIT_NOTE]
    assert [kind.code for kind in Kind] == [380, 386, 381, 503]
    assert [kind.gives_back for kind in Kind] == [False, False, True, True]


def test_a_format_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        document_from_json({"format": 2})


amounts = st.integers(-(10**6), 10**7)
vats = st.sampled_from([TWENTY, TEN, Vat(rate=Decimal("5.5")), FRANCHISE])
lines = st.builds(
    line_of,
    name=st.just("Café"),
    quantity=st.decimals("0.01", 500, places=2),
    unit=st.sampled_from(Unit),
    unit_cents=st.decimals(0, 10**6, places=2),
    vat=vats,
    adjustments=st.lists(st.builds(Adjustment, st.just("Remise"), amounts), max_size=3).map(tuple),
    first_day=st.none() | st.just(date(2026, 3, 10)),
)
documents = st.builds(
    draft,
    kind=st.sampled_from(Kind),
    seller=st.just(SELLER),
    buyer=st.just(BUYER),
    lines=st.lists(lines, min_size=1, max_size=8),
    bank=st.none() | st.just(Bank("FR7630006000011234567890189")),
    deposits=st.just((Reference("FA2026-000001", date(2026, 3, 1), 3000),)),
)


@given(document=documents)
def test_lines_groups_and_totals_agree_to_the_cent(document: Document) -> None:
    assert document.net_cents == sum(each.net_cents for each in document.lines)
    assert document.gross_cents == sum(each.net_cents + each.vat_cents for each in document.groups)
    assert len({each.vat for each in document.groups}) == len(document.groups)


@given(document=documents)
def test_a_document_is_read_back_as_it_was_frozen(document: Document) -> None:
    assert document_from_json(document.to_json()) == document

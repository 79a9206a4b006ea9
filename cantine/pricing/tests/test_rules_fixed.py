"""Prices that no grid makes add up like the others."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cantine.pricing.rules import Line, Reason, Unit, Vat, VatKind, Why, fixed_line, fixed_price, price_from_json

CENTS = st.integers(min_value=0, max_value=1_000_000)
VATS = st.sampled_from([Vat(rate=Decimal(20)), Vat(rate=Decimal("5.5")), Vat(VatKind.EXEMPT)])
DAY = date(2026, 4, 14)


def line(cents: int, vat: Vat, *reasons: Reason) -> Line:
    names = ("Carnet", "Pass")
    return fixed_line(
        code="pass:x", names=names, unit=Unit.PIECE, quantity=Decimal(1), cents=cents, vat=vat, reasons=reasons
    )


@given(st.lists(st.tuples(CENTS, VATS), min_size=1, max_size=6))
def test_a_fixed_price_is_the_sum_of_its_lines_and_of_their_vat(sold) -> None:
    price = fixed_price(names=("Formules", "Plans"), on=DAY, lines=[line(*each) for each in sold])
    assert price.net_cents == sum(cents for cents, _vat in sold)
    assert price.gross_cents == price.net_cents + sum(group.vat_cents for group in price.groups)
    assert price_from_json(price.to_json()) == price


def test_what_a_reason_takes_off_is_counted_once() -> None:
    part = Reason(Why.PRORATION, -6_000, name_fr="12 jours sur 30", name_en="12 days of 30")
    price = fixed_price(names=("Formules", "Plans"), on=DAY, lines=[line(10_000, Vat(rate=Decimal(20)), part)])
    assert (price.net_cents, price.vat_cents, price.gross_cents) == (4_000, 800, 4_800)

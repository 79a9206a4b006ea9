"""What is granted is taken off to the cent, off no line more than it has, and off each rate by what it makes of the whole."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cantine.kernel.money import share_of
from cantine.pricing.rules import (
    ON_WHOLE,
    Discount,
    Price,
    Unit,
    Vat,
    VatKind,
    check_discount,
    discounted,
    discounted_as,
    fixed_line,
    fixed_price,
    price_from_json,
)

DAY = date(2026, 4, 14)
CENTS = st.integers(min_value=0, max_value=1_000_000)
VATS = st.sampled_from([Vat(rate=Decimal(20)), Vat(rate=Decimal(10)), Vat(rate=Decimal("5.5")), Vat(VatKind.EXEMPT)])
LINES = st.lists(st.tuples(CENTS, VATS), min_size=1, max_size=4)
PRICES = st.lists(LINES, min_size=1, max_size=4)
PERCENTS = st.decimals(min_value="0.01", max_value="100", places=2)
DISCOUNTS = st.one_of(
    PERCENTS.map(lambda each: Discount("Fidélité", each)),
    st.integers(min_value=1, max_value=5_000_000).map(lambda each: Discount("Fidélité", cents=each)),
)


def price(*sold: tuple[int, Vat]) -> Price:
    lines = [
        fixed_line(code="x", names=("Salle", "Room"), unit=Unit.PIECE, quantity=Decimal(1), cents=cents, vat=vat)
        for cents, vat in sold
    ]
    return fixed_price(names=("", ""), on=DAY, lines=lines)


@given(PRICES, DISCOUNTS)
def test_what_is_taken_off_is_what_was_granted_and_no_line_goes_below_zero(sold, discount) -> None:
    before = [price(*each) for each in sold]
    after = discounted(before, discount)
    net = sum(each.net_cents for each in before)
    assert net - sum(each.net_cents for each in after) == discount.taken_of(net)
    lines = [
        (old, new)
        for one, other in zip(before, after, strict=True)
        for old, new in zip(one.lines, other.lines, strict=True)
    ]
    assert [new for old, new in lines if not 0 <= new.cents <= old.cents] == []
    assert [price_from_json(each.to_json()) for each in after] == after


@given(PRICES, DISCOUNTS)
def test_each_line_gives_its_share_within_a_cent_and_vat_is_counted_on_what_is_left(sold, discount) -> None:
    before = [price(*each) for each in sold]
    net = sum(each.net_cents for each in before)
    assume(net)
    taken = discount.taken_of(net)
    for one, other in zip(before, discounted(before, discount), strict=True):
        for old, new in zip(one.lines, other.lines, strict=True):
            assert abs((old.cents - new.cents) * net - taken * old.cents) < net
        assert other.vat_cents == sum(share_of(group.net_cents, group.vat.rate) for group in other.groups)
        assert other.net_cents == sum(group.net_cents for group in other.groups)


@given(LINES, LINES, PERCENTS)
def test_a_price_made_anew_keeps_the_percentage_that_was_granted(sold, anew, percent) -> None:
    discount = Discount("Fidélité", percent)
    before = discounted([price(*sold)], discount)[0]
    assume(before.net_cents < price(*sold).net_cents)
    assert discounted_as(before, price(*anew)) == discounted([price(*anew)], discount)[0]


def test_an_amount_goes_as_far_as_the_new_price_does() -> None:
    twenty = Vat(rate=Decimal(20))
    before = discounted([price((10_000, twenty))], Discount("Geste", cents=5_000), on=ON_WHOLE)[0]
    assert discounted_as(before, price((8_000, twenty))).net_cents == 3_000
    assert discounted_as(before, price((3_000, twenty))).net_cents == 0
    assert discounted_as(price((10_000, twenty)), price((8_000, twenty))) == price((8_000, twenty))


@pytest.mark.parametrize(
    ("discount", "refused"),
    [
        (Discount("Fidélité", Decimal("100.01")), [("discount_above_whole", "percent")]),
        (Discount("Fidélité", Decimal(-10)), [("discount_of_nothing", "percent")]),
        (Discount("Fidélité", Decimal(0)), [("discount_of_nothing", "percent")]),
        (Discount("Fidélité", Decimal("10.125")), [("discount_too_fine", "percent")]),
        (Discount("Fidélité", cents=10_001), [("discount_above_total", "cents")]),
        (Discount("Fidélité", cents=-1), [("discount_of_nothing", "cents")]),
        (Discount("  ", cents=0), [("discount_reason_missing", "words"), ("discount_of_nothing", "cents")]),
        (Discount("a" * 121, Decimal(10)), [("discount_reason_too_long", "words")]),
        (Discount("Fidélité", Decimal(100)), []),
        (Discount("Fidélité", cents=10_000), []),
    ],
)
def test_what_can_not_be_granted_is_refused(discount: Discount, refused: list[tuple[str, str]]) -> None:
    assert [(each.code, each.field) for each in check_discount(discount, most_cents=10_000)] == refused

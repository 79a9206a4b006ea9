"""What was paid in advance takes its part of a price, to the cent, whatever the unit that the price counts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cantine.pricing.rules import Part, Price, Unit, Vat, covered, fixed_line, fixed_price, price_from_json

VAT = Vat(rate=Decimal(20))


def a_price(cents: list[int]) -> Price:
    lines = [
        fixed_line(code="kind:desk", names=("Poste", "Desk"), unit=Unit.HOUR, quantity=Decimal(1), cents=each, vat=VAT)
        for each in cents
    ]
    return fixed_price(names=("Tarifs", "Prices"), on=date(2026, 3, 10), lines=lines)


def part(share: Fraction, *, code: str = "1", cents: int | None = None, quantity: Decimal = Decimal(1)) -> Part:
    return Part(code, "Carnet", "Pass", Unit.DAY, quantity, share, cents)


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=4), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_what_is_paid_adds_up_and_the_whole_leaves_nothing(cents: list[int], weights: list[int]) -> None:
    shares = [Fraction(each, sum(weights)) for each in weights]
    price = covered(a_price(cents), [part(share, code=str(number)) for number, share in enumerate(shares)])
    assert (price.net_cents, price.vat_cents, price.gross_cents) == (0, 0, 0)
    assert [line.cents for line in price.lines] == [0] * len(cents)
    assert [-sum(reason.cents for reason in line.reasons) for line in price.lines] == cents
    assert [each.code for each in price.drawn] == [str(number) for number in range(len(shares))]


@given(st.integers(1, 100_000), st.integers(0, 8))
def test_a_part_leaves_the_rest(cents: int, eighths: int) -> None:
    price = covered(a_price([cents]), [part(Fraction(eighths, 8))])
    assert abs(price.net_cents - Fraction(cents * (8 - eighths), 8)) <= Fraction(1, 2)
    assert price_from_json(price.to_json()) == price


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=3), st.integers(0, 20_000))
def test_the_rest_costs_what_the_plan_says_where_that_is_less(cents: list[int], past: int) -> None:
    price = covered(a_price(cents), [], past=part(Fraction(0), cents=past))
    assert price.net_cents == min(past, sum(cents))


def test_with_nothing_in_advance_a_price_is_as_it_was() -> None:
    price = a_price([2_000])
    assert covered(price, []) == price

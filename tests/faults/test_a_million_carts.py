"""A million carts of many lines, discounts, rates, deposits and payments in parts, each counted a second time with fractions.
Some hundreds of them run with every commit, and the controls: an error of rounding that a hurried hand would make is found."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest

from cantine.billing.rules import documents, postings
from cantine.kernel import money
from cantine.pricing.rules import VatGroup
from tests.faults.carts import cart_of, faults_among, judged

FEW, MANY = 500, 1_000_000


def faults(many: int) -> list[str]:
    return [fault for number in range(many) for fault in judged(number)]


def test_what_some_hundreds_of_carts_say_agrees_to_the_cent() -> None:
    assert faults(FEW) == []


def test_carts_have_all_that_may_go_wrong() -> None:
    """What is drawn holds several rates on a document, discounts, prices finer than a cent, and what is free."""
    drawn = [cart_of(number) for number in range(FEW)]
    lines = [line for cart in drawn for line in cart.lines]
    assert all(
        sum(held) > FEW // 100
        for held in (
            [len(cart.groups) > 1 for cart in drawn],
            [bool(line.adjustments) for line in lines],
            [line.unit_cents != line.unit_cents.to_integral() for line in lines],
            [cart.terms.on_debits for cart in drawn],
            [line.net_cents < 100 for line in lines],
        )
    )


def _line_by_line(lines: Iterable[Any]) -> tuple[VatGroup, ...]:
    sums: dict[Any, list[int]] = {}
    for line in lines:
        net, vat = sums.get(line.vat, [0, 0])
        sums[line.vat] = [net + line.net_cents, vat + money.share_of(line.net_cents, line.vat.rate)]
    return tuple(VatGroup(vat, *both) for vat, both in sorted(sums.items()))


def _to_the_even(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        (documents, "groups_of", _line_by_line),
        (money, "round_half_up", _to_the_even),
        (postings, "_advances", lambda _document: []),
    ],
)
def test_an_error_of_a_hurried_hand_is_found(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, wrong: Callable[..., Any]
) -> None:
    monkeypatch.setattr(module, name, wrong)
    assert faults(FEW // 2) != []


def test_the_vat_of_a_part_paid_rounded_by_itself_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = postings._vat_due
    monkeypatch.setattr(postings, "_vat_due", lambda part: list(honest(type(part)(part.document, 0, part.cents))))
    assert faults(FEW // 2) != []


@pytest.mark.faults
def test_what_a_million_carts_say_agrees_to_the_cent() -> None:
    assert faults_among(0, MANY) == []

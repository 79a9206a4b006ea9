"""What a charge asks for, and what each payer owes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cantine.billing import rules
from cantine.billing.rules import NOTHING, Asked, Standing, State, asked_of
from cantine.pricing.rules import Price, Vat, VatGroup


def price(*groups: tuple[int, str], offered: int = 0) -> Price:
    made = tuple(VatGroup(Vat(rate=Decimal(rate)), net, net * int(Decimal(rate)) // 100) for net, rate in groups)
    net, vat = sum(group.net_cents for group in made), sum(group.vat_cents for group in made)
    return Price("", "", date(2026, 3, 10), "", "", "", (), made, net, vat, net + vat, offered)


def test_what_stands_asks_for_all_of_its_price() -> None:
    assert asked_of(price((8000, "20"), offered=500), Standing(State.DUE)) == Asked(8000, 1600, 500)


def test_what_may_still_be_refused_and_what_is_dropped_ask_for_nothing() -> None:
    assert asked_of(price((8000, "20")), Standing(State.EXPECTED)) == NOTHING
    assert asked_of(price((8000, "20")), Standing(State.DROPPED)) == NOTHING


def test_a_share_is_counted_on_each_rate_and_rounded_half_up() -> None:
    assert asked_of(price((1001, "20"), (500, "10")), Standing(State.DUE, 50)) == Asked(501 + 250, 100 + 25, 0)


@given(nets=st.lists(st.integers(0, 10**7), max_size=4), percent=st.integers(0, 100))
def test_a_share_never_asks_for_more_than_the_price(nets: list[int], percent: int) -> None:
    whole = price(*((net, "20") for net in nets))
    asked = asked_of(whole, Standing(State.DUE, percent))
    assert 0 <= asked.net_cents <= whole.net_cents
    assert 0 <= asked.gross_cents <= whole.gross_cents + len(nets)


@dataclass(frozen=True)
class Line:
    payer: tuple[str, int]
    asked: Asked


def test_each_payer_has_one_account_the_largest_first() -> None:
    ada, acme = ("person", 1), ("organisation", 1)
    lines = [Line(ada, Asked(100, 20, 0)), Line(acme, Asked(500, 100, 0)), Line(ada, Asked(200, 40, 7))]
    accounts = rules.accounts_of(lines)
    assert [(each.payer, each.total) for each in accounts] == [
        (acme, Asked(500, 100, 0)),
        (ada, Asked(300, 60, 7)),
    ]
    assert list(accounts[1].charges) == [lines[0], lines[2]]

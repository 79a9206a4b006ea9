"""What a charge asks for, and what each payer owes."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing import rules
from cantine.billing.queries.drafts import WORDS
from cantine.billing.rules import NOTHING, Asked, Standing, State, asked_of
from cantine.pricing.rules import Line, Price, Unit, Vat


def price(*lines: tuple[int, str], offered: int = 0) -> Price:
    made = tuple(
        Line("any", "", "", Unit.HOUR, Decimal(1), Decimal(1), cents, cents, cents, Vat(rate=Decimal(rate)))
        for cents, rate in lines
    )
    net = sum(line.cents for line in made)
    return Price("", "", date(2026, 3, 10), "", "", "", made, (), net, 0, net, offered)


def asked(*nets: tuple[int, str], offered: int = 0) -> Asked:
    return Asked(tuple((Vat(rate=Decimal(rate)), cents) for cents, rate in nets), offered)


def test_what_stands_asks_for_all_of_its_price() -> None:
    assert asked_of(price((8000, "20"), offered=500), Standing(State.DUE)) == asked((8000, "20"), offered=500)


def test_what_may_still_be_refused_and_what_is_dropped_ask_for_nothing() -> None:
    assert asked_of(price((8000, "20")), Standing(State.EXPECTED)) == NOTHING
    assert asked_of(price((8000, "20")), Standing(State.DROPPED)) == NOTHING


def test_a_share_is_counted_on_each_line_and_rounded_half_up() -> None:
    shared = asked_of(price((1001, "20"), (500, "10")), Standing(State.DUE, 50))
    assert shared == asked((250, "10"), (501, "20"))
    assert (shared.net_cents, shared.vat_cents, shared.gross_cents) == (751, 125, 876)


def test_what_is_owed_in_all_has_its_vat_counted_once_for_each_rate() -> None:
    cents = asked_of(price((3, "20")), Standing(State.DUE))
    assert (cents.vat_cents, (cents + cents + cents).vat_cents) == (1, 2)


@given(nets=st.lists(st.integers(0, 10**7), max_size=4), percent=st.integers(0, 100))
def test_a_share_never_asks_for_more_than_the_price(nets: list[int], percent: int) -> None:
    whole = price(*((net, "20") for net in nets))
    part = asked_of(whole, Standing(State.DUE, percent))
    assert 0 <= part.net_cents <= whole.net_cents
    assert part.gross_cents <= asked_of(whole, Standing(State.DUE)).gross_cents


@dataclass(frozen=True)
class Owed:
    payer: tuple[str, int]
    asked: Asked


def test_each_payer_has_one_account_the_largest_first() -> None:
    ada, acme = ("person", 1), ("organisation", 1)
    first, second = Owed(ada, asked((100, "20"))), Owed(ada, asked((200, "20"), offered=7))
    accounts = rules.accounts_of([first, Owed(acme, asked((500, "20"))), second])
    assert [(each.payer, each.total) for each in accounts] == [
        (acme, asked((500, "20"))),
        (ada, asked((300, "20"), offered=7)),
    ]
    assert list(accounts[1].charges) == [first, second]


vats = st.sampled_from([Vat(rate=Decimal(rate)) for rate in ("20", "10", "5.5")])
parts = st.lists(st.tuples(vats, st.integers(1, 10**6)), max_size=3).map(tuple)


@given(every=st.lists(st.builds(lambda nets, grosses: Asked(nets, 0, grosses), parts, parts), max_size=8))
def test_what_each_charge_adds_is_to_the_cent_what_all_of_them_ask_for(every: list[Asked]) -> None:
    whole, added = sum(every, NOTHING), rules.additions_of(every)
    assert sum(each.net_cents for each in added) == whole.net_cents
    assert sum(each.gross_cents for each in added) == whole.gross_cents


@given(cents=st.lists(st.integers(1, 10**5), min_size=1, max_size=8), vat=vats)
def test_prices_said_with_vat_are_invoiced_as_they_were_said(cents: list[int], vat: Vat) -> None:
    lines = [
        replace(rules.line_of(name="Café", quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(1), vat=vat), gross_cents=each)
        for each in cents
    ]  # fmt: skip
    (group,) = rules.groups_of(rules.with_nets_shared(lines))
    assert group.net_cents + group.vat_cents == sum(cents)
    assert Asked((), 0, ((vat, sum(cents)),)).net_cents == group.net_cents


@given(invoiced=st.integers(0, 10_000), gone=st.integers(0, 10_000), asked=st.integers(0, 10_000))
def test_what_is_to_mend_asks_for_something_else_than_was_invoiced(invoiced: int, gone: int, asked: int) -> None:
    left = max(invoiced - gone, 0)
    found = rules.is_to_mend(invoiced_cents=invoiced, left_cents=left, asked_cents=asked)
    assert found == (asked > invoiced or asked < left)
    assert not (found and asked == invoiced)


@given(cents=st.integers(1, 9_000), rate=st.sampled_from(["20", "10", "5.5", "2.1", "8.5", "0"]))
def test_an_amount_given_back_with_vat_is_that_amount_to_the_cent(cents: int, rate: str) -> None:
    seller = buyer = rules.Party("x", rules.Address(), rules.Nature.BUSINESS)
    line = rules.line_of(
        name="Salle", quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(10_000), vat=Vat(rate=Decimal(rate))
    )  # fmt: skip
    whole = rules.draft(kind=rules.Kind.INVOICE, seller=seller, buyer=buyer, lines=[line])
    given_lines = rules.give_lines(whole, [], wanted=[0], parts={0: rules.PartOfLine(gross_cents=cents)})
    assert not isinstance(given_lines, list)
    note = rules.draft(kind=rules.Kind.CREDIT_NOTE, seller=seller, buyer=buyer, lines=given_lines.lines)
    assert note.gross_cents == cents


@pytest.mark.parametrize(
    ("least", "detail"),
    [("2", "10 mars · 1\xa0h, facturé 2\xa0h au moins"), ("0", "10 mars · 1\xa0h\u202f: 2\xa0h reviennent moins cher")],
)
def test_a_line_says_why_more_is_billed_than_used(least: str, detail: str) -> None:
    whole = price((8_000, "20"))
    line = replace(whole.lines[0], quantity=Decimal(2), used=Decimal(1), list_cents=4_000, least=Decimal(least))
    with translation.override("fr"):
        (made,) = rules.lines_of_charge(
            replace(whole, lines=(line,)), Standing(State.DUE), name="Salle", detail="10 mars", day=date(2026, 3, 10),
            charge="", words=WORDS, activities={},
        )  # fmt: skip
    assert (made.detail, made.net_cents) == (detail, 8_000)

"""Old books taken over: every account on its side, balanced, entered once, and put into those of the chart that they are."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands, queries, rules
from cantine.accounting.rules import OldBalance, Role
from cantine.accounting.testing import ROBOT, a_legal_entity, an_entry
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places.testing import actor_for, ref_of

DAY = date(2026, 3, 31)
OLD = [
    OldBalance(number="411000", name="Clients", debit_cents=120_000),
    OldBalance(number="5121", name="Crédit coopératif", debit_cents=500_000),
    OldBalance(number="101", name="Fonds propres", credit_cents=380_000),
    OldBalance(number="706000", name="Prestations", credit_cents=260_000),
    OldBalance(number="6132", name="Loyer", debit_cents=20_000),
]


@pytest.fixture
def books(three: Any, now: Any, db: Any) -> Any:
    place = ref_of(three.place)
    entity = a_legal_entity(three.place, now=now)
    with scoping.scope([place.organisation_id]):
        yield {"actor": ROBOT, "now": now, "place": place, "entity": entity.uuid, "day": DAY}, entity


def test_every_account_is_entered_on_its_side_and_the_result_of_the_year_is_whole(books: Any) -> None:
    said, entity = books
    commands.take_over_balances(**said, balances=OLD)
    held = queries.balances_of(entity.id, rules.year_of(DAY, starts_month=1))
    assert [(each.number, each.cents) for each in held] == [
        ("101", -380_000), ("411", 120_000), ("5121", 500_000), ("6132", 20_000), ("706", -260_000),
    ]  # fmt: skip
    assert rules.sums_of_year(held).result_cents == 240_000
    taken = queries.books_taken_over(entity.id)
    assert taken is not None
    assert (taken.day, taken.total_cents, taken.by_role) == (DAY, 640_000, {Role.CUSTOMERS: 120_000})


def test_books_that_differ_by_a_cent_are_refused_with_both_sums(books: Any) -> None:
    said, entity = books
    with pytest.raises(Refused) as why:
        commands.take_over_balances(**said, balances=[*OLD, OldBalance(number="530", name="Caisse", debit_cents=1)])
    assert [(each.code, dict(each.context)) for each in why.value.refusals] == [
        ("takeover_unbalanced", {"debit_cents": 640_001, "credit_cents": 640_000})
    ]
    assert queries.books_taken_over(entity.id) is None


def test_a_year_that_is_kept_here_already_takes_no_opening_balance_on_top(books: Any) -> None:
    said, entity = books
    an_entry(entity, now=said["now"], day=date(2026, 3, 2))
    with pytest.raises(Refused) as why:
        commands.take_over_balances(**said, balances=OLD)
    assert [(each.code, each.context["first"]) for each in why.value.refusals] == [
        ("books_kept_already", date(2026, 3, 2))
    ]
    commands.take_over_balances(**{**said, "day": date(2026, 2, 28)}, balances=OLD)


def test_they_are_taken_over_once_and_again_when_that_was_undone(books: Any) -> None:
    said, entity = books
    first = commands.take_over_balances(**said, balances=OLD)
    with pytest.raises(Refused) as why:
        commands.take_over_balances(**said, balances=OLD)
    assert [each.code for each in why.value.refusals] == ["books_taken_over_already"]
    undo = {name: said[name] for name in ("actor", "now", "place")}
    commands.reverse_entry(**undo, entry=first, day=DAY, label="Reprise à refaire")
    assert queries.books_taken_over(entity.id) is None
    again = commands.take_over_balances(**said, balances=OLD)
    assert queries.books_taken_over(entity.id).entry == again  # type: ignore[union-attr]
    year = rules.year_of(DAY, starts_month=1)
    assert {each.number: each.cents for each in queries.balances_of(entity.id, year)}["411"] == 120_000


def test_a_member_does_not_take_books_over(books: Any, three: Any) -> None:
    said, _entity = books
    with pytest.raises(Denied):
        commands.take_over_balances(**{**said, "actor": actor_for(three.member, now=said["now"])}, balances=OLD)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (OldBalance(number="41", name="Clients", debit_cents=1), "account_number_wrong"),
        (OldBalance(number="411", name="", debit_cents=1), "account_name_missing"),
        (OldBalance(number="411", name="Clients", debit_cents=1, credit_cents=1), "balance_two_sides"),
        (OldBalance(number="411", name="Clients", debit_cents=-1), "balance_two_sides"),
    ],
)
def test_a_wrong_account_says_what_to_do(line: OldBalance, code: str) -> None:
    assert [each.code for each in rules.check_balance(line)] == [code]


@pytest.mark.parametrize(
    ("number", "known", "met"),
    [
        ("411000", ["411", "401"], "411"),
        ("411", ["411000"], "411000"),
        ("5121", ["512"], "5121"),
        ("512100", ["512", "5121"], "5121"),
        ("100", ["101"], "100"),
        ("100000", ["100"], "100"),
    ],
)
def test_zeros_that_only_fill_do_not_make_another_account(number: str, known: list[str], met: str) -> None:
    assert rules.alike(number, known) == met


@given(st.from_regex(r"[1-9][0-9]{2}[0-9]{0,5}", fullmatch=True), st.integers(0, 4))
def test_an_account_is_itself_whatever_zeros_follow(number: str, zeros: int) -> None:
    bare = rules.bare_number(number)
    assert rules.alike(bare + "0" * zeros, [number]) == number

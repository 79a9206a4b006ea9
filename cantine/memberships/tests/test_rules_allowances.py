"""Which allowance is drawn, and how much: never more than it holds, whatever the order in which they are given."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.memberships.rules import (
    STEPS,
    Drawing,
    Need,
    PassKind,
    Purse,
    Take,
    Use,
    check_pass_kind,
    drawn_from,
    first_used,
    last_day_of,
    seat_need,
)
from cantine.pricing.rules import Unit

TODAY = date(2026, 4, 14)
D = Decimal
units = st.sampled_from([Unit.DAY, Unit.HALF_DAY, Unit.HOUR])
days = st.none() | st.dates(TODAY, TODAY + timedelta(days=300))


@st.composite
def purses(draw: st.DrawFn) -> list[Purse]:
    count = draw(st.integers(0, 6))
    return [
        Purse(key, unit := draw(units), STEPS[unit] * draw(st.integers(0, 12)), draw(days), draw(st.sampled_from("ab")))
        for key in range(count)
    ]


needs = st.builds(
    seat_need, half_days=st.integers(1, 2), hours=st.integers(1, 20).map(lambda half: D(half) / 2)
)  # fmt: skip


@given(purses(), needs)
def test_no_purse_gives_more_than_it_holds_nor_less_than_a_step(held, need) -> None:
    by_key = {purse.key: purse for purse in held}
    for take in drawn_from(need, held).takes:
        purse = by_key[take.key]
        assert 0 < take.quantity <= purse.left
        assert take.quantity % STEPS[purse.unit] == 0


@given(purses(), needs, st.randoms())
def test_the_order_in_which_purses_are_given_changes_nothing(held, need, chance) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert drawn_from(need, shuffled) == drawn_from(need, held)


@given(purses(), needs)
def test_a_need_is_paid_for_or_said_to_lack(held, need) -> None:
    found = drawn_from(need, held)
    paid = sum((take.quantity * need.quantity / need.ways[held[take.key].unit] for take in found.takes), D(0))
    assert abs(paid + found.lacking - need.quantity) <= D("0.01")


@given(purses(), needs, st.integers(0, 4))
def test_a_cap_is_never_passed(held, need, most) -> None:
    caps = {"a": D(most)}
    taken = [take.quantity for take in drawn_from(need, held, caps=caps).takes if held[take.key].right == "a"]
    assert sum(taken, D(0)) <= most


def test_what_expires_first_is_used_first_then_what_holds_least() -> None:
    late, soon = TODAY + timedelta(days=9), TODAY + timedelta(days=2)
    held = [Purse(1, Unit.DAY, D(3)), Purse(2, Unit.DAY, D(9), late), Purse(3, Unit.DAY, D(1), late),
            Purse(4, Unit.DAY, D(5), soon)]  # fmt: skip
    assert [purse.key for purse in first_used(held)] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("half_days", "hours", "purse", "drawing"),
    [
        (2, D(8), Purse(1, Unit.DAY, D(3)), Drawing((Take(1, D(1)),))),
        (1, D(3), Purse(1, Unit.DAY, D(3)), Drawing((Take(1, D("0.5")),))),
        (2, D(8), Purse(1, Unit.HALF_DAY, D(3)), Drawing((Take(1, D(2)),))),
        (2, D("6.5"), Purse(1, Unit.HOUR, D(10)), Drawing((Take(1, D("6.5")),))),
        (2, D(8), Purse(1, Unit.HALF_DAY, D(1)), Drawing((Take(1, D(1)),), lacking=D(1))),
        (2, D(8), Purse(1, Unit.PIECE, D(9)), Drawing((), lacking=D(2))),
        (2, D(8), Purse(1, Unit.HOUR, D(2)), Drawing((Take(1, D(2)),), lacking=D("1.5"))),
    ],
)
def test_two_half_days_are_a_day_and_hours_are_as_many_as_it_lasted(half_days, hours, purse, drawing) -> None:
    assert drawn_from(seat_need(half_days=half_days, hours=hours), [purse]) == drawing


def test_a_day_begins_with_a_half_day_pass_and_ends_with_a_day_pass() -> None:
    held = [Purse(1, Unit.HALF_DAY, D(1), TODAY), Purse(2, Unit.DAY, D(4))]
    assert drawn_from(seat_need(half_days=2, hours=D(8)), held) == Drawing((Take(1, D(1)), Take(2, D("0.5"))))


def test_nothing_needed_draws_nothing() -> None:
    assert drawn_from(Need(Unit.HOUR, {Unit.HOUR: D(0)}), [Purse(1, Unit.HOUR, D(4))]) == Drawing()


def a_kind(**said) -> PassKind:
    usual = {
        "code": "", "name_fr": "Carnet", "name_en": "", "use": Use.SEAT, "unit": Unit.DAY, "quantity": D(10), "cents": 1,
    }  # fmt: skip
    return PassKind(**{**usual, **said})


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"name_fr": "  "}, ["pass_name_missing"]),
        ({"use": Use.ROOM}, ["allowance_unit_unfit"]),
        ({"quantity": D(0)}, ["allowance_out_of_range"]),
        ({"quantity": D("1.25")}, ["allowance_out_of_range"]),
        ({"valid_days": 0}, ["pass_days_out_of_range"]),
        ({"name_fr": "", "valid_days": 9999}, ["pass_name_missing", "pass_days_out_of_range"]),
    ],
)
def test_a_pass_is_checked_whole(said, codes) -> None:
    assert [refusal.code for refusal in check_pass_kind(a_kind(**said))] == codes


def test_a_pass_of_thirty_days_serves_the_day_of_its_sale_and_twenty_nine_more() -> None:
    assert last_day_of(a_kind(valid_days=30), sold_on=date(2026, 4, 1)) == date(2026, 4, 30)
    assert last_day_of(a_kind(), sold_on=TODAY) is None

"""What balances, which account a posting asks for, which day is open: decided from values."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import (
    BY_SIDE,
    Balance,
    Nature,
    Posting,
    Role,
    account_for,
    carried,
    chart_of,
    check_account,
    check_closing,
    check_heading,
    check_open,
    check_postings,
    closable,
    english_names,
    lettering_code,
    month_end,
    rate_code,
    result_carried,
    sums_of,
    sums_of_year,
    worth,
    year_of,
)
from cantine.accounting.rules.years import Year

cents = st.integers(0, 10**9)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
months = st.integers(1, 12)
roles = st.sampled_from(list(Role))


def codes(refusals: Any) -> list[str]:
    return [refusal.code for refusal in refusals]


def balanced(amounts: Sequence[int]) -> list[Posting]:
    debits = [Posting(role=Role.CUSTOMERS, debit_cents=amount) for amount in amounts]
    return [*debits, Posting(role=Role.SALES_LETTING, credit_cents=sum(amounts))]


@given(st.lists(st.integers(1, 10**9), min_size=1))
def test_what_balances_is_refused_nothing(amounts: list[int]) -> None:
    postings = balanced(amounts)
    assert list(check_postings(postings)) == []
    assert sums_of(postings) == (sum(amounts), sum(amounts))


@given(st.lists(st.integers(1, 10**9), min_size=1), st.integers(1, 10**9))
def test_a_cent_too_many_is_refused(amounts: list[int], extra: int) -> None:
    refusals = list(check_postings([*balanced(amounts), Posting(role=Role.ROUNDING, debit_cents=extra)]))
    assert codes(refusals) == ["entry_unbalanced"]
    said = refusals[0].context
    assert (said["debit_cents"], said["credit_cents"]) == (sum(amounts) + extra, sum(amounts))


@pytest.mark.parametrize(
    ("postings", "refused"),
    [
        ([], ["entry_empty"]),
        ([Posting(role=Role.CASH, debit_cents=5, credit_cents=5)], ["posting_wrong"]),
        ([Posting(role=Role.CASH, debit_cents=-5), Posting(role=Role.BANK, credit_cents=-5)], ["posting_wrong"] * 2),
    ],
)
def test_a_posting_has_one_side_above_zero(postings: list[Posting], refused: list[str]) -> None:
    assert codes(check_postings(postings)) == refused


def test_a_posting_of_nothing_is_left_out() -> None:
    kept = Posting(role=Role.CASH, debit_cents=1)
    assert worth([Posting(role=Role.BANK), kept]) == [kept]


@pytest.mark.parametrize(
    ("label", "piece", "refused"), [("a", "b", []), (" ", "b", ["entry_unnamed"]), ("a", "", ["entry_unnamed"])]
)
def test_an_entry_says_what_it_is_and_by_which_document(label: str, piece: str, refused: list[str]) -> None:
    assert codes(check_heading(label, piece)) == refused


@pytest.mark.parametrize("nature", list(Nature))
def test_a_chart_is_whole(nature: Nature) -> None:
    chart = chart_of(nature)
    numbers = [account.number for account in chart]
    assert numbers == sorted(set(numbers))
    assert [codes(check_account(account.number, account.name_fr)) for account in chart] == [[]] * len(chart)
    assert {number for number, name in english_names(nature).items() if not name} == set()
    slots = [slot for account in chart for slot in account.slots]
    assert len(slots) == len(set(slots))
    missing = {role for role in Role if not any(slot[0] is role for slot in slots)}
    in_kind = {Role.GIFTS_IN_KIND, Role.SERVICES_IN_KIND, Role.VOLUNTEERING, Role.LENT_IN_KIND}
    assert missing == ({Role.SHARES, Role.SHARES_CALLED} if nature is Nature.ASSOCIATION else in_kind)


@given(roles, st.sampled_from(["", "debit", "credit"]), st.integers(1, 100))
def test_a_role_by_side_asks_for_the_account_of_its_side(role: Role, side: str, amount: int) -> None:
    posting = Posting(role=role, **{f"{side or 'debit'}_cents": amount})
    assert posting.slot == (role, (side or "debit") if role in BY_SIDE else "")


def test_vat_has_an_account_a_rate_and_one_for_the_others() -> None:
    assigned = {(Role.VAT_COLLECTED, ""): "44571", (Role.VAT_COLLECTED, "5.5"): "445713"}
    at = {rate: Posting(role=Role.VAT_COLLECTED, credit_cents=1, rate=Decimal(rate)).slot for rate in ("5.50", "8.5")}
    assert account_for(at["5.50"], assigned) == "445713"
    assert account_for(at["8.5"], assigned) == "44571"
    assert account_for((Role.CASH, ""), assigned) is None
    assert [rate_code(Decimal(rate)) for rate in ("20.00", "5.50", "10")] == ["20", "5.5", "10"]
    assert rate_code(None) == ""


@given(days, months)
def test_a_day_is_of_one_year_of_twelve_months(day: date, month: int) -> None:
    year = year_of(day, starts_month=month)
    assert day in year
    assert year.first_day.day == 1
    assert year.first_day.month == month
    assert year_of(year.last_day + timedelta(days=1), starts_month=month).first_day == year.last_day + timedelta(days=1)
    assert len(closable(year, closed_until=None, today=date.max)) == 12


@given(days, months, days, st.none() | days)
def test_only_what_may_be_closed_is_offered(day: date, month: int, today: date, closed: date | None) -> None:
    year = year_of(day, starts_month=month)
    offered = closable(year, closed_until=closed, today=today)
    assert [each for each in offered if list(check_closing(each, year, closed_until=closed, today=today))] == []
    assert all(each == month_end(each) for each in offered)


@pytest.mark.parametrize(
    ("last_day", "closed", "refused"),
    [
        (date(2026, 2, 28), None, []),
        (date(2026, 2, 28), date(2026, 1, 31), []),
        (date(2026, 3, 31), None, ["period_not_over"]),
        (date(2026, 1, 31), date(2026, 1, 31), ["period_already_closed"]),
        (date(2026, 2, 27), None, ["period_wrong"]),
        (date(2025, 12, 31), None, ["period_wrong"]),
    ],
)
def test_a_month_is_closed_once_over_and_in_its_turn(last_day: date, closed: date | None, refused: list[str]) -> None:
    year = Year(date(2026, 1, 1), date(2026, 12, 31))
    assert codes(check_closing(last_day, year, closed_until=closed, today=date(2026, 3, 31))) == refused


@given(days, st.none() | days)
def test_a_day_is_open_after_what_is_closed(day: date, closed: date | None) -> None:
    refusals = list(check_open(day, closed))
    assert (codes(refusals) == []) == (closed is None or day > closed)
    if refusals:
        assert list(check_open(refusals[0].context["first"], closed)) == []


@given(st.lists(st.tuples(st.sampled_from(["102", "411", "512", "613", "706"]), cents, cents)))
def test_the_opening_of_a_year_balances_with_its_result(sums: list[tuple[str, int, int]]) -> None:
    rows = [Balance(number=number, name="", debit_cents=debit, credit_cents=credit) for number, debit, credit in sums]
    gap = sum(row.cents for row in rows)
    rows.append(Balance(number="471", name="", debit_cents=max(-gap, 0), credit_cents=max(gap, 0)))
    opening = carried(rows)
    assert {row.kind for row in opening} <= set("12345")
    assert [row for row in opening if row.debit_cents and row.credit_cents] == []
    assert result_carried(opening) == sums_of_year(rows).result_cents


@given(st.integers(0, 20_000))
def test_lettering_codes_are_letters_and_never_the_same(index: int) -> None:
    assert lettering_code(index).isalpha()
    assert lettering_code(index) != lettering_code(index + 1)
    assert len(lettering_code(index)) <= len(lettering_code(index + 1))


def test_lettering_codes_go_from_z_to_aa() -> None:
    assert [lettering_code(index) for index in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("number", "name", "refused"),
    [
        ("6131", "Loyer", []),
        ("61", "x", ["account_number_wrong"]),
        ("0613", "x", ["account_number_wrong"]),
        ("706", "", ["account_name_missing"]),
    ],
)
def test_an_account_has_three_figures_and_a_name(number: str, name: str, refused: list[str]) -> None:
    assert codes(check_account(number, name)) == refused


def test_an_expense_stands_on_the_account_of_its_category() -> None:
    assert Posting(role=Role.EXPENSE, debit_cents=1, category="rent").slot == (Role.EXPENSE, "rent")

"""Days of banks, mandates that hold, what a run takes: decided from values."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.eu import at_02

from cantine.billing.documents.sepa import SCHEMA
from cantine.billing.rules.sepa import (
    REASONS,
    Debtor,
    Due,
    Holder,
    Sequence,
    Standing,
    check_creditor,
    check_holder,
    decided,
    earliest_collection,
    is_target_day,
    next_target_day,
    standing_of,
)

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
ICS = "FR72ZZZ123456"


def test_banks_rest_on_six_days_and_at_the_weekend() -> None:
    year = [date(2026, 1, 1) + timedelta(days=each) for each in range(365)]
    closed = [each for each in year if not is_target_day(each) and each.weekday() < 5]
    assert closed == [date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 12, 25)]


@given(days)
def test_the_next_day_of_banks_is_within_a_week(day: date) -> None:
    found = next_target_day(day)
    assert is_target_day(found)
    assert 0 <= (found - day).days <= 6


@given(days, st.integers(1, 30), st.integers(0, 5))
def test_the_first_day_leaves_time_to_tell_and_to_bring(day: date, notice: int, lead: int) -> None:
    found = earliest_collection(today=day, notice_days=notice, lead_days=lead)
    between = [day + timedelta(days=each) for each in range(1, (found - day).days + 1)]
    assert is_target_day(found)
    assert (found - day).days >= notice
    assert sum(map(is_target_day, between)) >= lead


@pytest.mark.parametrize("ics", [ICS, "DE98ZZZ09999999999", "FR72ZZ1123456"])
def test_an_identifier_is_read_as_stdnum_does(ics: str) -> None:
    assert (list(check_creditor(ics, notice_days=14)) == []) is at_02.is_valid(ics)


def test_a_wrong_identifier_or_notice_is_told() -> None:
    assert [each.code for each in check_creditor("FR73ZZZ123456", notice_days=0)] == [
        "ics_wrong",
        "debit_notice_out_of_range",
    ]


def test_a_mandate_lapses_after_three_years_without_serving() -> None:
    signed, used = date(2026, 3, 2), date(2027, 5, 10)
    said = [
        standing_of(signed_on=None, used_on=None, revoked=False, today=signed),
        standing_of(signed_on=signed, used_on=None, revoked=False, today=date(2029, 3, 2)),
        standing_of(signed_on=signed, used_on=None, revoked=False, today=date(2029, 3, 3)),
        standing_of(signed_on=signed, used_on=used, revoked=False, today=date(2030, 5, 10)),
        standing_of(signed_on=signed, used_on=used, revoked=True, today=signed),
    ]
    assert said == [Standing.ASKED, Standing.ACTIVE, Standing.LAPSED, Standing.ACTIVE, Standing.REVOKED]


def test_a_holder_is_whole() -> None:
    whole = Holder("Odile Martin", "2 rue de l’Essai", "44000", "Nantes", "FR", "FR7630006000011234567890189")
    assert list(check_holder(whole)) == []
    torn = Holder("", "", "", "", "", "FR7630006000011234567890188")
    assert [(each.code, each.field) for each in check_holder(torn)] == [
        *(("mandate_part_missing", name) for name in ("name", "street", "postcode", "town", "country")),
        ("mandate_iban_wrong", "iban"),
    ]


def a_due(
    number: int, *, who: int = 1, going: bool = False, disputed: bool = False, on: date = date(2026, 3, 1)
) -> Due:
    return Due(number, f"FA{number}", ("person", who), "Odile", 4800, on, going, disputed)


def test_a_run_takes_what_it_may_and_says_why_it_leaves_the_rest() -> None:
    mandates = {
        ("person", 1): Debtor(10, Standing.ACTIVE, used=False), ("person", 2): Debtor(20, Standing.ASKED, used=False),
        ("person", 3): Debtor(30, Standing.LAPSED, used=True), ("person", 4): Debtor(40, Standing.REVOKED, used=True),
    }  # fmt: skip
    owed = [
        a_due(1), a_due(2), a_due(3, going=True), a_due(4, disputed=True), a_due(5, on=date(2026, 4, 1)), a_due(6, who=2),
        a_due(7, who=3), a_due(8, who=4), a_due(9, who=5),
    ]  # fmt: skip
    takes, leaves = decided(owed, mandates, on=date(2026, 3, 16))
    assert [(each.due.id, each.sequence) for each in takes] == [(1, Sequence.FIRST), (2, Sequence.RECURRENT)]
    assert [(due.id, why.code) for due, why in leaves] == [
        (3, "debit_going"), (4, "debit_disputed"), (5, "debit_before_due"), (6, "mandate_not_signed"), (7, "mandate_lapsed"),
        (8, "mandate_revoked"), (9, "debit_without_mandate"),
    ]  # fmt: skip


@pytest.mark.parametrize(("held", "taken"), [(0, [1, 2]), (100, [2]), (4800, [2]), (4900, [])])
def test_nobody_is_debited_for_what_they_paid_already(held: int, taken: list[int]) -> None:
    owed = [replace(a_due(number), held_cents=held) for number in (1, 2)]
    takes, leaves = decided(owed, {("person", 1): Debtor(10, Standing.ACTIVE, used=True)}, on=date(2026, 3, 16))
    assert [each.due.id for each in takes] == taken
    assert {why.code for _due, why in leaves} == ({"debit_money_in_hand"} if held else set())


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans(), st.booleans()), max_size=20))
def test_a_run_decides_of_each_once(said: list[tuple[int, bool, bool]]) -> None:
    owed = [a_due(at, who=who, going=going, disputed=disputed) for at, (who, going, disputed) in enumerate(said)]
    mandates = {("person", who): Debtor(who, Standing.ACTIVE, used=who == 2) for who in (1, 2, 3)}
    takes, leaves = decided(owed, mandates, on=date(2026, 3, 16))
    assert sorted([each.due.id for each in takes] + [due.id for due, _why in leaves]) == list(range(len(owed)))
    firsts = [each.mandate for each in takes if each.sequence is Sequence.FIRST]
    assert len(firsts) == len(set(firsts))
    assert 2 not in firsts


def test_an_account_that_is_closed_revokes_and_one_that_is_empty_does_not() -> None:
    assert {code: REASONS[code].revokes for code in ("AC04", "MD01", "AM04", "MS03")} == {
        "AC04": True, "MD01": True, "AM04": False, "MS03": False,
    }  # fmt: skip


def test_the_schema_is_the_one_that_is_written_down() -> None:
    digest = sha256(SCHEMA.read_bytes()).hexdigest()
    assert f"`{digest}`" in (SCHEMA.parent / "VENDORED.md").read_text()

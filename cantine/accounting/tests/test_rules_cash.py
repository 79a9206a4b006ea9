"""What may be taken and closed, what a count says, and a chain in which any change shows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import Count, Sold, VatGroup, chain
from cantine.accounting.rules.cash import by_rate, check_count, check_day_closing, check_span_closing, check_taking
from cantine.accounting.rules.chain import ClosingRecord, TakingRecord, first_altered, first_wrong_closing, seal

TODAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)
cents = st.integers(-(10**6), 10**6).filter(bool)


def codes(refusals: Any) -> list[str]:
    return [refusal.code for refusal in refusals]


@pytest.mark.parametrize(
    ("source", "amount", "what", "vat", "refused"),
    [
        ("sale:1", 250, [Sold("Café", 250)], [VatGroup("10", 227, 23)], []),
        ("sale:1", -250, [Sold("Café", -250)], [VatGroup("10", -227, -23)], []),
        ("sale:1", 0, [], [], ["taking_empty"]),
        ("sale:1", 250, [Sold("Café", 200)], [VatGroup("10", 227, 23)], ["taking_lines_differ"]),
        ("sale:1", 250, [Sold("Café", 250)], [VatGroup("10", 227, 22)], ["taking_vat_differs"]),
        ("a b\n", 250, [Sold("Café", 250)], [VatGroup("10", 227, 23)], ["taking_source_wrong"]),
    ],
)
def test_a_taking_adds_up(source: str, amount: int, what: Any, vat: Any, refused: list[str]) -> None:
    assert codes(check_taking(source, amount, what, vat)) == refused


@given(st.lists(st.builds(VatGroup, st.sampled_from(["20", "10", "5.5"]), cents, cents)))
def test_groups_of_one_rate_are_made_one_and_nothing_is_lost(groups: list[VatGroup]) -> None:
    made = by_rate(groups)
    assert [each.rate for each in made] == sorted({each.rate for each in groups})
    assert sum(each.net_cents + each.vat_cents for each in made) == sum(g.net_cents + g.vat_cents for g in groups)


@given(*[st.integers(0, 10**6)] * 4)
def test_what_is_left_is_what_was_counted_less_what_goes(opening: int, taken: int, counted: int, banked: int) -> None:
    count = Count(opening, taken, counted, banked)
    assert count.expected_cents + count.difference_cents == counted
    assert codes(check_count(count)) == ([] if banked <= counted else ["banked_too_much"])
    if banked <= counted:
        assert count.left_cents >= 0


def test_nothing_below_zero_is_counted() -> None:
    assert codes(check_count(Count(0, 0, -1, 0))) == ["counted_wrong"]


@pytest.mark.parametrize(
    ("day", "closed", "opened", "refused"),
    [
        (TODAY, None, [TODAY], []),
        (TODAY, None, [], []),
        (TODAY + timedelta(1), None, [], ["day_to_come"]),
        (TODAY, TODAY, [], ["day_already_closed"]),
        (TODAY, None, [TODAY - timedelta(1)], ["former_day_open"]),
    ],
)
def test_days_are_closed_in_their_order(day: date, closed: date | None, opened: list[date], refused: list[str]) -> None:
    assert codes(check_day_closing(day, closed_until=closed, open_days=opened, today=TODAY)) == refused


@pytest.mark.parametrize(
    ("last", "opened", "refused"),
    [
        (date(2026, 2, 28), [TODAY], []),
        (date(2026, 3, 31), [], ["span_not_over"]),
        (date(2026, 2, 28), [date(2026, 2, 10)], ["former_day_open"]),
    ],
)
def test_a_month_is_closed_once_its_days_are(last: date, opened: list[date], refused: list[str]) -> None:
    assert codes(check_span_closing(last, open_days=opened, today=TODAY)) == refused


def chained(amounts: list[int]) -> list[TakingRecord]:
    records: list[TakingRecord] = []
    for number, amount in enumerate(amounts, 1):
        former = records[-1].hash if records else chain.FIRST
        bare = TakingRecord(
            number=number, uuid=UUID(int=number), taken_at=NOON + timedelta(minutes=number), day=TODAY, method="cash",
            amount_cents=amount, what='[["Café",250]]', vat="[]", source=f"sale:{number}", former=former,
        )  # fmt: skip
        records.append(replace(bare, hash=seal(former, bare.fields)))
    return records


def closing_after(takings: list[TakingRecord]) -> ClosingRecord:
    total = sum(each.amount_cents for each in takings)
    return ClosingRecord(
        number=1, uuid=uuid4(), span="day", first_day=TODAY, last_day=TODAY, takings=len(takings),
        last_taking=len(takings), sums="{}", vat="[]", total_cents=total, perpetual_cents=total, opening_cents=0,
        counted_cents=0, banked_cents=0, difference_cents=0, remark="", closed_at=NOON,
    )  # fmt: skip


CHANGES: dict[str, Any] = {
    "uuid": UUID(int=999), "taken_at": NOON - timedelta(microseconds=1), "day": date(2026, 3, 9), "method": "card",
    "amount_cents": 10**7, "what": "[]", "vat": '[["20",1,1]]', "source": "sale:x", "former": "0" * 64, "hash": "f" * 64,
    "number": 99,
}  # fmt: skip


@given(st.lists(cents, min_size=1, max_size=8), st.data())
def test_any_change_shows_where_it_was_made(amounts: list[int], data: Any) -> None:
    records = chained(amounts)
    assert first_altered(records) is None
    place = data.draw(st.integers(0, len(records) - 1))
    for column, value in CHANGES.items():
        altered = [*records[:place], replace(records[place], **{column: value}), *records[place + 1 :]]
        assert first_altered(altered) == place + 1, column


@given(st.lists(cents, min_size=2, max_size=8), st.data())
def test_a_record_removed_inserted_or_moved_shows(amounts: list[int], data: Any) -> None:
    records = chained(amounts)
    place = data.draw(st.integers(0, len(records) - 2))
    assert first_altered([*records[:place], *records[place + 1 :]]) == place + 1
    assert first_altered([*records[: place + 1], records[place], *records[place + 1 :]]) == place + 2
    swapped = [*records[:place], records[place + 1], records[place], *records[place + 2 :]]
    assert first_altered(swapped) == place + 1


@given(st.lists(cents, min_size=1, max_size=8))
def test_an_end_cut_off_shows_in_the_closing(amounts: list[int]) -> None:
    records = chained(amounts)
    closing = closing_after(records)
    assert first_wrong_closing([closing], records) is None
    assert first_altered(records[:-1]) is None  # the chain alone does not see it
    assert first_wrong_closing([closing], records[:-1]) == 1

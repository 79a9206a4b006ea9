"""Where a request stands, and what is late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.desk import rules
from cantine.desk.rules import OPEN, State, Wish

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(what="Une salle", name="Odile"), []),
        (Wish(what="Une salle", phone="06 12 34 56 78"), []),
        (Wish(what="  ", name="Odile"), ["request_empty"]),
        (Wish(what="Une salle"), ["requester_missing"]),
        (Wish(what="x" * 8_001, name="Odile"), ["request_too_long"]),
        (Wish(what="Une salle", name="Odile", people=0), ["head_count_out_of_range"]),
        (Wish(what="", people=9_999), ["request_empty", "requester_missing", "head_count_out_of_range"]),
    ],
)
def test_a_request_says_what_and_by_whom(wish: Wish, expected: list[str]) -> None:
    assert [each.code for each in rules.check_wish(wish)] == expected


@given(st.sampled_from(State), st.integers(0, 400), st.none() | st.integers(-400, 400))
def test_what_is_over_is_never_late_and_nothing_is_both_late_and_silent(
    state: State, age: int, ahead: int | None
) -> None:
    next_on = None if ahead is None else TODAY + timedelta(days=ahead)
    urgency = rules.urgency_of(state=state, came_on=TODAY - timedelta(days=age), next_on=next_on, today=TODAY)
    assert not (urgency.late and urgency.silent)
    assert state in OPEN or not (urgency.late or urgency.silent)
    assert urgency.late == (state in OPEN and ahead is not None and ahead < 0)


def test_an_open_request_without_a_next_step_asks_for_one_after_three_days() -> None:
    ranks = [
        rules.urgency_of(state=State.NEW, came_on=TODAY - timedelta(days=age), next_on=None, today=TODAY).rank
        for age in (0, 2, 3)
    ]
    assert ranks == [2, 2, 1]


@pytest.mark.parametrize(
    ("state", "quote", "after"),
    [
        (State.NEW, "sent", State.QUOTED), (State.QUOTED, "accepted", State.WON), (State.QUOTED, "refused", State.LOST),
        (State.QUOTED, "expired", State.LOST), (State.QUOTED, "withdrawn", State.ANSWERED), (State.WON, "withdrawn", State.WON),
    ],
)  # fmt: skip
def test_a_request_follows_its_quote(state: State, quote: str, after: State) -> None:
    assert rules.state_after(state, quote=quote) is after


@pytest.mark.parametrize(
    ("minutes", "expected"), [(15, []), (0, ["minutes_out_of_range"]), (1441, ["minutes_out_of_range"])]
)
def test_time_is_of_one_day(minutes: int, expected: list[str]) -> None:
    assert [each.code for each in rules.check_minutes(minutes)] == expected


def test_only_a_quote_makes_a_request_quoted() -> None:
    assert [each.code for each in rules.check_moved(state=State.NEW, to=State.QUOTED)] == ["only_a_quote_quotes"]
    assert [each.code for each in rules.check_moved(state=State.NEW, to=State.NEW)] == ["state_already"]
    assert rules.check_moved(state=State.LOST, to=State.NEW) == []


def test_an_answer_is_filled_and_keeps_the_braces_that_it_does_not_know() -> None:
    assert rules.filled("Bonjour {name}, {place} {x}", {"name": "Odile", "place": "ici"}) == "Bonjour Odile, ici {x}"

"""What providers tell adds up: in any order, any number of times, it is known the same and credited once."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing.rules.online import (
    CARDS,
    Dispute,
    Outcome,
    Sent,
    Stage,
    State,
    Truth,
    check_refund,
    learnt,
    next_look,
    notices_of,
    outcome_of,
    state_of,
)
from cantine.kernel import Refusal

cents = st.integers(0, 1_000_00)
truths = st.builds(
    Truth, stage=st.sampled_from(Stage), paid_cents=cents, refunded_cents=cents, fee_cents=cents,
    dispute=st.sampled_from(Dispute), why=st.sampled_from(["", "card_declined", "expired_card"]),
    other=st.sampled_from(["", "pi_1"]),
)  # fmt: skip


def credited(told: list[Truth]) -> tuple[Truth, list[int]]:
    """What is known after all of it, and each part that was credited on the way."""
    known, parts, done = Truth(), [], 0
    for each in told:
        known = learnt(known, each)
        if known.paid_cents > done:
            parts.append(known.paid_cents - done)
            done = known.paid_cents
    return known, parts


@given(st.lists(truths, max_size=6), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_ends_the_same_and_credits_once(told: list[Truth], random: Any) -> None:
    shuffled = [*told, *(random.choice(told) for _ in range(len(told)))]
    random.shuffle(shuffled)
    known, parts = credited(told)
    again, others = credited(shuffled)
    assert again == known
    assert sum(others) == sum(parts) == known.paid_cents


@given(truths, truths, truths)
def test_learning_is_a_join(one: Truth, two: Truth, three: Truth) -> None:
    assert learnt(one, one) == one
    assert learnt(one, two) == learnt(two, one)
    assert learnt(learnt(one, two), three) == learnt(one, learnt(two, three))


def test_a_refusal_told_after_the_money_changes_nothing() -> None:
    told = [Truth(Stage.FAILED, why="card_declined"), Truth(Stage.PAID, 8640), Truth(Stage.EXPIRED)]
    assert {credited(list(each))[0] for each in permutations(told)} == {Truth(Stage.PAID, 8640)}


@pytest.mark.parametrize(
    ("truth", "state"),
    [
        (Truth(), State.STARTED),
        (Truth(Stage.FAILED), State.FAILED),
        (Truth(Stage.EXPIRED), State.EXPIRED),
        (Truth(Stage.PAID, 100), State.PAID),
        (Truth(Stage.PAID, 100, 40), State.PART_REFUNDED),
        (Truth(Stage.PAID, 100, 100), State.REFUNDED),
        (Truth(Stage.PAID, 100, dispute=Dispute.OPEN), State.DISPUTED),
        (Truth(Stage.PAID, 100, dispute=Dispute.WON), State.PAID),
        (Truth(Stage.PAID, 100, dispute=Dispute.LOST), State.LOST),
    ],
)
def test_each_truth_has_its_state(truth: Truth, state: State) -> None:
    assert state_of(truth) is state


def test_a_provider_is_asked_again_less_and_less_then_given_up() -> None:
    start, asked, looks = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 9), []
    while (look := next_look(started_at=start, now=asked, stage=Stage.STARTED)) is not None:
        looks.append(look - start)
        asked = look
    assert looks[:7] == [timedelta(minutes=each) for each in (2, 5, 15, 60, 240, 720, 2160)]
    assert looks[-1] <= timedelta(days=15)


def test_nothing_more_is_asked_of_what_is_over() -> None:
    start = datetime(2026, 3, 2, 9)
    over = {each: next_look(started_at=start, now=start, stage=each) for each in (Stage.PAID, Stage.EXPIRED)}
    assert over == {Stage.PAID: None, Stage.EXPIRED: None}


def test_no_more_goes_back_than_came() -> None:
    assert list(check_refund(cents=60, paid_cents=100, refunded_cents=40)) == []
    assert list(check_refund(cents=61, paid_cents=100, refunded_cents=40)) == [
        Refusal("refund_above_online", {"left": 60})
    ]


def test_each_card_of_practice_does_what_is_written_on_it() -> None:
    assert {outcome_of(number) for number in CARDS} == set(Outcome)
    assert outcome_of("4242 4242 4242 4242") is Outcome.PAID
    assert outcome_of("5555 5555 5555 4444") is None
    assert notices_of(Outcome.SILENT) == []
    assert notices_of(Outcome.TWICE) == [Sent("payment.paid", copies=2)]
    late, wrong = notices_of(Outcome.LATE)
    assert (late.kind, wrong.kind, late.after < wrong.after) == ("payment.paid", "payment.failed", True)

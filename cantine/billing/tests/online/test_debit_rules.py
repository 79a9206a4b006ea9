"""What is learnt of an authorisation and of a debit: in any order, any number of times, and nothing that ended begins again."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing.rules.online import (
    Consent,
    Dispute,
    MandateTruth,
    Stage,
    State,
    Truth,
    earliest_charge,
    learnt_of_debit,
    learnt_of_mandate,
    next_look_at_debit,
    next_look_at_mandate,
    state_of,
)
from cantine.billing.rules.online.debits import MAY_COME_BACK
from cantine.billing.rules.sepa import is_target_day

mandates = st.builds(
    MandateTruth, stage=st.sampled_from(Consent), mandate=st.sampled_from(["", "MD1"]),
    why=st.sampled_from(["", "failed", "cancelled"]), earliest=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)  # fmt: skip
debits = st.sampled_from(
    [Truth(), Truth(Stage.FAILED, why="failed"), Truth(Stage.PAID, 4800), Truth(Stage.PAID, 4800, dispute=Dispute.LOST)]
)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
WHEN = datetime(2026, 3, 10, 11)


@given(mandates, mandates, mandates)
def test_learning_of_an_authorisation_is_a_join(one: MandateTruth, two: MandateTruth, three: MandateTruth) -> None:
    assert learnt_of_mandate(one, one) == one
    assert learnt_of_mandate(one, two) == learnt_of_mandate(two, one)
    left, right = (
        learnt_of_mandate(learnt_of_mandate(one, two), three),
        learnt_of_mandate(one, learnt_of_mandate(two, three)),
    )
    assert left == right


@given(mandates, st.lists(mandates, max_size=5))
def test_an_authorisation_that_is_over_never_holds_again(known: MandateTruth, told: list[MandateTruth]) -> None:
    after = known
    for each in told:
        after = learnt_of_mandate(after, each)
    assert after.over >= known.over


@given(st.lists(debits, max_size=6))
def test_of_a_debit_money_that_came_is_never_unlearnt_and_a_loss_stays_lost(told: list[Truth]) -> None:
    known = Truth()
    for each in told:
        after = learnt_of_debit(known, each)
        assert (after.paid_cents >= known.paid_cents, learnt_of_debit(after, each)) == (True, after)
        assert state_of(known) is not State.LOST or state_of(after) is State.LOST
        known = after


def test_a_refusal_told_after_the_money_came_means_that_it_went_back() -> None:
    came = learnt_of_debit(Truth(), Truth(Stage.PAID, 4800))
    assert state_of(learnt_of_debit(came, Truth(Stage.FAILED, why="failed"))) is State.LOST
    refused = learnt_of_debit(Truth(), Truth(Stage.FAILED, why="failed"))
    assert state_of(learnt_of_debit(refused, Truth(Stage.PAID, 4800))) is State.PAID


@given(days)
def test_the_first_day_is_one_of_banks_five_of_them_away(today: date) -> None:
    first = earliest_charge(today)
    between = [today + timedelta(days=each) for each in range(1, (first - today).days + 1)]
    assert (is_target_day(first), sum(map(is_target_day, between))) == (True, 5)


@given(st.integers(0, 400), st.sampled_from([Truth(), Truth(Stage.PAID, 1), Truth(Stage.FAILED)]))
def test_a_debit_is_asked_about_as_long_as_it_may_change(after: int, truth: Truth) -> None:
    look = next_look_at_debit(started_at=WHEN, now=WHEN + timedelta(days=after), truth=truth)
    last = {Stage.STARTED: timedelta.max, Stage.PAID: MAY_COME_BACK, Stage.FAILED: timedelta(days=14)}[truth.stage]
    assert (look is not None) is (timedelta(days=after) < last)
    assert look is None or look > WHEN + timedelta(days=after)


@pytest.mark.parametrize("truth", [Truth(Stage.EXPIRED), Truth(Stage.PAID, 1, dispute=Dispute.LOST)])
def test_nothing_more_is_learnt_of_one_that_is_over(truth: Truth) -> None:
    assert next_look_at_debit(started_at=WHEN, now=WHEN, truth=truth) is None


def test_an_authorisation_is_asked_about_while_it_waits_then_every_week() -> None:
    def look(stage: Consent, days: int = 0) -> datetime | None:
        return next_look_at_mandate(asked_at=WHEN, now=WHEN + timedelta(days=days), stage=stage)

    assert (look(Consent.WAITING), look(Consent.WAITING, 3)) == (WHEN + timedelta(minutes=2), WHEN + timedelta(days=4))
    assert (look(Consent.ACTIVE, 30), look(Consent.WAITING, 14)) == (WHEN + timedelta(days=37), None)
    assert look(Consent.STOPPED) is look(Consent.REFUSED) is None

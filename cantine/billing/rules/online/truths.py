"""What is known of an online payment, and what one more word of its provider adds.

A truth is a whole: how far the payment is, how much came, how much went back, what it cost, whether it is disputed. Two
truths join by the greater of each part, which is the same in any order and any number of times (a lattice): a webhook told
twice, late or after another can neither take money back nor count it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cantine.kernel.refusal import Refusal


class Stage(StrEnum):
    """How far it is. Money that came outdoes all else: a card may be refused, then another one pays."""

    STARTED = "started"
    FAILED = "failed"
    EXPIRED = "expired"
    PAID = "paid"


class Dispute(StrEnum):
    """The payer's bank asks for the money back: who won, once it is over."""

    NONE = ""
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class State(StrEnum):
    """Where it stands, for who reads."""

    STARTED = "started"
    FAILED = "failed"
    EXPIRED = "expired"
    PAID = "paid"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    LOST = "lost"


STAGES, DISPUTES = list(Stage), list(Dispute)
WANTS_A_HAND = frozenset({State.DISPUTED, State.LOST})
GIVEN_UP_AFTER = timedelta(days=14)
# A webhook that was lost loses nothing: the provider is asked again so long after the start, then every day.
LOOKS = tuple(timedelta(minutes=each) for each in (2, 5, 15, 60, 240, 720))


@dataclass(frozen=True)
class Truth:
    """What a provider says when it is asked. ``other`` is another name by which its notices call the payment; ``why`` is
    its own word for a refusal."""

    stage: Stage = Stage.STARTED
    paid_cents: int = 0
    refunded_cents: int = 0
    fee_cents: int = 0
    dispute: Dispute = Dispute.NONE
    why: str = ""
    other: str = ""


def learnt(known: Truth, told: Truth) -> Truth:
    """Both, joined: commutative, associative, and the same when told again."""
    stage = max(known.stage, told.stage, key=STAGES.index)
    return Truth(
        stage=stage,
        paid_cents=max(known.paid_cents, told.paid_cents),
        refunded_cents=max(known.refunded_cents, told.refunded_cents),
        fee_cents=max(known.fee_cents, told.fee_cents),
        dispute=max(known.dispute, told.dispute, key=DISPUTES.index),
        why=max((each.why for each in (known, told) if each.stage is stage), default=""),
        other=max(known.other, told.other),
    )


def state_of(truth: Truth) -> State:
    if truth.stage is not Stage.PAID:
        return State(truth.stage.value)
    if truth.dispute in {Dispute.OPEN, Dispute.LOST}:
        return State.DISPUTED if truth.dispute is Dispute.OPEN else State.LOST
    if not truth.refunded_cents:
        return State.PAID
    return State.REFUNDED if truth.refunded_cents >= truth.paid_cents else State.PART_REFUNDED


def next_look(*, started_at: datetime, now: datetime, stage: Stage) -> datetime | None:
    """When the provider is asked again, if it says nothing until then; None once there is nothing more to learn."""
    if stage in {Stage.PAID, Stage.EXPIRED} or now >= started_at + GIVEN_UP_AFTER:
        return None
    coming = (started_at + each for each in LOOKS if started_at + each > now)
    return next(coming, now + timedelta(days=1))


def check_refund(*, cents: int, paid_cents: int, refunded_cents: int) -> Iterator[Refusal]:
    """No more goes back than came. Refusals: refund_above_online."""
    if not 0 < cents <= paid_cents - refunded_cents:
        yield Refusal("refund_above_online", {"left": max(0, paid_cents - refunded_cents)})

"""The provider for practice: no money moves. The number of the card writes what happens, so that whatever can go wrong can be
seen before it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from cantine.kernel.money import round_half_up


class Outcome(StrEnum):
    """What a card of practice does."""

    PAID = "paid"
    REFUSED = "refused"
    ASKS = "asks"
    SILENT = "silent"
    TWICE = "twice"
    LATE = "late"


class Debited(StrEnum):
    """What an account of practice does when it is debited."""

    PAID = "paid"
    NO_MONEY = "no_money"
    BACK = "back"


ACCOUNTS: Mapping[str, Debited] = {"0001": Debited.PAID, "0002": Debited.NO_MONEY, "0003": Debited.BACK}
CARDS: Mapping[str, Outcome] = {
    "4242424242424242": Outcome.PAID, "4000000000000002": Outcome.REFUSED, "4000000000003220": Outcome.ASKS,
    "4000000000000341": Outcome.SILENT, "4000000000000119": Outcome.TWICE, "4000000000000259": Outcome.LATE,
}  # fmt: skip
FIXED_FEE_CENTS, FEE = 25, Decimal("0.015")
LATE = timedelta(minutes=3)


@dataclass(frozen=True)
class Sent:
    """A notice, so long after; ``copies`` of it leave."""

    kind: str
    after: timedelta = timedelta()
    copies: int = 1


def outcome_of(number: str) -> Outcome | None:
    """None for any number but ours: nobody types a real card here."""
    return CARDS.get("".join(number.split()))


def notices_of(outcome: Outcome) -> list[Sent]:
    """Which notices leave, and when: none where they are lost; late, the refusal that came before comes after."""
    match outcome:
        case Outcome.SILENT:
            return []
        case Outcome.TWICE:
            return [Sent("payment.paid", copies=2)]
        case Outcome.LATE:
            return [Sent("payment.paid", LATE), Sent("payment.failed", LATE + timedelta(minutes=1))]
        case Outcome.REFUSED:
            return [Sent("payment.failed")]
        case Outcome.PAID | Outcome.ASKS:
            return [Sent("payment.paid")]


def practice_fee(cents: int) -> int:
    return FIXED_FEE_CENTS + round_half_up(cents * FEE)

"""Shares of a co-operative: what each movement does to a holding, when a withdrawal is paid back and at how much, who holds what
on a day. Quantities are whole; days are inclusive."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from cantine.kernel import Refusal, folded
from cantine.memberships.rules.subscriptions import later

MOST_SHARES = 1_000_000
DELAY_MONTHS_MOST = 60  # five years: what the statutes of a SCIC may ask at most (law of 1947, art. 18)


class MovementKind(StrEnum):
    """What moved: the value is stored. ``ANNULLED`` undoes a mistake, or an exclusion; ``TAKEN`` comes from
    the register that another tool kept."""

    SUBSCRIBED = "subscribed"
    RECEIVED = "received"
    HANDED = "handed"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"
    TAKEN = "taken"


SIGNS = {
    MovementKind.SUBSCRIBED: 1, MovementKind.RECEIVED: 1, MovementKind.HANDED: -1, MovementKind.WITHDRAWN: -1,
    MovementKind.ANNULLED: -1, MovementKind.TAKEN: 1,
}  # fmt: skip


class SubscriptionState(StrEnum):
    """A bulletin: asked for by a link, signed, then paid, then admitted by the board; or refused, and paid back where it was paid;
    or annulled before any money came."""

    ASKED = "asked"
    SIGNED = "signed"
    PAID = "paid"
    ADMITTED = "admitted"
    REFUSED = "refused"
    ANNULLED = "annulled"


UNPAID = (SubscriptionState.ASKED, SubscriptionState.SIGNED)


@dataclass(frozen=True)
class College:
    """``weight``: its part of the votes, in percent; ``minimum``: how many shares one of it holds at least."""

    code: str
    name_fr: str
    name_en: str = ""
    weight: int = 0
    minimum: int = 1


@dataclass(frozen=True)
class Moved:
    """One movement of a holding; ``quantity`` is below zero for what leaves."""

    holding: int
    day: date
    quantity: int
    cents_each: int


def print_of(text: str) -> str:
    """The SHA-256 of what was read before it was signed: whoever has the text may count it again."""
    return sha256(text.encode()).hexdigest()


def check_signature(name: str) -> Iterator[Refusal]:
    """Refusals: share_signature_missing."""
    if not name.strip():
        yield Refusal("share_signature_missing", field="signed_by")


def is_cooperative(legal_form: str) -> bool:
    """Whether a legal form, as documents print it, has shareholders of this kind: SCIC, SCOP, CAE, co-operative."""
    return folded(legal_form).startswith(("scic", "scop", "cooperative", "societe cooperative", "cae"))


def signed(kind: MovementKind, quantity: int) -> int:
    return SIGNS[kind] * quantity


def held_on(moved: Iterable[Moved], day: date) -> dict[int, int]:
    """Shares by holding at the end of a day, whatever the order of the movements; those of none are left out."""
    held: dict[int, int] = {}
    for each in moved:
        if each.day <= day:
            held[each.holding] = held.get(each.holding, 0) + each.quantity
    return {holding: quantity for holding, quantity in held.items() if quantity}


def value_on(values: Sequence[tuple[date, int]], day: date) -> int | None:
    """The value of a share on a day, in cents; None before the first one."""
    begun = [each for each in values if each[0] <= day]
    return max(begun)[1] if begun else None


def paid_back_on(asked_on: date, *, delay_months: int) -> date:
    """The day from which a withdrawal is paid back, by the statutes."""
    return later(asked_on, months=delay_months)


def paid_back_cents(quantity: int, *, nominal: int, value: int | None = None) -> int:
    """At the value of the share, and never above what was paid for it (law of 1947, art. 18)."""
    return quantity * (nominal if value is None else min(nominal, value))


def check_subscription(quantity: int, *, college: College, held: int) -> Iterator[Refusal]:
    """Refusals: shares_out_of_range, shares_below_minimum."""
    if not 1 <= quantity <= MOST_SHARES:
        yield Refusal("shares_out_of_range", {"most": MOST_SHARES}, "quantity")
    elif held + quantity < college.minimum:
        yield Refusal("shares_below_minimum", {"minimum": college.minimum}, "quantity")


def check_leaving(quantity: int, *, held: int, minimum: int) -> Iterator[Refusal]:
    """All, or what leaves the minimum. Refusals: shares_out_of_range, shares_too_few, shares_below_minimum."""
    if quantity < 1:
        yield Refusal("shares_out_of_range", {"most": MOST_SHARES}, "quantity")
    elif quantity > held:
        yield Refusal("shares_too_few", {"held": held}, "quantity")
    elif 0 < held - quantity < minimum:
        yield Refusal("shares_below_minimum", {"minimum": minimum}, "quantity")


def check_college(college: College) -> Iterator[Refusal]:
    """Refusals: college_name_missing, college_weight_wrong, shares_out_of_range."""
    if not college.name_fr.strip():
        yield Refusal("college_name_missing", field="name_fr")
    if not 0 <= college.weight <= 100:
        yield Refusal("college_weight_wrong", field="weight")
    if not 1 <= college.minimum <= MOST_SHARES:
        yield Refusal("shares_out_of_range", {"most": MOST_SHARES}, "minimum")

"""What a debit run takes, and what it leaves with the reason why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cantine.billing.rules.sepa.mandates import Sequence, Standing, sequence_of
from cantine.kernel.refusal import Refusal

Who = tuple[str, int]


@dataclass(frozen=True)
class Due:
    """An invoice with something left to pay. ``going``: it is debited already; ``held_cents``: what its payer has in hand with the
    seller, that settles nothing yet."""

    id: int
    reference: str
    who: Who
    name: str
    left_cents: int
    due_on: date | None
    going: bool = False
    disputed: bool = False
    uuid: UUID | None = None
    held_cents: int = 0


@dataclass(frozen=True)
class Debtor:
    """The mandate of a payer, by its key."""

    id: int
    standing: Standing
    used: bool


@dataclass(frozen=True)
class Taken:
    due: Due
    mandate: int
    sequence: Sequence


def decided(
    owed: Iterable[Due], mandates: Mapping[Who, Debtor], *, on: date
) -> tuple[list[Taken], list[tuple[Due, Refusal]]]:
    """What is due on that day of whoever has a mandate that holds; of each other, why not. A mandate serves first once: two
    invoices of one payer are one FRST and then RCUR. What a payer has in hand counts for the first due: nobody is debited for
    what they paid already. Refusals: debit_without_mandate, mandate_not_signed, mandate_lapsed, mandate_revoked, debit_going,
    debit_disputed, debit_before_due, debit_money_in_hand."""
    takes: list[Taken] = []
    leaves: list[tuple[Due, Refusal]] = []
    served: set[int] = set()
    used: dict[Who, int] = {}
    for due in owed:
        mandate = mandates.get(due.who)
        why = _why_not(due, mandate, on)
        if why is None and (held := due.held_cents - used.get(due.who, 0)) > 0:
            used[due.who] = used.get(due.who, 0) + due.left_cents
            why = Refusal("debit_money_in_hand", {"name": due.name, "reference": due.reference, "cents": held})
        if why is not None:
            leaves.append((due, why))
            continue
        assert mandate is not None
        takes.append(Taken(due, mandate.id, sequence_of(used=mandate.used or mandate.id in served)))
        served.add(mandate.id)
    return takes, leaves


_STANDINGS = {
    Standing.ASKED: "mandate_not_signed",
    Standing.LAPSED: "mandate_lapsed",
    Standing.REVOKED: "mandate_revoked",
}


def _why_not(due: Due, mandate: Debtor | None, on: date) -> Refusal | None:
    said: dict[str, Any] = {"name": due.name, "reference": due.reference}
    if mandate is None:
        return Refusal("debit_without_mandate", said)
    if mandate.standing is not Standing.ACTIVE:
        return Refusal(_STANDINGS[mandate.standing], said)
    if due.going or due.disputed:
        return Refusal("debit_going" if due.going else "debit_disputed", said)
    if due.due_on is not None and due.due_on > on:
        return Refusal("debit_before_due", {**said, "day": due.due_on})
    return None

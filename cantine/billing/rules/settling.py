"""What is left to pay of an invoice, and how a payment is shared among what is owed.

What settles an invoice is a payment or a credit note. Nothing settles more than it is worth, and nothing is settled
twice: the database holds both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from cantine.billing.rules.documents import Kind
from cantine.kernel.money import round_half_up
from cantine.kernel.refusal import Refusal
from cantine.pricing.rules import Vat, VatGroup

MOST_CENTS = 1_000_000_00


class Method(StrEnum):
    """How money came in; ``OTHER`` says how in its note."""

    TRANSFER = "transfer"
    CARD = "card"
    CASH = "cash"
    CHEQUE = "cheque"
    OTHER = "other"


class Where(StrEnum):
    """Where a document stands: drafts have no number; what is ``LATE`` is past its day; a credit note is ``TO_REFUND`` until
    it settled something or was paid back."""

    DRAFT = "draft"
    TO_PAY = "to_pay"
    PART_PAID = "part_paid"
    LATE = "late"
    PAID = "paid"
    CREDITED = "credited"
    TO_REFUND = "to_refund"
    REFUNDED = "refunded"


OPEN = frozenset({Where.TO_PAY, Where.PART_PAID, Where.LATE})


def where_is(
    *, kind: Kind, issued: bool, due_cents: int, paid_cents: int, credited_cents: int, due_on: date | None, today: date
) -> Where:
    """``paid_cents`` came as money and ``credited_cents`` as credit notes; of a credit note, both are what it gave back."""
    if not issued:
        return Where.DRAFT
    left = due_cents - paid_cents - credited_cents
    if kind.gives_back:
        return Where.TO_REFUND if left > 0 else Where.REFUNDED
    if left <= 0:
        return Where.CREDITED if credited_cents and not paid_cents else Where.PAID
    if due_on is not None and today > due_on:
        return Where.LATE
    return Where.PART_PAID if paid_cents else Where.TO_PAY


@dataclass(frozen=True)
class Owed:
    """A document with something left to settle."""

    id: int
    left_cents: int


def shared_out(cents: int, owed: Sequence[Owed]) -> list[tuple[int, int]]:
    """(document, cents): the oldest first, as the civil code has it where the payer says nothing (art. 1342-10). What is
    left over stays with the payer."""
    shares = []
    for each in owed:
        part = min(cents, each.left_cents)
        if part > 0:
            shares.append((each.id, part))
            cents -= part
    return shares


def by_rate(cents: int, groups: Sequence[VatGroup]) -> Mapping[Vat, int]:
    """A payment of ``cents``, VAT included, shared among the rates of a document in proportion: the parts add up."""
    gross = [group.net_cents + group.vat_cents for group in groups]
    whole, done = sum(gross), 0
    parts: dict[Vat, int] = {}
    for group, reached in zip(groups, accumulate(gross), strict=True):
        upto = round_half_up(_ratio(cents, reached, whole)) if whole else 0
        parts[group.vat] = upto - done
        done = upto
    return parts


def vat_within(cents: int, groups: Sequence[VatGroup]) -> Mapping[Vat, int]:
    """How much of a payment of ``cents`` is VAT, by rate; a document paid whole gives back its own VAT to the cent."""
    parts = by_rate(cents, groups)
    return {
        group.vat: round_half_up(_ratio(parts[group.vat], group.vat_cents, group.net_cents + group.vat_cents))
        if group.vat_cents
        else 0
        for group in groups
    }


def _ratio(cents: int, part: int, whole: int) -> Decimal:
    return Decimal(cents) * part / whole


def check_payment(*, cents: int, received_on: date, today: date) -> list[Refusal]:
    found = []
    if not 0 < cents <= MOST_CENTS:
        found.append(Refusal("payment_out_of_range", {"most": MOST_CENTS // 100}, "amount"))
    if received_on > today:
        found.append(Refusal("payment_in_the_future", {"day": received_on}, "received_on"))
    return found


def check_settles(parts: Iterable[tuple[Owed, int]]) -> list[Refusal]:
    """A part is above zero and no more than what is left."""
    return [
        Refusal("settles_too_much", {"left": each.left_cents}, "amount")
        for each, part in parts
        if not 0 < part <= each.left_cents
    ]

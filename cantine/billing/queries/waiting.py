"""Money that came and that nobody matched yet, beside the late invoices whose payer it may be of."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from cantine.billing.queries.accounts import LateInvoice
from cantine.billing.queries.bank import MOST, Heap, bank_lines_of
from cantine.billing.rules.bank import Candidate, Matcher, Why
from cantine.places.queries import PlaceRef


def money_waiting(place: PlaceRef, late: Sequence[LateInvoice]) -> Mapping[UUID, int]:
    """By invoice, the cents that wait at the bank: whatever their amount where the line names who pays, their account or a number;
    else where they are what is left of it, or all that its payer is late for. One statement."""
    lines = [each for each in bank_lines_of(place, Heap.WAITING, most=MOST) if each.said.cents > 0]
    candidates = [
        Candidate(each.uuid, each.reference, each.who, each.payer_name, each.left_cents, each.left_cents, each.due_on)
        for each in late
    ]
    matcher = Matcher(candidates, [line.known for line in lines if line.known])
    named: dict[tuple[str, int], int] = {}
    for line in lines:
        for who in {each.who for each in matcher.propose(line.said) if each.why is not Why.AMOUNT}:
            named[who] = named.get(who, 0) + line.said.cents
    return _beside(late, named, {each.said.cents for each in lines})


def _beside(late: Sequence[LateInvoice], named: Mapping[tuple[str, int], int], amounts: set[int]) -> dict[UUID, int]:
    owed: dict[tuple[str, int], int] = {}
    for each in late:
        owed[each.who] = owed.get(each.who, 0) + each.left_cents
    found = {}
    for each in late:
        same = [cents for cents in (each.left_cents, owed[each.who]) if cents in amounts]
        if cents := named.get(each.who) or next(iter(same), 0):
            found[each.uuid] = cents
    return found

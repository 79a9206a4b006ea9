"""What is asked of a payer: what is left of each document, the money of theirs that settles nothing yet taken off the first due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cantine.billing.queries.advances import LEFT, MINE, MONEY, advances_of
from cantine.billing.queries.documents import InvoiceCard, find_invoice, open_invoices
from cantine.billing.queries.online import invoices_debited
from cantine.billing.queries.payers import ORGANISATION, Who
from cantine.billing.rules import shared_out
from cantine.core import sql
from cantine.places.queries import PlaceRef

# What is being debited of these, and what their payer has in hand.
_BESIDE = f"""
SELECT d.invoice_id, 0::bigint FROM billing_debit d WHERE d.invoice_id = ANY(%s) AND d.live AND d.payment_id IS NULL
UNION ALL SELECT NULL, coalesce(sum({LEFT}), 0)::bigint FROM billing_payment p
WHERE p.organisation_id = %s AND p.entity_id = %s AND {MONEY} AND {{mine}}
"""  # noqa: S608  words of our own


@dataclass(frozen=True)
class Asking:
    """Documents asked for together, the first due first; ``covered`` is how much of each the money in hand settles, in cents.
    What is ``disputed`` is not asked for, and may be paid alone."""

    cards: tuple[InvoiceCard, ...]
    covered: Mapping[int, int]
    disputed: tuple[InvoiceCard, ...] = ()

    def of(self, card: InvoiceCard) -> int:
        return card.left_cents - self.covered.get(card.id, 0)

    @property
    def held_cents(self) -> int:
        return sum(self.covered.get(card.id, 0) for card in self.cards)

    @property
    def cents(self) -> int:
        return sum(self.of(card) for card in self.cards)


def asked_together(place: PlaceRef, invoice: UUID) -> Asking:
    """What the payer of an invoice owes its seller at the place: what one attempt may pay."""
    found = find_invoice(organisations=[place.organisation_id], uuid=invoice)
    if found is None or found.card.place_id != place.id:
        return Asking((), {})
    return asked_with(place, found.card)


def asked_with(place: PlaceRef, card: InvoiceCard) -> Asking:
    """The same, of an invoice that was read; two statements. Those that are being debited are left to their debit, and those that
    are disputed to whoever settles the dispute."""
    owed = open_invoices(organisation_id=place.organisation_id, entity_id=card.entity_id, who=card.who)
    mine = MINE[0] if card.who[0] == ORGANISATION else MINE[1]
    values = [[each.id for each in owed], place.organisation_id, card.entity_id, card.who[1]]
    found = sql.rows(_BESIDE.format(mine=mine), values)
    going, held = frozenset(key for key, _cents in found if key), sum(cents for _key, cents in found)
    cards = tuple(each for each in owed if each.place_id == place.id and each.left_cents > 0 and each.id not in going)
    agreed = tuple(each for each in cards if not each.is_disputed)
    covered = _covered(held, owed, going)
    return Asking(agreed, covered, tuple(each for each in cards if each.is_disputed))


def asked_alone(*, organisation_id: int, card: InvoiceCard) -> Asking:
    """Of one document; one statement where its payer has nothing in hand, three otherwise."""
    covered = covered_of(organisation_id=organisation_id, entity_id=card.entity_id, who=card.who)
    return Asking((card,), covered)


def covered_of(*, organisation_id: int, entity_id: int, who: Who) -> Mapping[int, int]:
    """How much of each document that a payer owes a seller is covered by what they have in hand."""
    held = sum(each.left_cents for each in advances_of(organisation_id=organisation_id, entity_id=entity_id, who=who))
    if not held:
        return {}
    owed = open_invoices(organisation_id=organisation_id, entity_id=entity_id, who=who)
    return _covered(held, owed, invoices_debited(each.id for each in owed))


def _covered(held: int, owed: Sequence[InvoiceCard], going: frozenset[int]) -> Mapping[int, int]:
    """What is being debited, or is disputed, comes last."""
    rows = sorted(owed, key=lambda each: each.id in going or each.is_disputed)
    return dict(shared_out(held, [each.owed for each in rows]))

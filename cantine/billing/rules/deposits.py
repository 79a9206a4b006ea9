"""A deposit: a share of what was agreed, asked for before the day, by rate of VAT; and what is left for the final invoice.

Each rate gives its share of its base, half up, and the deposit counts its own VAT on that base. The final invoice counts
the VAT of the whole and takes off the deposit's, to the cent: both make the VAT of the whole, whatever was rounded.
"""

from dataclasses import dataclass
from decimal import Decimal

from cantine.billing.rules.documents import Document, Line, Reference, line_of
from cantine.kernel.money import share_of
from cantine.kernel.refusal import Refusal
from cantine.pricing.rules import Unit, Vat, VatGroup

MOST_PERCENT = 100


@dataclass(frozen=True)
class Deposited:
    """What the deposits of a document asked for already, by rate."""

    groups: tuple[VatGroup, ...]

    @property
    def net_cents(self) -> int:
        return sum(each.net_cents for each in self.groups)

    @property
    def gross_cents(self) -> int:
        return sum(each.net_cents + each.vat_cents for each in self.groups)

    def net_of(self, vat: Vat) -> int:
        return sum(each.net_cents for each in self.groups if each.vat == vat)

    def vat_of(self, vat: Vat) -> int:
        return sum(each.vat_cents for each in self.groups if each.vat == vat)


def deposited(document: Document) -> Deposited:
    return Deposited(tuple(group for each in document.deposits for group in each.groups))


def left_groups(document: Document) -> tuple[VatGroup, ...]:
    """The VAT of a document, less what its deposits asked for."""
    taken = deposited(document)
    return tuple(
        VatGroup(each.vat, each.net_cents - taken.net_of(each.vat), each.vat_cents - taken.vat_of(each.vat))
        for each in document.groups
    )


def deposit_lines(document: Document, *, percent: int, name: str) -> tuple[Line, ...]:
    """One for each rate: ``percent`` of its base."""
    nets = ((each.vat, share_of(each.net_cents, Decimal(percent))) for each in document.groups)
    return tuple(
        line_of(name=name, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(net), vat=vat)
        for vat, net in nets
        if net > 0
    )


def deducted(deposit: Document) -> Reference:
    """An issued deposit, as the final invoice takes it off."""
    assert deposit.issued_on is not None
    return Reference(deposit.number, deposit.issued_on, deposit.gross_cents, deposit.groups)


def check_percent(percent: int) -> list[Refusal]:
    """Nothing, or a share of the whole."""
    return [] if 0 <= percent <= MOST_PERCENT else [Refusal("deposit_out_of_range", {"most": MOST_PERCENT}, "percent")]

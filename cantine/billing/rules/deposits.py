"""A deposit: a share of what was agreed, asked for before the day, by rate of VAT; and what is left for the final invoice.

Each rate gives its share of its base, half up, and the deposit counts its own VAT on that base. The final invoice counts
the VAT of the whole and takes off the deposit's, to the cent: both make the VAT of the whole, whatever was rounded.
"""

from collections.abc import Iterable, Sequence
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


def kept_of_deposit(deposit: Document, notes: Iterable[Document] = ()) -> tuple[VatGroup, ...]:
    """What a deposit still asks for once these credit notes gave a part of it back, by rate."""
    back = Deposited(tuple(group for each in notes for group in each.groups))
    kept = (
        VatGroup(each.vat, each.net_cents - back.net_of(each.vat), each.vat_cents - back.vat_of(each.vat))
        for each in deposit.groups
    )
    return tuple(each for each in kept if each.net_cents > 0)


def deducted(deposit: Document, notes: Iterable[Document] = ()) -> Reference:
    """An issued deposit, as the final invoice takes it off: what credit notes gave back of it is not."""
    assert deposit.issued_on is not None
    groups = kept_of_deposit(deposit, notes)
    return Reference(deposit.number, deposit.issued_on, Deposited(groups).gross_cents, groups)


def given_back_lines(kept: Sequence[VatGroup], *, net_cents: int, name: str) -> tuple[Line, ...]:
    """``net_cents`` shared among the rates in proportion, to the cent, and never more of a rate than it has."""
    whole, lines, before = sum(each.net_cents for each in kept), [], 0
    for place, group in enumerate(kept, 1):
        until = net_cents * sum(each.net_cents for each in kept[:place]) // whole
        part, before = until - before, until
        if part > 0:
            lines.append(
                line_of(name=name, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(part), vat=group.vat)
            )
    return tuple(lines)


def check_given_back(net_cents: int, kept: Sequence[VatGroup]) -> list[Refusal]:
    """More than nothing, and no more than is left of it."""
    most = sum(each.net_cents for each in kept)
    if not most:
        return [Refusal("credited_already")]
    return [] if 0 < net_cents <= most else [Refusal("give_back_out_of_range", {"most_cents": most}, "cents")]


def check_percent(percent: int) -> list[Refusal]:
    """Nothing, or a share of the whole."""
    return [] if 0 <= percent <= MOST_PERCENT else [Refusal("deposit_out_of_range", {"most": MOST_PERCENT}, "percent")]

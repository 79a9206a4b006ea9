"""What a charge asks for: all of its price, a share of it, or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from cantine.kernel.money import share_of
from cantine.pricing.rules import Price, VatGroup

WHOLE = 100


class State(StrEnum):
    """``EXPECTED``: the act may still be refused or lapse. ``DUE``: it stands. ``DROPPED``: nothing is asked for."""

    EXPECTED = "expected"
    DUE = "due"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Standing:
    """What became of an act: ``percent`` of its price is asked for, where it is due."""

    state: State
    percent: int = WHOLE


@dataclass(frozen=True)
class Asked:
    """Cents asked for. VAT is counted on each rate's share, half up, as on an invoice."""

    net_cents: int
    vat_cents: int
    offered_cents: int

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents

    def __add__(self, other: "Asked") -> "Asked":
        return Asked(
            self.net_cents + other.net_cents,
            self.vat_cents + other.vat_cents,
            self.offered_cents + other.offered_cents,
        )


NOTHING = Asked(0, 0, 0)


def asked_of(price: Price, standing: Standing) -> Asked:
    """Nothing unless it is due; a share of each rate's group where a share is asked for. What is offered is counted once
    the act stands whole."""
    if standing.state is not State.DUE:
        return NOTHING
    if standing.percent == WHOLE:
        return Asked(price.net_cents, price.vat_cents, price.offered_cents)
    shares = [_share(group, standing.percent) for group in price.groups]
    return Asked(sum(net for net, _ in shares), sum(vat for _, vat in shares), 0)


def _share(group: VatGroup, percent: int) -> tuple[int, int]:
    net = share_of(group.net_cents, Decimal(percent))
    return net, share_of(net, group.vat.rate)


class Payable(Protocol):
    """What has a payer, and asks for something."""

    @property
    def payer(self) -> tuple[str, int]: ...

    @property
    def asked(self) -> Asked: ...


P = TypeVar("P", bound=Payable)


@dataclass(frozen=True)
class Account(Generic[P]):
    """What one payer is asked for, and why."""

    payer: tuple[str, int]
    charges: Sequence[P]
    total: Asked


def accounts_of(charges: Iterable[P]) -> list[Account[P]]:
    """One for each payer, the largest first; the charges of each stay in their order."""
    by_payer = sorted(charges, key=lambda each: each.payer)
    accounts = []
    for payer, group in groupby(by_payer, key=lambda each: each.payer):
        mine = list(group)
        accounts.append(Account(payer, mine, sum((each.asked for each in mine), NOTHING)))
    return sorted(accounts, key=lambda each: (-each.total.gross_cents, each.payer))

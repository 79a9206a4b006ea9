"""What a charge asks for: all of its price, a share of it, or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from cantine.kernel.money import share_of, share_within
from cantine.pricing.rules import Price, Vat

WHOLE = 100
AT_THE_COUNTER = "counter:"  # how the source of what was put on a tab begins: its price was said with VAT


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
    """Cents asked for, without VAT, by way of being taxed. VAT is counted on the sum of each rate, half up, so that what
    is owed says to the cent what the invoice will. ``grosses`` were said with VAT, and are asked for as they were said."""

    nets: tuple[tuple[Vat, int], ...] = ()
    offered_cents: int = 0
    grosses: tuple[tuple[Vat, int], ...] = ()

    @property
    def net_cents(self) -> int:
        return sum(cents for _vat, cents in self.nets) + sum(
            cents - share_within(cents, vat.rate) for vat, cents in self.grosses
        )

    @property
    def vat_cents(self) -> int:
        return sum(share_of(cents, vat.rate) for vat, cents in self.nets) + sum(
            share_within(cents, vat.rate) for vat, cents in self.grosses
        )

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents

    def __add__(self, other: "Asked") -> "Asked":
        return Asked(
            _by_vat((*self.nets, *other.nets)), self.offered_cents + other.offered_cents,
            _by_vat((*self.grosses, *other.grosses)),
        )  # fmt: skip


NOTHING = Asked()


def is_said_with_vat(source: str, price: Price, standing: Standing) -> bool:
    """A price of the counter, asked for whole."""
    return source.startswith(AT_THE_COUNTER) and len(price.lines) == 1 and standing.percent == WHOLE


def asked_of(price: Price, standing: Standing, *, source: str = "") -> Asked:
    """Nothing unless it is due; a share of each line, half up, where a share is asked for. What is offered is counted once
    the act stands whole."""
    if standing.state is not State.DUE:
        return NOTHING
    if is_said_with_vat(source, price, standing):
        return Asked((), price.offered_cents, ((price.lines[0].vat, price.gross_cents),))
    nets = _by_vat((line.vat, asked_for(line.cents, standing)) for line in price.lines)
    return Asked(nets, price.offered_cents if standing.percent == WHOLE else 0)


def asked_for(cents: int, standing: Standing) -> int:
    """What is asked for a line of a price."""
    return cents if standing.percent == WHOLE else share_of(cents, Decimal(standing.percent))


def _by_vat(nets: Iterable[tuple[Vat, int]]) -> tuple[tuple[Vat, int], ...]:
    summed: dict[Vat, int] = {}
    for vat, cents in nets:
        summed[vat] = summed.get(vat, 0) + cents
    return tuple(sorted(summed.items()))


@dataclass(frozen=True)
class Addition:
    """What one more charge adds to what its payer is asked for."""

    net_cents: int
    vat_cents: int

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents


def additions_of(asked: Iterable[Asked]) -> list[Addition]:
    """Of each in turn: their sum is what all of them make together, to the cent, however VAT was rounded."""
    additions, upto = [], NOTHING
    for each in asked:
        before, upto = upto, upto + each
        additions.append(Addition(upto.net_cents - before.net_cents, upto.vat_cents - before.vat_cents))
    return additions


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

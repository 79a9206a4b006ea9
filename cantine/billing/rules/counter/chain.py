"""What makes sales unalterable: each holds the hash of the one before in its entity, by the chain of takings (``accounting``).
Who bought is not in it: their name goes when they leave, and the chain stays whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.accounting.rules.chain import FIRST, instant


@dataclass(frozen=True, kw_only=True)
class SaleRecord:
    """A sale as it was frozen; ``lines`` and ``vat`` are JSON on one line, ``names`` the number of the sale taken back."""

    number: int
    uuid: UUID
    rung_at: datetime
    day: date
    act: str
    means: str
    reason: str
    total_cents: int
    offered_cents: int
    lines: str
    vat: str
    names: int | None = None
    former: str = FIRST
    hash: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return (
            str(self.number), str(self.uuid), instant(self.rung_at), self.day.isoformat(), self.act, self.means, self.reason,
            str(self.total_cents), str(self.offered_cents), self.lines, self.vat, str(self.names or ""),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ClosingRecord:
    """The sales of a day, a month or a year of one drawer as they were added up; ``perpetual_cents`` is all that was ever
    sold there until ``last_day``."""

    number: int
    uuid: UUID
    span: str
    first_day: date
    last_day: date
    sales: int
    first_sale: int
    last_sale: int
    by_means: str
    by_product: str
    vat: str
    total_cents: int
    settled_cents: int
    offered_cents: int
    perpetual_cents: int
    closed_at: datetime
    former: str = FIRST
    hash: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        cents = (self.total_cents, self.settled_cents, self.offered_cents, self.perpetual_cents)
        return (
            str(self.number), str(self.uuid), self.span, self.first_day.isoformat(), self.last_day.isoformat(),
            str(self.sales), str(self.first_sale), str(self.last_sale), self.by_means, self.by_product, self.vat,
            *map(str, cents), instant(self.closed_at),
        )  # fmt: skip


def first_wrong_closing(closings: Sequence[ClosingRecord], sales: Sequence[tuple[date, int, int]]) -> int | None:
    """The number of the first closing that (day, number, total) of the drawer's sales do not add up to. A day that is closed
    again counts what was sold after its first closing."""
    reached: dict[date, int] = {}
    for closing in closings:
        last, until = sales[-1][1] if sales else 0, closing.last_day
        if closing.span == "day":
            last = reached[until] = max(reached.get(until, 0), closing.last_sale)
        counted = sum(cents for day, number, cents in sales if day < until or (day == until and number <= last))
        if counted != closing.perpetual_cents:
            return closing.number
    return None

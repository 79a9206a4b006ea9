"""The sales of some days added up: by means of payment, by product, by rate of VAT, what was offered, what tabs paid.
A tab is a sale when it is rung; when it is paid, it is money and no second sale."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from cantine.billing.rules.counter.values import Act, Line, Means
from cantine.pricing.rules import Vat, VatGroup

NIGHT_ENDS = time(5)


def is_night(clock: time) -> bool:
    """The hours that an evening may last into."""
    return clock < NIGHT_ENDS


def day_at_night(today: date, open_days: Iterable[date]) -> date:
    """Where the day before has sales that nobody closed, the evening goes on: it is that day still."""
    yesterday = today - timedelta(days=1)
    return yesterday if yesterday in set(open_days) else today


@dataclass(frozen=True)
class Rung:
    """A sale, as far as it is added up."""

    number: int
    act: Act
    means: Means
    settles: bool
    total_cents: int
    offered_cents: int
    lines: tuple[Line, ...]
    groups: tuple[VatGroup, ...]

    @property
    def sold_cents(self) -> int:
        return 0 if self.settles else self.total_cents


@dataclass(frozen=True)
class Product:
    """What was sold of one thing; ``offered`` counts the pieces that were."""

    button: str
    name_fr: str
    name_en: str
    pieces: int
    cents: int
    offered: int


@dataclass(frozen=True)
class Sums:
    """``by_means``: (sold, of tabs paid) for each."""

    sales: int
    first_sale: int
    last_sale: int
    by_means: tuple[tuple[Means, int, int], ...]
    by_product: tuple[Product, ...]
    groups: tuple[VatGroup, ...]
    total_cents: int
    settled_cents: int
    offered_cents: int


def summed(rung: Iterable[Rung]) -> Sums:
    """All of them added up; reversals take off."""
    sales = sorted(rung, key=lambda each: each.number)
    sold, settled = Counter[Means](), Counter[Means]()
    for each in sales:
        (settled if each.settles else sold)[each.means] += each.total_cents
    kept = [each for each in sales if not each.settles]
    return Sums(
        sales=len(sales), first_sale=sales[0].number if sales else 0, last_sale=sales[-1].number if sales else 0,
        by_means=tuple((means, sold[means], settled[means]) for means in Means if means in sold or means in settled),
        by_product=_products(line for each in kept for line in each.lines),
        groups=_by_vat(group for each in kept for group in each.groups),
        total_cents=sum(sold.values()), settled_cents=sum(settled.values()),
        offered_cents=sum(each.offered_cents for each in kept),
    )  # fmt: skip


def _products(lines: Iterable[Line]) -> tuple[Product, ...]:
    """The names are those of the last sale; the largest first."""
    found: dict[str, Product] = {}
    for line in lines:
        known = found.get(line.button)
        pieces, cents, offered = (known.pieces, known.cents, known.offered) if known else (0, 0, 0)
        free = line.quantity if line.worth_cents and not line.unit_cents else 0
        found[line.button] = Product(
            line.button, line.name_fr, line.name_en, pieces + line.quantity, cents + line.cents, offered + free
        )
    kept = [each for each in found.values() if each.pieces or each.cents]
    return tuple(sorted(kept, key=lambda each: (-each.cents, -each.pieces, each.name_fr)))


def _by_vat(groups: Iterable[VatGroup]) -> tuple[VatGroup, ...]:
    sums: dict[Vat, tuple[int, int]] = {}
    for each in groups:
        net, vat = sums.get(each.vat, (0, 0))
        sums[each.vat] = net + each.net_cents, vat + each.vat_cents
    return tuple(VatGroup(vat, *sums[vat]) for vat in sorted(sums) if any(sums[vat]))

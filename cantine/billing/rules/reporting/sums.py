"""What a file of a period says: the sales of each day by category and rate, invoices abroad one by one, and what was paid of
services whose VAT falls due with the money. Amounts of a credit note are below zero.

What a deposit asked for is told on its own day, and taken off the final invoice, services and goods in proportion as the books
have it: both make the VAT of the whole, to the cent.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cantine.billing.rules.deposits import deposited, left_groups
from cantine.billing.rules.documents import Document, Nature
from cantine.billing.rules.postings import GOODS
from cantine.billing.rules.reporting.duties import Duty, duty_of
from cantine.billing.rules.settling import by_rate
from cantine.kernel.money import share_of
from cantine.pricing.rules import VatGroup, VatKind

NO_RATE = Decimal(0)


class Category(StrEnum):
    """Goods, services, or what France does not tax (TT-81)."""

    GOODS = "TLB1"
    SERVICES = "TPS1"
    UNTAXED = "TNT1"


@dataclass(frozen=True)
class Part:
    """So much of a document under one category and rate."""

    category: Category
    rate: Decimal
    net_cents: int
    vat_cents: int


@dataclass(frozen=True)
class RateSum:
    rate: Decimal
    net_cents: int
    vat_cents: int


@dataclass(frozen=True)
class DaySale:
    """The sales of a day in one category, of ``count`` documents (flow 10.3)."""

    day: date
    category: Category
    count: int
    rates: tuple[RateSum, ...]

    @property
    def net_cents(self) -> int:
        return sum(each.net_cents for each in self.rates)

    @property
    def vat_cents(self) -> int:
        return sum(each.vat_cents for each in self.rates)


@dataclass(frozen=True)
class Sales:
    """Of a period; ``invoices`` are told one by one (flow 10.1)."""

    days: tuple[DaySale, ...]
    invoices: tuple[Document, ...]

    @property
    def net_cents(self) -> int:
        return sum(each.net_cents for each in self.days) + sum(_sign(each) * each.net_cents for each in self.invoices)

    @property
    def vat_cents(self) -> int:
        return sum(each.vat_cents for each in self.days) + sum(_sign(each) * each.vat_cents for each in self.invoices)

    @property
    def count(self) -> int:
        return sum(each.count for each in self.days) + len(self.invoices)


@dataclass(frozen=True)
class PaidPart:
    """So many cents of a document came on a day, after ``before_cents``; below zero, they went back."""

    document: Document
    day: date
    before_cents: int
    cents: int


@dataclass(frozen=True)
class InvoicePaid:
    """What was paid of an invoice told by itself (flow 10.2); ``rates`` are amounts VAT included."""

    number: str
    issued_on: date
    day: date
    rates: tuple[tuple[Decimal, int], ...]


@dataclass(frozen=True)
class DayPaid:
    """What was paid on a day of all the others (flow 10.4)."""

    day: date
    rates: tuple[tuple[Decimal, int], ...]


@dataclass(frozen=True)
class Payments:
    days: tuple[DayPaid, ...]
    invoices: tuple[InvoicePaid, ...]

    @property
    def gross_cents(self) -> int:
        rates = [*(each.rates for each in self.days), *(each.rates for each in self.invoices)]
        return sum(cents for each in rates for _rate, cents in each)

    @property
    def count(self) -> int:
        return len(self.days) + len(self.invoices)


def parts_of(document: Document) -> Iterator[Part]:
    """What a document tells, less what its deposits told; what is exempt or outside VAT in France tells nothing."""
    taken, sign = deposited(document), _sign(document)
    for group in document.groups:
        if not _is_told(group, document):
            continue
        services_net, services_vat = _services(document, group)
        services_net -= _share(taken.net_of(group.vat), services_net, group.net_cents)
        services_vat -= _share(taken.vat_of(group.vat), services_vat, group.vat_cents)
        goods_net = group.net_cents - taken.net_of(group.vat) - services_net
        goods_vat = group.vat_cents - taken.vat_of(group.vat) - services_vat
        services, goods = _categories(group)
        for category, net, vat in ((services, services_net, services_vat), (goods, goods_net, goods_vat)):
            if net or vat:
                yield Part(category, group.vat.rate, sign * net, sign * vat)


def sales_of(documents: Iterable[Document]) -> Sales:
    """Of issued documents; those of another road are left out."""
    sums: dict[tuple[date, Category], dict[Decimal, tuple[int, int]]] = {}
    counts: dict[tuple[date, Category], int] = {}
    alone = []
    for document in documents:
        duty = duty_of(document)
        if duty is Duty.REPORT_INVOICE:
            alone.append(document)
        if duty is not Duty.REPORT_DAY or document.issued_on is None:
            continue
        for key, part in _keyed(document):
            rates = sums.setdefault(key, {})
            net, vat = rates.get(part.rate, (0, 0))
            rates[part.rate] = (net + part.net_cents, vat + part.vat_cents)
        for key in {key for key, _part in _keyed(document)}:
            counts[key] = counts.get(key, 0) + 1
    days = (DaySale(*key, counts[key], rate_sums(rates)) for key, rates in sorted(sums.items()))
    return Sales(tuple(days), tuple(sorted(alone, key=lambda each: (each.issued_on or date.min, each.number))))


def paid_parts(part: PaidPart) -> Mapping[Decimal, int]:
    """By rate, the cents VAT included that were paid of services whose VAT falls due with the money. Counted from all that was
    paid before, so that parts add up."""
    if part.document.terms.on_debits:
        return {}
    after = _waiting(part.document, part.before_cents + part.cents)
    before = _waiting(part.document, part.before_cents)
    sign = _sign(part.document)
    return {rate: sign * (cents - before[rate]) for rate, cents in after.items() if cents != before[rate]}


def payments_of(parts: Iterable[PaidPart]) -> Payments:
    """What was paid of an electronic invoice is told by its platform, not here."""
    days: dict[date, dict[Decimal, int]] = {}
    alone: dict[tuple[date, str, date], dict[Decimal, int]] = {}
    for part in parts:
        duty, document = duty_of(part.document), part.document
        if duty is Duty.REPORT_DAY:
            _add(days.setdefault(part.day, {}), paid_parts(part))
        elif duty is Duty.REPORT_INVOICE and document.issued_on is not None:
            _add(alone.setdefault((part.day, document.number, document.issued_on), {}), paid_parts(part))
    told = ((day, some_rates(rates)) for day, rates in sorted(days.items()))
    invoices = ((key, some_rates(rates)) for key, rates in sorted(alone.items()))
    return Payments(
        tuple(DayPaid(day, rates) for day, rates in told if rates),
        tuple(InvoicePaid(number, issued, day, rates) for (day, number, issued), rates in invoices if rates),
    )


def _keyed(document: Document) -> list[tuple[tuple[date, Category], Part]]:
    assert document.issued_on is not None
    return [((document.issued_on, each.category), each) for each in parts_of(document)]


def _waiting(document: Document, cents: int) -> dict[Decimal, int]:
    """Of so many cents paid in all, those that are services with VAT, by rate."""
    groups = left_groups(document)
    paid, found = by_rate(cents, groups), {}
    services = {each.rate: each for each in parts_of(document) if each.category is Category.SERVICES}
    for group in groups:
        part = services.get(group.vat.rate)
        if group.vat.kind is VatKind.TAXED and group.vat.rate and part:
            whole = abs(part.net_cents + part.vat_cents)
            found[group.vat.rate] = _share(paid[group.vat], whole, group.net_cents + group.vat_cents)
    return found


def _services(document: Document, group: VatGroup) -> tuple[int, int]:
    """Net and VAT of the services of a rate; the VAT of its goods is counted first, so that both make the group's."""
    lines = (line for line in document.lines if line.vat == group.vat and line.activity not in GOODS)
    net = sum(line.net_cents for line in lines)
    return net, group.vat_cents - share_of(group.net_cents - net, group.vat.rate)


def _is_told(group: VatGroup, document: Document) -> bool:
    if group.vat.kind is VatKind.OUT_OF_SCOPE:
        return document.buyer.nature is Nature.ABROAD
    return group.vat.kind in {VatKind.TAXED, VatKind.FRANCHISE}


def _categories(group: VatGroup) -> tuple[Category, Category]:
    if group.vat.kind is VatKind.OUT_OF_SCOPE:
        return Category.UNTAXED, Category.UNTAXED
    return Category.SERVICES, Category.GOODS


def rate_sums(rates: Mapping[Decimal, tuple[int, int]]) -> tuple[RateSum, ...]:
    return tuple(RateSum(rate, net, vat) for rate, (net, vat) in sorted(rates.items(), reverse=True))


def some_rates(rates: Mapping[Decimal, int]) -> tuple[tuple[Decimal, int], ...]:
    return tuple((rate, cents) for rate, cents in sorted(rates.items(), reverse=True) if cents)


def _add(sums: dict[Decimal, int], more: Mapping[Decimal, int]) -> None:
    for rate, cents in more.items():
        sums[rate] = sums.get(rate, 0) + cents


def _share(cents: int, part: int, whole: int) -> int:
    return cents * part // whole if whole else 0


def _sign(document: Document) -> int:
    return -1 if document.kind.gives_back else 1

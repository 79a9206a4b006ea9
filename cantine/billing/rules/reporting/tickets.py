"""What is paid at a counter, as the tax office is told it: with the sales of its day (flow 10.3), and its services as money that
came on that day (flow 10.4). A ticket is one transaction in each category that it holds; what takes it back on another day is one
more, below zero. What is on a tab is no ticket yet: it is one on the day when it is paid, as the books have it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.billing.rules.counter import Line
from cantine.billing.rules.postings import GOODS
from cantine.billing.rules.reporting.sums import (
    Category,
    DayPaid,
    DaySale,
    Part,
    Payments,
    Sales,
    rate_sums,
    some_rates,
)
from cantine.pricing.rules import VatKind

TOLD = frozenset({VatKind.TAXED, VatKind.FRANCHISE})


@dataclass(frozen=True)
class Ticket:
    """A sale paid at the counter that no invoice took; lines below zero take it back. ``business``: whoever bought is one, or a public
    body, and wants an invoice, which tells it. ``on_debits``: the VAT of services does not wait for money."""

    day: date
    lines: tuple[Line, ...]
    business: bool = False
    on_debits: bool = False


def parts_of_ticket(ticket: Ticket) -> Iterator[Part]:
    """By category and rate, to the cent of what was rung; what is exempt or outside VAT tells nothing, nor what a business bought."""
    sums: dict[tuple[Category, Decimal], tuple[int, int]] = {}
    for line in ticket.lines if not ticket.business else ():
        if line.vat.kind in TOLD and line.cents:
            key = (Category.GOODS if line.activity in GOODS else Category.SERVICES, line.vat.rate)
            net, vat = sums.get(key, (0, 0))
            sums[key] = net + line.net_cents, vat + line.cents - line.net_cents
    yield from (Part(*key, *cents) for key, cents in sorted(sums.items()) if any(cents))


def to_invoice(tickets: Iterable[Ticket]) -> int:
    """How many were sold to a business and are told by nothing as long as no invoice is made of them."""
    return sum(each.business and each.lines[0].quantity > 0 for each in tickets)


def sales_with(sales: Sales, tickets: Iterable[Ticket]) -> Sales:
    """The sales of a period, those of its counters among them."""
    sums = {
        (day.day, day.category): {each.rate: (each.net_cents, each.vat_cents) for each in day.rates}
        for day in sales.days
    }
    counts = {(each.day, each.category): each.count for each in sales.days}
    for ticket in tickets:
        parts = list(parts_of_ticket(ticket))
        for part in parts:
            rates = sums.setdefault((ticket.day, part.category), {})
            net, vat = rates.get(part.rate, (0, 0))
            rates[part.rate] = (net + part.net_cents, vat + part.vat_cents)
        for key in {(ticket.day, part.category) for part in parts}:
            counts[key] = counts.get(key, 0) + 1
    days = (DaySale(*key, counts[key], rate_sums(rates)) for key, rates in sorted(sums.items()))
    return Sales(tuple(days), sales.invoices)


def payments_with(payments: Payments, tickets: Iterable[Ticket]) -> Payments:
    """What came in, the services that were paid at the counter among it: those whose VAT falls due with the money."""
    days = {each.day: dict(each.rates) for each in payments.days}
    for ticket in tickets:
        for part in () if ticket.on_debits else parts_of_ticket(ticket):
            if part.category is Category.SERVICES and part.rate:
                rates = days.setdefault(ticket.day, {})
                rates[part.rate] = rates.get(part.rate, 0) + part.net_cents + part.vat_cents
    told = ((day, some_rates(rates)) for day, rates in sorted(days.items()))
    return Payments(tuple(DayPaid(day, rates) for day, rates in told if rates), payments.invoices)

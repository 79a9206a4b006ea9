"""The money of a place today: what there is, and how much of each thing waits to be done."""

from dataclasses import dataclass
from datetime import date, timedelta

from cantine.accounting import queries as books
from cantine.billing import queries as billing
from cantine.billing.queries import Heap
from cantine.funding import queries as funding
from cantine.places.queries import PlaceRef


@dataclass(frozen=True, kw_only=True)
class MoneyToday:
    """``held_cents`` is None where nobody invoices yet. ``to_bill`` counts customers, of the months that are over, with VAT."""

    held_cents: int | None
    to_match: int
    to_match_cents: int
    late: int
    late_cents: int
    to_bill: int
    to_bill_cents: int
    to_pay_cents: int


def money_today(place: PlaceRef, *, today: date) -> MoneyToday:
    """Six statements, whatever the rows."""
    entity = books.entity_of(place)
    heaps, late = billing.bank_heaps_of(place), billing.late_invoices(place, today=today)
    owed = billing.owed_by_payer(place, last_day=today.replace(day=1) - timedelta(days=1))
    return MoneyToday(
        held_cents=sum(books.money_of(entity.id, day=today).values()) if entity else None,
        to_match=heaps.counts[Heap.WAITING], to_match_cents=heaps.cents[Heap.WAITING],
        late=len(late), late_cents=sum(each.left_cents for each in late),
        to_bill=len(owed), to_bill_cents=sum(each.asked.gross_cents for lines in owed.values() for each in lines),
        to_pay_cents=funding.costs_of(place, year=today.year, most=1).owed_cents,
    )  # fmt: skip

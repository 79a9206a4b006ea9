"""Closings of sales as they were frozen, and whether the chains are whole."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max

from cantine.accounting.rules import chain
from cantine.billing.models import CounterClosing
from cantine.billing.queries.counter.sales import chain_of_sales
from cantine.billing.rules.counter import ClosingRecord, first_wrong_closing
from cantine.core import sql
from cantine.places.queries import PlaceRef

_COLUMNS = (
    "number", "uuid", "span", "first_day", "last_day", "sales", "first_sale", "last_sale", "by_means", "by_product", "vat",
    "total_cents", "settled_cents", "offered_cents", "perpetual_cents", "closed_at", "former", "hash",
)  # fmt: skip
# What tabs paid is money of a sale that was counted when it was rung.
_SOLD = """
SELECT s.day, s.number, CASE WHEN coalesce(u.act, s.act) = 'settle' THEN 0 ELSE s.total_cents END
FROM billing_countersale s LEFT JOIN billing_countersale u ON u.id = s.undoes_id WHERE s.drawer_id = %s ORDER BY s.number
"""
# What a taking of the drawer paid and that is not in the chain: a sale cut off at its end is missed by the chain alone.
_CUT = """
SELECT count(*) FROM accounting_taking t WHERE t.drawer_id = %s AND t.source LIKE 'counter:%%'
  AND NOT EXISTS (SELECT FROM billing_countersale s WHERE s.drawer_id = t.drawer_id AND 'counter:' || s.uuid::text = t.source)
"""
_UNTIL = """
SELECT coalesce(sum(s.total_cents), 0)::bigint FROM billing_countersale s LEFT JOIN billing_countersale u ON u.id = s.undoes_id
WHERE s.drawer_id = %s AND s.day <= %s AND coalesce(u.act, s.act) <> 'settle'
"""


_WITH = """
SELECT c.uuid FROM billing_counterclosing c WHERE c.drawer_id = %(drawer)s AND c.span = %(span)s AND c.last_day = %(last)s
  AND (SELECT count(*) FROM billing_counterclosing k WHERE k.drawer_id = %(drawer)s AND k.span = %(span)s
    AND k.last_day = %(last)s) >=
  (SELECT count(*) FROM accounting_closing k WHERE k.drawer_id = %(drawer)s AND k.span = %(span)s AND k.last_day = %(last)s)
ORDER BY c.number DESC LIMIT 1
"""


def counter_closings_of(drawer_id: int, *, most: int = 62) -> list[ClosingRecord]:
    """The latest first."""
    rows = CounterClosing.objects.filter(drawer_id=drawer_id).order_by("-number").values_list(*_COLUMNS)[:most]
    return [ClosingRecord(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def find_counter_closing(place: PlaceRef, *, uuid: UUID) -> ClosingRecord | None:
    row = CounterClosing.objects.filter(uuid=uuid, drawer__place_id=place.id).values_list(*_COLUMNS).first()
    return ClosingRecord(**dict(zip(_COLUMNS, row, strict=True))) if row else None


def has_counter_closing(drawer_id: int, *, span: str, last_day: date) -> UUID | None:
    """The one that goes with the last closing of the drawer: a day may be closed again for what was sold after it was."""
    row = sql.row(_WITH, {"drawer": drawer_id, "span": span, "last": last_day})
    return UUID(str(row[0])) if row else None


def rank_of_session(place: PlaceRef, *, day: date, number: int) -> int:
    """1 for the first closing of a day, 2 for what was sold after it…"""
    rows = CounterClosing.objects.filter(drawer__place_id=place.id, span="day", last_day=day, number__lte=number)
    return rows.count()


def closed_sale_of(drawer_id: int, *, day: date) -> int:
    """The number of the last sale that a closing of this day counted."""
    rows = CounterClosing.objects.filter(drawer_id=drawer_id, span="day", last_day=day)
    return rows.aggregate(last=Max("last_sale"))["last"] or 0


def sold_until(drawer_id: int, *, last_day: date) -> int:
    """All that was ever sold at a drawer until a day, in cents."""
    row = sql.row(_UNTIL, [drawer_id, last_day])
    return int(row[0]) if row else 0


@dataclass(frozen=True)
class SalesVerdict:
    """How long the chains are, and the first record of each that is not what it was."""

    sales: int
    closings: int
    sale: int | None
    closing: int | None

    @property
    def whole(self) -> bool:
        return self.sale is None and self.closing is None


def verify_sales(*, entity_id: int, drawer_id: int) -> SalesVerdict:
    """Every record read again; four statements."""
    sales, closings = chain_of_sales(entity_id), counter_closings_of(drawer_id, most=100_000)[::-1]
    altered = chain.first_altered(closings)
    if altered is None:
        altered = first_wrong_closing(
            closings, [(day, number, int(cents)) for day, number, cents in sql.rows(_SOLD, [drawer_id])]
        )
    sale = chain.first_altered(sales)
    if sale is None and (sql.row(_CUT, [drawer_id]) or (0,))[0]:
        sale = len(sales) + 1
    return SalesVerdict(len(sales), len(closings), sale, altered)

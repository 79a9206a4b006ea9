"""Costs of a place over a year, sixty at a time."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core import sql
from cantine.funding.models import Cost
from cantine.funding.rules import Spent
from cantine.places.queries import PlaceRef

PAGE = 60
_COSTS = """
SELECT uuid, what, day, net_cents, vat_cents, category, supplier, activity, paid_on, count(*) OVER (),
  sum(net_cents) OVER ()::bigint, sum(net_cents + vat_cents) FILTER (WHERE paid_on IS NULL) OVER ()::bigint
FROM funding_cost WHERE organisation_id = %s AND place_id = %s AND day >= make_date(%s, 1, 1) AND day < make_date(%s, 1, 1)
ORDER BY day DESC, id DESC LIMIT %s OFFSET %s
"""


@dataclass(frozen=True)
class CostLine:
    uuid: UUID
    spent: Spent


@dataclass(frozen=True)
class CostPage:
    """``owed_cents`` is what is not paid yet, VAT included."""

    lines: tuple[CostLine, ...] = ()
    count: int = 0
    total_cents: int = 0
    owed_cents: int = 0


def costs_of(place: PlaceRef, *, year: int, page: int = 0, most: int = PAGE) -> CostPage:
    """The latest first; one statement."""
    values = [place.organisation_id, place.id, year, year + 1, most, PAGE * page]
    rows = sql.rows(_COSTS, values)
    if not rows:
        return CostPage()
    *_first, count, total, owed = rows[0]
    return CostPage(tuple(_line(*row[:9]) for row in rows), count, total, owed or 0)


def lock_cost(place: PlaceRef, *, uuid: UUID) -> Cost | None:
    """Locked until the transaction ends."""
    mine = Cost.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    return mine.select_for_update().first()


def spent_of(row: Cost) -> Spent:
    return Spent(
        what=row.what, day=row.day, net_cents=row.net_cents, vat_cents=row.vat_cents, category=row.category,
        supplier=row.supplier, activity=row.activity, paid_on=row.paid_on,
    )  # fmt: skip


def _line(uuid, what, day, net, vat, category, supplier, activity, paid) -> CostLine:  # type: ignore[no-untyped-def]  # a row
    spent = Spent(
        what=what, day=day, net_cents=net, vat_cents=vat, category=category, supplier=supplier, activity=activity,
        paid_on=paid,
    )  # fmt: skip
    return CostLine(uuid, spent)

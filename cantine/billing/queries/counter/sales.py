"""Sales as they were rung: one, those of a day, and the end of the chain that the next one follows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.accounting.queries import DrawerRef
from cantine.billing.queries.counter.frozen import lines_from, vat_from
from cantine.billing.rules.counter import Act, Line, Means, Rung, SaleRecord
from cantine.core import sql
from cantine.kernel.once import once
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import VatGroup

_CARD = """
SELECT s.id, s.uuid, s.number, s.act, s.means, s.reason, s.rung_at, s.day, s.person_id, s.customer_id,
  coalesce(o.name, nullif(p.name, ''), p.email, ''), o.uuid IS NULL, coalesce(o.uuid, p.uuid), s.total_cents, s.offered_cents,
  s.given_cents, s.lines, s.vat, s.hash, u.number, u.act, b.number, i.uuid, i.reference, s.entity_id, s.drawer_id, s.key
FROM billing_countersale s
LEFT JOIN people_person p ON p.id = s.person_id LEFT JOIN people_organisation o ON o.id = s.customer_id
LEFT JOIN billing_countersale u ON u.id = s.undoes_id LEFT JOIN billing_countersale b ON b.undoes_id = s.id
LEFT JOIN billing_counterinvoice c ON c.sale_id = s.id LEFT JOIN billing_invoice i ON i.id = c.invoice_id
"""
_ONE = f"{_CARD} WHERE s.uuid = %s AND s.place_id = %s"
_OF_DAY = f"{_CARD} WHERE s.place_id = %s AND s.day = %s ORDER BY s.number DESC LIMIT %s"
_HEAD = """
SELECT coalesce(max(s.number), 0), coalesce((array_agg(s.hash ORDER BY s.number DESC))[1], ''), max(s.rung_at),
  (SELECT k.uuid FROM billing_countersale k WHERE k.organisation_id = %(organisation)s AND k.key = %(key)s)
FROM (SELECT number, hash, rung_at FROM billing_countersale WHERE entity_id = %(entity)s ORDER BY number DESC LIMIT 1) s
"""
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('billing.counter'), %s::integer)"
_CHAIN = """
SELECT s.number, s.uuid, s.rung_at, s.day, s.act, s.means, s.reason, s.total_cents, s.offered_cents, s.lines, s.vat,
  (SELECT u.number FROM billing_countersale u WHERE u.id = s.undoes_id), s.former, s.hash
FROM billing_countersale s WHERE s.entity_id = %s ORDER BY s.number
"""
_RECORD = (
    "number", "uuid", "rung_at", "day", "act", "means", "reason", "total_cents", "offered_cents", "lines", "vat", "names",
    "former", "hash",
)  # fmt: skip
_DAY = """
SELECT s.number, s.act, s.means, coalesce(u.act, s.act) = 'settle', s.total_cents, s.offered_cents, s.lines, s.vat
FROM billing_countersale s LEFT JOIN billing_countersale u ON u.id = s.undoes_id
WHERE s.drawer_id = %s AND s.day BETWEEN %s AND %s AND s.number > %s ORDER BY s.number
"""
# What came after the last closing of a day is of that day still, to be closed again.
_OPEN_DAYS = """
SELECT day, sum(cents)::bigint FROM (
  SELECT s.day, 0 AS cents FROM billing_countersale s WHERE s.drawer_id = %(drawer)s AND (s.day > %(closed)s
    OR (s.day = %(closed)s AND s.number > (SELECT coalesce(max(k.last_sale), 0) FROM billing_counterclosing k
      WHERE k.drawer_id = %(drawer)s AND k.span = 'day' AND k.last_day = %(closed)s)))
  UNION ALL SELECT t.day, CASE WHEN t.method = 'cash' THEN t.amount_cents ELSE 0 END FROM accounting_taking t
  WHERE t.drawer_id = %(drawer)s AND (t.day > %(closed)s OR (t.day = %(closed)s AND t.number > %(taking)s))
) open GROUP BY day ORDER BY day
"""


@dataclass(frozen=True)
class SaleCard:
    """A sale for whoever keeps the counter. ``buyer`` is a name, empty for nobody known; ``undoes`` and ``undone_by`` are
    numbers."""

    id: int
    uuid: UUID
    number: int
    act: Act
    means: Means
    reason: str
    rung_at: datetime
    day: date
    person_id: int | None
    customer_id: int | None
    buyer: str
    is_person: bool
    buyer_uuid: UUID | None
    total_cents: int
    offered_cents: int
    given_cents: int | None
    frozen_lines: str
    frozen_vat: str
    hash: str
    undoes: int | None
    undoes_act: str | None
    undone_by: int | None
    invoice: UUID | None
    invoice_reference: str | None
    entity_id: int
    drawer_id: int
    key: str

    @once
    def lines(self) -> tuple[Line, ...]:
        return lines_from(self.frozen_lines)

    @once
    def groups(self) -> tuple[VatGroup, ...]:
        return vat_from(self.frozen_vat)

    @property
    def change_cents(self) -> int:
        return (self.given_cents or self.total_cents) - self.total_cents

    @property
    def who(self) -> tuple[str, int] | None:
        if self.customer_id:
            return "organisation", self.customer_id
        return ("person", self.person_id) if self.person_id else None


@dataclass(frozen=True)
class Head:
    """The last of the chain of an entity, and the sale that this key rang already."""

    number: int
    hash: str
    rung_at: datetime | None
    already: UUID | None


def find_sale(place: PlaceRef, *, uuid: UUID) -> SaleCard | None:
    row = sql.row(_ONE, [uuid, place.id])
    return _card(row) if row else None


def sales_of_day(place: PlaceRef, *, day: date, most: int = 500) -> list[SaleCard]:
    """The last rung first; one statement."""
    return [_card(row) for row in sql.rows(_OF_DAY, [place.id, day, most])]


def lock_head(*, organisation_id: int, entity_id: int, key: str) -> Head:
    """Whoever rings in the name of this entity waits until the transaction ends; what is read is read once it is alone."""
    sql.soon(_ALONE, [entity_id])
    row = sql.row(_HEAD, {"organisation": organisation_id, "entity": entity_id, "key": key})
    assert row is not None
    return Head(*row)


def chain_of_sales(entity_id: int) -> list[SaleRecord]:
    """Every sale of an entity, in the order of its chain."""
    return [SaleRecord(**dict(zip(_RECORD, row, strict=True))) for row in sql.rows(_CHAIN, [entity_id])]


def rung_between(drawer_id: int, *, first_day: date, last_day: date, after: int = 0) -> list[Rung]:
    """What was rung at a drawer on these days, as it is added up, after the sale of that number; one statement."""
    return [
        Rung(number, Act(act), Means(means), settles, total, offered, lines_from(lines), vat_from(vat))
        for number, act, means, settles, total, offered, lines, vat in sql.rows(
            _DAY, [drawer_id, first_day, last_day, after]
        )
    ]


def open_sale_days(drawer: DrawerRef) -> dict[date, int]:
    """The days with sales or takings that are not closed, and the cash of each; one statement."""
    values = {"drawer": drawer.id, "closed": drawer.closed_until or date.min, "taking": drawer.last_taking}
    return {day: int(cents) for day, cents in sql.rows(_OPEN_DAYS, values)}


def _card(row: sql.Row) -> SaleCard:
    values = list(row)
    values[3], values[4] = Act(values[3]), Means(values[4])
    return SaleCard(*values)

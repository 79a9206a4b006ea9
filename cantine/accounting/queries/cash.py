"""Reads of the cash drawer: what is taken and not closed yet, closings, and whether the chain is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.accounting.models import CashDrawer, Closing, Taking
from cantine.accounting.rules import chain
from cantine.accounting.rules.cash import Method
from cantine.accounting.rules.chain import ClosingRecord, TakingRecord
from cantine.core import sql
from cantine.places.queries import PlaceRef

_TAKING = (
    "number", "uuid", "taken_at", "day", "method", "amount_cents", "what", "vat", "source", "former", "hash",
)  # fmt: skip
_CLOSING = (
    "number", "uuid", "span", "first_day", "last_day", "takings", "last_taking", "sums", "vat", "total_cents",
    "perpetual_cents", "opening_cents", "counted_cents", "banked_cents", "difference_cents", "remark", "closed_at",
    "former", "hash",
)  # fmt: skip
# What it held once it was closed last, less what went to the bank; when it never was, what it was opened with.
_DRAWERS = """
SELECT d.id, d.uuid, d.entity_id, u.uuid, d.name, coalesce(c.counted_cents - c.banked_cents, d.float_cents), c.last_day,
  d.opened_at, coalesce(c.last_taking, 0)
FROM accounting_cashdrawer d JOIN accounting_legalentity u ON u.id = d.entity_id
LEFT JOIN LATERAL (SELECT counted_cents, banked_cents, last_day, last_taking FROM accounting_closing
  WHERE drawer_id = d.id AND span = 'day' ORDER BY number DESC LIMIT 1) c ON true
WHERE d.place_id = %s AND d.retired_at IS NULL ORDER BY d.id
"""
_OPEN_DAYS = """
SELECT t.day, t.method, count(*), sum(t.amount_cents)::bigint FROM accounting_taking t
WHERE t.drawer_id = %(drawer)s AND (t.day > %(closed)s OR (t.day = %(closed)s AND t.number > %(last)s))
GROUP BY t.day, t.method ORDER BY t.day, t.method
"""


@dataclass(frozen=True)
class DrawerRef:
    """A drawer at hand: ``opening_cents`` is what it holds before the takings of the next day to close; those of the day that
    was closed last, after ``last_taking``, are of a further closing of it."""

    id: int
    uuid: UUID
    entity_id: int
    entity: UUID
    name: str
    opening_cents: int
    closed_until: date | None
    opened_at: datetime
    last_taking: int


@dataclass(frozen=True)
class OpenSum:
    """What was taken by one method on a day that is not closed."""

    day: date
    method: Method
    takings: int
    cents: int


def drawers_of(place: PlaceRef) -> list[DrawerRef]:
    """Those of a place that stand, the first opened first; one statement."""
    return [DrawerRef(*row) for row in sql.rows(_DRAWERS, [place.id])]


def open_sums(drawer: DrawerRef) -> list[OpenSum]:
    """By day and method, what is not closed yet; one statement."""
    values = {"drawer": drawer.id, "closed": drawer.closed_until or date.min, "last": drawer.last_taking}
    rows = sql.rows(_OPEN_DAYS, values)
    return [OpenSum(day, Method(method), takings, cents) for day, method, takings, cents in rows]


def lock_drawer(drawer_id: int) -> None:
    """Whoever adds to it waits until the transaction ends; what is read next is read once it is locked."""
    sql.soon("SELECT id FROM accounting_cashdrawer WHERE id = %s FOR NO KEY UPDATE", [drawer_id])


def closings_of(drawer_id: int, *, most: int = 62) -> list[ClosingRecord]:
    """The latest first."""
    rows = Closing.objects.filter(drawer_id=drawer_id).order_by("-number").values_list(*_CLOSING)[:most]
    return [ClosingRecord(**dict(zip(_CLOSING, row, strict=True))) for row in rows]


def find_closing(place: PlaceRef, *, uuid: UUID) -> ClosingRecord | None:
    """One of a drawer of this place."""
    row = Closing.objects.filter(uuid=uuid, drawer__place_id=place.id).values_list(*_CLOSING).first()
    return ClosingRecord(**dict(zip(_CLOSING, row, strict=True))) if row else None


def day_closings(place: PlaceRef, *, day: date) -> list[ClosingRecord]:
    """The closings of a day of the place, in their order: one a session."""
    rows = Closing.objects.filter(drawer__place_id=place.id, span="day", last_day=day).order_by("number")
    return [ClosingRecord(**dict(zip(_CLOSING, row, strict=True))) for row in rows.values_list(*_CLOSING)]


def takings_of(
    drawer_id: int, *, first_day: date | None = None, last_day: date | None = None, after: int = 0
) -> list[TakingRecord]:
    """In the order of the chain, after the taking of that number."""
    rows = Taking.objects.filter(drawer_id=drawer_id, number__gt=after)
    if first_day and last_day:
        rows = rows.filter(day__range=(first_day, last_day))
    found = rows.order_by("number").values_list(*_TAKING)
    return [TakingRecord(**dict(zip(_TAKING, row, strict=True))) for row in found]


@dataclass(frozen=True)
class Verdict:
    """How long the chains are, and the first record of each that is not what it was."""

    takings: int
    closings: int
    taking: int | None
    closing: int | None

    @property
    def whole(self) -> bool:
        return self.taking is None and self.closing is None


def verify_chain(drawer_id: int) -> Verdict:
    """Every record read again; two statements."""
    takings, closings = takings_of(drawer_id), all_closings(drawer_id)
    altered = chain.first_altered(closings)
    wrong = chain.first_wrong_closing(closings, takings) if altered is None else altered
    return Verdict(len(takings), len(closings), chain.first_altered(takings), wrong)


def all_closings(drawer_id: int) -> Sequence[ClosingRecord]:
    """In the order of the chain."""
    return closings_of(drawer_id, most=100_000)[::-1]


def has_drawer_named(place: PlaceRef, name: str) -> bool:
    return CashDrawer.objects.filter(place_id=place.id, name=name).exists()

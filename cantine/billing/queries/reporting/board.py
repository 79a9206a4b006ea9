"""What is to be told and until when, what is to be handed over: the whole board of an entity, in a constant number of statements."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cantine.billing import rules as documents
from cantine.billing.queries.reporting.setting import Setting
from cantine.billing.queries.reporting.told import paid_between, sold_between, sums_within, tickets_between
from cantine.billing.rules.reporting import (
    RECEPTION,
    Due,
    Duty,
    Kind,
    Payments,
    Period,
    Sales,
    Standing,
    duty_of,
    periods_due,
    reports_from,
    standing_of,
)
from cantine.core import sql

_FILES = """
SELECT DISTINCT ON (f.kind, f.first_day) f.kind, f.first_day, f.uuid, f.turn, f.name, f.net_cents, f.vat_cents, f.count, w.state
FROM billing_reportfile f LEFT JOIN LATERAL (SELECT state FROM billing_flow w
  WHERE w.organisation_id = f.organisation_id AND w.report_id = f.id ORDER BY w.id DESC LIMIT 1) AS w ON true
WHERE f.organisation_id = %s AND f.entity_id = %s ORDER BY f.kind, f.first_day, f.turn DESC
"""
_TO_SEND = """
SELECT i.uuid, i.reference, i.payer_name, i.issued_on, i.gross_cents, i.content FROM billing_invoice i
WHERE i.organisation_id = %(organisation)s AND i.entity_id = %(entity)s AND i.issued_on >= %(since)s AND NOT i.taken_over
  AND i.content -> 'buyer' ->> 'nature' = ANY(%(natures)s)
  AND NOT EXISTS (SELECT FROM billing_flow w WHERE w.organisation_id = i.organisation_id AND w.invoice_id = i.id)
ORDER BY i.issued_on, i.id LIMIT %(most)s
"""
PERIODS = 12
MOST = 200
CODES = {Kind.SALES: "ventes", Kind.PAYMENTS: "encaissements"}


@dataclass(frozen=True)
class Made:
    """The last file of a period, and where it went; "" where it did not leave."""

    uuid: UUID
    turn: int
    name: str
    net_cents: int
    vat_cents: int
    count: int
    state: str


@dataclass(frozen=True)
class Line:
    """A period: what it says now, or what its file says. ``net_cents`` of payments is what came in, VAT included."""

    due: Due
    standing: Standing
    net_cents: int
    vat_cents: int
    count: int
    made: Made | None


@dataclass(frozen=True)
class ToSend:
    """An invoice that is electronic, or for Chorus Pro, and left for nowhere yet."""

    uuid: UUID
    reference: str
    payer_name: str
    issued_on: date
    gross_cents: int
    public: bool


@dataclass(frozen=True)
class Board:
    lines: tuple[Line, ...]
    to_send: tuple[ToSend, ...]


def board_of(setting: Setting, *, organisation_id: int, entity_id: int, today: date) -> Board:
    """Five statements at most: files, sales, payments, tickets, invoices."""
    dues = periods_due(setting.terms, today=today, most=PERIODS)
    made = _made(organisation_id, entity_id) if dues else {}
    left = [each.period for each in dues if _key(each.period) not in made]
    sold, paid, tickets = [], [], []
    if left:
        first, last = min(each.first_day for each in left), max(each.last_day for each in left)
        which: dict[str, Any] = {
            "organisation_id": organisation_id, "entity_id": entity_id, "first_day": first, "last_day": last,
        }  # fmt: skip
        sold, paid, tickets = sold_between(**which), paid_between(**which), tickets_between(**which)
    lines = []
    for each in dues:
        file = made.get(_key(each.period))
        sums = sums_within(each.period, sold, paid, tickets) if file is None else None
        lines.append(_line(each, file, sums, today))
    return Board(tuple(lines), to_send_of(setting, organisation_id=organisation_id, entity_id=entity_id))


def period_code(period: Period) -> str:
    """As addresses name it: ``ventes-2026-09-01``."""
    return f"{CODES[period.kind]}-{period.first_day.isoformat()}"


def period_at(setting: Setting, code: str, *, today: date) -> Due | None:
    """The one of this code among those that began; None for any other."""
    found = periods_due(setting.terms, today=today, most=400)
    return next((each for each in found if period_code(each.period) == code), None)


def _made(organisation_id: int, entity_id: int) -> dict[tuple[str, date], Made]:
    rows: list[Any] = list(sql.rows(_FILES, [organisation_id, entity_id]))
    return {(kind, first): Made(*[*rest[:-1], rest[-1] or ""]) for kind, first, *rest in rows}


def _key(period: Period) -> tuple[str, date]:
    return (period.kind.value, period.first_day)


def _line(due: Due, file: Made | None, sums: Sales | Payments | None, today: date) -> Line:
    net, vat, count = cents_of(sums) if sums is not None else (0, 0, 0)
    if file is not None:
        net, vat, count = file.net_cents, file.vat_cents, file.count
    left = file is not None and file.state not in {"", "rejected", "unsure"}
    standing = standing_of(due, today=today, told=left, empty=file is None and not count)
    return Line(due, standing, net, vat, count, file)


def cents_of(sums: Sales | Payments) -> tuple[int, int, int]:
    """Without VAT, VAT, how many; of payments, what came in."""
    if isinstance(sums, Sales):
        return sums.net_cents, sums.vat_cents, sums.count
    return sums.gross_cents, 0, sums.count


def to_send_of(setting: Setting, *, organisation_id: int, entity_id: int) -> tuple[ToSend, ...]:
    """Invoices that left for nowhere: to public bodies since the reform began, to businesses since the entity sends; one statement."""
    start = reports_from(setting.terms)
    values = {
        "organisation": organisation_id, "entity": entity_id, "since": min(start or RECEPTION, RECEPTION), "most": MOST,
        "natures": ["public", "business"] if start else ["public"],
    }  # fmt: skip
    found = []
    rows: list[Any] = list(sql.rows(_TO_SEND, values))
    for *said, content in rows:
        duty = duty_of(documents.document_from_json(json.loads(content)))
        if duty is Duty.PUBLIC or (duty is Duty.INVOICE and start is not None and said[3] >= start):
            found.append(ToSend(*[*said, duty is Duty.PUBLIC]))
    return tuple(found)

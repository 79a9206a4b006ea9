"""What left for a platform and where it is, what came from one, and the files to hand over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cantine.billing.models import Flow, Incoming, PlatformAccess, ReportFile
from cantine.billing.rules.reporting import FlowState
from cantine.core import sql

_FLOWS = """
SELECT w.uuid, w.state, w.reason, coalesce(w.left_at, w.made_at), w.told_at, coalesce(f.name, i.reference), i.uuid, f.uuid,
  coalesce(nullif(p.name, ''), p.email, '')
FROM billing_flow w LEFT JOIN billing_reportfile f ON f.id = w.report_id LEFT JOIN billing_invoice i ON i.id = w.invoice_id
LEFT JOIN people_person p ON p.id = w.by_id
WHERE w.organisation_id = %(organisation)s AND w.entity_id = %(entity)s{only} ORDER BY w.id DESC LIMIT %(most)s
"""
_NOT_HANDED = """
SELECT f.name, f.content FROM billing_reportfile f WHERE f.organisation_id = %(organisation)s AND f.entity_id = %(entity)s
  AND NOT EXISTS (SELECT FROM billing_flow w WHERE w.organisation_id = f.organisation_id AND w.report_id = f.id)
UNION ALL
SELECT i.reference || '.pdf', d.content FROM billing_invoice i
JOIN billing_invoicefile d ON d.organisation_id = i.organisation_id AND d.invoice_id = i.id AND d.format = 'pdf'
WHERE i.organisation_id = %(organisation)s AND i.uuid = ANY(%(invoices)s)
"""
MOST = 50


@dataclass(frozen=True)
class FlowLine:
    """``name`` is the number of an invoice or the name of a file; ``by`` who carried it, where a hand did."""

    uuid: UUID
    state: FlowState
    reason: str
    left_at: datetime
    told_at: datetime | None
    name: str
    invoice: UUID | None
    report: UUID | None
    by: str


@dataclass(frozen=True)
class Incomer:
    uuid: UUID
    name: str
    received_at: datetime


@dataclass(frozen=True)
class Report:
    """A file of a period, whole."""

    id: int
    uuid: UUID
    kind: str
    first_day: date
    last_day: date
    turn: int
    name: str
    content: bytes
    sha256: str
    sums_sha256: str
    made_at: datetime


def flows_of(*, organisation_id: int, entity_id: int, most: int = MOST) -> list[FlowLine]:
    """The latest first; one statement."""
    values = {"organisation": organisation_id, "entity": entity_id, "most": most}
    return [_flow(row) for row in sql.rows(_FLOWS.format(only=""), values)]


def flow_of_invoice(*, organisation_id: int, entity_id: int, invoice_id: int) -> FlowLine | None:
    """Where an invoice is; None as long as it did not leave."""
    values = {"organisation": organisation_id, "entity": entity_id, "invoice": invoice_id, "most": 1}
    row = sql.row(_FLOWS.format(only=" AND w.invoice_id = %(invoice)s"), values)
    return _flow(row) if row else None


def flow_states_of(organisation_id: int, invoice_ids: Iterable[int]) -> dict[int, str]:
    """By invoice, where each is; those that did not leave are left out. One statement."""
    rows = Flow.objects.filter(organisation_id=organisation_id, invoice_id__in=list(invoice_ids)).order_by("pk")
    return {invoice: state for invoice, state in rows.values_list("invoice_id", "state") if invoice is not None}


def find_report(*, organisation_id: int, entity_id: int, uuid: UUID) -> Report | None:
    rows = ReportFile.objects.filter(organisation_id=organisation_id, entity_id=entity_id, uuid=uuid)
    return next(iter(_reports(rows)), None)


def reports_of_period(*, organisation_id: int, entity_id: int, kind: str, first_day: date) -> list[Report]:
    """All the files of a period, the last made first; one statement."""
    rows = ReportFile.objects.filter(
        organisation_id=organisation_id, entity_id=entity_id, kind=kind, first_day=first_day
    ).order_by("-turn")
    return _reports(rows)


def not_handed(*, organisation_id: int, entity_id: int, invoices: Sequence[UUID]) -> list[tuple[str, bytes]]:
    """The files of periods that left for nowhere, and the pages of these invoices; one statement."""
    values = {"organisation": organisation_id, "entity": entity_id, "invoices": list(invoices)}
    return [(name, bytes(content)) for name, content in sql.rows(_NOT_HANDED, values)]


def incoming_of(*, organisation_id: int, entity_id: int, most: int = MOST) -> list[Incomer]:
    """What suppliers sent, the latest first; one statement."""
    rows = Incoming.objects.filter(organisation_id=organisation_id, entity_id=entity_id).order_by("-received_at", "-pk")
    return [Incomer(*row) for row in rows.values_list("uuid", "name", "received_at")[:most]]


def file_of_incoming(*, organisation_id: int, entity_id: int, uuid: UUID) -> tuple[str, bytes] | None:
    rows = Incoming.objects.filter(organisation_id=organisation_id, entity_id=entity_id, uuid=uuid)
    row = rows.values_list("name", "content").first()
    return (row[0], bytes(row[1])) if row else None


def entities_to_follow() -> list[tuple[int, int]]:
    """(organisation, entity) of those that have a platform: read with no scope, by the round."""
    return list(PlatformAccess.objects.order_by("pk").values_list("organisation_id", "entity_id"))


def waiting_flows(*, organisation_id: int, entity_id: int) -> list[int]:
    """Those that should have left: their page was not made, or the platform was down for long."""
    rows = Flow.objects.filter(organisation_id=organisation_id, entity_id=entity_id, state=FlowState.WAITING)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _reports(rows: QuerySet[ReportFile]) -> list[Report]:
    names = (
        "pk",
        "uuid",
        "kind",
        "first_day",
        "last_day",
        "turn",
        "name",
        "content",
        "sha256",
        "sums_sha256",
        "made_at",
    )
    found: list[Any] = list(rows.values_list(*names))
    return [Report(*[*row[:7], bytes(row[7]), *row[8:]]) for row in found]


def _flow(row: tuple[object, ...]) -> FlowLine:
    return FlowLine(row[0], FlowState(str(row[1])), *row[2:])  # type: ignore[arg-type]  # as selected

"""What is due and until when, late first; what is to be handed over; what left; what came."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cantine.accounting import queries as accounting
from cantine.billing.commands.reporting.wording import (
    FLOW_KINDS,
    FLOW_NAMES,
    PERIOD_KINDS,
    REGIME_NAMES,
    STANDING_KINDS,
    STANDING_NAMES,
    period_words,
)
from cantine.billing.queries import reporting as queries
from cantine.billing.queries.reporting import FlowLine, Line
from cantine.billing.rules.reporting import FINES, FlowState, Regime, Standing, reports_from
from cantine.core import clock
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

ORDER = (Standing.LATE, Standing.SOON, Standing.DUE, Standing.OPEN, Standing.DONE, Standing.NOTHING)


def board(request: PlaceRequest) -> HttpResponse:
    entity = accounting.entity_of(request.place)
    if entity is None:
        return render(request, "billing/reporting/nobody.html")
    which: dict[str, Any] = {"organisation_id": entity.organisation_id, "entity_id": entity.id}
    today, setting = request.place.today(clock.now()), queries.setting_of(**which)
    found = queries.board_of(setting, **which, today=today)
    lines = sorted(found.lines, key=_urgency)
    reports = [each for each in found.lines if each.made and not each.made.state]
    waiting = [each for each in lines if each.standing in ORDER[:3]]
    context: dict[str, Any] = {
        "entity": entity, "setting": setting, "regime": REGIME_NAMES[setting.terms.regime],
        "outside": setting.terms.regime is Regime.OUTSIDE, "begins": reports_from(setting.terms), "today": today,
        "lines": [_line(request, each) for each in lines],
        "late": sum(each.standing is Standing.LATE for each in lines),
        "next": min((each.due.on for each in waiting if each.standing is not Standing.LATE), default=None),
        "reports": reports, "to_send": [(each, formats.money(each.gross_cents)) for each in found.to_send],
        "to_hand": len(reports) + len(found.to_send), "fine": formats.money(FINES["report"].cents),
        "flows": [_flow(each) for each in queries.flows_of(**which)],
        "incoming": queries.incoming_of(**which) if setting.access else [],
    }  # fmt: skip
    return render(request, "billing/reporting/board.html", context)


def _urgency(each: Line) -> tuple[int, int]:
    """What waits, the first due first; then what is over, the latest first."""
    day = each.due.on.toordinal()
    return ORDER.index(each.standing), day if each.standing in ORDER[:4] else -day


def _line(request: PlaceRequest, each: Line) -> dict[str, Any]:
    period = each.due.period
    code = queries.period_code(period)
    return {
        "kind": PERIOD_KINDS[period.kind], "words": period_words(period), "due": each.due.on,
        "badge": STANDING_KINDS[each.standing], "standing": STANDING_NAMES[each.standing],
        "amount": formats.money(each.net_cents), "vat": formats.money(each.vat_cents) if each.vat_cents else "",
        "count": each.count, "waits": each.standing in ORDER[:3], "turn": each.made.turn if each.made else 0,
        "href": reverse("billing:report_period", args=[request.place.slug, code]),
        "state": FLOW_NAMES[FlowState(each.made.state)] if each.made and each.made.state else "",
    }  # fmt: skip


def _flow(each: FlowLine) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "name": each.name, "badge": FLOW_KINDS[each.state], "state": FLOW_NAMES[each.state],
        "at": each.left_at, "reason": each.reason, "invoice": each.invoice, "report": each.report, "by": each.by,
        "unsure": each.state in {FlowState.UNSURE, FlowState.LEAVING}, "again": each.state is FlowState.REJECTED,
    }  # fmt: skip

"""Reads of what the tax office is told: what an entity said of itself, what is due, what left and what came."""

from cantine.billing.queries.reporting.board import (
    Board,
    Line,
    Made,
    ToSend,
    board_of,
    cents_of,
    period_at,
    period_code,
)
from cantine.billing.queries.reporting.flows import (
    FlowLine,
    Incomer,
    Report,
    entities_to_follow,
    file_of_incoming,
    find_report,
    flow_of_invoice,
    flow_states_of,
    flows_of,
    incoming_of,
    not_handed,
    reports_of_period,
    waiting_flows,
)
from cantine.billing.queries.reporting.setting import Access, Setting, setting_of
from cantine.billing.queries.reporting.told import paid_between, sold_between, sums_of

__all__ = [
    "Access",
    "Board",
    "FlowLine",
    "Incomer",
    "Line",
    "Made",
    "Report",
    "Setting",
    "ToSend",
    "board_of",
    "cents_of",
    "entities_to_follow",
    "file_of_incoming",
    "find_report",
    "flow_of_invoice",
    "flow_states_of",
    "flows_of",
    "incoming_of",
    "not_handed",
    "paid_between",
    "period_at",
    "period_code",
    "reports_of_period",
    "setting_of",
    "sold_between",
    "sums_of",
    "waiting_flows",
]

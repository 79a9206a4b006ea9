"""Electronic reporting: what the reform asks, of whom, since when, and what a file of a period says. Values only."""

from cantine.billing.rules.reporting.chorus import check_public_buyer
from cantine.billing.rules.reporting.duties import Duty, duty_of
from cantine.billing.rules.reporting.flows import MOVES, OVER, FlowState, moved_by, state_of_status
from cantine.billing.rules.reporting.periods import Due, Kind, Period, Standing, due_of, periods_due, standing_of
from cantine.billing.rules.reporting.reform import EMISSION, FINES, RECEPTION, REGIMES, Fine, Regime, Size
from cantine.billing.rules.reporting.sums import (
    Category,
    DayPaid,
    DaySale,
    InvoicePaid,
    PaidPart,
    Payments,
    Sales,
    paid_parts,
    payments_of,
    sales_of,
)
from cantine.billing.rules.reporting.terms import (
    Terms,
    check_platform_address,
    check_secret,
    check_terms,
    reports_from,
)
from cantine.billing.rules.reporting.tickets import Ticket, parts_of_ticket, payments_with, sales_with, to_invoice

__all__ = [
    "EMISSION",
    "FINES",
    "MOVES",
    "OVER",
    "RECEPTION",
    "REGIMES",
    "Category",
    "DayPaid",
    "DaySale",
    "Due",
    "Duty",
    "Fine",
    "FlowState",
    "InvoicePaid",
    "Kind",
    "PaidPart",
    "Payments",
    "Period",
    "Regime",
    "Sales",
    "Size",
    "Standing",
    "Terms",
    "Ticket",
    "check_platform_address",
    "check_public_buyer",
    "check_secret",
    "check_terms",
    "due_of",
    "duty_of",
    "moved_by",
    "paid_parts",
    "parts_of_ticket",
    "payments_of",
    "payments_with",
    "periods_due",
    "reports_from",
    "sales_of",
    "sales_with",
    "standing_of",
    "state_of_status",
    "to_invoice",
]

"""Tables of the economy of a place: funders and grants, costs, and years of which only the great figures are known."""

from cantine.funding.models.budget import BudgetLine
from cantine.funding.models.costs import Cost
from cantine.funding.models.grants import Funder, Grant, Instalment, ReportDue, SetAside
from cantine.funding.models.kind import InKind
from cantine.funding.models.receipts import ReceiptSeries, ReceiptTerms, TaxReceipt
from cantine.funding.models.recurring import RecurringCost
from cantine.funding.models.rights import SupportRight
from cantine.funding.models.support import Gift, GiftUndone, Sponsorship
from cantine.funding.models.years import EnteredYear, PublishedYear

__all__ = [
    "BudgetLine", "Cost", "EnteredYear", "Funder", "Gift", "GiftUndone", "Grant", "InKind", "Instalment", "PublishedYear", "ReceiptSeries",
    "ReceiptTerms", "RecurringCost", "ReportDue", "SetAside", "Sponsorship", "SupportRight", "TaxReceipt",
]  # fmt: skip

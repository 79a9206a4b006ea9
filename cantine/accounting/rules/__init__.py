"""What accounting decides from values alone: who may invoice, what balances, which day is open, what a chart holds."""

from cantine.accounting.rules.balances import Balance, Sums, carried, result_carried, sums_of_year
from cantine.accounting.rules.banking import grouped, is_bic, is_iban
from cantine.accounting.rules.cash import Count, Method, Sold, Span, VatGroup
from cantine.accounting.rules.charts import JOURNALS, chart_of, english_names
from cantine.accounting.rules.deferrals import Deferral, days_after, part_after, postings_of_deferrals
from cantine.accounting.rules.fec import FecLine, Finding, check_fec, fec_bytes, fec_name
from cantine.accounting.rules.identity import Identity, Nature, check_identity, missing_to_invoice, tidied
from cantine.accounting.rules.postings import (
    BY_SIDE,
    JournalKind,
    Posting,
    Role,
    Slot,
    account_for,
    check_account,
    check_heading,
    check_postings,
    lettering_code,
    rate_code,
    sums_of,
    worth,
)
from cantine.accounting.rules.takeover import OldBalance, alike, bare_number, check_balance, check_balances, sums_of_old
from cantine.accounting.rules.years import Year, check_closing, check_open, closable, month_end, year_of

__all__ = [
    "BY_SIDE",
    "JOURNALS",
    "Balance",
    "Count",
    "Deferral",
    "FecLine",
    "Finding",
    "Identity",
    "JournalKind",
    "Method",
    "Nature",
    "OldBalance",
    "Posting",
    "Role",
    "Slot",
    "Sold",
    "Span",
    "Sums",
    "VatGroup",
    "Year",
    "account_for",
    "alike",
    "bare_number",
    "carried",
    "chart_of",
    "check_account",
    "check_balance",
    "check_balances",
    "check_closing",
    "check_fec",
    "check_heading",
    "check_identity",
    "check_open",
    "check_postings",
    "closable",
    "days_after",
    "english_names",
    "fec_bytes",
    "fec_name",
    "grouped",
    "is_bic",
    "is_iban",
    "lettering_code",
    "missing_to_invoice",
    "month_end",
    "part_after",
    "postings_of_deferrals",
    "rate_code",
    "result_carried",
    "sums_of",
    "sums_of_old",
    "sums_of_year",
    "tidied",
    "worth",
    "year_of",
]

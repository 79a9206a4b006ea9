"""Direct debits by our own bank: who collects, mandates, runs, what comes back."""

from cantine.billing.commands.sepa.mandates import ask_mandate, name_creditor, revoke_mandate, sign_mandate
from cantine.billing.commands.sepa.returning import return_debit
from cantine.billing.commands.sepa.runs import credit_run, drop_run, make_run, send_run

__all__ = [
    "ask_mandate",
    "credit_run",
    "drop_run",
    "make_run",
    "name_creditor",
    "return_debit",
    "revoke_mandate",
    "send_run",
    "sign_mandate",
]

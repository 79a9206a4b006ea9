"""Tables of what is owed, of the documents that ask for it, and of the money that came in."""

from cantine.billing.models.bank import BankFile, BankLine, PayerIban
from cantine.billing.models.charges import Charge
from cantine.billing.models.counter import (
    CounterButton,
    CounterClosing,
    CounterInvoice,
    CounterSale,
    CounterTerms,
    TabPaid,
)
from cantine.billing.models.documents import Invoice, InvoiceFile, Sending, Series
from cantine.billing.models.online import (
    OnlineConnection,
    OnlinePayment,
    OnlineRefund,
    PracticeNotice,
    PracticePayment,
    WebhookEvent,
)
from cantine.billing.models.payers import Payer
from cantine.billing.models.payments import Payment, Settlement
from cantine.billing.models.quotes import Acceptance, Deduction, Quote, QuoteFile
from cantine.billing.models.reminders import Dispute, Reminder
from cantine.billing.models.sepa import Debit, DebitRun, Mandate, SepaCreditor

__all__ = [
    "Acceptance",
    "BankFile",
    "BankLine",
    "Charge",
    "CounterButton",
    "CounterClosing",
    "CounterInvoice",
    "CounterSale",
    "CounterTerms",
    "Debit",
    "DebitRun",
    "Deduction",
    "Dispute",
    "Invoice",
    "InvoiceFile",
    "Mandate",
    "OnlineConnection",
    "OnlinePayment",
    "OnlineRefund",
    "Payer",
    "PayerIban",
    "Payment",
    "PracticeNotice",
    "PracticePayment",
    "Quote",
    "QuoteFile",
    "Reminder",
    "Sending",
    "SepaCreditor",
    "Series",
    "Settlement",
    "TabPaid",
    "WebhookEvent",
]

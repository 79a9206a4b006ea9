"""Tables of what is owed, of the documents that ask for it, of the money that came in, and of what the tax office is told."""

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
    OnlineMandate,
    OnlinePart,
    OnlinePayment,
    OnlineRefund,
    PracticeMandate,
    PracticeNotice,
    PracticePayment,
    WebhookEvent,
)
from cantine.billing.models.payers import Payer
from cantine.billing.models.payments import Payment, Settlement
from cantine.billing.models.quotes import Acceptance, Deduction, Quote, QuoteFile, SignedQuoteFile
from cantine.billing.models.reminders import Dispute, Reminder
from cantine.billing.models.reporting import Flow, Incoming, PlatformAccess, ReportFile, ReportingTerms
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
    "Flow",
    "Incoming",
    "Invoice",
    "InvoiceFile",
    "Mandate",
    "OnlineConnection",
    "OnlineMandate",
    "OnlinePart",
    "OnlinePayment",
    "OnlineRefund",
    "Payer",
    "PayerIban",
    "Payment",
    "PlatformAccess",
    "PracticeMandate",
    "PracticeNotice",
    "PracticePayment",
    "Quote",
    "QuoteFile",
    "Reminder",
    "ReportFile",
    "ReportingTerms",
    "Sending",
    "SepaCreditor",
    "Series",
    "Settlement",
    "SignedQuoteFile",
    "TabPaid",
    "WebhookEvent",
]

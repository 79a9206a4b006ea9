"""Tables of what is owed, of the documents that ask for it, and of the money that came in."""

from cantine.billing.models.charges import Charge
from cantine.billing.models.documents import Invoice, InvoiceFile, Sending, Series
from cantine.billing.models.payers import Payer
from cantine.billing.models.payments import Payment, Settlement
from cantine.billing.models.reminders import Dispute, Reminder

__all__ = [
    "Charge",
    "Dispute",
    "Invoice",
    "InvoiceFile",
    "Payer",
    "Payment",
    "Reminder",
    "Sending",
    "Series",
    "Settlement",
]

"""Reads of what is owed, of documents and of money."""

from cantine.billing.queries.charges import ChargeLine, charges_of, due_charges, owed_by
from cantine.billing.queries.documents import (
    InvoiceCard,
    Issued,
    PaymentLine,
    Settled,
    file_of,
    find_invoice,
    invoices_of,
    is_open,
    my_invoice,
    my_invoices,
    open_invoices,
    payments_of,
    reference_of,
)
from cantine.billing.queries.drafts import Draft, drafts_of, find_draft, fingerprint, seller_of
from cantine.billing.queries.payers import ORGANISATION, PERSON, PayerCard, Who, find_payer, payer_card, payer_cards

__all__ = [
    "ORGANISATION",
    "PERSON",
    "ChargeLine",
    "Draft",
    "InvoiceCard",
    "Issued",
    "PayerCard",
    "PaymentLine",
    "Settled",
    "Who",
    "charges_of",
    "drafts_of",
    "due_charges",
    "file_of",
    "find_draft",
    "find_invoice",
    "find_payer",
    "fingerprint",
    "invoices_of",
    "is_open",
    "my_invoice",
    "my_invoices",
    "open_invoices",
    "owed_by",
    "payer_card",
    "payer_cards",
    "payments_of",
    "reference_of",
    "seller_of",
]

"""The policies of addresses that name an invoice, or an attempt to pay one, and no place."""

from cantine.billing import queries
from cantine.billing.queries import online
from cantine.places.policies import OfRow


def of_invoice(action: str) -> OfRow:
    return OfRow(action, "invoice", queries.key_of_invoice, see="invoice.see", name=f"of the invoice: {action}")


def of_online_payment(action: str) -> OfRow:
    name = f"of the online payment: {action}"
    return OfRow(action, "payment", online.key_of_online_payment, see="invoice.see", name=name)

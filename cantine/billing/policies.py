"""The policy of an address that names an invoice and no place."""

from cantine.billing import queries
from cantine.places.policies import OfRow


def of_invoice(action: str) -> OfRow:
    return OfRow(action, "invoice", queries.key_of_invoice, see="invoice.see", name=f"of the invoice: {action}")

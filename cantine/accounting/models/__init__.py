"""Tables of accounting: who invoices, and the books of each."""

from cantine.accounting.models.entities import LegalEntity as LegalEntity
from cantine.accounting.models.entities import Seller as Seller

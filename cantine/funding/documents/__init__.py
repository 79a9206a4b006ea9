"""Papers of the economy as files: the tax receipt of a gift, from what was frozen of it. It knows values only: no table, no
clock, no network."""

from cantine.funding.documents.receipts import content_of, receipt_pdf

__all__ = ["content_of", "receipt_pdf"]

"""Commercial documents as files: from a frozen ``rules.Document`` to its invoice for machines (CII, Factur-X profile
EN 16931), its page for people (PDF/A-3, the invoice inside), and whether it keeps the rules of Europe and of France.

It knows values only: no table, no clock, no network. A draft is made too, so that it is judged before it has a number.
"""

from cantine.billing.documents.checks import CannotCheck, Checker, Finding, Severity, check_schema, check_xml
from cantine.billing.documents.facturx import PLACEHOLDER, xml_of
from cantine.billing.documents.pdf import ACCENT, pdf_of, typeset
from cantine.billing.documents.quotes import quote_page_of, quote_pdf_of
from cantine.billing.documents.receipt import receipt_pdf_of
from cantine.billing.documents.whole import Made, made
from cantine.billing.rules import Document

__all__ = [
    "ACCENT",
    "PLACEHOLDER",
    "CannotCheck",
    "Checker",
    "Finding",
    "Made",
    "Severity",
    "check",
    "check_schema",
    "check_xml",
    "made",
    "pdf_of",
    "quote_page_of",
    "quote_pdf_of",
    "receipt_pdf_of",
    "typeset",
    "xml_of",
]


def check(document: Document) -> tuple[Finding, ...]:
    """All that is wrong with a document, a draft too. Raises CannotCheck. It takes seconds: for a job, not for a page."""
    return check_xml(xml_of(document))

"""The number of a document: unique, chronological, without a gap in its series, given when it is issued and never before.

A series is that of one legal entity, for one year, invoices apart from credit notes and from quotes: ``FA2026-000042``. EN 16931 takes
35 characters at most, letters, digits and ``+-_/``.
"""

from cantine.billing.rules.documents import Kind

INVOICES, CREDIT_NOTES, QUOTES = "FA", "AV", "DE"
DIGITS = 6


def series_code(kind: Kind) -> str:
    """Deposits are invoices; what gives back has a series of its own."""
    return CREDIT_NOTES if kind.gives_back else INVOICES


def reference_of(*, prefix: str, code: str, year: int, number: int) -> str:
    """``FA2026-000042``, after the entity's own prefix where several entities must not be mistaken for one another."""
    return f"{prefix}{code}{year}-{number:0{DIGITS}d}"

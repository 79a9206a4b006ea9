"""The number of a document: unique, chronological, without a gap in its series, given when it is issued and never before.

A series is that of one legal entity, for one year, invoices apart from credit notes and from quotes: ``FA2026-000042``. EN 16931 takes
35 characters at most, letters, digits and ``+-_/``.
"""

import re

from cantine.billing.rules.documents import Kind

INVOICES, CREDIT_NOTES, QUOTES = "FA", "AV", "DE"
DIGITS = 6


def series_code(kind: Kind) -> str:
    """Deposits are invoices; what gives back has a series of its own."""
    return CREDIT_NOTES if kind.gives_back else INVOICES


def credit_note_in(text: str) -> str:
    """The number of a credit note that the words of a transfer cite; "" where they cite none."""
    found = re.search(rf"\b\w*{CREDIT_NOTES}\d{{4}}-\d{{{DIGITS}}}\b", text)
    return found[0] if found else ""


def number_in(reference: str, *, prefix: str) -> tuple[str, int, int] | None:
    """(code, year, number) of what looks like one of ours; None for any other."""
    codes = "|".join((INVOICES, CREDIT_NOTES, QUOTES))
    found = re.fullmatch(rf"{re.escape(prefix)}({codes})(\d{{4}})-(\d{{{DIGITS}}})", reference)
    return (found[1], int(found[2]), int(found[3])) if found else None


def reference_of(*, prefix: str, code: str, year: int, number: int) -> str:
    """``FA2026-000042``, after the entity's own prefix where several entities must not be mistaken for one another."""
    return f"{prefix}{code}{year}-{number:0{DIGITS}d}"

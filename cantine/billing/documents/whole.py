"""A document made once and for all: its invoice for machines, its page for people, and what proves that they are these."""

import hashlib
from dataclasses import dataclass

from cantine.billing.documents.facturx import xml_of
from cantine.billing.documents.pdf import ACCENT, pdf_of
from cantine.billing.rules import Document


@dataclass(frozen=True)
class Made:
    """The bytes to keep ten years as they are, and their SHA-256 in hexadecimal."""

    xml: bytes
    pdf: bytes
    xml_sha256: str
    pdf_sha256: str


def made(document: Document, *, logo: bytes | None = None, accent: str = ACCENT) -> Made:
    """The invoice and the page of a document. Raises ValueError for a logo that can't be read."""
    xml = xml_of(document)
    pdf = pdf_of(document, xml=xml, logo=logo, accent=accent)
    return Made(xml, pdf, hashlib.sha256(xml).hexdigest(), hashlib.sha256(pdf).hexdigest())

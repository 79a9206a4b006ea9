"""Which road a document takes: an electronic invoice, a line of a report, or none."""

from enum import StrEnum

from cantine.billing.rules.documents import Document, Nature, Party
from cantine.pricing.rules import VatKind

EUROPE = frozenset("AT BE BG CY CZ DE DK EE EL ES FI GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
INSIDE_VAT = frozenset({VatKind.TAXED, VatKind.FRANCHISE})


class Duty(StrEnum):
    """``INVOICE``: electronic, to a business of France. ``PUBLIC``: by Chorus Pro, to a public body. ``REPORT_INVOICE``: told by itself,
    to a business abroad (flow 10.1). ``REPORT_DAY``: told with the sales of its day, to whoever is no business (flow 10.3).
    ``NONE``: outside VAT, or exempt by articles 261 to 261 E."""

    INVOICE = "invoice"
    PUBLIC = "public"
    REPORT_INVOICE = "report_invoice"
    REPORT_DAY = "report_day"
    NONE = "none"

    @property
    def is_reported(self) -> bool:
        return self in {Duty.REPORT_INVOICE, Duty.REPORT_DAY}

    @property
    def is_sent(self) -> bool:
        return self in {Duty.INVOICE, Duty.PUBLIC}


def duty_of(document: Document) -> Duty:
    """A public body is invoiced through Chorus Pro whatever the VAT."""
    buyer = document.buyer
    if buyer.nature is Nature.PUBLIC:
        return Duty.PUBLIC
    if not _within_vat(document) or document.seller.nature is Nature.NON_TAXABLE:
        return Duty.NONE
    if buyer.nature is Nature.ABROAD:
        return Duty.REPORT_INVOICE if is_business_abroad(buyer) else Duty.REPORT_DAY
    return Duty.INVOICE if buyer.nature is Nature.BUSINESS else Duty.REPORT_DAY


def is_business_abroad(party: Party) -> bool:
    """Known for VAT or by its legal form."""
    return bool(party.vat_number or party.registry or party.legal_form)


def is_european(party: Party) -> bool:
    """Established in another member state, and known there for VAT."""
    return party.nature is Nature.ABROAD and party.vat_number[:2] in EUROPE


def _within_vat(document: Document) -> bool:
    owes = is_european(document.buyer) and bool(document.seller.vat_number)
    return owes or any(each.vat.kind in INSIDE_VAT for each in document.groups)

"""Who a party is to a machine: its numbers, its electronic address, and which road its invoice takes.

An address is a SIREN under scheme 0225, the directory of the French reform, or an e-mail under scheme EM. Both ends must
have one (BR-FR-12, BR-FR-13): a customer who has none is handed the document by the seller, whose own address stands in.
"""

from enum import StrEnum

from cantine.billing.documents.taxes import owes_the_vat
from cantine.billing.rules import Document, Nature, Party
from cantine.billing.rules.reporting.duties import is_european
from cantine.pricing.rules import VatKind

SIREN, SIRET, DIRECTORY, MAIL = "0002", "0009", "0225", "EM"
INSIDE_VAT = {VatKind.TAXED, VatKind.FRANCHISE}


class Road(StrEnum):
    """What a platform does of a document (note BAR)."""

    BUSINESS = "B2B"
    BUSINESS_ABROAD = "B2BINT"
    CONSUMER = "B2C"
    CONSUMER_ABROAD = "B2CINT"
    OUT_OF_SCOPE = "OUTOFSCOPE"


def road_of(document: Document) -> Road:
    """What is outside VAT or exempt by article 261 is neither an e-invoice nor reported."""
    within = owes_the_vat(document) or any(each.vat.kind in INSIDE_VAT for each in document.groups)
    if not within or document.seller.nature is Nature.NON_TAXABLE:
        return Road.OUT_OF_SCOPE
    if document.buyer.nature is Nature.ABROAD:
        return Road.BUSINESS_ABROAD if is_business(document.buyer) else Road.CONSUMER_ABROAD
    return Road.BUSINESS if is_business(document.buyer) else Road.CONSUMER


def is_business(party: Party) -> bool:
    """Whether it acts for its trade or its service: the law on late payment is about those."""
    if party.nature is Nature.ABROAD:
        return is_european(party) or bool(party.vat_number or party.registry or party.legal_form)
    return party.nature in {Nature.BUSINESS, Nature.PUBLIC}


def address_of(party: Party, *, otherwise: Party | None = None) -> tuple[str, str]:
    """The address and its scheme, ``("", "")`` where there is none."""
    if party.endpoint:
        return party.endpoint, MAIL if "@" in party.endpoint else DIRECTORY
    siren = siren_of(party)
    if siren and is_business(party):
        return siren, DIRECTORY
    if party.email:
        return party.email, MAIL
    if siren:
        return siren, DIRECTORY
    return address_of(otherwise) if otherwise else ("", "")


def siren_of(party: Party) -> str:
    """Its own, or the nine figures that its SIRET begins with."""
    return party.siren or party.siret[:9]


def legal_words_of(party: Party) -> str:
    """Its legal form, capital, registry and RNA, as they are printed (BT-33)."""
    return ", ".join(each for each in (party.legal_form, party.capital, party.registry, _rna(party)) if each)


def _rna(party: Party) -> str:
    return f"RNA {party.rna}" if party.rna else ""

"""A document as a Cross Industry Invoice, Factur-X profile EN 16931. The one module that knows the library that writes
it, whose keys are the business terms of the norm (BT-1, BG-25…); same document, same bytes.

What has no key of its own finds a place: who it was for is the one delivered to (BT-70); the payer's own reference is the
purchase order (BT-13), unless the engagement of Chorus Pro takes it, then the buyer's reference (BT-10), unless the service
code takes that, then a note. A draft has a placeholder for a number, so that it can be checked before it has one.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import translation

from cantine.billing.documents import endpoints
from cantine.billing.documents.notes import GENERAL, notes_of, payment_of
from cantine.billing.documents.taxes import OUTSIDE, Group, Treatment, groups_of, treatment_of
from cantine.billing.rules import Document, Kind, Line, Party, Reference, Supply
from cantine.pricing.rules import Unit, VatKind

PLACEHOLDER = "BROUILLON"
NO_DAY = date(2000, 1, 1)
UNITS = {
    Unit.HOUR: "HUR",
    Unit.DAY: "DAY",
    Unit.WEEK: "WEE",
    Unit.MONTH: "MON",
    Unit.HALF_DAY: "C62",
    Unit.PIECE: "C62",
}
LETTERS = {Supply.SERVICES: "S", Supply.GOODS: "B", Supply.BOTH: "M"}
ORDINARY, PAID, FINAL = "1", "2", "4"
INVOICED, DELIVERED, RECEIVED = "5", "29", "72"
TRANSFER, SEPA_TRANSFER = "30", "58"
# What XML 1.0 can't hold, however it came into a name.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Terms = dict[str, Any]


def xml_of(document: Document) -> bytes:
    """The CII of a document, in its language. It is not judged here: ``check_xml`` does that. Raises ValueError where a
    party or a line has no name, since it can't even be written."""
    from facturx import generate_xml  # brings lxml and pypdf: who serves pages never needs it

    names = (document.seller.name, document.buyer.name, *(each.name for each in document.lines))
    if not all(map(_says, names)):
        raise ValueError("A document names its seller, its buyer and each of its lines.")
    with translation.override(document.language):
        terms = _writable(terms_of(document))
    return bytes(generate_xml(terms, level="en16931", check_xsd=False, check_schematron=False))


def terms_of(document: Document) -> Terms:
    """By the business terms of the norm; words are in the language that is active."""
    outside = any(each.treatment.category == OUTSIDE for each in groups_of(document))
    return {
        "BT-1": document.number or PLACEHOLDER,
        "BT-2": _day_of(document),
        "BT-3": str(document.kind.code),
        "BT-5": document.currency,
        "BT-23": _framework_of(document),
        "BG-4": _party(document.seller, outside=outside) | _seller_only(document.seller, outside=outside),
        "BG-7": _party(document.buyer, outside=outside, otherwise=document.seller),
        # Always said: a group of delivery that holds nothing is refused by the schema.
        "BG-13": {"name": document.user or document.buyer.name},
        "BG-23": [_group(each) for each in groups_of(document)],
        "BG-25": [_line(number, each, document) for number, each in enumerate(document.lines, start=1)],
        **_references(document),
        **_dates(document),
        **_payment(document),
        **_totals(document),
    }


def _day_of(document: Document) -> date:
    """The day of issue; of a draft, one that its other days allow."""
    return document.issued_on or document.due_on or (document.supplied[1] if document.supplied else NO_DAY)


def _framework_of(document: Document) -> str:
    """Services, goods or both; deposited before, all paid before, or neither. What was paid without a document of its
    own is a payment, and has no number."""
    letter = LETTERS[document.supply]
    if document.kind is not Kind.INVOICE or not document.deposits:
        return letter + ORDINARY
    if any(each.number for each in document.deposits):
        return letter + FINAL
    return letter + (ORDINARY if document.due_cents else PAID)


def _party(party: Party, *, outside: bool, otherwise: Party | None = None) -> Terms:
    address, scheme = endpoints.address_of(party, otherwise=otherwise)
    siren = endpoints.siren_of(party)
    return {
        "name": party.name,
        "legal_identifier": siren or party.rna,
        "legal_identifier_schemeid": endpoints.SIREN if siren else "",
        "identifiers": {endpoints.SIRET: party.siret} if party.siret else {},
        # BR-O-02: where nothing is within VAT, no VAT number may be written.
        "vat_identifier": "" if outside else party.vat_number,
        "einvoicing_addr": address,
        "einvoicing_addr_schemeid": scheme,
        "country_code": party.address.country,
        "city": party.address.town,
        "postcode": party.address.postcode,
        "addr_l1": party.address.street,
        "addr_l2": party.address.extra,
    }


def _seller_only(seller: Party, *, outside: bool) -> Terms:
    """Its legal words, and how the tax office knows it when it has no VAT number (BR-E-02)."""
    contact = {key: value for key, value in (("phone", seller.phone), ("email", seller.email)) if value}
    return {
        "legal_info": endpoints.legal_words_of(seller),
        "tax_identifier": "" if outside or seller.vat_number else endpoints.siren_of(seller),
        "contacts": [{"name": seller.name, **contact}] if contact else [],
    }


def _references(document: Document) -> Terms:
    order, buyer = document.engagement, document.service_code
    notes = [{"BT-21": code, "BT-22": text} for code, text in notes_of(document) if _says(text)]
    if document.reference and not order:
        order = document.reference
    elif document.reference and not buyer:
        buyer = document.reference
    elif document.reference:
        notes.append({"BT-21": GENERAL, "BT-22": document.reference})
    cited = (document.corrects, *document.deposits)
    return {
        "BT-10": buyer,
        "BT-13": order,
        "BG-1": notes,
        "BG-3": [_cited(each) for each in cited if each and each.number],
    }


def _cited(reference: Reference) -> Terms:
    return {"BT-25": reference.number, "BT-26": reference.day}


def _dates(document: Document) -> Terms:
    """The day of supply or its first and last, and when VAT is due: it depends on what is sold."""
    first, last = document.supplied or (None, None)
    taxed = any(each.vat.kind is VatKind.TAXED for each in document.groups)
    due = {Supply.SERVICES: RECEIVED, Supply.GOODS: DELIVERED}.get(document.supply, "")
    return {
        **({"BT-72": first} if first == last and first else {"BT-73": first, "BT-74": last} if first else {}),
        "BT-8": (INVOICED if document.terms.on_debits else due) if taxed else "",
    }


def _payment(document: Document) -> Terms:
    day = document.deposits[-1].day if _framework_of(document).endswith(PAID) else document.due_on
    if document.kind.gives_back or document.due_cents <= 0 or not document.bank:
        return _due(day, document)
    bank = document.bank
    return {
        **_due(day, document),
        "BT-81": SEPA_TRANSFER if document.currency == "EUR" else TRANSFER,
        "BT-83": document.number or PLACEHOLDER,
        "BT-84": bank.iban,
        "BT-85": bank.holder or document.seller.name,
        "BT-86": bank.bic,
    }


def _due(day: date | None, document: Document) -> Terms:
    return {"BT-9": day} if day and not document.kind.gives_back else {"BT-20": payment_of(document)}


def _totals(document: Document) -> Terms:
    net = _euros(document.net_cents)
    return {
        "BT-106": net,
        "BT-109": net,
        "BT-110": _euros(document.vat_cents),
        "BT-112": _euros(document.gross_cents),
        "BT-113": _euros(document.prepaid_cents) if document.deposits else "",
        "BT-115": _euros(document.due_cents),
    }


def _group(group: Group) -> Terms:
    return {
        "BT-116": _euros(group.net_cents),
        "BT-117": _euros(group.vat_cents),
        "BT-118": group.treatment.category,
        "BT-119": _rate(group.treatment),
        "BT-120": group.treatment.reason,
        "BT-121": group.treatment.code,
    }


def _line(number: int, line: Line, document: Document) -> Terms:
    treatment = treatment_of(line.vat, document)
    # BR-27: a price is never below zero; what is taken back is a quantity below zero.
    sign = -1 if line.unit_cents < 0 else 1
    return {
        "BT-126": str(number),
        "BT-129": _decimal(sign * line.quantity, 4),
        "BT-130": UNITS[line.unit],
        "BT-131": _euros(line.net_cents),
        "BT-134": line.first_day,
        "BT-135": line.last_day or line.first_day,
        "BT-146": _decimal(sign * line.unit_cents / 100, 6),
        "BT-151": treatment.category,
        "BT-152": _rate(treatment),
        "BT-153": line.name,
        "BT-154": line.detail,
        "BG-27": [_moved(each.label, -each.cents) for each in line.adjustments if each.cents < 0],
        "BG-28": [_moved(each.label, each.cents) for each in line.adjustments if each.cents > 0],
    }


def _moved(label: str, cents: int) -> Terms:
    return {"amount": _euros(cents), "reason": label}


def _rate(treatment: Treatment) -> str:
    return "" if treatment.rate is None else _decimal(treatment.rate, 2)


def _euros(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _decimal(value: Decimal, places: int) -> str:
    """Without the zeros that say nothing: ``20.00`` is ``20``."""
    text = f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _says(text: str) -> bool:
    return bool(UNWRITABLE.sub("", text).strip())


def _writable(value: Any) -> Any:
    """Without what says nothing, and without what XML can't hold."""
    if isinstance(value, dict):
        return {key: kept for key, each in value.items() if (kept := _writable(each))}
    if isinstance(value, list):
        return [_writable(each) for each in value]
    return UNWRITABLE.sub("", value) if isinstance(value, str) else value

"""The file of a period as the tax office reads it (flow 10, version 1.8 of its schemas), from the sums of ``rules.reporting``: sales
(10.1 and 10.3) or payments (10.2 and 10.4). The one module that knows the library that writes it; same sums, same bytes.

The approved platform signs as the sender: where none is known its code is ``0000``, and the platform writes its own. A rectifying file
takes the place of the former one of its period: the schema has no room to name that one.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import translation

from cantine.billing.documents.checks import Checker, Finding, judged
from cantine.billing.documents.facturx import terms_of
from cantine.billing.rules import Document, Party
from cantine.billing.rules.reporting import Kind, Payments, Period, Sales
from cantine.billing.rules.reporting.duties import is_european
from cantine.billing.rules.reporting.terms import NO_CODE

PLATFORM, SELLER = "WK", "SE"
SIREN, EUROPEAN, OUTSIDE_EUROPE = "0002", "0223", "0227"
LONGEST_ABROAD = 18
INITIAL, RECTIFYING = "IN", "RE"
SCHEMA, RULES = "frr-xsd/ereporting.xsd", "frr-schematron/Flux10.xslt"


@dataclass(frozen=True)
class Head:
    """Whose file it is, through whom, and which it is. ``id`` is unique for the entity; ``turn`` above zero rectifies."""

    id: str
    siren: str
    name: str
    period: Period
    made_at: datetime
    turn: int = 0
    platform_code: str = ""
    platform_name: str = ""


def report_xml(head: Head, told: Sales | Payments) -> bytes:
    """The bytes of a file, not judged yet."""
    import pyfrctc  # brings requests: who serves pages never needs it

    if isinstance(told, Sales):
        terms = {**_head(head), **_period(head.period, "TT-17", "TT-18"), **_sales(told)}
        return bytes(pyfrctc.generate_ereporting_transactions(terms, check_xsd=False, check_schematron=False))
    terms = {**_head(head), **_period(head.period, "TT-89", "TT-90"), **_payments(told)}
    return bytes(pyfrctc.generate_ereporting_payments(terms, check_xsd=False, check_schematron=False))


def check_report(xml: bytes, *, checker: Checker | None = None) -> tuple[Finding, ...]:
    """All that is wrong with a file, by its schema, then by the rules of flow 10 in a program apart. Raises CannotCheck."""
    with nullcontext(checker) if checker else report_checker() as ready:
        return judged(xml, schema=shipped(SCHEMA), checker=ready)


def report_checker() -> Checker:
    """Ready for many files; use it in a ``with``."""
    return Checker(rules=(shipped(RULES),))


def shipped(name: str) -> Path:
    import pyfrctc

    return Path(pyfrctc.__file__).parent / name


def _head(head: Head) -> dict[str, Any]:
    return {
        "TT-1": head.id, "TT-3": head.made_at, "TT-4": RECTIFYING if head.turn else INITIAL,
        "TT-7": "0238", "TT-8": head.platform_code or NO_CODE, "TT-9": head.platform_name or "Plateforme agréée",
        "TT-10": PLATFORM, "TT-12": SIREN, "TT-13": head.siren, "TT-14": head.name, "TT-15": SELLER,
    }  # fmt: skip


def _period(period: Period, first: str, last: str) -> dict[str, date]:
    return {first: period.first_day, last: period.last_day}


def _sales(told: Sales) -> dict[str, Any]:
    return {
        "TG-8": [_invoice(each) for each in told.invoices],
        "TG-31": [
            {
                "TT-77": each.day, "TT-78": "EUR", "TT-81": each.category.value, "TT-82": euros(each.net_cents),
                "TT-83": euros(each.vat_cents), "TT-85": str(each.count),
                "TG-32": [
                    {"TT-86": _rate(one.rate), "TT-87": euros(one.net_cents), "TT-88": euros(one.vat_cents)}
                    for one in each.rates
                ],
            }
            for each in told.days
        ],
    }  # fmt: skip


def _invoice(document: Document) -> dict[str, Any]:
    """As its own file says it, less what a report has no room for; a buyer abroad is named by the scheme of where it is."""
    with translation.override(document.language):
        terms = terms_of(document)
    terms.pop("BG-13", None)
    terms["BG-7"] = {**_abroad(document.buyer), "country_code": document.buyer.address.country}
    if terms.get("BT-73") == terms.get("BT-74"):
        terms.pop("BT-73", None), terms.pop("BT-74", None)
    return terms


def _abroad(buyer: Party) -> dict[str, str]:
    if is_european(buyer):
        return {
            "legal_identifier": buyer.vat_number[:LONGEST_ABROAD], "legal_identifier_schemeid": EUROPEAN,
            "vat_identifier": buyer.vat_number,
        }  # fmt: skip
    name = f"{buyer.address.country}{buyer.name}"
    return {"legal_identifier": name[:LONGEST_ABROAD].strip(), "legal_identifier_schemeid": OUTSIDE_EUROPE}


def _payments(told: Payments) -> dict[str, Any]:
    return {
        "TG-34": [
            {
                "TT-91": each.number, "TT-102": each.issued_on, "TT-92": each.day,
                "TG-36": [{"TT-93": _rate(rate), "TT-94": "EUR", "TT-95": euros(cents)} for rate, cents in each.rates],
            }
            for each in told.invoices
        ],
        "TG-37": [
            {
                "TT-96": each.day,
                "TG-39": [{"TT-97": _rate(rate), "TT-98": "EUR", "TT-99": euros(cents)} for rate, cents in each.rates],
            }
            for each in told.days
        ],
    }  # fmt: skip


def file_name(head: Head) -> str:
    """What the file is called where it is handed over."""
    kind = "ventes" if head.period.kind is Kind.SALES else "encaissements"
    turn = f"-R{head.turn}" if head.turn else ""
    return f"{head.siren}-{kind}-{head.period.first_day:%Y%m%d}-{head.period.last_day:%Y%m%d}{turn}.xml"


def euros(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _rate(rate: Decimal) -> str:
    text = f"{rate:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

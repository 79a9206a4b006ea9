"""How to pay a document: the account, and the square that a bank's application reads (EPC QR, for euros to be paid)."""

import io
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cantine.billing.documents import figures
from cantine.billing.rules import Document

NAME_MOST = 70
MOST_CENTS = 99_999_999_999


def payment_of(document: Document) -> dict[str, Any]:
    """A label and its lines; empty where nothing is to be paid, or no account is known."""
    bank = document.bank
    if not bank or document.kind.gives_back or document.due_cents <= 0:
        return {}
    said = (
        (_("Account holder"), bank.holder or document.seller.name),
        ("IBAN", figures.grouped(bank.iban)),
        ("BIC", bank.bic),
        (_("Reference"), document.number),
    )
    return {
        "label": _("By transfer"),
        "lines": [each for each in said if each[1]],
        "code": code_of(document),
        "scan": _("Scan to pay with your bank’s application"),
    }


def code_of(document: Document) -> str:
    """The square of a document; empty for a draft, another currency, or an account that it can't hold."""
    bank = document.bank
    if not bank or not document.number or document.currency != "EUR":
        return ""
    holder = bank.holder or document.seller.name
    return epc_code(holder=holder, iban=bank.iban, bic=bank.bic, cents=document.due_cents, reference=document.number)


def epc_code(*, holder: str, iban: str, bic: str, cents: int, reference: str) -> str:
    """The square as SVG, for euros; empty for an amount or an account that it can't hold."""
    from segno import helpers
    from stdnum import iban as ibans

    if not 0 < cents <= MOST_CENTS or not ibans.is_valid(iban):
        return ""
    try:
        code = helpers.make_epc_qr(holder[:NAME_MOST], iban, Decimal(cents) / 100, text=reference, bic=bic or None)
    except ValueError:
        return ""
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, border=0, dark="#1f1d1a")
    return drawn.getvalue().decode()

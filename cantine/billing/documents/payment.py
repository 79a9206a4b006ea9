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
    """The square as SVG; empty for a draft, another currency, or an account that it can't hold."""
    from segno import helpers
    from stdnum import iban

    bank = document.bank
    if not bank or not document.number or document.currency != "EUR" or not 0 < document.due_cents <= MOST_CENTS:
        return ""
    if not iban.is_valid(bank.iban):
        return ""
    holder = (bank.holder or document.seller.name)[:NAME_MOST]
    amount = Decimal(document.due_cents) / 100
    try:
        code = helpers.make_epc_qr(holder, bank.iban, amount, text=document.number, bic=bank.bic or None)
    except ValueError:
        return ""
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, border=0, dark="#1f1d1a")
    return drawn.getvalue().decode()

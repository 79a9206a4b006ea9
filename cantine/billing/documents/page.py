"""A document as what stands on its page: every word and figure written out in its language, nothing left to compute.

The typesetter (``templates/billing/document``) places these values and knows no other.
"""

from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.billing.documents import figures
from cantine.billing.documents.endpoints import legal_words_of
from cantine.billing.documents.notes import mentions_of, title_of
from cantine.billing.documents.parties import legal_line_of, payer_of, seller_of
from cantine.billing.documents.payment import payment_of
from cantine.billing.documents.taxes import reason_of
from cantine.billing.rules import Document, Line, Reference
from cantine.kernel.money import times
from cantine.pricing.rules import Vat, VatKind, Why

# What moves some units of a line and not the others: no price of one says it.
OF_SOME = frozenset({Why.INCLUDED, Why.OVERAGE})
Page = dict[str, Any]
Pair = tuple[str, str]


def page_of(document: Document) -> Page:
    """Plain values, as JSON keeps them."""
    with translation.override(document.language):
        return {
            "language": document.language,
            "title": named(document),
            "author": document.seller.name,
            "draft": "" if document.number else _("Draft"),
            "heading": title_of(document),
            "number": document.number,
            "seller": seller_of(document.seller),
            "payer": payer_of(document.buyer),
            "customer": _("Customer"),
            "facts": _facts(document),
            "note": document.note,
            "table": _table(document),
            "taxes": _taxes(document),
            "totals": _totals(document),
            "due": _due(document),
            "payment": payment_of(document),
            "mentions": mentions_of(document),
            "legal": legal_line_of(document.seller, legal_words_of(document.seller)),
            "of": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        }


def named(document: Document) -> str:
    """“Facture FA2026-000042”, or what it is a draft of."""
    return f"{title_of(document)} {document.number}" if document.number else f"{title_of(document)} ({_('Draft')})"


def _facts(document: Document) -> list[Pair]:
    """When, for what, and by whose reference: a label and its value."""
    supplied, cited = document.supplied, document.corrects
    said = (
        (_("Date"), document.issued_on and figures.day(document.issued_on)),
        (_("Due date"), "" if document.kind.gives_back else document.due_on and figures.day(document.due_on)),
        (_("Supplied"), supplied and figures.days(*supplied)),
        (_("Corrects"), cited and f"{cited.number}\n{figures.day(cited.day)}"),
        (_("For"), document.user),
        (_("Your reference"), document.reference),
        (_("Commitment number"), document.engagement),
        (_("Service code"), document.service_code),
    )
    return [(label, value) for label, value in said if value]


def _table(document: Document) -> Page:
    carried = 0
    rows = []
    for line in document.lines:
        carried += line.net_cents
        rows.append(_row(line, document) | {"carried": figures.money(carried, document.currency)})
    heads = (
        pgettext("a line of an invoice", "Description"),
        _("Quantity"),
        _("Unit price"),
        _("VAT"),
        _("Amount excl. VAT"),
    )
    return {"heads": heads, "rows": rows, "forward": _("Carried forward"), "brought": _("Brought forward")}


def _row(line: Line, document: Document) -> Page:
    currency = document.currency
    when = figures.days(line.first_day, line.last_day or line.first_day) if line.first_day else ""
    quantity, price = figures.quantity(line.quantity, line.unit), figures.unit_price(line.unit_cents, currency)
    paid = figures.unit_price(reduced, currency) if (reduced := _reduced(line)) is not None else price
    before = figures.money(line.net_cents - sum(each.cents for each in line.adjustments), currency)
    moved = [f"{each.label} ({figures.money(each.cents, currency)})" for each in line.adjustments]
    return {
        "name": line.name,
        "detail": line.detail or when,
        "opened": " · ".join([f"{quantity} × {price} = {before}", *moved]) if moved else "",
        "quantity": quantity,
        "price": paid,
        "vat": _rate(line.vat),
        "net": figures.money(line.net_cents, currency),
    }


def _reduced(line: Line) -> Decimal | None:
    """What one costs once all that moved the line is counted, so that the quantity at this price makes the amount; None where
    some of them cost nothing, or where no price in whole cents does."""
    if not line.adjustments or not line.quantity or any(each.why in OF_SOME for each in line.adjustments):
        return None
    unit = (Decimal(line.net_cents) / line.quantity).quantize(Decimal(1))
    return unit if times(1, unit * line.quantity) == line.net_cents else None


def _rate(vat: Vat) -> str:
    return {
        VatKind.FRANCHISE: pgettext("VAT", "none"),
        VatKind.EXEMPT: _("exempt"),
        VatKind.OUT_OF_SCOPE: pgettext("VAT", "none"),
    }.get(vat.kind) or figures.percent(vat.rate)


def _taxes(document: Document) -> Page:
    """VAT by rate: what is taxed, what the tax is; why there is none."""
    currency = document.currency
    rows = [
        (
            reason_of(each.vat.kind, document) or figures.percent(each.vat.rate),
            figures.money(each.net_cents, currency),
            figures.money(each.vat_cents, currency),
        )
        for each in document.groups
    ]
    return {"heads": (_("VAT rate"), _("Base"), _("VAT")), "rows": rows}


def _totals(document: Document) -> list[Pair]:
    """From the sum without VAT to what was paid before."""
    rows = [
        *_before_discounts(document),
        (_("Total excl. VAT"), document.net_cents),
        (_("Total VAT"), document.vat_cents),
        (_("Total incl. VAT"), document.gross_cents),
        *((_paid(each), -each.cents) for each in document.deposits),
        *_taken_off(document),
    ]
    return [(label, figures.money(cents, document.currency)) for label, cents in rows]


def _before_discounts(document: Document) -> list[tuple[str, int]]:
    """What was granted, where something was: from which sum, and how much in all."""
    taken = document.discount_cents
    return [(_("Before discounts"), document.net_cents + taken), (_("Discounts"), -taken)] if taken else []


def _taken_off(document: Document) -> list[tuple[str, int]]:
    """What settles the invoice is not paid back."""
    if not document.corrects or not document.taken_off_cents or not document.back_cents:
        return []
    said = _("Taken off the invoice %(number)s") % {"number": document.corrects.number}
    return [(said, -document.taken_off_cents)]


def _paid(deposit: Reference) -> str:
    if deposit.groups:
        return _("Deposit %(number)s of %(day)s") % {"number": deposit.number, "day": figures.day(deposit.day)}
    said = _("Paid on %(day)s") % {"day": figures.day(deposit.day)}
    return f"{said} ({deposit.number})" if deposit.number else said


def _due(document: Document) -> Page:
    """What is left to pay, or goes back, and before when."""
    label, when, cents = _("To pay"), "", document.due_cents
    if document.kind.gives_back and document.corrects and not document.back_cents:
        label, when = _("Taken off"), _("Taken off the invoice %(number)s") % {"number": document.corrects.number}
    elif document.kind.gives_back:
        label, cents = _("To be paid back"), document.back_cents
    elif document.due_cents < 0:
        label = _("In your favour")
    elif document.due_cents and document.due_on:
        when = _("by %(day)s") % {"day": figures.day(document.due_on)}
    elif document.due_cents and document.number:
        when = _("Payable on receipt")
    elif not document.due_cents:
        when = pgettext("an invoice", "Paid") if document.deposits else _("Nothing left to pay")
    return {"label": label, "amount": figures.money(abs(cents), document.currency), "when": when}

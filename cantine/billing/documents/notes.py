"""The words that the law wants on a document, as notes with their codes (BG-1) and as sentences of its foot.

PMT is the fee for recovery, PMD the penalties, AAB the discount for early payment: each once and always there, so that
who is no business is told that it does not apply; to a business they are never made up, and the check finds them missing.
"""

from django.utils.translation import gettext as _

from cantine.billing.documents.endpoints import is_business, road_of
from cantine.billing.rules import Document, Kind, Supply
from cantine.pricing.rules import VatKind

Note = tuple[str, str]
RECOVERY, PENALTIES, DISCOUNT, ROAD, GENERAL = "PMT", "PMD", "AAB", "BAR", "AAI"


def notes_of(document: Document) -> tuple[Note, ...]:
    """Every note, its code first; those that say nothing are left out."""
    terms = document.terms
    said = (
        (RECOVERY, terms.recovery or _spared(document)),
        (PENALTIES, terms.penalties or _spared(document)),
        (DISCOUNT, terms.discount or _spared(document)),
        (ROAD, road_of(document).value),
        (GENERAL, debits_of(document)),
        (GENERAL, document.note),
    )
    return tuple((code, text) for code, text in said if text)


def mentions_of(document: Document) -> tuple[str, ...]:
    """The sentences at the foot of the page: what is sold, the option for debits, late payment."""
    terms = document.terms
    late = () if document.kind.gives_back else (terms.penalties, terms.recovery, terms.discount)
    said = (supply_of(document), debits_of(document), *late)
    return tuple(each.strip().rstrip(".") + "." for each in said if each.strip())


def debits_of(document: Document) -> str:
    """The choice to owe VAT when it is invoiced, which must be said where there is VAT."""
    if document.terms.on_debits and any(each.vat.kind is VatKind.TAXED for each in document.groups):
        return _("VAT is due when it is invoiced: option for payment of the tax on debits")
    return ""


def supply_of(document: Document) -> str:
    """Goods, services or both (decree 2022-1299)."""
    return {
        Supply.SERVICES: _("Supply of services"),
        Supply.GOODS: _("Supply of goods"),
        Supply.BOTH: _("Supply of goods and of services"),
    }[document.supply]


def title_of(document: Document) -> str:
    """What a document is called at its head."""
    return {
        Kind.INVOICE: _("Invoice"),
        Kind.DEPOSIT: _("Deposit invoice"),
        Kind.CREDIT_NOTE: _("Credit note"),
        Kind.DEPOSIT_CREDIT_NOTE: _("Credit note on a deposit"),
    }[document.kind]


def payment_of(document: Document) -> str:
    """How it is settled where no day says it (BT-20)."""
    if document.kind.gives_back and not document.back_cents and document.corrects:
        return _("Taken off the invoice %(number)s: nothing to pay back") % {"number": document.corrects.number}
    if document.kind.gives_back:
        return _("To be paid back, or taken off a next invoice")
    return _("Nothing left to pay") if document.due_cents <= 0 else _("Payable on receipt")


def _spared(document: Document) -> str:
    return "" if is_business(document.buyer) else _("Does not apply: the customer is not a business")

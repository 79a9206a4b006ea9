"""What says that an invoice is paid, beside it: the invoice never changes once it is issued, and says how it was to be paid."""

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.documents import figures
from cantine.billing.documents.page import Page, page_of
from cantine.billing.documents.pdf import typeset
from cantine.billing.rules import Document

Paid = tuple[date, str, int]


def receipt_pdf_of(document: Document, paid: Sequence[Paid]) -> bytes:
    """The lines of an invoice, and when, how and how much was paid of it: each its day, its words in the language of the document,
    its cents. No account, no square: nothing is to be paid."""
    return typeset(receipt_page_of(document, paid), day=max((each[0] for each in paid), default=document.issued_on))


def receipt_page_of(document: Document, paid: Sequence[Paid]) -> Page:
    page = page_of(document)
    with translation.override(document.language):
        last = max(day for day, _words, _cents in paid)
        return page | {
            "title": _("Receipt for %(number)s") % {"number": document.number},
            "heading": _("Receipt for the invoice"),
            "facts": [
                *(each for each in page["facts"] if each[0] != _("Due date")),
                *((figures.day(day), f"{words}\n{figures.money(cents, document.currency)}") for day, words, cents in paid),
            ],
            "due": {
                "label": _("Paid"), "amount": figures.money(sum(cents for _day, _words, cents in paid), document.currency),
                "when": _("on %(day)s") % {"day": figures.day(last)},
            },
            "payment": {},
        }  # fmt: skip

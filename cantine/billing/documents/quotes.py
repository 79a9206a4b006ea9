"""A quote as its page: set like the invoices of the house, with how long it holds, the deposit that it asks for, and room
for a hand that signs on paper. It has no file for machines: it is no invoice."""

from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.documents import figures
from cantine.billing.documents.notes import supply_of
from cantine.billing.documents.page import page_of
from cantine.billing.documents.pdf import ACCENT, typeset
from cantine.billing.rules import Quote

Pair = tuple[str, str]


def quote_pdf_of(quote: Quote, *, logo: bytes | None = None, accent: str = ACCENT) -> bytes:
    """Same quote, same bytes: the day that it was sent is its only clock."""
    return typeset(quote_page_of(quote), day=quote.sent_on, logo=logo, accent=accent)


def quote_page_of(quote: Quote) -> dict[str, Any]:
    """What stands on its page, every word written out in its language."""
    whole = quote.whole
    with translation.override(whole.language):
        words = page_of(whole)
        return words | {
            "title": _("Quote %(number)s") % {"number": quote.number},
            "draft": "",
            "heading": _("Quote"),
            "number": quote.number,
            "facts": _facts(quote, words["facts"]),
            "due": {"label": _("Total incl. VAT"), "amount": _money(quote, whole.gross_cents), "when": _deposit(quote)},
            "totals": words["totals"][:2],
            "payment": {},
            "note": "",
            "agreement": _agreement(quote),
            "options": _options(quote),
            "mentions": [f"{supply_of(whole)}.", _held(quote)],
        }


def _facts(quote: Quote, facts: list[Pair]) -> list[Pair]:
    """The day, how long it holds, then what the invoice would say but its own days."""
    supplied = quote.whole.supplied
    own = {_("Date"), _("Due date"), _("Supplied")}
    said = (
        (_("Date"), figures.day(quote.sent_on)),
        (_("Valid until"), figures.day(quote.valid_until)),
        (_("Planned"), supplied and figures.days(*supplied)),
        (_("Replaces"), quote.replaces),
        *((label, value) for label, value in facts if label not in own),
    )
    return [(label, value) for label, value in said if value]


def _options(quote: Quote) -> dict[str, Any]:
    """What may be added, with a box to tick on paper; empty where nothing may."""
    lines = tuple(line for each in quote.options for line in each.lines)
    if not lines:
        return {}
    rows = page_of(replace(quote.whole, lines=lines))["table"]["rows"]
    return {
        "label": _("Options"),
        "words": _("Not in the total. Tick those that you take; their VAT, and their share of the deposit, are added."),
        "rows": rows,
    }


def _deposit(quote: Quote) -> str:
    deposit = quote.deposit
    if deposit is None:
        return ""
    said = {"percent": quote.percent, "amount": _money(quote, deposit.gross_cents)}
    return _("Deposit on acceptance, %(percent)s %%: %(amount)s") % said


def _held(quote: Quote) -> str:
    return _("Until %(day)s these prices hold, and what is to be booked is kept for you.") % {
        "day": figures.day(quote.valid_until)
    }


def _agreement(quote: Quote) -> dict[str, Any]:
    return {
        "note": quote.whole.note,
        "label": _("Agreed"),
        "words": _("Sign here, or accept from the link of our letter: both engage you alike."),
        "lines": [_("Name and quality"), _("Date"), _("Signature")],
    }


def _money(quote: Quote, cents: int) -> str:
    return figures.money(cents, quote.whole.currency)

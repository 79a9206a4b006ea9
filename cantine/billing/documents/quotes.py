"""A quote as its page: set like the invoices of the house, with how long it holds, the deposit that it asks for, and room
for a hand that signs on paper. It has no file for machines: it is no invoice."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.documents import figures
from cantine.billing.documents.notes import supply_of
from cantine.billing.documents.page import page_of
from cantine.billing.documents.pdf import ACCENT, typeset
from cantine.billing.rules import Agreement, Option, Quote, Way

Pair = tuple[str, str]


def quote_pdf_of(
    quote: Quote, *, agreement: Agreement | None = None, logo: bytes | None = None, accent: str = ACCENT
) -> bytes:
    """Same quote, same bytes: its only clock is the day that it was sent, or accepted."""
    day = agreement.at.date() if agreement else quote.sent_on
    return typeset(quote_page_of(quote, agreement=agreement), day=day, logo=logo, accent=accent)


def quote_page_of(quote: Quote, *, agreement: Agreement | None = None) -> dict[str, Any]:
    """What stands on its page, every word written out in its language. With an ``agreement``, it is what was agreed: the
    options taken are among the lines and in the total, and who said yes stands where there was room to sign."""
    if agreement:
        quote = quote.taking(agreement.chosen)
    whole = quote.whole
    with translation.override(whole.language):
        words = page_of(whole)
        return words | {
            "title": _("Quote %(number)s") % {"number": quote.number},
            "draft": "",
            "heading": _("Accepted quote") if agreement else _("Quote"),
            "number": quote.number,
            "facts": _facts(quote, words["facts"], answered=agreement is not None),
            "due": {"label": _("Total incl. VAT"), "amount": _money(quote, whole.gross_cents), "when": _deposit(quote)},
            "totals": words["totals"][: 4 if whole.discount_cents else 2],
            "payment": {},
            "note": "",
            "agreement": _agreed(quote, agreement) if agreement else _agreement(quote),
            "options": _left(quote, agreement) if agreement else _options(quote),
            "mentions": [f"{supply_of(whole)}.", *(() if agreement else (_held(quote),))],
        }


def _facts(quote: Quote, facts: list[Pair], *, answered: bool) -> list[Pair]:
    """The day, how long it holds, then what the invoice would say but its own days."""
    supplied = quote.whole.supplied
    own = {_("Date"), _("Due date"), _("Supplied")}
    said = (
        (_("Date"), figures.day(quote.sent_on)),
        (_("Valid until"), "" if answered else figures.day(quote.valid_until)),
        (_("Planned"), supplied and figures.days(*supplied)),
        (_("Replaces"), quote.replaces),
        *((label, value) for label, value in facts if label not in own),
    )
    return [(label, value) for label, value in said if value]


def _options(quote: Quote) -> dict[str, Any]:
    """What may be added, with a box to tick on paper; empty where nothing may."""
    words = _("Not in the total. Tick those that you take; their VAT, and their share of the deposit, are added.")
    return _optional(quote, quote.options, _("Options"), words, boxes=True)


def _left(quote: Quote, agreement: Agreement) -> dict[str, Any]:
    """What was offered and not taken; empty where all of it was."""
    left = [each for each in quote.options if each.part not in agreement.chosen]
    return _optional(
        quote, left, _("Options not taken"), _("They were offered, and are not in the total."), boxes=False
    )


def _optional(quote: Quote, options: Iterable[Option], label: str, words: str, *, boxes: bool) -> dict[str, Any]:
    lines = tuple(line for each in options for line in each.lines)
    if not lines:
        return {}
    rows = page_of(replace(quote.whole, lines=lines))["table"]["rows"]
    return {"label": label, "words": words, "rows": rows, "boxes": boxes}


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


def _agreed(quote: Quote, agreement: Agreement) -> dict[str, Any]:
    """Who said yes, when and how, and the print of the page that they read."""
    said = {
        "name": agreement.name, "day": figures.day(agreement.said_on or agreement.at.date()),
        "hour": f"{agreement.at:%H:%M}", "noted": figures.day(agreement.at.date()), "print": agreement.sha256,
    }  # fmt: skip
    way = {
        Way.LINK: _("Accepted by %(name)s on %(day)s at %(hour)s, from the link of our letter."),
        Way.PAPER: _("Accepted by %(name)s on %(day)s, on signed paper, noted on %(noted)s."),
        Way.MAIL: _("Accepted by %(name)s on %(day)s, by mail, noted on %(noted)s."),
    }[agreement.way]
    print_ = _("Print (SHA-256) of the page that was read: %(print)s")
    return {"note": quote.whole.note, "label": _("Agreed"), "words": f"{way % said} {print_ % said}", "lines": []}


def _money(quote: Quote, cents: int) -> str:
    return figures.money(cents, quote.whole.currency)

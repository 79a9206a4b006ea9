"""The bank against the books, on one page to print; and the same to take away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cantine.accounting.queries import money_at
from cantine.accounting.rules import Role
from cantine.billing.queries.bank_against_books import bank_against_books
from cantine.billing.rules.bank.reconciling import IN_BOOKS, Apart, OneSided, Reconciliation, total_of
from cantine.billing.views.bank_file import signed
from cantine.places.policies import PlaceRequest
from cantine.ui.sheets import amount, sheet

APART_NAMES: Mapping[Apart, str | Promise] = {
    Apart.AWAITED: pgettext_lazy("bank against books", "In the books, not at the bank yet"),
    Apart.BY_HAND: pgettext_lazy("bank against books", "Entered by hand, with no line of the bank"),
    Apart.UNMATCHED: pgettext_lazy("bank against books", "At the bank, not matched yet"),
    Apart.ASIDE: pgettext_lazy("bank against books", "At the bank, set aside"),
}  # fmt: skip


def against_books(request: PlaceRequest) -> HttpResponse:
    found = bank_against_books(request.place)
    return render(
        request, "billing/bank_against_books.html", {"found": found, **(_shown(request, found) if found else {})}
    )


def against_books_csv(request: PlaceRequest) -> HttpResponse:
    found = bank_against_books(request.place)
    if found is None:
        raise Http404
    head = [_("Day"), _("What"), _("Why"), _("Amount")]
    day = f"{found.day:%d/%m/%Y}"
    rows = [
        (day, _("The bank’s statement"), "", amount(found.bank_cents)),
        (day, _("Account of the bank in the books"), "", amount(found.books_cents)),
        (day, _("Difference"), "", amount(found.gap_cents)),
        *((f"{each.day:%d/%m/%Y}", each.label, str(APART_NAMES[each.why]), amount(each.cents)) for each in found.lines),
        (day, _("Not explained by these lines"), "", amount(found.unexplained_cents)),
    ]
    return sheet(f"{request.place.slug}-rapprochement-{found.day}.csv", head, rows)


def beside(request: PlaceRequest, *, day: date | None, closing_cents: int | None) -> dict[str, Any]:
    """What the books say the day of the statement, in a sentence of the page of the bank; one statement."""
    if day is None or closing_cents is None:
        return {}
    held = money_at(request.place, day=day)[Role.BANK]
    return {"books": signed(held), "gap": signed(closing_cents - held) if closing_cents != held else ""}


def _shown(request: PlaceRequest, found: Reconciliation) -> dict[str, Any]:
    return {
        "day": found.day, "bank": signed(found.bank_cents), "books": signed(found.books_cents),
        "gap": signed(found.gap_cents) if found.gap_cents else "",
        "unexplained": signed(found.unexplained_cents) if found.unexplained_cents else "",
        "groups": [_group(request, found, why) for why in Apart if found.of(why)],
        "csv": reverse("billing:against_books_csv", args=[request.place.slug]),
    }  # fmt: skip


def _group(request: PlaceRequest, found: Reconciliation, why: Apart) -> dict[str, Any]:
    lines = found.of(why)
    return {
        "code": why.value, "name": APART_NAMES[why], "total": signed(total_of(lines)), "adds": why not in IN_BOOKS,
        "rows": [_row(request, each) for each in lines],
    }  # fmt: skip


def _row(request: PlaceRequest, each: OneSided) -> dict[str, Any]:
    route = "accounting:entry" if each.why in IN_BOOKS else "billing:bank_line"
    return {
        "day": each.day, "label": each.label, "amount": signed(each.cents),
        "href": reverse(route, args=[request.place.slug, each.key]),
    }  # fmt: skip

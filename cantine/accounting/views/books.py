"""The books of a year: what its accounts add up to, its journals, an account opened into its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.accounting import queries, rules
from cantine.accounting.commands.wording import CLASS_NAMES, KIND_NAMES, account_words
from cantine.accounting.forms.books import DaysForm
from cantine.accounting.queries import PAGE as MOST
from cantine.accounting.rules import Balance
from cantine.accounting.views.common import PAGE, Books, books_of, may, page_of, show
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

MONEY = "5"


@dataclass(frozen=True)
class AccountRow:
    """An account as the balance says it; ``own`` where the entity named it itself."""

    number: str
    name: str
    own: bool
    debit: str
    credit: str
    balance: str
    side: str


def books(request: PlaceRequest) -> HttpResponse:
    """The trial balance of a year, or of some of its days, class by class, under what it comes to."""
    at = books_of(request)
    if at is None:
        return show(request, "accounting/nobody.html", {})
    form = DaysForm(request.GET if {"du", "au"} & request.GET.keys() else None, year=at.year)
    days = form.days if form.is_bound and form.is_valid() else None
    balances = (
        queries.balances_between(at.entity.id, first_day=days[0], last_day=days[1])
        if days
        else queries.balances_of(at.entity.id, at.year)
    )
    sums = rules.sums_of_year(balances)
    context = {
        "books": at,
        "form": form,
        "days": [formats.full_day(each) for each in days] if days else None,
        "classes": [(CLASS_NAMES[kind], _rows(at, group)) for kind, group in groupby(balances, key=_class)],
        "sums": {
            "income": formats.money(sums.income_cents),
            "expenses": formats.money(sums.expenses_cents),
            "result": formats.money(abs(sums.result_cents)),
            "loss": sums.result_cents < 0,
            "money": formats.money(sum(each.cents for each in balances if each.kind == MONEY)),
            "total": formats.money(sums.debit_cents),
        },
    }
    return show(request, "accounting/books.html", context)


def _class(balance: Balance) -> str:
    return balance.kind


def _rows(at: Books, balances: Iterable[Balance]) -> list[AccountRow]:
    return [
        AccountRow(
            each.number, *account_words(each.number, each.name, at.entity.nature), _sum(each.debit_cents),
            _sum(each.credit_cents), *sided(each.cents),
        )
        for each in balances
    ]  # fmt: skip


def side_words(cents: int) -> str:
    """What an account holds, and on which side, in a sentence."""
    if not cents:
        return formats.money(0)
    amount = formats.money(abs(cents))
    return (
        _("%(amount)s in debit") % {"amount": amount} if cents > 0 else _("%(amount)s in credit") % {"amount": amount}
    )


def sided(cents: int) -> tuple[str, str]:
    """The same in a table: the amount, and the side beside it."""
    side = pgettext("side", "debit") if cents > 0 else pgettext("side", "credit")
    return formats.money(abs(cents)), side if cents else ""


def _sum(cents: int) -> str:
    return formats.money(cents) if cents else ""


def journals(request: PlaceRequest) -> HttpResponse:
    """The journals, and what the year wrote in each."""
    at = _books(request)
    lines = [
        (each.code.lower(), each.code, KIND_NAMES[each.kind], each.entries, formats.money(each.total_cents))
        for each in queries.journals_of(at.entity.id, at.year)
    ]
    return show(request, "accounting/journals.html", {"books": at, "lines": lines, "posts": may(request, "books.post")})


def journal(request: PlaceRequest, *, journal: str) -> HttpResponse:
    """The entries of a journal, the latest first, a hundred a page."""
    at, page = _books(request), page_of(request)
    found, count = queries.journal_page(at.entity.id, at.year, code=journal.upper(), page=page)
    names = {code: KIND_NAMES[kind] for code, kind, _name in rules.JOURNALS}
    if journal.upper() not in names:
        raise Http404
    entries = [
        (each.uuid, f"{each.journal} {each.number}", formats.plain_day(each.day), each.label, each.piece,
         formats.money(each.total_cents))
        for each in found
    ]  # fmt: skip
    address = reverse("accounting:journal", args=[request.place.slug, journal])
    context = {
        "books": at, "code": journal, "name": names[journal.upper()], "entries": entries, "count": count,
        **pages(address + at.query, page, count),
    }  # fmt: skip
    return show(request, "accounting/journal.html", context)


def account(request: PlaceRequest, *, account: str) -> HttpResponse:
    """The lines of an account, the latest first, each with what the account holds once it is there."""
    at, page = _books(request), page_of(request)
    found = queries.ledger_of(at.entity.id, at.year, number=account.upper(), page=page)
    if found is None:
        raise Http404
    name, own = account_words(found.number, found.name, at.entity.nature)
    address = reverse("accounting:account", args=[request.place.slug, account])
    context = {
        "books": at, "number": found.number, "name": name, "own": own, "lines": [_line(each) for each in found.lines],
        "balance": side_words(found.lines[0].balance_cents) if found.lines and not page else "",
        **pages(address + at.query, page, found.count),
    }  # fmt: skip
    return show(request, "accounting/account.html", context)


def _line(each: queries.LedgerLine) -> dict[str, Any]:
    held, side = sided(each.balance_cents)
    return {
        "entry": each.entry, "number": f"{each.journal} {each.number}", "day": formats.plain_day(each.day),
        "label": each.label, "third": each.third_name, "debit": _sum(each.debit_cents), "credit": _sum(each.credit_cents),
        "balance": held, "side": side, "code": each.code,
    }  # fmt: skip


def pages(address: str, page: int, count: int) -> dict[str, str]:
    """The addresses of the pages beside, and the words between them."""
    first, last = page * MOST + 1, min(count, (page + 1) * MOST)
    return {
        "previous": f"{address}&{PAGE}={page - 1}" if page else "",
        "following": f"{address}&{PAGE}={page + 1}" if last < count else "",
        "span": _("%(first)s to %(last)s of %(count)s") % {"first": first, "last": last, "count": count},
    }


def _books(request: PlaceRequest) -> Books:
    found = books_of(request)
    if found is None:
        raise Http404
    return found

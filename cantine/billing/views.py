"""What each customer owes for a month, opened into its lines; and the same to take away."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import queries, rules
from cantine.billing.queries import ChargeLine
from cantine.core import clock
from cantine.people import queries as people
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named
from cantine.ui import formats
from cantine.ui.sheets import sheet

MONTH = "mois"


@dataclass(frozen=True)
class Owed:
    """What one payer owes, as the page says it."""

    name: str
    is_organisation: bool
    lines: list[dict[str, Any]]
    net: str
    vat: str
    gross: str


def owed(request: PlaceRequest) -> HttpResponse:
    """A month, payer by payer; a charge opens into the lines of its price."""
    first = _asked_month(request)
    charges = _charges_of(request, first)
    accounts = rules.accounts_of(charges)
    names = _names_of(charges)
    total = sum((account.total for account in accounts), rules.NOTHING)
    context = {
        "month": formats.month(first),
        "accounts": [_owed(request, account, names) for account in accounts],
        "total": {
            "net": formats.money(total.net_cents),
            "gross": formats.money(total.gross_cents),
            "offered": formats.money(total.offered_cents) if total.offered_cents else "",
        },
        "previous": _address(request, first - timedelta(days=1)),
        "following": _address(request, _last_day(first) + timedelta(days=1)),
        "csv": reverse("billing:owed_csv", args=[request.place.slug, first.year, first.month]),
    }
    return render(request, "billing/owed.html", context)


def owed_csv(request: PlaceRequest, *, year: int, month: int) -> HttpResponse:
    """A line for each charge, for a spreadsheet or an accountant: amounts with a decimal comma."""
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    first = date(year, month, 1)
    charges = _charges_of(request, first)
    names = _names_of(charges)
    head = [
        _("Payer"), _("Day"), _("What"), _("Category"), _("Without VAT"), _("VAT"), _("With VAT"), _("Value offered"),
    ]  # fmt: skip
    rows = [(names.get(each.payer) or _("Nobody named"), *_cells(each)) for each in charges]
    return sheet(f"{request.place.slug}-{first:%Y-%m}.csv", head, rows)


def _cells(each: ChargeLine) -> tuple[str, ...]:
    asked = each.asked
    cents = (asked.net_cents, asked.vat_cents, asked.gross_cents, asked.offered_cents)
    return (
        f"{each.day:%d/%m/%Y}",
        each.name,
        named(each.price.category_fr, each.price.category_en),
        *map(_decimal, cents),
    )


def _charges_of(request: PlaceRequest, first: date) -> list[ChargeLine]:
    return queries.due_charges(request.place, first_day=first, last_day=_last_day(first))


def _names_of(charges: Iterable[ChargeLine]) -> dict[tuple[str, int], str]:
    """Two statements at most, whatever their number."""
    payers = {each.payer for each in charges}
    organisations = people.organisations_of(key for kind, key in payers if kind == "organisation")
    persons = people.persons_of({key for kind, key in payers if kind == "person"})
    return {
        **{("organisation", key): each.name for key, each in organisations.items()},
        **{("person", key): each.name or each.email for key, each in persons.items()},
    }


def _owed(request: PlaceRequest, account: rules.Account[ChargeLine], names: dict[tuple[str, int], str]) -> Owed:
    lines = [
        {
            "name": each.name,
            "when": formats.span(each.interval, request.place.zone) if each.interval else formats.long_day(each.day),
            "amount": formats.money(each.asked.net_cents),
            "price": each.price,
            "share": each.standing.percent if each.standing.percent != rules.WHOLE else None,
        }
        for each in account.charges
    ]
    return Owed(
        name=names.get(account.payer, "") or _("Nobody named"),
        is_organisation=account.payer[0] == "organisation",
        lines=lines,
        net=formats.money(account.total.net_cents),
        vat=formats.money(account.total.vat_cents),
        gross=formats.money(account.total.gross_cents),
    )


def _asked_month(request: PlaceRequest) -> date:
    """The first day of the month asked for; of this one when it is not said, or not a month."""
    try:
        year, month = map(int, request.GET.get(MONTH, "").split("-"))
        return date(year, month, 1) if 1990 <= year <= 2100 else request.place.today(clock.now()).replace(day=1)
    except ValueError:
        return request.place.today(clock.now()).replace(day=1)


def _last_day(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _address(request: PlaceRequest, day: date) -> str:
    return f"{reverse('billing:owed', args=[request.place.slug])}?{MONTH}={day:%Y-%m}"


def _decimal(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"

"""What each customer owes for a month, opened into its lines; and the same to take away."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import commands, queries, rules
from cantine.billing.queries import ChargeLine, Moved, Who
from cantine.billing.views.common import refused, said
from cantine.billing.views.months import around, asked_month, last_day_of
from cantine.core import clock, refusals
from cantine.kernel import Refusal, Refused
from cantine.people import queries as people
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet


@dataclass(frozen=True)
class Owed:
    """What one payer owes, as the page says it."""

    who: str
    name: str
    is_organisation: bool
    lines: list[dict[str, Any]]
    net: str
    vat: str
    gross: str


def owed(request: PlaceRequest) -> HttpResponse:
    """A month, payer by payer; a charge opens into the lines of its price."""
    first = asked_month(request)
    charges = _charges_of(request, first)
    accounts = rules.accounts_of(charges)
    payers = _payers_of(charges)
    totals = [account.total for account in accounts]
    offered = sum(each.offered_cents for each in totals)
    context = {
        "month": formats.month(first),
        "accounts": [_owed(request, account, payers) for account in accounts],
        "total": {
            "net": formats.money(sum(each.net_cents for each in totals)),
            "gross": formats.money(sum(each.gross_cents for each in totals)),
            "offered": formats.money(offered) if offered else "",
        },
        "last_day": min(last_day_of(first), request.place.today(clock.now())).isoformat(),
        **around(request, "billing:owed", first),
        "moved": [_moved(request, each) for each in queries.moved_since(request.place)],
        "csv": reverse("billing:owed_csv", args=[request.place.slug, first.year, first.month]),
    }
    return render(request, "billing/owed.html", context)


def _moved(request: PlaceRequest, each: Moved) -> dict[str, Any]:
    """With the credit note that gives its lines back, ready to be read."""
    lines = ",".join(map(str, each.lines))
    credit = reverse("billing:credit", args=[request.place.slug, each.invoice])
    return {
        "name": each.charge.name, "payer": each.payer_name, "reference": each.reference,
        "day": formats.long_day(each.charge.day), "invoiced": formats.money(each.invoiced_cents),
        "asked": formats.money(each.asked_cents), "credit": f"{credit}?lignes={lines}&ensuite={rules.Afterwards.AGAIN}",
        "invoice": reverse("billing:invoice", args=[request.place.slug, each.invoice]),
    }  # fmt: skip


def prepare(request: PlaceRequest) -> HttpResponse:
    """A draft for one payer, or for each of them; opened at once when there is one."""
    try:
        last_day = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise Http404 from None
    asked = request.POST.get("who", "")
    try:
        if asked:
            made = commands.prepare_invoice(**said(request), who=_payer(request, asked), last_day=last_day)
            return redirect("billing:invoice", request.place.slug, made)
        run = commands.prepare_invoices(**said(request), last_day=last_day)
    except Refused as why:
        return refused(request, why, "billing:owed")
    ready = len(run.drafts)
    messages.success(
        request, ngettext("%(number)s draft is ready.", "%(number)s drafts are ready.", ready) % {"number": ready}
    )
    names = _names_of({who for who, _refusal in run.passed})
    for who, refusal in run.passed:
        messages.error(request, f"{names[who][0] if who in names else _('Nobody named')}: {refusals.sentence(refusal)}")
    return redirect(f"{reverse('billing:invoices', args=[request.place.slug])}?etat=brouillons")


def _payer(request: PlaceRequest, asked: str) -> Who:
    """Raises Refused: payer_unknown."""
    try:
        who = queries.find_payer(place=request.place, uuid=UUID(asked))
    except ValueError:
        who = None
    if who is None:
        raise Refused(Refusal("payer_unknown"))
    return who


def owed_csv(request: PlaceRequest, *, year: int, month: int) -> HttpResponse:
    """A line for each charge, for a spreadsheet or an accountant: amounts with a decimal comma."""
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    first = date(year, month, 1)
    charges = _charges_of(request, first)
    payers = _payers_of(charges)
    head = [
        _("Payer"), _("Day"), _("What"), _("Category"), _("Without VAT"), _("VAT"), _("With VAT"), _("Value offered"),
    ]  # fmt: skip
    rows = [
        (payers[account.payer][0] if account.payer in payers else _("Nobody named"), *_cells(each, step))
        for account in rules.accounts_of(charges)
        for each, step in _added(account)
    ]
    return sheet(f"{request.place.slug}-{first:%Y-%m}.csv", head, rows)


def _added(account: rules.Account[ChargeLine]) -> list[tuple[ChargeLine, rules.Addition]]:
    """Each charge with what it adds: amounts that are shown add up to the sum that is shown."""
    return list(zip(account.charges, rules.additions_of(each.asked for each in account.charges), strict=True))


def _cells(each: ChargeLine, step: rules.Addition) -> tuple[str, ...]:
    cents = (step.net_cents, step.vat_cents, step.gross_cents, each.asked.offered_cents)
    return (
        f"{each.day:%d/%m/%Y}",
        each.name,
        named(each.price.category_fr, each.price.category_en),
        *map(amount, cents),
    )


def _charges_of(request: PlaceRequest, first: date) -> list[ChargeLine]:
    return queries.due_charges(request.place, first_day=first, last_day=last_day_of(first))


def _payers_of(charges: Iterable[ChargeLine]) -> dict[Who, tuple[str, UUID]]:
    return _names_of({each.payer for each in charges})


def _names_of(payers: Set[Who]) -> dict[Who, tuple[str, UUID]]:
    """The name and the id of each; two statements at most, whatever their number."""
    organisations = people.organisations_of(key for kind, key in payers if kind == "organisation")
    persons = people.persons_of({key for kind, key in payers if kind == "person"})
    return {
        **{("organisation", key): (each.name, each.uuid) for key, each in organisations.items()},
        **{("person", key): (each.shown, each.uuid) for key, each in persons.items()},
    }


def _owed(request: PlaceRequest, account: rules.Account[ChargeLine], payers: dict[Who, tuple[str, UUID]]) -> Owed:
    lines = [
        {
            "name": each.name,
            "when": formats.span(each.interval, request.place.zone) if each.interval else formats.long_day(each.day),
            "amount": formats.money(step.net_cents),
            "price": each.price,
            "share": each.standing.percent if each.standing.percent != rules.WHOLE else None,
        }
        for each, step in _added(account)
    ]
    name, uuid = payers.get(account.payer, (_("Nobody named"), None))
    return Owed(
        who=str(uuid) if uuid and account.total.net_cents else "",
        name=name,
        is_organisation=account.payer[0] == "organisation",
        lines=lines,
        net=formats.money(account.total.net_cents),
        vat=formats.money(account.total.vat_cents),
        gross=formats.money(account.total.gross_cents),
    )

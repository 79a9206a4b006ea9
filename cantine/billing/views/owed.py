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
from cantine.billing.forms.counter import uuid_of
from cantine.billing.queries import ChargeLine, Who
from cantine.billing.views.common import refused, said
from cantine.billing.views.months import address, around, asked_month, last_day_of
from cantine.billing.views.moved import moved_since
from cantine.core import clock, refusals
from cantine.kernel import Refusal, Refused
from cantine.people import queries as people
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.price_wording import reason_words
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
    gross_cents: int
    later: str
    ahead: list[dict[str, Any]]
    payer: str
    deposits: list[str]


def owed(request: PlaceRequest) -> HttpResponse:
    """A month, payer by payer; a charge opens into the lines of its price. What earlier months left is said too."""
    first, today = asked_month(request), request.place.today(clock.now())
    every = queries.due_with_before(request.place, first_day=first, last_day=last_day_of(first))
    charges = [each for each in every if each.day >= first]
    payers = _payers_of(charges)
    promised = [each.uuid for each in charges if each.promised_until]
    deposits = queries.deposits_on(request.place.organisation_id, charges=promised) if promised else {}
    accounts = [_owed(request, account, payers, today, deposits) for account in rules.accounts_of(charges)]
    accounts.sort(key=lambda each: (-each.gross_cents, each.name.casefold()))
    ripe = _sums(each for each in charges if each.is_ripe(today))
    later = _sums(each for each in charges if not each.is_ripe(today))
    context = {
        "month": formats.month(first),
        "accounts": accounts,
        "total": {
            "net": formats.money(ripe.net_cents),
            "gross": formats.money(ripe.gross_cents),
            "offered": formats.money(ripe.offered_cents + later.offered_cents)
            if ripe.offered_cents or later.offered_cents
            else "",
            "later": formats.money(later.gross_cents) if later.gross_cents else "",
        },
        "can_prepare": any(each.who for each in accounts),
        "before": _before(request, [each for each in every if each.day < first and each.asked.net_cents]),
        "last_day": min(last_day_of(first), today).isoformat(),
        **around(request, "billing:owed", first),
        **moved_since(request),
        "csv": reverse("billing:owed_csv", args=[request.place.slug, first.year, first.month]),
    }
    return render(request, "billing/owed.html", context)


@dataclass(frozen=True)
class Sums:
    """Of several payers: each one’s VAT is rounded apart, as on their invoices."""

    net_cents: int
    gross_cents: int
    offered_cents: int


def _sums(charges: Iterable[ChargeLine]) -> Sums:
    totals = [account.total for account in rules.accounts_of(charges)]
    return Sums(
        sum(each.net_cents for each in totals),
        sum(each.gross_cents for each in totals),
        sum(each.offered_cents for each in totals),
    )


def _before(request: PlaceRequest, charges: Iterable[ChargeLine]) -> list[dict[str, Any]]:
    """What earlier months left, the latest first."""
    months: dict[date, list[ChargeLine]] = {}
    for each in charges:
        months.setdefault(each.day.replace(day=1), []).append(each)
    return [
        {
            "month": formats.month(first), "payers": len({each.payer for each in mine}),
            "gross": formats.money(_sums(mine).gross_cents), "href": address(request, "billing:owed", first),
        }
        for first, mine in sorted(months.items(), reverse=True)
    ]  # fmt: skip


def prepare(request: PlaceRequest) -> HttpResponse:
    """A draft for one payer, or for each of them; opened at once when there is one. Of days to come, only those ``chosen``."""
    try:
        last_day = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise Http404 from None
    asked, ahead = request.POST.get("who", ""), request.POST.getlist("ahead")
    try:
        if "chosen" in request.POST:
            chosen = [each for each in map(uuid_of, ahead) if each is not None]
            made = commands.prepare_ahead(**said(request), who=_payer(request, asked), charges=chosen)
            return redirect("billing:invoice", request.place.slug, made)
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
    names = _names_of({who for who, _refusal in run.passed} | (waiting := _waiting(request, last_day)))
    if waiting:
        told = sorted((names[who][0] if who in names else _("Nobody named") for who in waiting), key=str.casefold)
        words = _("To be invoiced later, for what is to come or waits for the end of its quote: %(names)s.")
        messages.info(request, words % {"names": ", ".join(told)})
    for who, refusal in run.passed:
        messages.error(request, f"{names[who][0] if who in names else _('Nobody named')}: {refusals.sentence(refusal)}")
    return redirect(f"{reverse('billing:invoices', args=[request.place.slug])}?etat=brouillons")


def _waiting(request: PlaceRequest, last_day: date) -> set[Who]:
    """Who is asked for something of that month that no draft takes yet."""
    first = last_day.replace(day=1)
    charges = queries.due_charges(request.place, first_day=first, last_day=last_day_of(first))
    return {each.payer for each in charges if each.asked.net_cents and not each.is_ripe(last_day)}


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
    payers, today = _payers_of(charges), request.place.today(clock.now())
    head = [
        _("Payer"), _("Day"), _("What"), _("Category"), _("Without VAT"), _("VAT"), _("With VAT"), _("Value offered"), _("Not due yet"),
    ]  # fmt: skip
    rows = [
        (payers[account.payer][0] if account.payer in payers else _("Nobody named"), *_cells(each, step, today))
        for account in rules.accounts_of(charges)
        for each, step in _added(account.charges, today)
    ]
    return sheet(f"{request.place.slug}-{first:%Y-%m}.csv", head, rows)


def _added(charges: Iterable[ChargeLine], today: date) -> list[tuple[ChargeLine, rules.Addition]]:
    """Each charge of a payer with what it adds, what is not due yet apart: amounts add up to the sum that is shown."""
    mine = list(charges)
    found: dict[UUID, rules.Addition] = {}
    for ripe in (True, False):
        part = [each for each in mine if each.is_ripe(today) is ripe]
        found.update(zip((each.uuid for each in part), rules.additions_of(each.asked for each in part), strict=True))
    return [(each, found[each.uuid]) for each in mine]


def _cells(each: ChargeLine, step: rules.Addition, today: date) -> tuple[str, ...]:
    cents = (step.net_cents, step.vat_cents, step.gross_cents, each.asked.offered_cents)
    return (
        f"{each.day:%d/%m/%Y}",
        each.name,
        named(each.price.category_fr, each.price.category_en),
        *map(amount, cents),
        "" if each.is_ripe(today) else _("Yes"),
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


def _owed(
    request: PlaceRequest, account: rules.Account[ChargeLine], payers: dict[Who, tuple[str, UUID]], today: date,
    deposits: dict[UUID, tuple[str, int]],
) -> Owed:  # fmt: skip
    lines = [
        {
            "uuid": each.uuid,
            "ahead": not each.is_ripe(today) and each.promised_until is None and bool(added.net_cents),
            "name": each.name,
            "when": formats.span(each.interval, request.place.zone) if each.interval else formats.long_day(each.day),
            "amount": formats.money(added.net_cents),
            "price": each.price,
            "with_vat": formats.money(each.price.gross_cents) if _is_said_with_vat(each) else "",
            "share": each.standing.percent if each.standing.percent != rules.WHOLE else None,
            "later": "" if each.is_ripe(today) else _later(each),
            "why": "" if added.net_cents else _why_nothing(each),
        }
        for each, added in _added(account.charges, today)
    ]
    name, uuid = payers.get(account.payer, (_("Nobody named"), None))
    ripe = sum((each.asked for each in account.charges if each.is_ripe(today)), rules.NOTHING)
    later = sum((each.asked for each in account.charges if not each.is_ripe(today)), rules.NOTHING)
    return Owed(
        who=str(uuid) if uuid and ripe.net_cents else "",
        name=name,
        is_organisation=account.payer[0] == "organisation",
        lines=lines,
        net=formats.money(ripe.net_cents),
        vat=formats.money(ripe.vat_cents),
        gross=formats.money(ripe.gross_cents),
        gross_cents=ripe.gross_cents,
        later=formats.money(later.gross_cents) if later.gross_cents else "",
        ahead=[each for each in lines if each["ahead"]] if uuid else [],
        payer=str(uuid or ""),
        deposits=_asked_before(account.charges, deposits),
    )


def _asked_before(charges: Iterable[ChargeLine], deposits: dict[UUID, tuple[str, int]]) -> list[str]:
    """What deposits asked for already of what quotes promised, and what remains of it."""
    promised: dict[tuple[str, int], list[ChargeLine]] = {}
    for each in charges:
        if each.uuid in deposits:
            promised.setdefault(deposits[each.uuid], []).append(each)
    words = _("%(asked)s of it are asked for already by the deposit %(number)s: %(left)s remain.")
    return [
        words % {
            "asked": formats.money(cents), "number": number,
            "left": formats.money(sum((each.asked for each in mine), rules.NOTHING).gross_cents - cents),
        }
        for (number, cents), mine in promised.items()
    ]  # fmt: skip


def _why_nothing(each: ChargeLine) -> str:
    """What pays for a line that asks for nothing: a plan, a pass, the place."""
    return " · ".join(
        reason_words(reason, line.unit) for line in each.price.lines for reason in line.reasons if reason.cents < 0
    )  # fmt: skip


def _is_said_with_vat(each: ChargeLine) -> bool:
    return rules.is_said_with_vat(each.source, each.price, each.standing)


def _later(each: ChargeLine) -> str:
    if each.promised_until is None or each.promised_until <= each.day:
        return _("to come")
    return _("with its quote, on %(day)s") % {"day": formats.long_day(each.promised_until)}

"""Tabs: who owes what at the counter, since when, and settling one."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from cantine.billing import queries as documents
from cantine.billing.commands import counter as commands
from cantine.billing.commands.counter.wording import MEANS_NAMES
from cantine.billing.forms.counter import NOTES, cents_of
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter import Tab
from cantine.billing.rules.counter import Means
from cantine.billing.views.common import said
from cantine.billing.views.counter.till import SALE, _note
from cantine.core import clock, refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def tabs(request: PlaceRequest) -> HttpResponse:
    found = queries.tabs_of(request.place)
    context = {
        "rows": [(each, formats.money(each.cents), _age(request, each)) for each in found],
        "total": formats.money(sum(each.cents for each in found)),
        "inside": reverse("billing:till", args=[request.place.slug]),
    }
    return render(request, "billing/counter/tabs.html", context)


def tab(request: PlaceRequest, *, payer: UUID) -> HttpResponse:
    """Line by line, and a press for each way to pay."""
    who = documents.find_payer(place=request.place, uuid=payer)
    card = documents.payer_card(organisation_id=request.place.organisation_id, who=who) if who else None
    if who is None or card is None:
        raise Http404
    wrong: list[str] = []
    if request.method == "POST":
        try:
            made = commands.settle_tab(**said(request), who=who, **_paid(request))
        except Refused as why:
            wrong = [refusals.sentence(each) for each in why.refusals]
        else:
            return redirect(f"{reverse('billing:till', args=[request.place.slug])}?{SALE}={made}")
    found = queries.tab_of(request.place, who=who)
    cents = found.cents if found else 0
    context: dict[str, Any] = {
        "name": card.party.name, "payer": payer, "tab": found, "total": formats.money(cents), "total_cents": cents,
        "age": _age(request, found) if found else "", "key": uuid4(), "wrong": wrong,
        "lines": [(each.name, formats.long_day(each.day), formats.money(each.cents)) for each in found.lines] if found else [],
        "ways": [(each.value, MEANS_NAMES[each]) for each in (Means.CARD, Means.CHEQUE, Means.TRANSFER)],
        "notes": [_note(each, cents) for each in NOTES], "inside": reverse("billing:till", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/counter/tab.html", context, status=422 if wrong else 200)


def _paid(request: PlaceRequest) -> dict[str, Any]:
    way, _colon, more = request.POST.get("pay", "").partition(":")
    means = next((each for each in Means if each.value == way), Means.CASH)
    given = (
        int(more) if more.isascii() and more.isdigit() and len(more) < 8 else cents_of(request.POST.get("given", ""))
    )
    shown = request.POST.get("shown", "")
    return {
        "means": means, "key": request.POST.get("key", "")[:60] or str(uuid4()), "given_cents": given,
        "shown_cents": int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else None,
    }  # fmt: skip


def _age(request: PlaceRequest, each: Tab) -> str:
    days = (request.place.today(clock.now()) - each.since).days
    if not days:
        return formats.long_day(each.since)
    return ngettext("since yesterday", "for %(days)s days", days) % {"days": days}

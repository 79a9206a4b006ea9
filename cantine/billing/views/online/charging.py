"""Debits by a provider, for the treasurer: what a day would take, one press that charges it, who authorised it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import queries
from cantine.billing.commands import online
from cantine.billing.commands.online_debit_wording import CONSENT_KINDS, consent_name
from cantine.billing.forms.online import ChargesForm
from cantine.billing.forms.sepa import RunForm
from cantine.billing.queries import online_mandates as reads
from cantine.billing.queries.online_mandates import DebitingRef, OnlineMandateLine
from cantine.billing.rules.online import earliest_charge
from cantine.billing.views.common import done, refused, said
from cantine.core import clock, refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

WITHOUT, EARLY = "debit_without_mandate", "debit_before_due"


def charges(request: PlaceRequest) -> HttpResponse:
    """GET with a day shows what that day would take."""
    today = request.place.today(clock.now())
    debiting = reads.debiting_at(request.place)
    provider = online.provider_of(debiting.provider) if debiting else None
    given = reads.online_mandates_of(request.place.organisation_id)
    context: dict[str, Any] = {
        "provider": provider, "debits": bool(provider and provider.debits), "practice": bool(provider and provider.practice),
        "mandates": [
            {
                "line": each, "words": consent_name(each.stage, each.why, started=each.started), "badge": CONSENT_KINDS[each.stage],
                "provider": online.provider_of(each.provider).name, "page": reads.path_to_authorise(each.uuid),
            }
            for each in given if each.place_id == request.place.id
        ],
    }  # fmt: skip
    if debiting is not None and context["debits"]:
        context |= _preview(request, debiting, given, today)
    return render(request, "billing/debits/online.html", context)


def charge(request: PlaceRequest) -> HttpResponse:
    """Those that are ticked, on the day that was shown. The key of the page makes a second press the same charges."""
    form = ChargesForm(request.POST, ticked=request.POST.getlist("invoice"))
    if not form.is_valid():
        return done(request, _("Tick at least one invoice."), "billing:online_debits")
    what = form.cleaned_data
    try:
        made = online.charge_invoices(**said(request), invoices=what["invoice"], on=what["on"], key=what["key"])
    except Refused as why:
        return refused(request, why, "billing:online_debits")
    words = ngettext(
        "%(count)s debit is on its way, and its payer is told.", "%(count)s debits are on their way, and payers are told.", len(made)
    )  # fmt: skip
    return done(request, words % {"count": len(made)}, "billing:online_debits")


def ask(request: PlaceRequest, *, payer: UUID) -> HttpResponse:
    who = queries.find_payer(place=request.place, uuid=payer)
    if who is None:
        raise Http404
    try:
        online.ask_online_mandate(**said(request), who=who, by_letter=True)
    except Refused as why:
        return refused(request, why, "billing:payer", payer)
    return done(request, _("The letter leaves: they authorise on the provider’s page."), "billing:online_debits")


def stop(request: PlaceRequest, *, mandate: UUID) -> HttpResponse:
    try:
        online.stop_online_mandate(**said(request), mandate=mandate)
    except Refused as why:
        return refused(request, why, "billing:online_debits")
    return done(request, _("It serves no more."), "billing:online_debits")


def _preview(
    request: PlaceRequest, debiting: DebitingRef, given: list[OnlineMandateLine], today: date
) -> dict[str, Any]:  # fmt: skip
    asked = RunForm(request.GET if "on" in request.GET else None)
    earliest = earliest_charge(today)
    on = asked.cleaned_data["on"] if asked.is_bound and asked.is_valid() else earliest
    found = reads.preview_of_charges(request.place, debiting, given, on=on, today=today)
    return {
        "on": on, "run_form": RunForm(initial={"on": on}), "earliest": earliest, "total": formats.money(found.cents),
        "key": uuid4().hex, "takes": [(each.due, formats.money(each.due.left_cents)) for each in found.takes],
        "leaves": [
            (each, formats.money(each.left_cents), refusals.sentence(why))
            for each, why in found.leaves
            if why.code != WITHOUT
        ],
        "without": sum(why.code == WITHOUT for _due, why in found.leaves),
    }  # fmt: skip

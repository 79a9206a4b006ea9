"""Direct debits for the treasurer: who collects, mandates, what a run would take, each run to its end; and the page where one signs."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cantine.billing import queries
from cantine.billing.commands import sepa
from cantine.billing.commands.sepa.wording import REASON_NAMES, STANDING_KINDS, STANDING_NAMES, mandate_text
from cantine.billing.forms import attempt
from cantine.billing.forms.sepa import CreditedForm, CreditorForm, ReturnForm, RunForm, SignMandateForm
from cantine.billing.queries import sepa as reads
from cantine.billing.queries.announced import next_announced
from cantine.billing.views.common import done, refused, said
from cantine.billing.views.online.payer import quiet
from cantine.core import clock, rates, refusals, scoping
from cantine.core.actor import system
from cantine.kernel import Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

FAILURES = rates.Limit("link_failures", 30, 3600)
SIGNATURES = rates.Limit("mandates", 30, 3600)
WITHOUT = "debit_without_mandate"
SIGNER = system("billing.signer")


def debits(request: PlaceRequest) -> HttpResponse:
    """POST names who collects. GET with a day shows what a run of that day would take."""
    today = request.place.today(clock.now())
    creditor = reads.creditor_of(request.place)
    shown = {"ics": creditor.ics, "notice_days": creditor.notice_days} if creditor else {"notice_days": 14}
    form = CreditorForm(request.POST or None, initial=shown)

    def name(read: CreditorForm) -> None:
        sepa.name_creditor(**said(request), **read.cleaned_data)

    if request.method == "POST" and attempt(form, name):
        return done(request, _("It is kept."), "billing:debits")
    context: dict[str, Any] = {
        "form": form,
        "creditor": creditor,
        "runs": [_run(each) for each in reads.runs_of(request.place)],
    }
    context["mandates"] = [
        {"line": each, "standing": STANDING_NAMES[each.standing], "badge": STANDING_KINDS[each.standing]}
        for each in reads.mandates_of(request.place, today=today)
    ]
    if creditor is not None:
        context |= _preview(request, creditor, today)
    return render(request, "billing/debits/debits.html", context, status=422 if form.errors else 200)


def ask(request: PlaceRequest, *, payer: UUID) -> HttpResponse:
    who = queries.find_payer(place=request.place, uuid=payer)
    if who is None:
        raise Http404
    try:
        sepa.ask_mandate(**said(request), who=who)
    except Refused as why:
        return refused(request, why, "billing:payer", payer)
    return done(request, _("The letter leaves: they sign on their phone."), "billing:debits")


def revoke(request: PlaceRequest, *, mandate: UUID) -> HttpResponse:
    try:
        sepa.revoke_mandate(**said(request), mandate=mandate)
    except Refused as why:
        return refused(request, why, "billing:debits")
    return done(request, _("It serves no more."), "billing:debits")


def make(request: PlaceRequest) -> HttpResponse:
    form = RunForm(request.POST)
    made: list[UUID] = []

    def take(read: RunForm) -> None:
        made.append(sepa.make_run(**said(request), on=read.cleaned_data["on"]))

    if attempt(form, take):
        return done(request, _("The file is made, and payers are told."), "billing:debit_run", made[0])
    for each in (words for errors in form.errors.values() for words in errors):
        messages.error(request, str(each))
    return redirect("billing:debits", request.place.slug)


def run(request: PlaceRequest, *, run: UUID) -> HttpResponse:
    """What it takes, its file, and what may be done with it."""
    found = reads.find_run(request.place, run)
    if found is None:
        raise Http404
    today = request.place.today(clock.now())
    lines = [
        {"line": each, "amount": formats.money(each.cents), "why": REASON_NAMES.get(each.reason, "")}
        for each in reads.debits_of(run)
    ]
    context = {
        **_run(found), "lines": lines, "credited": CreditedForm(initial={"on": max(found.collected_on, date.min)}),
        "return_form": ReturnForm(initial={"on": today}),
    }  # fmt: skip
    return render(request, "billing/debits/run.html", context)


def act(request: PlaceRequest, *, run: UUID) -> HttpResponse:
    """The bank has it, it is given up, or the bank paid it in."""
    try:
        if "send" in request.POST:
            sepa.send_run(**said(request), run=run)
        elif "drop" in request.POST:
            sepa.drop_run(**said(request), run=run)
        else:
            form = CreditedForm(request.POST)
            if form.is_valid():
                sepa.credit_run(**said(request), run=run, on=form.cleaned_data["on"])
    except Refused as why:
        return refused(request, why, "billing:debit_run", run)
    return done(request, _("It is noted."), "billing:debit_run", run)


def send_back(request: PlaceRequest, *, run: UUID, debit: UUID) -> HttpResponse:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return redirect("billing:debit_run", request.place.slug, run)
    what = form.cleaned_data
    try:
        sepa.return_debit(
            **said(request), debit=debit, reason=what["reason"], on=what["on"], fee_cents=what["fee"] or 0
        )  # fmt: skip
    except Refused as why:
        return refused(request, why, "billing:debit_run", run)
    return done(request, _("It came back: its invoice is owed again."), "billing:debit_run", run)


def run_file(request: PlaceRequest, *, run: UUID) -> HttpResponse:
    found = reads.file_of_run(request.place, run)
    if found is None:
        raise Http404
    response = HttpResponse(found[1], content_type="application/xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{found[0]}.xml"'
    return response


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def sign(request: HttpRequest, *, signing: str) -> HttpResponse:
    """The mandate as its payer reads it on a phone, and signs it."""
    found = reads.linked_mandate(signing)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=clock.now())
        raise Http404
    if request.method == "POST":
        rates.spend(SIGNATURES, rates.network_on(request), now=clock.now())
    uuid, organisation_id, place_id = found
    place = places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([organisation_id]), timezone.override(place.zone):
        line, creditor = reads.find_mandate(place, uuid, today=place.today(clock.now())), reads.creditor_of(place)
        if line is None or creditor is None:
            raise Http404
        shown = {
            "name": line.holder,
            "street": line.street,
            "postcode": line.postcode,
            "town": line.town,
            "country": line.country,
        }
        form = SignMandateForm(request.POST or None, initial=shown)

        def agree(read: SignMandateForm) -> None:
            sepa.sign_mandate(
                actor=SIGNER, now=clock.now(), place=place, mandate=uuid, holder=read.holder, name=read.cleaned_data["signed"],
                address=rates.address_of(request),
            )  # fmt: skip

        if request.method == "POST" and attempt(form, agree):
            return quiet(redirect("billing:sign_mandate", signing))
        context = {
            "place": place, "line": line, "creditor": creditor, "text": mandate_text(creditor), "form": form,
            "signed_at": formats.moment(line.signed_at, place.zone) if line.signed_at else "",
            "open": line.signed_at is None and line.standing == "asked",
        }  # fmt: skip
        return quiet(render(request, "billing/debits/sign.html", context, status=422 if form.errors else 200))


def _preview(request: PlaceRequest, creditor: reads.CreditorRef, today: date) -> dict[str, Any]:
    asked = RunForm(request.GET if "on" in request.GET else None)
    if asked.is_bound and asked.is_valid():
        on = asked.cleaned_data["on"]
    else:
        earliest = reads.earliest_run(creditor, today=today)
        on = next_announced(request.place, since=earliest) or earliest
    found = reads.preview_of_run(request.place, creditor, on=on, today=today)
    return {
        "on": on, "run_form": RunForm(initial={"on": on}), "earliest": found.earliest, "total": formats.money(found.cents),
        "takes": [(each.due, formats.money(each.due.left_cents), each.sequence.value) for each in found.takes],
        "leaves": [
            (each, formats.money(each.left_cents), refusals.sentence(why))
            for each, why in found.leaves
            if why.code != WITHOUT
        ],
        "without": sum(why.code == WITHOUT for _due, why in found.leaves),
    }  # fmt: skip


def _run(each: reads.RunLine) -> dict[str, Any]:
    if each.dropped_at:
        words, badge = _("given up"), ""
    elif each.credited_on:
        words, badge = _("paid in by the bank"), "ok"
    elif each.sent_at:
        words, badge = _("at the bank"), "info"
    else:
        words, badge = _("to bring to the bank"), "warn"
    return {"run": each, "words": words, "badge": badge, "sum": formats.money(each.cents)}

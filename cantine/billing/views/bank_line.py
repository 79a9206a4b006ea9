"""One line of the bank: any invoice that a number or a name finds, and all that a person says of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.billing import commands, queries
from cantine.billing.commands.bank_debits import confirm_return, confirm_run
from cantine.billing.commands.bank_ends import confirm_in_books, pay_in, pay_in_slip, release_line
from cantine.billing.forms import PaidInForm, attempt
from cantine.billing.rules.bank import Became, Candidate
from cantine.billing.views.bank import FOUND, row_of, ways_shown
from cantine.billing.views.bank_ends import offers_of
from cantine.billing.views.common import done, refused, said
from cantine.core import clock
from cantine.kernel import Refused
from cantine.kernel.folding import folded
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def line(request: PlaceRequest, *, line: UUID) -> HttpResponse:
    return _shown(request, line=line)


def _shown(request: PlaceRequest, *, line: UUID, form: PaidInForm | None = None) -> HttpResponse:
    """``form`` is what was typed of money on its way, with its errors."""
    found = queries.find_bank_line(request.place, line)
    if found is None:
        raise Http404
    asked = request.GET.get("q", "").strip()
    candidates = queries.candidates_of(request.place, today=request.place.today(clock.now()))
    proposals = queries.proposals_for([found], candidates)[found.uuid]
    context = {
        "row": row_of(found, proposals, ticked=False)
        | {"ways": ways_shown(request, found), "offers": offers_of(request, [found])[0].get(found.uuid, ())},
        "asked": asked,
        "paid_in": form or PaidInForm(initial={"gross": found.said.cents}),
        "found": [_candidate(each) for each in _matching(candidates, asked)[:FOUND]] if asked else [],
    }
    return render(request, "billing/bank_line.html", context, status=422 if form else 200)


def of_debits(request: PlaceRequest, *, line: UUID) -> HttpResponse:
    """A debit that came back, or a run that was paid in, as a person confirms it."""
    try:
        if "debit" in request.POST:
            confirm_return(**said(request), line=line, debit=_uuid(request.POST["debit"]))
            return done(request, _("It came back: its invoice is owed again."), "billing:bank")
        confirm_run(**said(request), line=line, run=_uuid(request.POST.get("run", "")))
    except Refused as why:
        return refused(request, why, "billing:bank")
    return done(request, _("It is noted: each invoice of these debits is paid."), "billing:bank")


def _uuid(said: str) -> UUID:
    """Raises Http404."""
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None


def put_aside(request: PlaceRequest, *, line: UUID) -> HttpResponse:
    """No customer's, or to be paid back; or taken back."""
    try:
        if "back" in request.POST:
            commands.take_line_back(**said(request), line=line)
            return done(request, _("It waits again."), "billing:bank")
        reason = "pay_back" if "pay_back" in request.POST else "other"
        commands.set_line_aside(**said(request), line=line, note=request.POST.get("note", ""), reason=reason)
    except Refused as why:
        return refused(request, why, "billing:bank")
    return done(request, _("It is set aside."), "billing:bank")


def undo(request: PlaceRequest, *, line: UUID) -> HttpResponse:
    found = queries.find_bank_line(request.place, line)
    if found is None or found.payment is None:
        raise Http404
    try:
        commands.undo_payment(**said(request), payment=found.payment)
    except Refused as why:
        return refused(request, why, "billing:bank")
    return done(request, _("The payment is undone: the line waits again."), "billing:bank")


def confirm_end(request: PlaceRequest, *, line: UUID) -> HttpResponse:
    """An entry that is there already, a slip of cheques, or money that was on its way."""
    try:
        if "entry" in request.POST:
            confirm_in_books(**said(request), line=line, entry=_uuid(request.POST["entry"]))
            return done(request, _("It is noted: the books had it already."), "billing:bank")
        if "slip" in request.POST:
            pay_in_slip(**said(request), line=line, slip=_uuid(request.POST["slip"]))
            return done(request, _("It is in the bank, and in the books."), "billing:bank")
    except Refused as why:
        return refused(request, why, "billing:bank")
    form = PaidInForm(request.POST)

    def enter(read: PaidInForm) -> None:
        told = read.cleaned_data
        pay_in(**said(request), line=line, what=Became(told["what"]), gross_cents=told["gross"])

    if attempt(form, enter):
        return done(request, _("It is in the bank, and in the books."), "billing:bank")
    return _shown(request, line=line, form=form)


def release(request: PlaceRequest, *, line: UUID) -> HttpResponse:
    try:
        release_line(**said(request), line=line)
    except Refused as why:
        return refused(request, why, "billing:bank")
    return done(request, _("It waits again."), "billing:bank")


def _matching(candidates: Sequence[Candidate], asked: str) -> list[Candidate]:
    """What has something left comes first."""
    words = folded(asked).split()
    found = [each for each in candidates if all(word in folded(f"{each.reference} {each.name}") for word in words)]
    return sorted(found, key=lambda each: each.left_cents <= 0)


def _candidate(each: Candidate) -> dict[str, Any]:
    paid = each.left_cents <= 0
    return {
        "value": f"{'keep' if paid else 'settle'}:{each.id}", "reference": each.reference, "name": each.name,
        "left": "" if paid else formats.money(each.left_cents),
    }  # fmt: skip

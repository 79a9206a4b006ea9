"""Settings: the old books taken over in the middle of a year, each file shown before it is brought in, sums beside theirs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cantine.accounting.rules import Role
from cantine.billing import commands as billing
from cantine.billing import queries as billing_queries
from cantine.billing.rules import Kind
from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.core.rates import spend
from cantine.core.refusals import sentence
from cantine.kernel import Refusal, Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import quantity_words
from cantine.ui import formats
from cantine.web import commands, queries, rules
from cantine.web.commands.takeover_wording import sums_in_words
from cantine.web.forms import (
    MOST_LINES,
    NumberForm,
    OldBooksForm,
    OldCarriedForm,
    StraightenForm,
    TakeBackForm,
    carrying_old,
)
from cantine.web.queries import TakeoverState
from cantine.web.views.bulk import IMPORTS, SHOWN, worded

Words = str | Promise
KIND_WORDS: dict[str, Words] = {
    "balances": gettext_lazy("Opening balance"),
    "unpaid": gettext_lazy("Invoices left to pay, and deposits held"),
    "passes": gettext_lazy("What is left on passes"),
    "shareholders": gettext_lazy("Register of shareholders"),
}
BESIDE_WORDS: dict[str, tuple[Words, Role]] = {
    "unpaid": (gettext_lazy("Left to pay by customers"), Role.CUSTOMERS),
    "deposits": (gettext_lazy("Deposits held, without VAT"), Role.ADVANCES),
    "waiting": (gettext_lazy("VAT that waits for these payments (44587)"), Role.VAT_PENDING),
    "capital": (gettext_lazy("Capital of the shareholders (1013)"), Role.SHARES),
}
SERIES_WORDS: dict[str, Words] = {
    "FA": gettext_lazy("Invoices"),
    "AV": gettext_lazy("Credit notes"),
    "DE": gettext_lazy("Quotes"),
}


@dataclass(frozen=True)
class Row:
    """A sum here beside the same in the old books, in words. ``accounts``: those of VAT of the old books, where the difference may be."""

    words: Words
    here: str
    old: str
    apart: str
    what: str = ""
    accounts: tuple[tuple[str, str], ...] = ()


def takeover(request: PlaceRequest) -> HttpResponse:
    """GET shows the steps; POST with a file shows what it would do; with the file carried back, does it."""
    if "carried" in request.POST:
        return _do(request)
    today = request.place.today(clock.now())
    state = queries.takeover_state(request.place, today=today)
    form = None
    if request.method == "POST":
        form = OldBooksForm(request.POST, request.FILES, auto_id=f"{request.POST.get('kind', '')[:12]}_%s")
        if form.is_valid():
            spend(IMPORTS, str(request.actor.person_id), now=clock.now())
            try:
                return _show(request, form)
            except Refused as refused:
                for refusal in refused.refusals:
                    form.add_error("file", sentence(refusal))
    return _page(request, state, today, wrong=form)


def next_number(request: PlaceRequest) -> HttpResponse:
    """A series goes on after another tool’s."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the next number of the series: a whole number."))
        return redirect("web:takeover", request.place.slug)
    code, number = form.cleaned_data["code"], form.cleaned_data["number"]
    try:
        billing.begin_series(actor=request.actor, now=clock.now(), place=request.place, code=code, number=number)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("The next number is %(number)s.") % {"number": number})
    return redirect("web:takeover", request.place.slug)


def straighten(request: PlaceRequest) -> HttpResponse:
    """VAT that the old books hold elsewhere goes where it is looked for here."""
    form = StraightenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the account that holds the difference."))
        return redirect("web:takeover", request.place.slug)
    try:
        commands.straighten(actor=request.actor, now=clock.now(), place=request.place, **form.cleaned_data)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("The entry is made: both sums are equal. It is in the journal of openings."))
    return redirect("web:takeover", request.place.slug)


def take_back(request: PlaceRequest) -> HttpResponse:
    """Old documents that came by mistake go again."""
    state = queries.takeover_state(request.place, today=request.place.today(clock.now()))
    known = [each.uuid for each in state.taken.documents] if state.taken else []
    form = TakeBackForm(request.POST, known=known)
    if not form.is_valid():
        messages.error(request, _("Tick the documents to take out."))
        return redirect("web:takeover", request.place.slug)
    try:
        count = billing.take_back_invoices(
            actor=request.actor, now=clock.now(), place=request.place, invoices=form.cleaned_data["invoices"]
        )
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        words = ngettext("%(count)s document is taken out.", "%(count)s documents are taken out.", count)
        messages.success(request, words % {"count": formats.number(count)})
    return redirect("web:takeover", request.place.slug)


def _page(request: PlaceRequest, state: TakeoverState, today: date, *, wrong: OldBooksForm | None) -> HttpResponse:
    day = state.books.day if state.books else today.replace(day=1) - timedelta(days=1)
    forms = {kind: OldBooksForm(initial={"kind": kind, "day": day}, auto_id=f"{kind}_%s") for kind in rules.OLD_BOOKS}
    if wrong is not None and wrong.data.get("kind") in forms:
        forms[wrong.data["kind"]] = wrong
    context: dict[str, Any] = {
        "state": state, "day": day, "forms": forms, "wrong": wrong,
        "may_import": can(request.actor, "place.import", Target(request.place.organisation_id, request.place.id)),
        "rows": [_row(each, state) for each in state.sums],
        "came": [_document(each) for each in state.taken.documents[:SHOWN]] if state.taken else [],
        "balances": formats.money(state.books.total_cents) if state.books else "",
        "holders": formats.number(state.shares.holders) if state.shares and state.shares.holders else "",
        "shares": formats.number(state.shares.shares) if state.shares else "",
        "units": [quantity_words(quantity, unit) for unit, quantity in state.units.items()],
        "series": [_series(state, code, today) for code in SERIES_WORDS],
    }  # fmt: skip
    return render(request, "web/takeover.html", context, status=422 if wrong is not None else 200)


def _row(each: queries.Beside, state: TakeoverState | None = None) -> Row:
    words, _role = BESIDE_WORDS[each.what]
    apart = formats.money(abs(each.apart_cents)) if each.apart_cents else ""
    words = f"{words} · {each.whose}" if each.whose else words
    row = Row(words, formats.money(each.here_cents), formats.money(each.old_cents), apart)
    if not apart or each.role is None or state is None or state.books is None:
        return row
    accounts = [
        (vat.number, f"{vat.number} {vat.name} · {formats.money(abs(vat.cents))}")
        for vat in state.books.vat
        if each.role is not Role.VAT_PENDING or not vat.waits
    ]
    return replace(row, what=each.what, accounts=tuple(accounts))


def _document(each: billing_queries.TakenDocument) -> dict[str, Any]:
    paid = each.kind is Kind.DEPOSIT and not each.left_cents
    return {"document": each, "left": _("paid already") if paid else formats.money(each.left_cents)}


def _series(state: TakeoverState, code: str, today: date) -> dict[str, Any]:
    line = state.series.get(code)
    number = (line.last_number if line else 0) + 1
    prefix = state.entity.prefix if state.entity else ""
    return {
        "code": code, "words": SERIES_WORDS[code], "number": number, "in_use": bool(line and line.in_use),
        "reference": f"{prefix}{code}{today.year}-{number:06d}",
    }  # fmt: skip


def _show(request: PlaceRequest, form: OldBooksForm) -> HttpResponse:
    kind, day = form.cleaned_data["kind"], form.cleaned_data["day"]
    data = form.content()
    plan = queries.takeover_plan_of(place=request.place, kind=kind, data=data, day=day)
    if len(plan.lines) + len(plan.wrong) > MOST_LINES:
        raise Refused(Refusal("import.too_long_for_a_page", {"most": MOST_LINES}, "file"))
    context = {
        "plan": plan, "kind": KIND_WORDS[kind], "file": form.cleaned_data["file"].name, "day": day,
        "wrong": [worded(each) for each in plan.wrong[:SHOWN]], "more": max(0, len(plan.wrong) - SHOWN),
        "made": plan.written[:SHOWN], "more_made": max(0, len(plan.written) - SHOWN), "sums": sums_in_words(kind, plan),
        "rows": [_row(each) for each in queries.beside_with(request.place, plan)] if kind == "unpaid" else [],
        "not_paid": rules.deposits_to_pay(plan) if kind == "unpaid" else [],
        "carried": None if plan.wrong or not plan.new else carrying_old(data, kind=kind, day=day),
    }  # fmt: skip
    return render(request, "web/takeover_plan.html", context)


def _do(request: PlaceRequest) -> HttpResponse:
    """What was shown is checked again: the house may have changed meanwhile."""
    form = OldCarriedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The page was damaged on its way. Choose the file again."))
        return redirect("web:takeover", request.place.slug)
    spend(IMPORTS, str(request.actor.person_id), now=clock.now())
    read = form.cleaned_data
    try:
        plan = commands.take_over(
            actor=request.actor, now=clock.now(), place=request.place, kind=read["kind"], data=read["carried"],
            day=read["day"],
        )  # fmt: skip
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Brought in: %(count)s lines.") % {"count": plan.new})
    return redirect("web:takeover", request.place.slug)

"""Costs of a year: entered in three fields, paid in one press, brought in from a table."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.core import clock
from cantine.core.refusals import sentence
from cantine.funding import commands, queries, rules
from cantine.funding.commands.wording import ACTIVITY_NAMES, category_words
from cantine.funding.forms import CarriedForm, CostForm, FileForm, attempt, carrying
from cantine.funding.queries import CostLine
from cantine.funding.queries.costs import PAGE
from cantine.funding.rules import CATEGORIES, Activity, Sheet
from cantine.funding.views.common import asked_year, done, from_the_bank, line_of, refused, said
from cantine.kernel import Refused
from cantine.kernel.folding import folded
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

SHOWN_WRONG = 20


def costs(request: PlaceRequest) -> HttpResponse:
    """The year asked by the address; GET shows, POST enters one."""
    today = request.place.today(clock.now())
    form = CostForm(request.POST or None, initial=_initial(request) | {"activity": Activity.HOUSE.value})
    if request.method == "POST" and attempt(
        form, lambda it: commands.note_cost(**said(request, spent=it.spent, **_key(it)))
    ):
        return done(request, _("The cost is entered, and the books hold it."), "funding:costs")
    year, page = asked_year(request, today), request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 5 else 0
    found = queries.costs_of(request.place, year=year, page=number)
    address = reverse("funding:costs", args=[request.place.slug])
    context = {
        "form": form, "year": year, "count": found.count, "total": formats.money(found.total_cents),
        "owed": formats.money(found.owed_cents) if found.owed_cents else "",
        "rows": [_row(each) for each in found.lines],
        "previous": f"{address}?annee={year - 1}", "following": f"{address}?annee={year + 1}" if year < today.year else "",
        "more": f"{address}?annee={year}&page={number + 1}" if found.count > PAGE * (number + 1) else "",
    }  # fmt: skip
    return render(request, "funding/costs.html", context)


def _initial(request: PlaceRequest) -> dict[str, Any]:
    """A cost of today, or the one that a line of the bank paid."""
    told = from_the_bank(request)
    if not told:
        return {"day": request.place.today(clock.now())}
    return {
        "what": told["words"] or told["name"], "supplier": told["name"], "amount": told["cents"], "day": told["day"],
        "paid_on": told["day"], "key": told["key"],
    }  # fmt: skip


def _key(form: CostForm) -> dict[str, Any]:
    key = form.cleaned_data["key"]
    return {"key": key, "line": line_of(key)}


def pay_by_line(request: PlaceRequest, line: UUID) -> HttpResponse:
    """A line of the bank is the payment of a cost that was entered before."""
    try:
        cost = UUID(request.POST.get("cost", ""))
    except ValueError:
        raise Http404 from None
    try:
        commands.pay_cost_by_line(**said(request, cost=cost, line=line))
    except Refused as why:
        return refused(request, why, "billing:bank")
    return done(request, _("Paid on the day of the bank, and in the books."), "billing:bank")


def pay(request: PlaceRequest, cost: UUID) -> HttpResponse:
    """Paid today."""
    day = request.place.today(clock.now())
    try:
        commands.pay_cost(**said(request, cost=cost, day=day))
    except Refused as why:
        return refused(request, why, "funding:costs")
    return done(request, _("Paid, and in the books."), "funding:costs")


def bring_in(request: PlaceRequest) -> HttpResponse:
    """GET asks for a file; POST with one shows what it would bring; POST with the file carried back brings it in."""
    if "carried" in request.POST:
        return _carried(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _shown(request, form.cleaned_data["file"])
    return render(request, "funding/costs_file.html", {"form": form, **_names()})


def _carried(request: PlaceRequest) -> HttpResponse:
    form = CarriedForm(request.POST)
    if not form.is_valid():
        return render(
            request, "funding/costs_file.html", {"form": FileForm(), "gone": form.errors["carried"], **_names()}
        )
    content: bytes = form.cleaned_data["carried"]
    read = _read(content)
    if read.wrong:
        return _shown(request, content)
    try:
        key = hashlib.sha256(content).hexdigest()
        count = commands.import_costs(**said(request, rows=read.rows, file_key=key))
    except Refused as why:
        return refused(request, why, "funding:costs_file")
    words = ngettext("%(number)s cost came in.", "%(number)s costs came in.", count) % {"number": formats.number(count)}
    return done(request, words if count else _("Every line was here already."), "funding:costs")


def _shown(request: PlaceRequest, content: bytes) -> HttpResponse:
    read = _read(content)
    context = {
        "wrong": [(each.number, sentence(each.refusal)) for each in read.wrong[:SHOWN_WRONG]],
        "unsaid": max(0, len(read.wrong) - SHOWN_WRONG), "wrong_count": len(read.wrong),
        "new": formats.number(len(read.rows)), "count": len(read.rows), "total": formats.money(read.total_cents),
        "some": [_said(each) for each in read.rows[:5]], "carried": carrying(content),
    }  # fmt: skip
    return render(request, "funding/costs_preview.html", context)


def _read(content: bytes) -> Sheet:
    """UTF-8, else what older spreadsheets write; categories and activities by their code or their name, in either language."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    names = {folded(word): code for code in CATEGORIES for word in {code, category_words(code)}}
    activities = {folded(word): each.value for each in Activity for word in {each.value, str(ACTIVITY_NAMES[each])}}
    return rules.read_sheet(text, names, {"": Activity.HOUSE.value, **activities})


def _names() -> dict[str, Any]:
    return {
        "categories": [category_words(each) for each in CATEGORIES], "activities": [ACTIVITY_NAMES[each] for each in Activity]
    }  # fmt: skip


def _row(each: CostLine) -> dict[str, Any]:
    return {"uuid": each.uuid, "payable": each.spent.category != "deprec", **_said(each.spent)}


def _said(spent: rules.Spent) -> dict[str, Any]:
    return {
        "what": spent.what, "day": spent.day, "supplier": spent.supplier, "category": category_words(spent.category),
        "activity": "" if spent.activity == Activity.HOUSE else ACTIVITY_NAMES[spent.activity],
        "amount": formats.money(spent.net_cents), "vat": formats.money(spent.vat_cents) if spent.vat_cents else "",
        "paid_on": spent.paid_on,
    }  # fmt: skip

"""A bank file: chosen, shown for what it would bring, then brought in."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import commands, queries
from cantine.billing.forms import BankFileForm, CarriedFileForm, ColumnsForm
from cantine.billing.forms.bank import carrying
from cantine.billing.queries.bank import Preview, Previewed
from cantine.billing.queries.bank_files import FileCard, bank_files_of
from cantine.billing.rules import bank as rules
from cantine.billing.views.common import done, refused, said
from cantine.core.refusals import sentence
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

SHOWN = 200


def bring_in(request: PlaceRequest) -> HttpResponse:
    """GET asks for a file; POST with one shows what it would bring; POST with the file carried back does it, or shows it
    again with other columns."""
    if "carried" in request.POST:
        return _carried(request)
    form = BankFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _shown(request, form.cleaned_data["file"], queries.preview_of(request.place, form.cleaned_data["file"]))
    return render(
        request,
        "billing/bank_file.html",
        {"form": form, "files": [_file(each) for each in bank_files_of(request.place)]},
    )


def take_back(request: PlaceRequest, *, file: UUID) -> HttpResponse:
    """A statement that came in by mistake goes again."""
    try:
        gone = commands.take_bank_file_back(**said(request), file=file)
    except Refused as why:
        return refused(request, why, "billing:bank_file")
    words = ngettext("%(number)s line is taken out.", "%(number)s lines are taken out.", gone) % {
        "number": formats.number(gone)
    }
    return done(request, words, "billing:bank_file")


def _file(each: FileCard) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "first": each.first_day, "last": each.last_day, "at": each.imported_at, "lines": each.lines,
        "came": signed(each.in_cents), "left": signed(each.out_cents), "made": each.made,
    }  # fmt: skip


def _carried(request: PlaceRequest) -> HttpResponse:
    form = CarriedFileForm(request.POST)
    if not form.is_valid():
        return render(request, "billing/bank_file.html", {"form": BankFileForm(), "gone": form.errors["carried"]})
    content = form.cleaned_data["carried"]
    columns = rules.chosen(request.POST.dict(), width=200) if "day" in request.POST else None
    if "look" in request.POST:
        return _shown(request, content, queries.preview_of(request.place, content, columns=columns))
    try:
        new = commands.import_bank_file(**said(request), content=content, columns=columns)
    except Refused as why:
        return refused(request, why, "billing:bank_file")
    words = ngettext("%(number)s line came in.", "%(number)s lines came in.", new) % {"number": formats.number(new)}
    return done(request, words if new else _("Every line was here already."), "billing:bank")


def _shown(request: PlaceRequest, content: bytes, preview: Preview) -> HttpResponse:
    columns = None
    if preview.table is not None and preview.columns is not None:
        columns = ColumnsForm(preview.table, preview.columns)
    context = {
        "statements": [_statement(each) for each in preview.statements],
        "new": sum(each.new for each in preview.statements),
        "wrong": [sentence(each) for each in preview.wrong],
        "unsure": any(each.code == "bank_columns_unsure" for each in preview.wrong),
        "columns": columns,
        "carried": carrying(content),
    }
    return render(request, "billing/bank_preview.html", context)


def _statement(each: Previewed) -> dict[str, Any]:
    first, last = each.days
    return {
        "account": each.account, "first": first, "last": last, "new": formats.number(each.new),
        "there": formats.number(each.there), "came": signed(each.in_cents), "left": signed(each.out_cents),
        "lines": [_line(line) for line in each.lines[:SHOWN]], "more": formats.number(max(0, each.new - SHOWN)) if each.new > SHOWN else "",
        "opening": "" if each.opening_cents is None else signed(each.opening_cents),
        "closing": "" if each.closing_cents is None else signed(each.closing_cents),
    }  # fmt: skip


def _line(line: rules.BankLine) -> dict[str, str]:
    return {
        "day": formats.plain_day(line.day), "name": line.counterparty or line.label, "cents": signed(line.cents),
        "words": line.label if line.counterparty else "",
    }  # fmt: skip


def signed(cents: int) -> str:
    return f"−{formats.money(-cents)}" if cents < 0 else formats.money(cents)

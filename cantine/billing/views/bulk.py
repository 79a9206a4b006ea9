"""Several documents at one press: which ones and how much is read first, and each is ticked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import commands, queries
from cantine.billing.commands.wording import kind_name
from cantine.billing.queries import Draft
from cantine.billing.rules import Kind
from cantine.billing.views.common import done, said
from cantine.core import clock, refusals
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

SENT_SOON = timedelta(days=31)


def issue_drafts(request: PlaceRequest) -> HttpResponse:
    """The drafts that wait, those that are ready ticked; what was looked at is what is issued."""
    drafts = _drafts(request)
    if request.method == "POST":
        return _issue(request, drafts)
    today = request.place.today(clock.now())
    rows = [_draft_row(each, request, bool(each.missing(today))) for each in drafts]
    ready = [each.document.due_cents for each, row in zip(drafts, rows, strict=True) if row["ticked"]]
    context = {"rows": rows, "total": formats.money(sum(ready)), "inside": _inside(request)}
    return render(request, "billing/issue_drafts.html", context)


def send_issued(request: PlaceRequest) -> HttpResponse:
    """What was issued this month and that no letter carried, each with its address."""
    if request.method == "POST":
        sent = commands.send_invoices(**said(request), invoices=[each for each, _seen in _ticked(request)])
        words = ngettext("%(number)s letter leaves.", "%(number)s letters leave.", sent) % {"number": sent}
        return done(request, words if sent else _("Nothing was ticked."), "billing:invoices")
    unsent = queries.unsent_invoices(request.place, since=request.place.today(clock.now()) - SENT_SOON)
    rows = [
        {
            "uuid": card.uuid, "reference": card.reference, "kind": "" if card.kind is Kind.INVOICE else kind_name(card.kind),
            "payer": card.payer_name, "email": email, "amount": formats.money(card.due_cents),
        }
        for card, email in unsent
    ]  # fmt: skip
    return render(request, "billing/send_issued.html", {"rows": rows, "inside": _inside(request)})


def _issue(request: PlaceRequest, drafts: list[Draft]) -> HttpResponse:
    ticked = dict(_ticked(request))
    asked = [each for each in drafts if each.uuid in ticked]
    made = commands.issue_invoices(**said(request), invoices=[each.uuid for each in asked], seen=ticked)
    issued = [each for each in made.values() if isinstance(each, str)]
    for draft in asked:
        why = made[draft.uuid]
        for refusal in why if isinstance(why, tuple) else ():
            messages.error(request, f"{draft.document.buyer.name}: {refusals.sentence(refusal)}")
    if not issued:
        return redirect("billing:issue_drafts", request.place.slug)
    words = _("%(number)s issued: %(references)s.") % {"number": len(issued), "references": ", ".join(issued)}
    return done(request, words, "billing:send_issued")


def _drafts(request: PlaceRequest) -> list[Draft]:
    today = request.place.today(clock.now())
    cards = queries.invoices_of(request.place, first_day=today, last_day=today)
    waiting = [card.uuid for card in cards if card.issued_on is None]
    return queries.drafts_among(request.place, invoices=waiting, today=today)


def _draft_row(draft: Draft, request: PlaceRequest, is_missing: bool) -> dict[str, Any]:
    written = any(not line.charge for line in draft.document.lines)
    return {
        "uuid": draft.uuid, "value": f"{draft.uuid}:{draft.seen}", "payer": draft.document.buyer.name, "missing": is_missing,
        "lines": len(draft.document.lines), "amount": formats.money(draft.document.due_cents),
        "written": written, "ticked": not (written or is_missing),
    }  # fmt: skip


def _ticked(request: PlaceRequest) -> list[tuple[UUID, str]]:
    """The documents, each as it was seen."""
    found = []
    for each in request.POST.getlist("invoice"):
        key, _colon, seen = each.partition(":")
        try:
            found.append((UUID(key), seen))
        except ValueError:
            continue
    return found


def _inside(request: PlaceRequest) -> str:
    return reverse("billing:invoices", args=[request.place.slug])

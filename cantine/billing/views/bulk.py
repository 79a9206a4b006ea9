"""Several documents at one press: which ones and how much is read first, and each is ticked."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import commands, queries
from cantine.billing.commands.wording import WHERE_KINDS, WHERE_NAMES, kind_name
from cantine.billing.queries import Draft, InvoiceCard
from cantine.billing.rules import Kind
from cantine.billing.rules.letters import leaves
from cantine.billing.views.common import done, said, signed
from cantine.core import clock, refusals
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

SENT_SOON, TICKED = timedelta(days=31), "coche"


def issue_drafts(request: PlaceRequest) -> HttpResponse:
    """The drafts that wait, those that are ready ticked; what was looked at is what is issued."""
    drafts = _drafts(request)
    if request.method == "POST":
        return _issue(request, drafts)
    today = request.place.today(clock.now())
    rows = [_draft_row(each, today) for each in drafts]
    ready = [each.document.due_cents for each, row in zip(drafts, rows, strict=True) if row["ticked"]]
    context = {"rows": rows, "total": formats.money(sum(ready)), "inside": _inside(request)}
    return render(request, "billing/issue_drafts.html", context)


def send_issued(request: PlaceRequest) -> HttpResponse:
    """What was issued this month and that no letter carried, each with its address; ticked, what was just issued and is not paid."""
    if request.method == "POST":
        sent = commands.send_invoices(**said(request), invoices=[each for each, _seen in _ticked(request)])
        words = ngettext("%(number)s letter leaves.", "%(number)s letters leave.", sent) % {"number": sent}
        return done(request, words if sent else _("Nothing was ticked."), "billing:invoices")
    today, asked = request.place.today(clock.now()), request.GET.get(TICKED, "")
    unsent = queries.unsent_invoices(request.place, since=today - SENT_SOON)
    rows = [_unsent_row(card, email, today, asked) for card, email in unsent]
    ticked = [card for (card, _email), row in zip(unsent, rows, strict=True) if row["ticked"]]
    context = {
        "rows": rows, "ticked": len(ticked), "total": signed(sum(_signed_cents(card) for card in ticked)),
        "all": f"?{TICKED}=tout", "none": f"?{TICKED}=rien", "inside": _inside(request),
    }  # fmt: skip
    return render(request, "billing/send_issued.html", context)


def _unsent_row(card: InvoiceCard, email: str, today: date, asked: str) -> dict[str, Any]:
    """``asked``: all of them, none, else what was just issued and is not paid."""
    assert card.issued_on is not None
    where = card.where(today)
    usual = leaves(issued_on=card.issued_on, left_cents=card.left_cents, gives_back=card.kind.gives_back, today=today)
    return {
        "uuid": card.uuid, "reference": card.reference, "kind": "" if card.kind is Kind.INVOICE else kind_name(card.kind),
        "payer": card.payer_name, "email": email, "amount": signed(_signed_cents(card)), "issued_on": card.issued_on,
        "where": WHERE_NAMES[where], "badge": WHERE_KINDS[where],
        "ticked": bool(email) and {"tout": True, "rien": False}.get(asked, usual),
    }  # fmt: skip


def _signed_cents(card: InvoiceCard) -> int:
    return -card.due_cents if card.kind.gives_back else card.due_cents


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


def _draft_row(draft: Draft, today: date) -> dict[str, Any]:
    is_missing, due_on = bool(draft.missing(today)), draft.document.due_on
    written = any(not line.charge for line in draft.document.lines)
    return {
        "uuid": draft.uuid, "value": f"{draft.uuid}:{draft.seen}", "payer": draft.document.buyer.name, "missing": is_missing,
        "lines": len(draft.document.lines), "amount": formats.money(draft.document.due_cents),
        "written": written, "ticked": not (written or is_missing), "due_on": due_on, "at_once": due_on is not None and due_on <= today,
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

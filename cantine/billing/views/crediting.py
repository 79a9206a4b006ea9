"""Giving back an issued document: which lines, how much of each, what it comes to, and what becomes of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import commands, queries, rules
from cantine.billing.commands.wording import document_rows, document_sums, kind_name
from cantine.billing.forms import CreditForm, DepositCreditForm, attempt
from cantine.billing.queries import Issued
from cantine.billing.rules import Afterwards, Document, Kind
from cantine.billing.views.common import done, said
from cantine.billing.views.invoice import issued_at
from cantine.core import refusals
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def credit(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """Which lines are given back; what it will do is said before it is done."""
    found = issued_at(request, invoice)
    if found.card.kind is Kind.DEPOSIT:
        return _credit_deposit(request, found)
    notes = queries.credit_notes_of(found.card.id)
    form = form_of(request, found, notes)
    made: list[UUID] = []

    def give_back(read: CreditForm) -> None:
        made.append(commands.credit_invoice(**said(request), invoice=invoice, **read.asked))

    looks = "look" in request.POST
    if request.method == "POST" and not looks and attempt(form, give_back):
        return done(request, _("The credit note is issued."), "billing:invoice", made[0])
    given = given_document(form, found, notes) if looks else None
    context = {
        **lines_context(request, form, found, notes), "sums": document_sums(given) if given else None,
        "kind": kind_name(found.card.kind),
    }  # fmt: skip
    return render(request, "billing/credit.html", context, status=422 if form.errors else 200)


def form_of(request: PlaceRequest, found: Issued, notes: Sequence[Document]) -> CreditForm:
    """Nothing is ticked but what the address names."""
    left = rules.left_of_lines(found.document, notes)
    named = [int(each) for each in request.GET.get("lignes", "").split(",") if each.isdecimal()]
    then = Afterwards.AGAIN if request.GET.get("ensuite") == Afterwards.AGAIN else Afterwards.LET_GO
    return CreditForm(
        request.POST if request.method == "POST" else None, document=found.document, left=left, initial={"lines": named, "afterwards": then}
    )  # fmt: skip


def given_document(form: CreditForm, found: Issued, notes: Sequence[Document]) -> Document | None:
    """What the credit note would be; None where the form does not hold, which says why."""
    if not form.is_valid():
        return None
    given = rules.give_lines(found.document, notes, wanted=form.asked["lines"], parts=form.asked["parts"])
    if isinstance(given, list):
        for refusal in given:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusals.sentence(refusal))
        return None
    whole = found.document
    return rules.draft(kind=whole.kind.undone_by, seller=whole.seller, buyer=whole.buyer, lines=given.lines)


def lines_context(
    request: PlaceRequest, form: CreditForm, found: Issued, notes: Sequence[Document]
) -> dict[str, Any]:  # fmt: skip
    left = rules.left_of_lines(found.document, notes)
    every = ",".join(str(place) for place, cents in enumerate(left) if cents > 0)
    return {
        "rows": _lines_to_give(form, found, left), "form": form, "card": found.card, "all_lines": f"?lignes={every}" if every else "",
        "inside": reverse("billing:invoices", args=[request.place.slug]),
    }  # fmt: skip


def _lines_to_give(form: CreditForm, found: Issued, left: Sequence[int]) -> list[dict[str, Any]]:
    """Each line with what is left of it, and the fields of a part of it, open where something is typed or wrong; what is given back
    already says so."""
    ticked = {str(each) for each in form["lines"].value() or ()}
    return [
        {
            "row": row, "left": formats.money(left[row.place]), "gone": left[row.place] <= 0,
            "cut": 0 < left[row.place] < found.document.lines[row.place].net_cents, "ticked": str(row.place) in ticked,
            "fields": fields, "wrong": any(field.errors for field in fields),
            "open": any(field.errors or field.value() for field in fields),
        }
        for row in document_rows(found.document)
        for fields in [[form[name] for name in (f"amount_{row.place}", f"quantity_{row.place}") if name in form.fields]]
    ]  # fmt: skip


def _credit_deposit(request: PlaceRequest, found: Issued) -> HttpResponse:
    """All of it, or a part: the rest still comes off the final invoice."""
    kept = rules.kept_of_deposit(found.document, queries.notes_on(found.card.id))
    left = sum(each.net_cents for each in kept)
    form = DepositCreditForm(request.POST or None, initial={"cents": left})
    made: list[UUID] = []

    def give_back(read: DepositCreditForm) -> None:
        what = read.cleaned_data
        made.append(
            commands.credit_deposit(
                **said(request), deposit=found.card.uuid, net_cents=what["cents"], note=what["note"]
            )
        )

    if request.method == "POST" and attempt(form, give_back):
        return done(request, _("The credit note is issued."), "billing:invoice", made[0])
    context = {
        "form": form, "card": found.card, "kind": kind_name(found.card.kind), "left": formats.money(left),
        "inside": reverse("billing:invoices", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/credit.html", context, status=422 if form.errors else 200)

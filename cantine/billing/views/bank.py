"""What the bank says: lines to match with their best proposal, confirmed by a person; what is matched, aside, or went out."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cantine.billing import commands, queries
from cantine.billing.commands import Choice
from cantine.billing.commands.sepa.wording import REASON_NAMES
from cantine.billing.queries import Heap
from cantine.billing.queries.bank import Line
from cantine.billing.queries.bank_debits import debits_back, runs_in
from cantine.billing.queries.bank_ways import Way, ways_of
from cantine.billing.rules import credit_note_in
from cantine.billing.rules.bank import Fit, Proposal, Why, ticked
from cantine.billing.rules.bank.debits import SentDebit, SentRun, fee_of
from cantine.billing.rules.sepa import reason_of
from cantine.billing.views.bank_against_books import beside
from cantine.billing.views.bank_ends import ends_shown, offers_of
from cantine.billing.views.bank_file import signed
from cantine.billing.views.common import done, said
from cantine.core import clock, refusals
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet

A_PAGE, FOUND = 50, 20
SLUGS = {
    Heap.WAITING: "a-rapprocher", Heap.RETURNED: "prelevements-rejetes", Heap.MATCHED: "rapprochees", Heap.ASIDE: "de-cote",
    Heap.OUT: "sorties",
}  # fmt: skip
HEAP_NAMES: dict[Heap, str | Promise] = {
    Heap.WAITING: pgettext_lazy("bank lines", "To match"), Heap.MATCHED: pgettext_lazy("bank lines", "Matched"),
    Heap.ASIDE: pgettext_lazy("bank lines", "Set aside"), Heap.RETURNED: pgettext_lazy("bank lines", "Debits sent back"),
    Heap.OUT: pgettext_lazy("bank lines", "Money out"),
}  # fmt: skip
FIT_NAMES: dict[Fit, str | Promise] = {
    Fit.EXACT: pgettext_lazy("bank proposal", "exact amount"), Fit.PARTIAL: pgettext_lazy("bank proposal", "paid in part"),
    Fit.OVER: pgettext_lazy("bank proposal", "more than what is owed"),
    Fit.DOUBLE: pgettext_lazy("bank proposal", "paid already"),
}  # fmt: skip
WHY_NAMES: dict[Why, str | Promise] = {
    Why.NUMBER: pgettext_lazy("bank proposal", "number found"), Why.ACCOUNT: pgettext_lazy("bank proposal", "known account"),
    Why.NAME: pgettext_lazy("bank proposal", "name alike"), Why.AMOUNT: pgettext_lazy("bank proposal", "same amount"),
}  # fmt: skip


def lines(request: PlaceRequest) -> HttpResponse:
    asked = request.GET.get("etat", "")
    heap = next((each for each, slug in SLUGS.items() if slug == asked), Heap.WAITING)
    heaps, found = queries.bank_heaps_of(request.place), queries.bank_lines_of(request.place, heap)
    proposals = _proposals(request, found) if heap is Heap.WAITING else {}
    certain = ticked(proposals)
    shown = found[:A_PAGE]
    back = debits_back(request.place, shown, today=request.place.today(clock.now())) if heap is Heap.RETURNED else {}
    paid = runs_in(shown, heaps) if heap is Heap.WAITING else {}
    offers, expected = offers_of(request, shown) if heap in {Heap.WAITING, Heap.OUT} else ({}, [])
    ends = ends_shown(shown)
    context = {
        "rows": [
            row_of(each, proposals.get(each.uuid, ()), ticked=each.uuid in certain, back=back, paid=paid)
            | {"ways": ways_shown(request, each), "offers": offers.get(each.uuid, ()), "end": ends.get(each.uuid)}
            for each in shown
        ],
        "certain": len(certain & {each.uuid for each in shown}),
        "more": heaps.counts[heap] - len(shown),
        "heap": str(heap),
        "tabs": [
            (f"?etat={SLUGS[each]}", name, formats.number(heaps.counts[each]), each is heap)
            for each, name in HEAP_NAMES.items()
            if each is not Heap.RETURNED or heaps.counts[each] or heap is each
        ],
        "waiting": formats.money(heaps.cents[Heap.WAITING]),
        "until": heaps.until,
        "closing": "" if heaps.closing_cents is None else signed(heaps.closing_cents),
        "any": any(heaps.counts.values()),
        "expected": expected if heap is Heap.WAITING else [],
        **beside(request, day=heaps.until, closing_cents=heaps.closing_cents),
    }
    return render(request, "billing/bank.html", context)


def confirm(request: PlaceRequest) -> HttpResponse:
    """Those that are ticked, each with the choice beside it."""
    choices = [
        choice
        for each in request.POST.getlist("line")
        if (choice := _choice(each, request.POST.get(f"choice-{each}", "")))
    ]
    matched, wrong = commands.match_lines(**said(request), choices=choices)
    for refusal in wrong:
        messages.error(request, refusals.sentence(refusal))
    if not choices:
        messages.warning(request, _("Nothing was ticked."))
    if not matched:
        return redirect("billing:bank", request.place.slug)
    words = ngettext("%(number)s line is matched.", "%(number)s lines are matched.", matched) % {"number": matched}
    return done(request, words, "billing:bank")


def lines_csv(request: PlaceRequest) -> HttpResponse:
    head = [_("Day"), _("Who paid"), _("Words of the bank"), _("Reference"), _("Amount received")]
    rows = [
        (
            f"{each.said.day:%d/%m/%Y}",
            each.said.counterparty,
            each.said.label,
            each.said.reference,
            amount(each.said.cents),
        )
        for each in queries.bank_lines_of(request.place, Heap.WAITING, most=20_000)
    ]
    return sheet(f"{request.place.slug}-a-rapprocher.csv", head, rows)


def _proposals(request: PlaceRequest, found: Sequence[Line]) -> dict[UUID, tuple[Proposal, ...]]:
    """Of all that waits, not only of what is shown: another line may be about the same invoice."""
    candidates = queries.candidates_of(request.place, today=request.place.today(clock.now()))
    return queries.proposals_for(found, candidates)


def _choice(line: str, said: str) -> Choice | None:
    way, _colon, ids = said.partition(":")
    try:
        documents = tuple(UUID(each) for each in ids.split(","))
        if way == "settle":
            return Choice(UUID(line), documents)
        return Choice(UUID(line), (), documents[0]) if way == "keep" else None
    except ValueError:
        return None


def row_of(
    each: Line, proposals: Sequence[Proposal], *, ticked: bool, back: Mapping[UUID, SentDebit] | None = None,
    paid: Mapping[UUID, SentRun] | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "debits": each.debits, "run": (paid or {}).get(each.uuid), "back": _back(each, (back or {}).get(each.uuid)),
        "why": REASON_NAMES[reason_of(each.said.return_code).code] if each.said.return_code else "",
        "uuid": str(each.uuid), "day": each.said.day, "amount": signed(each.said.cents), "heap": str(each.heap),
        "name": each.said.counterparty or each.said.label, "label": each.said.label if each.said.counterparty else "",
        "reference": each.said.reference, "iban": each.iban, "known": each.known.name if each.known else "",
        "note": each.note, "pay_back": each.reason == "pay_back", "payer": each.payer_name,
        "settles": ", ".join(each.settles), "proposals": [_proposal(one) for one in proposals], "ticked": ticked,
    }  # fmt: skip


def ways_shown(request: PlaceRequest, each: Line) -> list[Way]:
    """What it may be where it is no customer’s: the credit note that its words cite, or what domains above enter."""
    if each.heap in {Heap.MATCHED, Heap.RETURNED} or each.debits:
        return []
    ways = ways_of(request.place, each.uuid, each.said)
    if each.said.cents < 0 and (number := credit_note_in(each.said.text)):
        documents = reverse("billing:invoices", args=[request.place.slug])
        ways.insert(0, (_("The refund of %(number)s") % {"number": number}, f"{documents}?q={number}"))
    return ways


def _back(each: Line, debit: SentDebit | None) -> dict[str, Any] | None:
    if debit is None:
        return None
    fee = fee_of(each.said, debit)
    return {"debit": debit, "fee": formats.money(fee) if fee else ""}


def _proposal(each: Proposal) -> dict[str, Any]:
    keeps = each.fit is Fit.DOUBLE
    left = each.rest_cents and not keeps
    rest = _("%(rest)s stays with them") % {"rest": formats.money(each.rest_cents)} if left else ""
    ids = str(each.first) if keeps else ",".join(str(invoice) for invoice, _cents in each.invoices)
    return {
        "value": f"{'keep' if keeps else 'settle'}:{ids}", "name": each.name, "references": ", ".join(each.references),
        "fit": str(FIT_NAMES[each.fit]), "why": str(WHY_NAMES[each.why]), "confidence": each.confidence, "rest": rest,
        "badge": "ok" if each.is_certain else "warn" if each.fit is not Fit.EXACT else "info", "double": keeps,
    }  # fmt: skip

"""A draft: its lines as they stand, what is missing, what one adds, and the one press that issues it."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import commands, queries
from cantine.billing.commands.wording import address_lines, document_rows, document_sums, kind_name
from cantine.billing.forms import LineForm, TermsForm, attempt
from cantine.billing.queries import Draft
from cantine.billing.views.common import done, refused, said
from cantine.core import clock, presses, refusals
from cantine.kernel import Refusal, Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.ui import formats


def show(request: PlaceRequest, draft: Draft) -> HttpResponse:
    """The draft with its two small forms: a line, and what stands beside the lines."""
    return _page(request, draft)


def add_line(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    draft = _draft(request, invoice)
    form = LineForm(request.POST, vat=prices.terms_of(request.place).vat)

    def write(read: LineForm) -> None:
        added = replace(draft.added, lines=(*draft.added.lines, read.line))
        commands.write_on_draft(**said(request), invoice=invoice, added=added, press=presses.press_of(request))

    if attempt(form, write):
        return done(request, _("The line is on the draft."), "billing:invoice", invoice)
    return _page(request, draft, line=form)


def remove_line(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """What a booking made goes back to what is to be invoiced; what somebody wrote is dropped."""
    draft, place = _draft(request, invoice), request.POST.get("line", "")
    lines = draft.document.lines
    if not place.isdecimal() or int(place) >= len(lines):
        return refused(request, Refused(Refusal("line_unknown")), "billing:invoice", invoice)
    line = lines[int(place)]
    if line.charge:
        commands.leave_out(
            **said(request), invoice=invoice, charges=[UUID(line.charge)], press=presses.press_of(request)
        )
        words = _("It is left for another invoice.")
    else:
        first = len(lines) - len(draft.added.lines)
        kept = tuple(each for number, each in enumerate(draft.added.lines, first) if number != int(place))
        commands.write_on_draft(
            **said(request), invoice=invoice, added=replace(draft.added, lines=kept), press=presses.press_of(request)
        )
        words = _("The line is gone.")
    return done(request, words, "billing:invoice", invoice)


def write_terms(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    draft = _draft(request, invoice)
    form = TermsForm(request.POST)

    def write(read: TermsForm) -> None:
        commands.write_on_draft(**said(request), invoice=invoice, added=read.added(draft.added))

    if attempt(form, write):
        return done(request, _("The draft is saved."), "billing:invoice", invoice)
    return _page(request, draft, terms=form)


def take_off(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """A deposit that is held is taken off this draft, or no longer is."""
    try:
        deposit = UUID(request.POST.get("deposit", ""))
        commands.take_off_deposit(**said(request), invoice=invoice, deposit=deposit)
    except ValueError as error:
        raise Http404 from error
    except Refused as why:
        return refused(request, why, "billing:invoice", invoice)
    return done(request, _("The draft is saved."), "billing:invoice", invoice)


def issue(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """What was looked at is what is issued: ``seen`` came with the page."""
    try:
        commands.check_draft(**said(request), invoice=invoice)
        reference = commands.issue_invoice(**said(request), invoice=invoice, seen=request.POST.get("seen", ""))
    except Refused as why:
        return refused(request, why, "billing:invoice", invoice)
    return done(request, _("%(reference)s is issued.") % {"reference": reference}, "billing:invoice", invoice)


def drop(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    try:
        commands.drop_draft(**said(request), invoice=invoice)
    except Refused as why:
        return refused(request, why, "billing:invoice", invoice)
    return done(request, _("The draft is gone; what it billed is to be invoiced again."), "billing:invoices")


def find(request: PlaceRequest, invoice: UUID) -> Draft | None:
    return queries.find_draft(request.place, invoice=invoice, today=request.place.today(clock.now()))


def _draft(request: PlaceRequest, invoice: UUID) -> Draft:
    found = find(request, invoice)
    if found is None:
        raise Http404
    return found


def _page(
    request: PlaceRequest, draft: Draft, *, line: LineForm | None = None, terms: TermsForm | None = None
) -> HttpResponse:
    added = draft.added
    start: dict[str, Any] = {
        "reference": added.reference, "engagement": added.engagement, "due_on": added.due_on, "supply": added.supply.value,
        "note": added.note,
    }  # fmt: skip
    missing = draft.missing(request.place.today(clock.now()))
    context = {
        "draft": draft,
        "kind": kind_name(draft.document.kind),
        "rows": document_rows(draft.document),
        "sums": document_sums(draft.document),
        "address": address_lines(draft.document),
        "missing": [(refusals.sentence(each), _where_to_say_it(request, draft, each)) for each in missing],
        "payer": _payer(request, draft),
        "line_form": line or LineForm(vat=prices.terms_of(request.place).vat),
        "terms_form": terms or TermsForm(initial=start),
        "inside": reverse("billing:invoices", args=[request.place.slug]),
        "deposits": _deposits(request, draft),
        "press": uuid4(),
    }
    bad = bool((line and line.errors) or (terms and terms.errors))
    return render(request, "billing/draft.html", context, status=422 if bad else 200)


def _deposits(request: PlaceRequest, draft: Draft) -> list[dict[str, Any]]:
    """What this payer paid before, that this draft may take off."""
    taken = {each.number for each in draft.added.deposits}
    held = queries.deposits_held(
        organisation_id=request.place.organisation_id, entity_id=draft.entity.id, who=draft.who
    )
    return [
        {
            "uuid": each.uuid, "number": each.reference.number, "day": each.reference.day,
            "amount": formats.money(each.reference.cents), "taken": each.reference.number in taken,
        }
        for each in held
    ]  # fmt: skip


def _where_to_say_it(request: PlaceRequest, draft: Draft, refusal: Refusal) -> str:
    """The page where what is missing is said."""
    if refusal.field == "buyer":
        return _payer(request, draft)
    if refusal.code.startswith(("entity_", "seller_")) or refusal.field == "terms":
        return reverse("accounting:entity", args=[request.place.slug, draft.entity.uuid])
    return ""


def _payer(request: PlaceRequest, draft: Draft) -> str:
    """The card of who pays, from which one comes back here."""
    return f"{reverse('billing:payer', args=[request.place.slug, draft.card.uuid])}?facture={draft.uuid}"

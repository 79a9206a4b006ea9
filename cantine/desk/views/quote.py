"""A quote for the team: a draft with what it misses, what was sent with its answer; and all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.commands.settled_wording import paid_words
from cantine.billing.commands.wording import address_lines, document_rows, document_sums
from cantine.billing.queries import Found
from cantine.billing.rules import Document, Part, Quote, Stage, deposit_of
from cantine.booking import queries as bookings
from cantine.core import clock, presses, refusals
from cantine.core.letters import absolute
from cantine.desk import commands, queries
from cantine.desk.commands.letters import path_of_quote
from cantine.desk.commands.wording import STAGE_KINDS, STAGE_NAMES
from cantine.desk.forms import DiscountForm
from cantine.desk.views.common import done, refused, said
from cantine.desk.views.discounts import discounts_of
from cantine.kernel import Refusal, Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named
from cantine.ui import formats

SENT, OPTION = "envoye", "option"


@dataclass(frozen=True)
class Held:
    """A room that waits for the quote, or was booked by it."""

    uuid: UUID
    name: str
    when: str
    state: str


def quotes(request: PlaceRequest) -> HttpResponse:
    """The latest first, with what waits for an answer counted."""
    cards = documents.quotes_of(request.place)
    drafts = any(each.state is Stage.DRAFT for each in cards)
    until = documents.drafts_until(request.place, today=request.place.today(clock.now())) if drafts else {}
    waiting = [each for each in cards if each.state is Stage.SENT]
    won = [each for each in cards if each.state is Stage.ACCEPTED]
    context = {
        "rows": [_row(each, until.get(each.uuid, each.valid_until)) for each in cards],
        "waiting": formats.money(sum(each.gross_cents for each in waiting)),
        "number": len(waiting), "won": formats.money(sum(each.gross_cents for each in won)),
        "inside": reverse("desk:quotes", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "desk/quotes.html", context)


def quote_page(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    found = quote_at(request, quote)
    if found.card.state is Stage.DRAFT:
        return draft_page(request, found)
    context = _common(request, found)
    frozen = found.frozen
    context |= _sold(found.agreed.whole, frozen.percent) | {
        "options": option_rows(frozen, found.signed.chosen if found.card.state is Stage.ACCEPTED and found.signed else ()),
        "frozen": frozen, "signed": found.signed if found.card.state is Stage.ACCEPTED else None,
        "deposit_paid": _deposit_paid(request, found.card.deposit),
        "link": absolute(path_of_quote(quote)) if found.card.state is Stage.SENT else "",
    }  # fmt: skip
    return render(request, "desk/quote.html", context)


def draft_page(request: PlaceRequest, found: Found, *, form: DiscountForm | None = None) -> HttpResponse:
    """The draft as it stands; with a form that was refused, 422."""
    today = request.place.today(clock.now())
    drafted = documents.find_drafted(request.place, quote=found.card.uuid, today=today)
    assert drafted is not None
    context = _common(request, found) | _draft(request, drafted, today) | discounts_of(request, drafted, form)
    return render(request, "desk/quote_draft.html", context, status=422 if form else 200)


def _deposit_paid(request: PlaceRequest, deposit: UUID | None) -> str:
    invoice = documents.find_invoice(organisations=[request.place.organisation_id], uuid=deposit) if deposit else None
    return paid_words(invoice) if invoice else ""


def quote_pdf(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    return pdf_answer(quote_at(request, quote), as_sent=SENT in request.GET)


def pdf_answer(found: Found, *, as_sent: bool = False) -> HttpResponse:
    """The page of what was agreed once it is, else the one that was sent. Raises Http404 for a draft."""
    signed = None if as_sent else documents.signed_page_of_quote(found.card.id)
    kept = signed or documents.page_of_quote(found.card.id)
    if kept is None:
        raise Http404
    content, sha256 = kept
    name = f"{found.card.reference}-{pgettext('file name', 'accepted')}" if signed else found.card.reference
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["ETag"] = f'"{sha256}"'
    return answer


def remove_line(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    """What was added goes; a room leaves with its booking."""
    drafted = documents.find_drafted(request.place, quote=quote, today=request.place.today(clock.now()))
    place = request.POST.get("line", "")
    if drafted is None:
        raise Http404
    number = int(place) if place.isdecimal() else -1
    if not 0 <= number < len(drafted.parts):
        return refused(request, Refused(Refusal("line_unknown")), "desk:quote", quote)
    _rewrite(request, drafted, [each for at, each in enumerate(drafted.parts) if at != number])
    return done(request, _("The line is gone."), "desk:quote", quote)


def remove_room(request: PlaceRequest, *, quote: UUID, date: UUID) -> HttpResponse:
    try:
        commands.remove_room(**said(request), quote=quote, date=date)
    except Refused as why:
        return refused(request, why, "desk:quote", quote)
    return done(request, _("The room is off the draft, and free."), "desk:quote", quote)


def set_option(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    """A line becomes an option, that the customer ticks or not; or is firm again."""
    drafted = documents.find_drafted(request.place, quote=quote, today=request.place.today(clock.now()))
    place = request.POST.get("line", "")
    if drafted is None:
        raise Http404
    number = int(place) if place.isdecimal() else -1
    if not 0 <= number < len(drafted.parts):
        return refused(request, Refused(Refusal("line_unknown")), "desk:quote", quote)
    wanted = request.POST.get("as", "") == OPTION
    parts = [replace(each, optional=wanted if at == number else each.optional) for at, each in enumerate(drafted.parts)]
    _rewrite(request, drafted, parts)
    told = _("It is an option now.") if wanted else _("It is sold in any case now.")
    return done(request, told, "desk:quote", quote)


def _rewrite(request: PlaceRequest, drafted: documents.Drafted, parts: list[Part]) -> None:
    row = drafted.row
    billing.write_quote(
        **said(request), quote=row.uuid, parts=parts, percent=row.percent, valid_until=row.valid_until, note=row.note,
        press=presses.press_of(request),
    )  # fmt: skip


def send(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    try:
        billing.check_quote(**said(request), quote=quote)
        reference = commands.send_offer(**said(request), quote=quote, to=request.POST.get("to", ""))
    except Refused as why:
        return refused(request, why, "desk:quote", quote)
    return done(
        request, _("%(reference)s leaves, and its rooms are kept.") % {"reference": reference}, "desk:quote", quote
    )


def withdraw(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    try:
        commands.withdraw_offer(**said(request), quote=quote)
    except Refused as why:
        return refused(request, why, "desk:quote", quote)
    return done(request, _("The quote is withdrawn; its rooms are free."), "desk:quote", quote)


def drop(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    found = quote_at(request, quote)
    try:
        commands.drop_offer(**said(request), quote=quote)
    except Refused as why:
        return refused(request, why, "desk:quote", quote)
    asked = queries.request_of_source(found.card.source)
    words = _("The draft is gone; its rooms are free.")
    return done(request, words, "desk:request", asked) if asked else done(request, words, "desk:quotes")


def revise(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    asked = queries.request_of_source(quote_at(request, quote).card.source)
    if asked is None:
        raise Http404
    try:
        made = commands.revise_offer(**said(request), request=asked, quote=quote)
    except Refused as why:
        return refused(request, why, "desk:quote", quote)
    return redirect("desk:quote", request.place.slug, made)


def quote_at(request: PlaceRequest, quote: UUID) -> Found:
    """The quote of this place. Raises Http404."""
    found = documents.find_quote(organisations=[request.place.organisation_id], uuid=quote)
    if found is None or found.card.place_id != request.place.id:
        raise Http404
    return found


def _row(each: documents.QuoteCard, valid_until: date | None) -> dict[str, Any]:
    return {
        "card": each, "state": STAGE_NAMES[each.state], "badge": STAGE_KINDS[each.state],
        "valid_until": valid_until, "gross": formats.money(each.gross_cents) if each.gross_cents else "",
    }  # fmt: skip


def _common(request: PlaceRequest, found: Found) -> dict[str, Any]:
    held = bookings.held_dates(request.place, held_for=[queries.hold_name(found.card.uuid)])
    return {
        "card": found.card, "state": STAGE_NAMES[found.card.state], "badge": STAGE_KINDS[found.card.state],
        "asked": queries.request_of_source(found.card.source), "inside": reverse("desk:quotes", args=[request.place.slug]),
        "rooms": [Held(each.uuid, each.resource_name, formats.span(each.interval, request.place.zone), each.state.value) for each in held],
    }  # fmt: skip


def _draft(request: PlaceRequest, drafted: documents.Drafted, today: date) -> dict[str, Any]:
    back = reverse("desk:quote", args=[request.place.slug, drafted.row.uuid])
    payer = reverse("billing:payer", args=[request.place.slug, drafted.card.uuid], query={"retour": back})
    missing = [(refusals.sentence(each), payer if each.field == "buyer" else "") for each in drafted.missing(today)]
    return _sold(drafted.whole, drafted.row.percent) | {
        "missing": missing, "payer": payer, "press": uuid4(), "valid_until": drafted.valid_until(today),
        "prices": ", ".join(named(*each) for each in drafted.categories),
        "parts": [(number, each.name, formats.money(each.opened.net_cents), each.optional) for number, each in enumerate(drafted.parts)],
    }  # fmt: skip


def option_rows(frozen: Quote, ticked: Iterable[object]) -> list[tuple[int, bool, str, str]]:
    """Where it stands, whether it was ticked, its name and what it adds without VAT."""
    said = {str(each) for each in ticked}
    return [
        (each.part, str(each.part) in said, frozen.parts[each.part].name, formats.money(each.net_cents))
        for each in frozen.options
    ]


def _sold(whole: Document, percent: int) -> dict[str, Any]:
    deposit = deposit_of(whole, percent=percent, name="") if whole.lines else None
    return {
        "document": whole, "rows": document_rows(whole), "sums": document_sums(whole), "address": address_lines(whole),
        "deposit": formats.money(deposit.gross_cents) if deposit else "", "percent": percent,
    }  # fmt: skip

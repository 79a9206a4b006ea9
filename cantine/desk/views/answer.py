"""The quote as its customer reads it, from the link of a letter: no account; a name typed is a signature."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cantine.billing import queries as documents
from cantine.billing.commands.settled_wording import paid_words
from cantine.billing.commands.wording import Row, document_rows, document_sums
from cantine.billing.queries import Found, online
from cantine.billing.rules import Quote, Stage, is_past
from cantine.core import clock, rates, scoping
from cantine.core.actor import system
from cantine.desk import commands
from cantine.desk.commands.letters import path_of_quote
from cantine.desk.forms import RefuseForm, SignForm, attempt
from cantine.desk.views.quote import pdf_answer
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats

FAILURES = rates.Limit("link_failures", 30, 3600)
ANSWERS = rates.Limit("quote_answers", 60, 3600)
CUSTOMER = system("desk.customer")


@dataclass(frozen=True)
class Opened:
    """What a link opened."""

    found: Found
    place: PlaceRef
    quote: UUID


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def answer(request: HttpRequest, *, link: str) -> HttpResponse:
    """Read, take the page away, accept or refuse; then told as it stands."""
    if request.method == "POST":
        rates.spend(ANSWERS, rates.network_on(request), now=clock.now())
    with _opened(request, link) as opened:
        refusing = request.POST.get("act") == "refuse"
        posted = request.method == "POST"
        counting = request.POST.get("act") == "count"
        offered = [each.part for each in opened.found.frozen.options]
        ticked = {"options": request.POST.getlist("options"), "name": request.POST.get("name", "")} if counting else {}
        sign = SignForm(
            request.POST if posted and not refusing and not counting else None, offered=offered, initial=ticked
        )
        refuse = RefuseForm(request.POST if posted and refusing else None)
        if posted and not counting and _answered(request, opened, refuse if refusing else sign):
            return _quiet(redirect("desk:answer", link))
        response = render(request, "desk/answer.html", _context(opened, link, sign, refuse))
    if sign.errors or refuse.errors:
        response.status_code = 422
    return _quiet(response)


def answer_pdf(request: HttpRequest, *, link: str) -> HttpResponse:
    with _opened(request, link) as opened:
        return _quiet(pdf_answer(opened.found))


def _answered(request: HttpRequest, opened: Opened, form: SignForm | RefuseForm) -> bool:
    said: dict[str, Any] = {"actor": CUSTOMER, "now": clock.now(), "place": opened.place, "quote": opened.quote}

    def act(read: SignForm | RefuseForm) -> None:
        if isinstance(read, RefuseForm):
            commands.refuse_offer(**said, reason=read.cleaned_data["reason"])
        else:
            commands.accept_offer(
                **said, name=read.cleaned_data["name"], chosen=read.cleaned_data["options"],
                address=rates.address_of(request), agent=request.headers.get("User-Agent", ""),
            )  # fmt: skip

    return attempt(form, act)


def _context(opened: Opened, link: str, sign: SignForm, refuse: RefuseForm) -> dict[str, object]:
    frozen, card, place = opened.found.frozen, opened.found.card, opened.place
    agreed = opened.found.agreed if card.state is Stage.ACCEPTED else frozen.taking(_ticked(sign, frozen))
    past = is_past(valid_until=frozen.valid_until, today=place.today(clock.now()))
    head = places.letterhead_of(place_id=place.id)
    signed = opened.found.signed if card.state is Stage.ACCEPTED else None
    return {
        "frozen": frozen, "card": card, "place": place, "link": link, "rows": document_rows(agreed.whole),
        "sums": document_sums(agreed.whole), "options": _options(frozen, sign), "next_version": _next(opened),
        "sign": sign, "refuse": refuse, "signed": signed,
        "signed_at": formats.moment(signed.at, place.zone) if signed else "",
        "open": card.state is Stage.SENT and not past, "accepted": card.state is Stage.ACCEPTED,
        "refused": card.state is Stage.REFUSED, "withdrawn": card.state is Stage.WITHDRAWN,
        "deposit": formats.money(agreed.deposit.gross_cents) if agreed.deposit else "",
        "total": formats.money(agreed.whole.gross_cents),
        **_deposit(opened.found), "contact": head.email, "phone": head.phone, "seller": frozen.whole.seller.name,
        "read_language": frozen.whole.language,
    }  # fmt: skip


def _ticked(sign: SignForm, frozen: Quote) -> set[int]:
    """What is ticked as it comes back, before anything is judged."""
    said = {str(each) for each in sign["options"].value() or ()}
    return {each.part for each in frozen.options if str(each.part) in said}


def _options(frozen: Quote, sign: SignForm) -> list[tuple[int, bool, list[Row]]]:
    """Each as its lines, and whether it is ticked."""
    ticked = _ticked(sign, frozen)
    return [
        (each.part, each.part in ticked, document_rows(replace(frozen.whole, lines=each.lines)))
        for each in frozen.options
    ]


def _next(opened: Opened) -> tuple[str, str] | None:
    """The version that took its place, once it was sent: its number and its link."""
    uuid = opened.found.card.replaced_by
    found = documents.find_quote(organisations=[opened.found.organisation_id], uuid=uuid) if uuid else None
    if found is None or not found.card.reference:
        return None
    return found.card.reference, path_of_quote(found.card.uuid)


def _deposit(found: Found) -> dict[str, str]:
    """When the deposit was paid; else where it is paid by the same phone, if its seller takes money online."""
    invoice = (
        documents.find_invoice(organisations=[found.organisation_id], uuid=found.card.deposit)
        if found.card.deposit
        else None
    )
    if invoice is None:
        return {"pay": "", "paid": ""}
    if paid := paid_words(invoice):
        return {"pay": "", "paid": paid}
    owed = invoice.card.left_cents > 0 and online.entities_paid_online([invoice.card.entity_id])
    return {"pay": online.path_to_pay(invoice.card.uuid) if owed else "", "paid": ""}


@contextmanager
def _opened(request: HttpRequest, link: str) -> Iterator[Opened]:
    """The quote behind the link, in its tenancy and on its clock; 404 for any link that is not ours."""
    found = documents.linked_quote(link)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=clock.now())
        raise Http404
    uuid, organisation_id, place_id = found
    place = places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([organisation_id]), timezone.override(place.zone):
        quote = documents.find_quote(organisations=[organisation_id], uuid=uuid)
        if quote is None:
            raise Http404
        yield Opened(quote, place, uuid)


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no site is told where the reader comes from, nothing keeps or lists the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

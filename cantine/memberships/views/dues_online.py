"""Dues as whoever was asked for them pays them from the link of a letter: no account; the provider says what came, never the payer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cantine.accounting.queries import LegalEntityRef, entity_of
from cantine.billing.commands import online
from cantine.billing.queries import online as reads
from cantine.billing.queries.online_mandates import providers_on
from cantine.billing.rules.online import State
from cantine.core import clock, rates, refusals, scoping
from cantine.core.actor import system
from cantine.core.letters import absolute
from cantine.kernel import Refused
from cantine.memberships.commands.dues.online import owed_of, source_of_dues
from cantine.memberships.queries.dues import DuesLine, find_dues
from cantine.memberships.queries.dues_links import linked_dues, path_to_pay_dues
from cantine.memberships.rules.dues import DuesState
from cantine.memberships.views.dues import line_row
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

FAILURES = rates.Limit("link_failures", 30, 3600)
STARTS = rates.Limit("online_payments", 30, 3600)
LOOKS = rates.Limit("online_looks", 120, 3600)
PAYER = system("memberships.payer")


@dataclass(frozen=True)
class Opened:
    """What a link opened."""

    link: str
    line: DuesLine
    place: PlaceRef


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def pay(request: HttpRequest, *, owed: str) -> HttpResponse:
    """Which days, how much, to whom; POST goes to the page of the provider."""
    wrong: list[str] = []
    if request.method == "POST":
        with _opened(request, owed) as opened:
            place, dues = opened.place, opened.line.uuid
        rates.spend(STARTS, rates.network_on(request), now=clock.now())
        try:
            return _quiet(_leaving(request, owed, place, dues))
        except Refused as why:
            wrong = [refusals.sentence(each) for each in why.refusals]
    with _opened(request, owed) as opened:
        response = render(request, "memberships/dues/pay.html", {**_context(opened), "wrong": wrong})
    response.status_code = 422 if wrong else 200
    return _quiet(response)


def paid(request: HttpRequest, *, owed: str, attempt: UUID) -> HttpResponse:
    """Paid, waiting or refused. As long as it waits, the provider is asked, whoever sent the payer here."""
    with _opened(request, owed) as opened:
        organisation_id = opened.place.organisation_id
        line = reads.find_online_payment(organisation_id=organisation_id, uuid=attempt)
    if line is None or line.source != source_of_dues(opened.line.uuid):
        raise Http404
    if line.state in {State.STARTED, State.FAILED}:
        rates.spend(LOOKS, rates.network_on(request), now=clock.now())
        online.follow_payment(actor=PAYER, now=clock.now(), organisation_id=organisation_id, payment=attempt)
    with _opened(request, owed) as opened:
        line = reads.find_online_payment(organisation_id=organisation_id, uuid=attempt)
        assert line is not None
        context = {**_context(opened), "attempt": line, "outcome": line.state.value}
        return _quiet(render(request, "memberships/dues/paid.html", context))


def _leaving(request: HttpRequest, link: str, place: PlaceRef, dues: UUID) -> HttpResponse:
    """Our own pages are gone to at once; a provider's by a page of ours, since no form of ours may end elsewhere."""
    made = online.start_payment_of_source(
        actor=PAYER, now=clock.now(), place=place, source=source_of_dues(dues),
        key=f"dues:{request.POST.get('key', '')}"[:80], back=absolute(f"/adhesion/payer/{link}/retour/{{payment}}/"),
    )  # fmt: skip
    with scoping.scope([place.organisation_id]):
        line = reads.find_online_payment(organisation_id=place.organisation_id, uuid=made)
    assert line is not None
    if line.address.startswith(absolute("/")):
        return redirect(line.address)
    provider = online.provider_of(line.provider)
    return render(
        request, "billing/online/leaving.html", {"address": line.address, "name": provider.name, "place": place}
    )


def _context(opened: Opened) -> dict[str, Any]:
    place, line = opened.place, opened.line
    entity = entity_of(place)
    asked = owed_of(place, line, entity) if entity else None
    code = providers_on({entity.id}).get(entity.id) if entity else None
    return {
        "place": place, "link": opened.link, "dues": line_row(line), "number": asked.title if asked else "",
        "waits": line.state is DuesState.CALLED, "held": line.state in {DuesState.PAID, DuesState.WAIVED},
        "seller": entity.name if entity else place.name, "member": asked.payer_name if asked else "", "online": bool(code),
        "practice": bool(code) and online.provider_of(code or "").practice, "iban": _iban(entity), "wrong": [],
        "key": f"{line.uuid.hex}:{clock.now().timestamp():.0f}",
        "contact": (entity.email if entity else "") or places.letterhead_of(place_id=place.id).email,
        "path": path_to_pay_dues(line.uuid),
    }  # fmt: skip


def _iban(entity: LegalEntityRef | None) -> str:
    iban = entity.iban if entity else ""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


@contextmanager
def _opened(request: HttpRequest, link: str) -> Iterator[Opened]:
    """The dues behind the link, in their tenancy and on the clock of their place; 404 for any link that is not ours."""
    found = linked_dues(link)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=clock.now())
        raise Http404
    uuid, organisation_id, place_id = found
    place = places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([organisation_id]), timezone.override(place.zone):
        line = find_dues(organisation_id, uuid=uuid)
        if line is None:
            raise Http404
        yield Opened(link, line, place)


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no site is told where the reader comes from, nothing keeps or lists the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

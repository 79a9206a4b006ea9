"""Where somebody lets a provider debit their account: asked for from an invoice, given on the provider's page, read and stopped on a
page that says what is true."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cantine.accounting import queries as accounting
from cantine.billing import queries
from cantine.billing.commands import online
from cantine.billing.commands.online_debit_wording import CONSENT_KINDS, consent_name
from cantine.billing.queries import online_mandates as reads
from cantine.billing.queries.online import linked_invoice
from cantine.billing.queries.online_mandates import OnlineMandateLine
from cantine.billing.queries.payers import Who
from cantine.billing.rules.online import Consent
from cantine.billing.views.online.payer import FAILURES, LOOKS, PAYER, STARTS, quiet
from cantine.core import clock, rates, refusals, scoping
from cantine.core.actor import Actor
from cantine.core.letters import absolute
from cantine.core.routes import actor_on
from cantine.kernel import Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def mandate(request: HttpRequest, *, authorising: str) -> HttpResponse:
    """Who debits, by whom, how it stands; POST goes to the page of the provider, or stops it. As long as it waits, the provider is
    asked, whoever sent the payer here."""
    uuid, organisation_id, place = _opened(request, authorising)
    wrong: list[str] = []
    if request.method == "POST":
        rates.spend(STARTS, rates.network_on(request), now=clock.now())
        try:
            return quiet(_acted(request, place, uuid, authorising))
        except Refused as why:
            wrong = [refusals.sentence(each) for each in why.refusals]
    line = _looked_at(request, organisation_id, uuid)
    with scoping.scope([organisation_id]), timezone.override(place.zone):
        response = render(
            request, "billing/online/mandate.html", _context(place, line, wrong), status=422 if wrong else 200
        )  # fmt: skip
    return quiet(response)


def ask_mine(request: HttpRequest, *, invoice: UUID) -> HttpResponse:
    """From my invoices: whoever this one is from may debit me."""
    actor = actor_on(request)
    assert actor.person_id is not None
    organisation_id = queries.my_invoice(actor.person_id, uuid=invoice)
    if organisation_id is None:
        raise Http404
    return _asked(request, invoice, organisation_id, actor)


@csrf_exempt
def ask_by_link(request: HttpRequest, *, bill: str) -> HttpResponse:
    """From the page where an invoice is paid."""
    found = linked_invoice(bill)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=clock.now())
        raise Http404
    rates.spend(STARTS, rates.network_on(request), now=clock.now())
    return quiet(_asked(request, found[0], found[1], PAYER))


def _asked(request: HttpRequest, invoice: UUID, organisation_id: int, actor: Actor) -> HttpResponse:
    with scoping.scope([organisation_id]):
        found = queries.find_invoice(organisations=[organisation_id], uuid=invoice)
        if found is None:
            raise Http404
        place, who = places.place_refs(ids=[found.card.place_id])[found.card.place_id], found.card.who
    try:
        made = _made(actor, place, who)
    except Refused as why:
        context = {"place": place, "wrong": [refusals.sentence(each) for each in why.refusals]}
        return render(request, "billing/online/mandate.html", context, status=422)
    return redirect(reads.path_to_authorise(made))


def _made(actor: Actor, place: PlaceRef, who: Who) -> UUID:
    with scoping.scope([place.organisation_id]):
        return online.ask_online_mandate(actor=actor, now=clock.now(), place=place, who=who)


def _acted(request: HttpRequest, place: PlaceRef, uuid: UUID, link: str) -> HttpResponse:
    if "stop" in request.POST:
        online.stop_online_mandate(actor=PAYER, now=clock.now(), place=place, mandate=uuid)
        return redirect("billing:online_mandate", link)
    back = absolute(reads.path_to_authorise(uuid))
    address = online.start_online_mandate(actor=PAYER, now=clock.now(), place=place, mandate=uuid, back=back)
    if address.startswith(absolute("/")):
        return redirect(address)
    with scoping.scope([place.organisation_id]):
        line = reads.find_online_mandate(uuid)
    assert line is not None
    context = {"address": address, "name": online.provider_of(line.provider).name, "place": place, "authorising": True}
    return render(request, "billing/online/leaving.html", context)


def _looked_at(request: HttpRequest, organisation_id: int, uuid: UUID) -> OnlineMandateLine:
    line = _read(organisation_id, uuid)
    if line.stage is Consent.WAITING and line.started and request.method == "GET":
        rates.spend(LOOKS, rates.network_on(request), now=clock.now())
        online.follow_online_mandate(actor=PAYER, now=clock.now(), organisation_id=organisation_id, mandate=uuid)
        line = _read(organisation_id, uuid)
    return line


def _read(organisation_id: int, uuid: UUID) -> OnlineMandateLine:
    with scoping.scope([organisation_id]):
        line = reads.find_online_mandate(uuid)
    if line is None:
        raise Http404
    return line


def _context(place: PlaceRef, line: OnlineMandateLine, wrong: list[str]) -> dict[str, Any]:
    provider = online.provider_of(line.provider)
    seller = next((each for each in accounting.entities_of(place.organisation_id) if each.id == line.entity_id), None)
    return {
        "place": place, "line": line, "stage": line.stage.value, "words": consent_name(line.stage, line.why, started=line.started),
        "badge": CONSENT_KINDS[line.stage], "provider": provider.name, "practice": provider.practice,
        "seller": seller.name if seller else place.name, "wrong": wrong,
        "contact": places.letterhead_of(place_id=place.id).email,
    }  # fmt: skip


def _opened(request: HttpRequest, link: str) -> tuple[UUID, int, PlaceRef]:
    """The authorisation behind the link; 404 for any link that is not ours."""
    found = reads.linked_online_mandate(link)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=clock.now())
        raise Http404
    uuid, organisation_id, place_id = found
    return uuid, organisation_id, places.place_refs(ids=[place_id])[place_id]

"""All that a payer owes a seller, paid at once from a phone by a signed link, without an account."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cantine.billing import queries
from cantine.billing.commands import online
from cantine.billing.queries import online as reads
from cantine.billing.queries.asking import asked_together, asked_with
from cantine.billing.queries.online_mandates import providers_on
from cantine.billing.views.online.payer import PAYER, STARTS, lost, quiet
from cantine.core import clock, rates, refusals, scoping
from cantine.core.letters import absolute
from cantine.kernel import Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def pay_all(request: HttpRequest, *, bills: str) -> HttpResponse:
    """Each invoice with what is left of it, and their sum; POST goes to the page of the provider."""
    linked = reads.linked_invoice(bills, salt=reads.ALL)
    if linked is None:
        raise lost(request)
    invoice, organisation_id, place_id = linked
    place = places.place_refs(ids=[place_id])[place_id]
    wrong: list[str] = []
    if request.method == "POST":
        rates.spend(STARTS, rates.network_on(request), now=clock.now())
        try:
            return quiet(_leaving(request, place, linked))
        except Refused as why:
            wrong = [refusals.sentence(each) for each in why.refusals]
    with scoping.scope([organisation_id]), timezone.override(place.zone):
        found = queries.find_invoice(organisations=[organisation_id], uuid=invoice)
        if found is None:
            raise Http404
        asking = asked_with(place, found.card)
        code = providers_on({found.card.entity_id}).get(found.card.entity_id)
        context = {
            "place": place, "link": bills, "seller": found.document.seller.name, "buyer": found.document.buyer.name,
            "rows": [(each, formats.money(each.left_cents)) for each in asking.cards], "wrong": wrong,
            "left": formats.money(asking.cents) if asking.cents else "",
            "held": formats.money(asking.held_cents) if asking.held_cents else "",
            "disputed": [(each, formats.money(asking.of(each)), reads.path_to_pay(each.uuid)) for each in asking.disputed],
            "going": not asking.cards and not asking.disputed and found.card.left_cents > 0,
            "online": code is not None, "practice": code is not None and online.provider_of(code).practice,
            "key": f"all:{invoice.hex}:{clock.now().timestamp():.0f}", "today": place.today(clock.now()),
        }  # fmt: skip
        response = render(request, "billing/online/pay_all.html", context)
    response.status_code = 422 if wrong else 200
    return quiet(response)


def _leaving(request: HttpRequest, place: PlaceRef, linked: tuple[UUID, int, int]) -> HttpResponse:
    """One comes back to the page of the first invoice that it pays, whose own link is used."""
    invoice, organisation_id, _place = linked
    with scoping.scope([organisation_id]):
        asking = asked_together(place, invoice)
    first = asking.cards[0].uuid if asking.cards else invoice
    made = online.start_payment_of_all(
        actor=PAYER, now=clock.now(), place=place, invoice=invoice, key=f"page:{request.POST.get('key', '')}"[:80],
        back=absolute(f"/payer/{reads.link_to_pay(first)}/retour/{{payment}}/"),
    )  # fmt: skip
    with scoping.scope([organisation_id]):
        line = reads.find_online_payment(organisation_id=organisation_id, uuid=made)
    assert line is not None
    if line.address.startswith(absolute("/")):
        return redirect(line.address)
    provider = online.provider_of(line.provider)
    return render(
        request, "billing/online/leaving.html", {"address": line.address, "name": provider.name, "place": place}
    )

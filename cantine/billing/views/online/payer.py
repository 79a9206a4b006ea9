"""An invoice paid from a phone by the link of a letter, without an account; and the page where the payer comes back, which
says what is true and not what the address says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cantine.billing import queries
from cantine.billing.commands import online
from cantine.billing.commands.online_debit_wording import CONSENT_KINDS, consent_name
from cantine.billing.commands.settled_wording import paid_words
from cantine.billing.commands.wording import kind_name
from cantine.billing.queries import Issued
from cantine.billing.queries import online as reads
from cantine.billing.queries import online_mandates as given
from cantine.billing.queries.asking import asked_alone
from cantine.billing.rules.online import Provider, State
from cantine.billing.views.files import RECEIPT, file_answer
from cantine.core import clock, errors, rates, refusals, scoping
from cantine.core.actor import system
from cantine.core.letters import absolute
from cantine.kernel import Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats

FAILURES = rates.Limit("link_failures", 30, 3600)
STARTS = rates.Limit("online_payments", 30, 3600)
LOOKS = rates.Limit("online_looks", 120, 3600)
PAYER, PAID = system("billing.payer"), "acquittee"


@dataclass(frozen=True)
class Opened:
    """What a link opened."""

    link: str
    invoice: UUID
    organisation_id: int
    place: PlaceRef


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def pay(request: HttpRequest, *, bill: str) -> HttpResponse:
    """Number, amount, who is paid; POST goes to the page of the provider."""
    opened = _opened(request, bill)
    wrong: list[str] = []
    if request.method == "POST":
        rates.spend(STARTS, rates.network_on(request), now=clock.now())
        try:
            return quiet(_leaving(request, opened))
        except Refused as why:
            wrong = [refusals.sentence(each) for each in why.refusals]
    with _inside(opened) as found:
        response = render(request, "billing/online/pay.html", _context(opened, found, wrong=wrong))
    response.status_code = 422 if wrong else 200
    return quiet(response)


def paid(request: HttpRequest, *, bill: str, payment: UUID) -> HttpResponse:
    """Paid, waiting or refused, and what to do. As long as it waits, the provider is asked, whoever sent the payer here."""
    opened = _opened(request, bill)
    with scoping.scope([opened.organisation_id]):
        line = reads.find_online_payment(organisation_id=opened.organisation_id, uuid=payment)
    if line is None or line.invoice != opened.invoice:
        raise Http404
    if line.state in {State.STARTED, State.FAILED}:
        rates.spend(LOOKS, rates.network_on(request), now=clock.now())
        online.follow_payment(
            actor=PAYER, now=clock.now(), organisation_id=opened.organisation_id, payment=payment
        )  # fmt: skip
        with scoping.scope([opened.organisation_id]):
            line = reads.find_online_payment(organisation_id=opened.organisation_id, uuid=payment)
    assert line is not None
    with _inside(opened) as found:
        context = {**_context(opened, found), "line": line, "state": line.state.value}
        context |= {
            "came": formats.money(line.paid_cents),
            "kept": formats.money(line.kept_cents) if line.kept_cents else "",
        }
        return quiet(render(request, "billing/online/paid.html", context))


def document(request: HttpRequest, *, bill: str) -> HttpResponse:
    """The document itself, for whoever has the link: it is theirs to keep, once paid too; with ``acquittee``, what says that it is."""
    with _inside(_opened(request, bill)) as found:
        if found.card.taken_over:
            raise Http404
        return quiet(file_answer(found, RECEIPT if PAID in request.GET else "pdf"))


def _leaving(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Our own pages are gone to at once; a provider's by a page of ours, since no form of ours may end elsewhere."""
    path = absolute(f"/payer/{opened.link}/retour/{{payment}}/")
    made = online.start_payment(
        actor=PAYER, now=clock.now(), place=opened.place, invoice=opened.invoice, key=f"page:{request.POST.get('key', '')}"[:80],
        back=path,
    )  # fmt: skip
    with scoping.scope([opened.organisation_id]):
        line = reads.find_online_payment(organisation_id=opened.organisation_id, uuid=made)
    assert line is not None
    if line.address.startswith(absolute("/")):
        return redirect(line.address)
    provider = online.provider_of(line.provider)
    return render(
        request, "billing/online/leaving.html", {"address": line.address, "name": provider.name, "place": opened.place}
    )


def _context(opened: Opened, found: Issued, *, wrong: list[str] | None = None) -> dict[str, Any]:
    card, document = found.card, found.document
    code = given.providers_on({card.entity_id}).get(card.entity_id)
    provider = online.provider_of(code) if code else None
    bank, asking = document.bank, asked_alone(organisation_id=found.organisation_id, card=card)
    return {
        "place": opened.place, "link": opened.link, "card": card, "kind": kind_name(card.kind), "paid": paid_words(found),
        "seller": document.seller.name,
        "left": formats.money(asking.cents) if asking.cents > 0 else "", "buyer": document.buyer.name,
        "held": formats.money(asking.held_cents) if asking.held_cents else "",
        "late": card.due_on and card.due_on < opened.place.today(clock.now()), "online": provider is not None, "wrong": wrong or [],
        "practice": provider is not None and provider.practice, "key": f"{card.uuid.hex}:{clock.now().timestamp():.0f}",
        "iban": formats_iban(bank.iban) if bank else "",
        "contact": document.seller.email or places.letterhead_of(place_id=opened.place.id).email,
        **(_debits(found, provider) if provider and provider.debits and card.left_cents > 0 else {}),
    }  # fmt: skip


def _debits(found: Issued, provider: Provider) -> dict[str, Any]:
    """Whether it is debited already, else whether its payer may be debited."""
    going, line = given.debiting_of(found.card, organisation_id=found.organisation_id)
    return {
        "debits": True, "going": going, "going_amount": formats.money(going.cents) if going else "", "provider": provider.name,
        "mandate": {"page": given.path_to_authorise(line.uuid), "words": consent_name(line.stage, line.why, started=line.started),
                    "badge": CONSENT_KINDS[line.stage]} if line else None,
    }  # fmt: skip


def formats_iban(iban: str) -> str:
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def _opened(request: HttpRequest, link: str) -> Opened:
    """The invoice behind the link; 404 for any link that is not ours."""
    found = reads.linked_invoice(link)
    if found is None:
        raise lost(request)
    uuid, organisation_id, place_id = found
    return Opened(link, uuid, organisation_id, places.place_refs(ids=[place_id])[place_id])


def lost(request: HttpRequest) -> errors.Lost:
    """A link that opens nothing says whom to write to: who sent it is not known here."""
    rates.spend(FAILURES, rates.network_on(request), now=clock.now())
    return errors.Lost(
        _(
            "This link to pay opens nothing: it was cut in two on its way, or another took its place. Write to who sent it to you: their "
            "address is at the foot of the letter and on the invoice, and they will send you another."
        )
    )


@contextmanager
def _inside(opened: Opened) -> Iterator[Issued]:
    """In its tenancy and on its clock."""
    with scoping.scope([opened.organisation_id]), timezone.override(opened.place.zone):
        found = queries.find_invoice(organisations=[opened.organisation_id], uuid=opened.invoice)
        if found is None:
            raise Http404
        yield found


def quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no site is told where the reader comes from, nothing keeps or lists the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

"""A bulletin of shares as whoever subscribes reads it, from the link of a letter: no account; a name typed is a signature."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cantine.core import clock, rates, scoping
from cantine.core.actor import system
from cantine.core.attempts import attempt
from cantine.kernel import Refused
from cantine.memberships import commands
from cantine.memberships.commands.shares.signing import text_of_bulletin
from cantine.memberships.forms.shares import SignForm
from cantine.memberships.queries import shares as queries
from cantine.memberships.queries.dues import papers_about
from cantine.memberships.queries.shares import Bulletin
from cantine.memberships.rules.shares import SubscriptionState, print_of
from cantine.memberships.views.dues import paper_answer
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats

FAILURES = rates.Limit("link_failures", 30, 3600)
SIGNATURES = rates.Limit("bulletin_signatures", 60, 3600)
SIGNER = system("memberships.signer")


@dataclass(frozen=True)
class Opened:
    """What a link opened."""

    found: Bulletin
    place: PlaceRef


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def sign(request: HttpRequest, *, subscribed: str) -> HttpResponse:
    """Read, sign by a name, or give it up; then told as it stands."""
    if request.method == "POST":
        rates.spend(SIGNATURES, rates.network_on(request), now=clock.now())
    with _opened(request, subscribed) as opened:
        giving_up = request.POST.get("act") == "annul"
        form = SignForm(request.POST if request.method == "POST" and not giving_up else None)
        if request.method == "POST" and _done(request, opened, form, giving_up=giving_up):
            return _quiet(redirect("memberships:sign_shares", subscribed))
        response = render(request, "memberships/shares/sign.html", _context(opened, subscribed, form))
    if form.errors:
        response.status_code = 422
    return _quiet(response)


def sign_pdf(request: HttpRequest, *, subscribed: str) -> HttpResponse:
    with _opened(request, subscribed) as opened:
        papers = papers_about([opened.found.uuid]).get(opened.found.uuid, [])
        if not papers:
            raise Http404
        return _quiet(paper_answer(papers[0][0], organisation_id=opened.place.organisation_id))


def _done(request: HttpRequest, opened: Opened, form: SignForm, *, giving_up: bool) -> bool:
    now, place, bulletin = clock.now(), opened.place, opened.found.uuid
    if giving_up:
        with suppress(Refused):  # settled meanwhile: the page says how
            commands.annul_bulletin(actor=SIGNER, now=now, place=place, bulletin=bulletin, why="renoncé avant paiement")
        return True

    def act(read: SignForm) -> None:
        commands.sign_by_link(
            actor=SIGNER, now=now, place=place, bulletin=bulletin, signed_by=read.cleaned_data["signed_by"],
            read=read.cleaned_data["read"], signed_from=rates.address_of(request) or "",
            agent=request.headers.get("User-Agent", ""),
        )  # fmt: skip

    return attempt(form, act)


def _context(opened: Opened, link: str, form: SignForm) -> dict[str, object]:
    found, place = opened.found, opened.place
    text = text_of_bulletin(place, found)
    return {
        "place": place, "link": link, "form": form, "text": text.split("\n"), "print": print_of(text),
        "amount": formats.money(found.cents), "shares": found.quantity, "value": formats.money(found.cents_each),
        "open": found.state is SubscriptionState.ASKED, "annulled": found.state is SubscriptionState.ANNULLED,
        "refused": found.state is SubscriptionState.REFUSED, "unpaid": found.state is SubscriptionState.SIGNED,
        "signed_by": found.signed_by, "signed_at": formats.moment(found.signed_at, place.zone) if found.signed_at else "",
        "signed": bool(found.signed_by), "contact": places.letterhead_of(place_id=place.id).email,
    }  # fmt: skip


@contextmanager
def _opened(request: HttpRequest, link: str) -> Iterator[Opened]:
    """The bulletin behind the link, in its tenancy and on its clock; 404 for any link that is not ours."""
    named = queries.linked_bulletin(link)
    if named is None:
        rates.spend(FAILURES, rates.network_on(request), now=clock.now())
        raise Http404
    uuid, organisation_id, place_id = named
    place = places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([organisation_id]), timezone.override(place.zone):
        found = queries.find_bulletin(organisation_id, uuid=uuid)
        if found is None or found.who is None:
            raise Http404
        yield Opened(found, place)


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no site is told where the reader comes from, nothing keeps or lists the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

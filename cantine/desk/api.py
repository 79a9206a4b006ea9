"""Requests and quotes as JSON: anybody asks, the team reads what came in and its quotes, who has the link answers."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.billing import queries as documents
from cantine.billing.queries import Found
from cantine.core import clock, rates, scoping
from cantine.core.actor import system
from cantine.core.api import ApiRouter, Body, Day, Instant, Name, Out, Page, Text, answer
from cantine.core.routes import anyone
from cantine.desk import commands, queries
from cantine.desk.rules import LONGEST_WORDS, When, Wish
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Requests and quotes")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
routers = [router]
ASKED = rates.Limit("requests", 20, 3600)
ANSWERED = rates.Limit("quote_answers", 60, 3600)
FAILURES = rates.Limit("link_failures", 30, 3600)
PROGRAM = system("desk.api")


class RequestIn(Body):
    """`what` and a way to answer: a name, an address or a number."""

    what: Annotated[Text, Field(min_length=1, max_length=LONGEST_WORDS)]
    name: Name = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    phone: Annotated[Text, Field(max_length=32)] = ""
    organisation: Name = ""
    people: Annotated[int | None, Field(ge=1, le=5000)] = None
    day: Day | None = None


class RequestMadeOut(Out):
    id: str


class RequestOut(Out):
    """`lane` is commercial or collaborative; `state` is new, answered, quoted, won, lost or closed; `minutes` is the time
    spent on it."""

    id: str
    came_by: str
    came_at: Instant
    who: str
    email: str
    phone: str
    subject: str
    what: str
    people: int | None
    days: list[str]
    lane: str
    state: str
    next_action: str
    next_on: str | None
    minutes: int


class QuoteLineOut(Out):
    name: str
    detail: str
    quantity: str
    net_cents: int


class QuoteOut(Out):
    """`state` is draft, sent, accepted, refused, expired or withdrawn; `deposit` the number of the deposit's invoice."""

    id: str
    number: str
    state: str
    payer: str
    valid_until: str | None
    net_cents: int
    gross_cents: int
    deposit_percent: int
    deposit: str
    lines: list[QuoteLineOut]


class AcceptanceIn(Body):
    """The name that is typed is the signature."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]


@router.operation(
    "POST",
    "/places/{slug:place}/requests",
    policy=at_place("request.ask"),
    gives=RequestMadeOut,
    status=201,
    summary=_("Ask a place for something"),
    says=_("Open to all, twenty an hour for one network. Whoever leaves an address is told by letter that it came."),
)
def ask_place(request: PlaceRequest, asked: RequestIn) -> HttpResponse:
    rates.spend(ASKED, rates.network_on(request), now=clock.now())
    wish = Wish(
        what=asked.what, name=asked.name, email=asked.email, phone=asked.phone, organisation=asked.organisation,
        people=asked.people,
    )  # fmt: skip
    whens = [When(asked.day)] if asked.day else []
    made = commands.ask_place(actor=request.actor, now=clock.now(), place=request.place, wish=wish, whens=whens)
    return answer({"id": made}, status=201)


@router.operation(
    "GET",
    "/places/{slug:place}/requests",
    policy=at_place("request.see"),
    gives=Page[RequestOut],
    summary=_("List what came in"),
    says=_("For the team: the latest first."),
)
def list_requests(request: PlaceRequest) -> HttpResponse:
    return answer({"items": [_request(each) for each in queries.requests_of(request.place)], "next": None})


@router.operation(
    "GET",
    "/places/{slug:place}/quotes/{uuid:quote}",
    policy=at_place("quote.see"),
    gives=QuoteOut,
    summary=_("Read a quote"),
    says=_("For the team. A draft has no number, and its lines are read on its page."),
)
def read_quote(request: PlaceRequest, quote: UUID) -> HttpResponse:
    found = documents.find_quote(organisations=[request.place.organisation_id], uuid=quote)
    if found is None or found.card.place_id != request.place.id:
        raise Http404
    return answer(_quote(found))


@router.operation(
    "POST",
    "/quotes/{str:link}/acceptance",
    policy=anyone,
    gives=QuoteOut,
    status=201,
    summary=_("Accept a quote"),
    says=_(
        "For who has the link of the letter: the end of its address. Its rooms are booked and its deposit is invoiced."
    ),
)
def accept_quote(request: HttpRequest, link: str, signed: AcceptanceIn) -> HttpResponse:
    now = clock.now()
    found = documents.linked_quote(link)
    rates.spend(ANSWERED if found else FAILURES, rates.network_on(request), now=now)
    if found is None:
        raise Http404
    uuid, organisation_id, place_id = found
    place = places.place_refs(ids=[place_id])[place_id]
    with scoping.scope([organisation_id]), timezone.override(place.zone):
        commands.accept_offer(
            actor=PROGRAM, now=now, place=place, quote=uuid, name=signed.name, address=rates.address_of(request),
            agent=request.headers.get("User-Agent", ""),
        )  # fmt: skip
        accepted = documents.find_quote(organisations=[organisation_id], uuid=uuid)
        assert accepted is not None
        return answer(_quote(accepted), status=201)


def _request(each: queries.RequestCard) -> dict[str, Any]:
    return {
        "id": each.uuid, "came_by": each.came_by, "came_at": each.came_at, "who": each.who, "email": each.email,
        "phone": each.phone, "subject": each.subject, "what": each.what, "people": each.people,
        "days": [when.day for when in each.whens], "lane": each.lane, "state": each.state, "next_action": each.next_action,
        "next_on": each.next_on, "minutes": each.minutes,
    }  # fmt: skip


def _quote(found: Found) -> dict[str, Any]:
    card = found.card
    lines = found.frozen.whole.lines if found.content is not None else ()
    return {
        "id": card.uuid, "number": card.reference, "state": card.state, "payer": card.payer_name,
        "valid_until": card.valid_until, "net_cents": card.net_cents, "gross_cents": card.gross_cents,
        "deposit_percent": card.percent, "deposit": card.deposit_reference,
        "lines": [
            {"name": line.name, "detail": line.detail, "quantity": line.quantity, "net_cents": line.net_cents} for line in lines
        ],
    }  # fmt: skip

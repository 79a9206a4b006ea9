"""What is held for months or years, who waits for it, and the secret addresses that calendars read."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.booking import commands, queries
from cantine.core import clock
from cantine.core.api import ApiRouter, Body, Instant, Name, Out, Page, answer
from cantine.core.routes import signed_in
from cantine.places.policies import PlaceRequest, at_place

lets = ApiRouter(tags=[_("Long lets")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
feeds = ApiRouter(tags=[_("Calendars")])  # type: ignore[list-item]  # the same


class OccupationOut(Out):
    """A space held by somebody; days are inclusive, `ends_on` is null without an end; `state` is planned or running."""

    id: str
    resource: str
    occupant: str
    quantity: int
    people: int
    starts_on: str
    ends_on: str | None
    state: str
    agreement: str


class WishOut(Out):
    """Who waits, for what, from which day."""

    id: str
    who: str
    what: str
    from_day: str
    note: str
    asked_at: Instant


class FeedOut(Out):
    """`detail` is busy or full; `hint` begins the secret, which is told once, when the address is made."""

    id: str
    name: str
    detail: str
    hint: str
    made_at: Instant
    last_read_at: Instant | None


class FeedIn(Body):
    detail: Literal["busy", "full"] = "full"
    name: Annotated[Name, Field(max_length=60)] = ""


class FeedMadeOut(Out):
    id: str
    address: str


@lets.operation(
    "GET",
    "/places/{slug:place}/occupations",
    policy=at_place("occupation.see_all"),
    gives=Page[OccupationOut],
    summary=_("List the spaces held for long"),
    says=_("For the team: those that run or will, by space."),
)
def list_occupations(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    items = [
        {
            "id": card.uuid, "resource": card.resource_slug, "occupant": card.occupant, "quantity": card.quantity,
            "people": card.people, "starts_on": card.starts_on, "ends_on": card.ends_on, "state": card.standing(today),
            "agreement": card.agreement,
        }
        for card in queries.occupations_of(request.place, since=today)
    ]  # fmt: skip
    return answer({"items": items, "next": None})


@lets.operation(
    "GET",
    "/places/{slug:place}/occupation-wishes",
    policy=at_place("occupation.see_all"),
    gives=Page[WishOut],
    summary=_("List who waits for a space"),
    says=_("For the team: in the order in which they asked."),
)
def list_wishes(request: PlaceRequest) -> HttpResponse:
    items = [
        {
            "id": card.uuid, "who": card.who, "what": card.what, "from_day": card.from_day, "note": card.note,
            "asked_at": card.asked_at,
        }
        for card in queries.wishes_of(request.place, language=(get_language() or "fr")[:2])
    ]  # fmt: skip
    return answer({"items": items, "next": None})


@feeds.operation(
    "GET",
    "/me/feeds",
    policy=signed_in,
    gives=Page[FeedOut],
    summary=_("List your calendar addresses"),
    says=_("Without their secrets."),
)
def list_feeds(request: Any) -> HttpResponse:
    names = ("name", "detail", "hint", "made_at", "last_read_at")
    found = queries.own_feeds(person_id=request.actor.person_id)
    items = [{"id": line.uuid, **{name: getattr(line, name) for name in names}} for line in found]
    return answer({"items": items, "next": None})


@feeds.operation(
    "POST",
    "/me/feeds",
    policy=signed_in,
    gives=FeedMadeOut,
    status=201,
    summary=_("Make a calendar address"),
    says=_(
        "An .ics of your dates in every place, for a telephone or another calendar. Keep the address: it is secret, and told once."
    ),
)
def make_feed(request: Any, asked: FeedIn) -> HttpResponse:
    made = commands.make_own_feed(actor=request.actor, now=clock.now(), detail=asked.detail, name=asked.name)
    address = settings.PUBLIC_URL + reverse("booking:feed", args=[made.secret])
    return answer({"id": made.uuid, "address": address}, status=201)


@feeds.operation(
    "DELETE",
    "/me/feeds/{uuid:feed}",
    policy=signed_in,
    gives=Page[FeedOut],
    summary=_("Close a calendar address"),
    says=_("The next read finds nothing. Those that are left are answered."),
)
def close_feed(request: Any, feed: UUID) -> HttpResponse:
    if feed not in {line.uuid for line in queries.own_feeds(person_id=request.actor.person_id)}:
        raise Http404
    commands.revoke_own_feed(actor=request.actor, now=clock.now(), feed=feed)
    return list_feeds(request)

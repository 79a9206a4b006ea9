"""Who came and who is here: a door, a till or a badge reader of the place writes it; the team reads it."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.booking import commands, queries
from cantine.booking.api.making import Uuid
from cantine.booking.api.reading import Begin, End
from cantine.booking.api.shapes import window_of
from cantine.booking.queries import VisitCard
from cantine.core import clock
from cantine.core.actor import Actor
from cantine.core.answers import Answer
from cantine.core.api import ApiRouter, Body, Cursor, Instant, Key, Limit, Out, Page, answer, key_of, once, page_of
from cantine.core.authorization import LEVELS, Target, can
from cantine.kernel import Refusal, Refused
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place
from cantine.places.queries import PlaceRef

router = ApiRouter(tags=[_("Visits")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives


class VisitorOut(Out):
    id: str
    name: str


class VisitOut(Out):
    """`person` is null for guests, who sign nothing: `count` says how many. `left_at` is null while they are here;
    `how` says who noted it: staff, phone, kiosk, sensor, headcount… `resource` is the room that they had booked."""

    id: str
    person: VisitorOut | None
    count: int
    arrived_at: Instant
    left_at: Instant | None
    how: str
    resource: str | None


class HereOut(Out):
    count: int
    items: list[VisitOut]


class VisitIn(Body):
    """Nothing at all is yourself; `for_person` is for the team; `guests` counts people who sign nothing."""

    for_person: Uuid | None = None
    guests: Annotated[int, Field(ge=1, le=500)] | None = None


class VisitsMadeOut(Out):
    """The visit of the person, already open or not; null for guests, who are only counted."""

    visit: VisitOut | None
    guests: int


@router.operation(
    "GET",
    "/places/{slug:place}/visits",
    policy=at_place("visit.see"),
    gives=Page[VisitOut],
    summary=_("List the visits of a place"),
    says=_("For the team: who came between two instants and how many without a name, in the order they were noted."),
)
def list_visits(
    request: PlaceRequest, starts_at: Begin, ends_at: End, cursor: Cursor = None, limit: Limit = 100
) -> HttpResponse:
    window, after = window_of(starts_at, ends_at), key_of(cursor, int)
    found = queries.visits_during(
        place_id=request.place.id, window=window, after=after[0] if after else 0, most=limit + 1
    )
    key = (found[limit - 1].id,) if len(found) > limit else None
    return answer(page_of(request, _visits(found[:limit]), key=key))


@router.operation(
    "GET",
    "/places/{slug:place}/here",
    policy=at_place("visit.see"),
    gives=HereOut,
    summary=_("Read who is here"),
    says=_("For the team: the visits still open, the latest arrival first, and how many people that makes."),
)
def list_here(request: PlaceRequest) -> HttpResponse:
    found = queries.people_here(place_id=request.place.id)
    return answer({"count": sum(card.count for card in found), "items": _visits(found)})


@router.operation(
    "POST",
    "/places/{slug:place}/visits",
    policy=at_place("visit.be_here"),
    gives=VisitsMadeOut,
    status=201,
    summary=_("Note an arrival"),
    says=_("Yourself, or as the team somebody of the address book, or guests. Who is already here stays as they were."),
)
def note_visit(request: PlaceRequest, asked: VisitIn, key: Key = None) -> HttpResponse:
    return once(request, key, asked.model_dump(), lambda: _note(request, asked))


def _note(request: PlaceRequest, asked: VisitIn) -> Answer:
    actor, place, now = request.actor, request.place, clock.now()
    if asked.guests is not None:
        if asked.for_person is not None:
            raise Refused(Refusal("visit_of_one_or_of_guests", field="guests"))
        commands.count_guests(actor=actor, now=now, place=place, count=asked.guests)
        return Answer(201, {"visit": None, "guests": asked.guests})
    person_id = actor.person_id
    if asked.for_person is not None:
        person_id = places.known_person(place=place, uuid=UUID(asked.for_person))
    if person_id is None:
        raise Refused(Refusal("person_unknown", field="for_person"))
    uuid = commands.check_in(actor=actor, now=now, place=place, person_id=person_id)
    card = queries.find_visit(uuid, place_id=place.id)
    assert card is not None
    return Answer(201, {"visit": _visits([card])[0], "guests": 0})


@router.operation(
    "POST",
    "/places/{slug:place}/visits/{uuid:visit}/departure",
    policy=at_place("visit.be_here"),
    gives=VisitOut,
    summary=_("Note a departure"),
    says=_("Of yourself, or as the team of anybody. Who has already left stays as they were."),
)
def note_departure(request: PlaceRequest, visit: UUID) -> HttpResponse:
    actor, place, now = request.actor, request.place, clock.now()
    card = queries.find_visit(visit, place_id=place.id)
    if card is None or not _may_know(actor, place, card):
        raise Http404
    if card.person_id is not None:
        commands.check_out(actor=actor, now=now, place=place, person_id=card.person_id)
    elif card.left_at is None:
        commands.correct_visit(actor=actor, now=now, place=place, visit=visit, arrived_at=card.arrived_at, left_at=now)
    left = queries.find_visit(visit, place_id=place.id)
    assert left is not None
    return answer(_visits([left])[0])


def _may_know(actor: Actor, place: PlaceRef, card: VisitCard) -> bool:
    """One's own visit, or any for the team: to others it is as if it were not there."""
    whole = actor.limited_to(LEVELS)
    return can(whole, "visit.check_out", Target(place.organisation_id, place.id, card.person_id))


def _visits(cards: Iterable[VisitCard]) -> list[dict[str, Any]]:
    shown = list(cards)
    known = persons.persons_of({card.person_id for card in shown if card.person_id is not None})
    return [
        {
            "id": card.uuid,
            "person": _visitor(card, known),
            "count": card.count,
            "arrived_at": card.arrived_at,
            "left_at": card.left_at,
            "how": card.how,
            "resource": card.resource or None,
        }
        for card in shown
    ]


def _visitor(card: VisitCard, known: Mapping[int, persons.PersonRef]) -> dict[str, Any] | None:
    who = known.get(card.person_id) if card.person_id is not None else None
    return {"id": who.uuid, "name": card.name} if who else None

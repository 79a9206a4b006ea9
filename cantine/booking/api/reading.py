"""What is free and what is taken."""

import json
from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.booking import queries
from cantine.booking.api.shapes import (
    AvailabilityOut,
    BookingOut,
    FirstFreeAnswerOut,
    FreeSlotOut,
    ListingOut,
    OccurrenceOut,
    booking,
    occurrence,
    window_of,
)
from cantine.booking.policies import of_booking, of_date
from cantine.core import clock
from cantine.core.api import ApiRouter, Cursor, Limit, Moment, Page, Text, answer, key_of, next_of, page_of, plain
from cantine.core.authorization import Target, authorize
from cantine.core.routes import oneself
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Bookings")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
Begin = Annotated[Moment, Field(description="From when; at most 62 days are read at once.")]
End = Annotated[Moment, Field(description="Until when, not included.")]
Most = Annotated[int, Field(ge=1, le=5000, description="How many at most.")]


@router.operation(
    "GET",
    "/places/{slug:place}/availability",
    policy=at_place("place.see_planning"),
    gives=AvailabilityOut,
    summary=_("Read what is free"),
    says=_("Each resource that you may see, with the intervals in which it is open, taken and free."),
)
def read_availability(
    request: PlaceRequest,
    starts_at: Begin,
    ends_at: End,
    kind: Annotated[Text, Field(max_length=40, description="Only this kind: `room`, `desk`…")] = "",
) -> HttpResponse:
    window = window_of(starts_at, ends_at)
    found = queries.free_of(actor=request.actor, place=request.place, window=window, kind=kind)
    body = {
        "timezone": request.place.timezone,
        **plain(window),
        "items": [_free(each) for each in found],
    }
    return answer(body)


@router.operation(
    "GET",
    "/places/{slug:place}/free",
    policy=at_place("place.see_planning"),
    gives=FreeSlotOut,
    summary=_("Find what is free for one slot"),
    says=_("What is open and free during the whole of one slot, buffers kept clear."),
)
def find_free(
    request: PlaceRequest,
    starts_at: Moment,
    ends_at: Moment,
    kind: Annotated[Text, Field(max_length=40, description="Only this kind: `room`, `desk`…")] = "",
    quantity: Annotated[int, Field(ge=1, le=100_000, description="How many seats of a pool.")] = 1,
) -> HttpResponse:
    slot = window_of(starts_at, ends_at)
    found = queries.free_during(actor=request.actor, place=request.place, slot=slot, kind=kind, quantity=quantity)
    items = [
        {
            "id": each.uuid, "slug": each.slug, "name": each.name, "kind": each.kind, "capacity": each.capacity,
            "seats": each.seats, "seats_left": each.seats_left, "mode": each.mode.value,
        }
        for each in found
    ]  # fmt: skip
    return answer({"timezone": request.place.timezone, **plain(slot), "items": items})


@router.operation(
    "GET",
    "/places/{slug:place}/first-free",
    policy=at_place("place.see_planning"),
    gives=FirstFreeAnswerOut,
    summary=_("Find the first free time"),
    says=_(
        "The earliest time to come of a given length at which something is open and free, on the quarters of an hour and on its "
        "own steps; of two at once, the first in the order of the place."
    ),
)
def find_first_free(
    request: PlaceRequest,
    starts_at: Begin,
    ends_at: End,
    minutes: Annotated[int, Field(ge=15, le=24 * 60, multiple_of=15, description="How long, in quarters of an hour.")],
    kind: Annotated[Text, Field(max_length=40, description="Only this kind: `room`, `desk`…")] = "",
) -> HttpResponse:
    asked, now = window_of(starts_at, ends_at), clock.now()
    found = None
    if asked.ends_at > now:
        window = Interval(max(asked.starts_at, now), asked.ends_at)
        length = timedelta(minutes=minutes)
        found = queries.first_free(actor=request.actor, place=request.place, window=window, length=length, kind=kind)
    return answer({"timezone": request.place.timezone, "found": _first(found) if found else None})


def _first(found: queries.FirstFree) -> dict[str, Any]:
    card = found.resource
    return {
        **plain(found.slot),
        "resource": card.slug,
        "id": card.uuid,
        "name": card.name,
        "kind": card.kind,
        "capacity": card.capacity,
        "seats": card.seats,
        "mode": found.mode.value,
    }


@router.operation(
    "GET",
    "/places/{slug:place}/bookings",
    policy=at_place("place.see_planning"),
    gives=ListingOut,
    summary=_("List the bookings of a place"),
    says=_(
        "What takes the rooms between two instants, as you may see it: busy times for everybody, titles "
        "and persons by right."
    ),
)
def list_bookings(
    request: PlaceRequest,
    starts_at: Begin,
    ends_at: End,
    resource: Annotated[Text, Field(max_length=60, description="Only this resource, by its slug.")] = "",
    cursor: Cursor = None,
    limit: Most = 1000,
) -> HttpResponse:
    window = window_of(starts_at, ends_at)
    after: Any = key_of(cursor, str, int)
    found = queries.bookings_as_json(
        actor=request.actor, place=request.place, window=window, resource=resource, after=after, most=limit
    )
    following = json.dumps(next_of(request, found.after))
    return answer(f'{{"items":{found.dates},"blockings":{found.blockings},"next":{following}}}')


@router.operation(
    "GET",
    "/bookings/{booking}",
    policy=of_booking("booking.see"),
    gives=BookingOut,
    summary=_("Read a booking"),
    says=_("Your own, or as the team any of the place."),
    name="read_booking",
)
def read_one(
    request: PlaceRequest, booking: Annotated[str, Field(description="The id of the booking.")]
) -> HttpResponse:
    return answer(booking_at(request, booking))


@router.operation(
    "GET",
    "/occurrences/{occurrence}",
    policy=of_date("booking.see"),
    gives=OccurrenceOut,
    summary=_("Read a date"),
    says=_("One date of a booking."),
)
def read_occurrence(
    request: PlaceRequest, occurrence: Annotated[str, Field(description="The id of the date.")]
) -> HttpResponse:
    return answer(occurrence_at(request, occurrence))


@router.operation(
    "GET",
    "/me/bookings",
    policy=oneself,
    gives=Page[OccurrenceOut],
    summary=_("List your coming dates"),
    says=_("Your dates that are not over, in every place, the nearest first."),
)
def list_my_bookings(request: Any, limit: Limit = 100) -> HttpResponse:
    actor = request.actor
    authorize(actor, "person.see_self", Target(None, person_id=actor.person_id))
    cards = queries.coming_dates_of(person_id=actor.person_id, now=clock.now(), limit=limit)
    refs = places.place_refs(ids={card.place_id for card in cards})
    items = [occurrence(card, place=refs[card.place_id].slug) for card in cards]
    return answer(page_of(request, items, key=None))


def booking_at(request: PlaceRequest, uuid: Any) -> dict[str, Any]:
    return booking(queries.dates_of_booking(uuid), place=request.place.slug)


def occurrence_at(request: PlaceRequest, uuid: Any) -> dict[str, Any]:
    card = queries.date_by_uuid(uuid)
    assert card is not None
    return occurrence(card, place=request.place.slug)


def _free(found: queries.Free) -> dict[str, Any]:
    card = found.resource
    return {
        "id": card.uuid,
        "slug": card.slug,
        "name": card.name,
        "kind": card.kind,
        "seats": card.seats,
        "open": found.opened,
        "busy": found.busy,
        "free": [{**plain(each.interval), "seats_left": each.seats_left} for each in found.free],
    }

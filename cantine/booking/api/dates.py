"""Changing what was booked: cancelling a booking or one of its dates, moving a date."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.booking import commands, queries, rules
from cantine.booking.api.making import TakenOut, Uuid, Word, organisation_named, problem_of_time, resource_at
from cantine.booking.api.reading import booking_at, occurrence_at
from cantine.booking.api.shapes import BookingOut, OccurrenceOut, interval_of
from cantine.booking.policies import of_booking, of_date
from cantine.core import clock
from cantine.core.api import ApiRouter, Body, Moment, answer
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest

router = ApiRouter(tags=[_("Bookings")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives
BookingId = Annotated[str, Field(description="The id of the booking.")]
DateId = Annotated[str, Field(description="The id of the date.")]
CANCELLABLE = rules.TAKING | {rules.State.SKIPPED}


class MoveDateIn(Body):
    """What changes; the rest stays. A start alone keeps the length. `override` is for the team."""

    starts_at: Moment | None = None
    ends_at: Moment | None = None
    resource: Word | None = None
    override: bool = False


@router.operation(
    "DELETE",
    "/bookings/{booking}",
    policy=of_booking("booking.cancel"),
    gives=BookingOut,
    summary=_("Cancel a booking"),
    says=_(
        "All its dates that are still to come; those that are over stay as they were. What is cancelled already "
        "is answered alike: repeating is safe."
    ),
)
def cancel_booking(request: PlaceRequest, booking: BookingId) -> HttpResponse:
    now = clock.now()
    dates = queries.dates_of_booking(UUID(booking))
    coming = [card.uuid for card in dates if card.state in CANCELLABLE and card.starts_at > now]
    if not coming and not any(card.state is rules.State.CANCELLED for card in dates):
        raise Refused(Refusal("no_coming_date"))
    if coming:
        commands.cancel_dates(actor=request.actor, now=now, place=request.place, dates=coming)
    return answer(booking_at(request, UUID(booking)))


class HandBookingIn(Body):
    """What changes; the rest stays. `for_organisation` as `null` is none. `override` is for the team."""

    for_person: Uuid | None = None
    for_organisation: Uuid | None = None
    override: bool = False


@router.operation(
    "PATCH",
    "/bookings/{booking}",
    policy=of_booking("booking.change"),
    gives=BookingOut,
    summary=_("Change whom a booking is for"),
    says=_(
        "Its person, for the team; the organisation on whose behalf it is, for its person too. The dates that are over "
        "stay whose they were. The new person and the former one are written to."
    ),
)
def hand_booking(request: PlaceRequest, booking: BookingId, asked: HandBookingIn) -> HttpResponse:
    now, place = clock.now(), request.place
    dates = queries.dates_of_booking(UUID(booking))
    card = next((each for each in dates if each.takes and each.ends_at > now), dates[0])
    person_id, customer_id = card.person_id, card.customer_id
    if asked.for_person is not None:
        person_id = places.known_person(place=place, uuid=UUID(asked.for_person))
    if "for_organisation" in asked.model_fields_set:
        customer_id = organisation_named(asked.for_organisation)
    if person_id is None:
        raise Refused(Refusal("person_unknown", field="for_person"))
    commands.hand_booking(
        actor=request.actor, now=now, place=place, date=card.uuid, person_id=person_id, customer_id=customer_id,
        override=asked.override,
    )  # fmt: skip
    return answer(booking_at(request, UUID(booking)))


@router.operation(
    "DELETE",
    "/occurrences/{occurrence}",
    policy=of_date("booking.cancel"),
    gives=OccurrenceOut,
    summary=_("Cancel a date"),
    says=_("One date; the others of its booking stand. One that is cancelled already is answered alike."),
)
def cancel_occurrence(request: PlaceRequest, occurrence: DateId) -> HttpResponse:
    uuid = UUID(occurrence)
    card = queries.date_by_uuid(uuid)
    if card is None or card.state is not rules.State.CANCELLED:
        commands.cancel_dates(actor=request.actor, now=clock.now(), place=request.place, dates=[uuid])
    return answer(occurrence_at(request, uuid))


@router.operation(
    "PATCH",
    "/occurrences/{occurrence}",
    policy=of_date("booking.move"),
    gives=OccurrenceOut,
    also={409: TakenOut},
    summary=_("Move a date"),
    says=_("To another time, another room, or both. The old time is free only once the new one is taken."),
)
def move_occurrence(request: PlaceRequest, occurrence: DateId, asked: MoveDateIn) -> HttpResponse:
    uuid, now = UUID(occurrence), clock.now()
    card = queries.date_by_uuid(uuid)
    assert card is not None
    starts_at = asked.starts_at or card.starts_at
    kept = asked.ends_at is None and asked.starts_at is not None
    interval = interval_of(starts_at, starts_at + card.interval.length if kept else asked.ends_at or card.ends_at)
    resource = resource_at(request.place, request.actor, asked.resource) if asked.resource else None
    try:
        commands.move_date(
            actor=request.actor, now=now, place=request.place, date=uuid, interval=interval, resource=resource,
            override=asked.override,
        )  # fmt: skip
    except Refused as refusal:
        target = resource or places.resource_by_id(card.resource_id)
        found: Any = [] if target is None else queries.alternatives_to(
            actor=request.actor, place=request.place, resource=target, person_id=card.person_id, now=now,
            wish=rules.Wish(interval=interval, quantity=card.quantity, guests=card.guests), but_occurrences=[card.id],
        )  # fmt: skip
        raise problem_of_time(refusal.refusals, found) from refusal
    return answer(occurrence_at(request, uuid))
